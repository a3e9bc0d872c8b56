import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { ROOT } from '../support/sources.ts';
import { pageOf, pagesWith, placesOf, tellingLot } from './places.ts';

/** The width of A4 without its margins at 96 pixels an inch. */
const A4_PIXELS = 688;
const TABLET = { width: 1024, height: 768 };
const ZOOMED = { width: 720, height: 450 };
const PICTURE_BYTES_MAX = 300_000;
const PICTURES = join(ROOT, 'docs', 'pictures');

/** The pages on other screens and on paper, and the README's pictures of them. */
export function looking(house: () => House): void {
  inChromium('nothing is wider than the window on a tablet, nor at 200 % zoom (720 pixels)', async () => {
    await using visit = await house().visit('/', 'en', { viewport: TABLET });
    for (const { path } of pagesWith(await placesOf(house()))) {
      await visit.page.setViewportSize(TABLET);
      await visit.go(path);
      assert.equal(await visit.overflow(), 0, `${path} on a tablet`);
      await visit.page.setViewportSize(ZOOMED);
      await visit.settled();
      assert.equal(await visit.overflow(), 0, `${path} at 200 %`);
    }
    visit.assertNoErrors();
  });

  inChromium('a page prints on A4 with all of its pictures, none of them cut', async () => {
    await using visit = await house().visit('/');
    const { page } = visit;
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.chart')].every((chart) => chart.querySelector('canvas') !== null),
    );
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');
    assert.ok(pdf.length > 150_000, `${pdf.length} bytes`);
    await page.emulateMedia({ media: 'print' });
    await page.setViewportSize({ width: A4_PIXELS, height: 1000 });
    const rights = await page
      .locator('.chart canvas')
      .evaluateAll((all) => all.map((canvas) => canvas.getBoundingClientRect().right));
    assert.ok(
      rights.length >= 4 && rights.every((right) => right <= A4_PIXELS),
      `the pictures end at ${rights.join(', ')} of ${A4_PIXELS} pixels`,
    );
    visit.assertNoErrors();
  });

  inChromium('the pages can be pictured for the README', async () => {
    await picture(house(), 'overview-zh', '/', 900);
    await picture(house(), 'overview-en', '/', 900);
    await picture(house(), 'lot-en', pageOf('lot', await tellingLot(house())), 1240);
  });
}

/** Pictures the first screen of a page; writes it to docs/pictures when `YTTERBY_WRITE_PICTURES` is 1. */
async function picture(house: House, name: string, path: string, height: number): Promise<void> {
  await using visit = await house.visit(path, name.endsWith('en') ? 'en' : 'zh', { viewport: { width: 1280, height } });
  const drawn = await visit.paintedShare(visit.page.locator('.chart').first());
  assert.ok(drawn > 0.01, `${name}: its first picture is painted`);
  const png = await visit.page.screenshot();
  assert.ok(png.length > 30_000 && png.length < PICTURE_BYTES_MAX, `${name} has ${png.length} bytes`);
  visit.assertNoErrors();
  if (process.env['YTTERBY_WRITE_PICTURES'] !== '1') return;
  mkdirSync(PICTURES, { recursive: true });
  writeFileSync(join(PICTURES, `${name}.png`), png);
}
