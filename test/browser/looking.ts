import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { House } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { ROOT } from '../support/sources.ts';
import { pageOf, pagesWith, placesOf } from './places.ts';

const PICTURE_BYTES_MAX = 300_000;
const PICTURES = join(ROOT, 'docs', 'pictures');

/** The pages on other screens and on paper, and the README's pictures of them. */
export function looking(house: () => House): void {
  for (const [screen, viewport] of [
    ['a page zoomed to 200 % (720 pixels)', { width: 720, height: 450 }],
    ['a tablet', { width: 1024, height: 768 }],
  ] as const) {
    inChromium(`nothing is wider than the window on ${screen}`, async () => {
      await using visit = await house().visit('/', 'en', { viewport });
      for (const { path } of pagesWith(await placesOf(house()))) {
        await visit.go(path);
        assert.equal(await visit.overflow(), 0, path);
      }
      visit.assertNoErrors();
    });
  }

  inChromium('a page prints on A4 with its pictures', async () => {
    await using visit = await house().visit('/');
    const blank = await blankPdfBytes(house());
    const pdf = await visit.page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString('latin1'), '%PDF-');
    assert.ok(pdf.length > 2 * blank, `${pdf.length} bytes, where a blank page has ${blank}`);
    visit.assertNoErrors();
  });

  inChromium('the pages can be pictured for the README', async () => {
    const { ancestor } = await placesOf(house());
    await picture(house(), 'overview-zh', '/', 900);
    await picture(house(), 'overview-en', '/', 900);
    await picture(house(), 'lot-en', pageOf('lot', ancestor), 1240);
  });
}

async function blankPdfBytes(house: House): Promise<number> {
  await using visit = await house.visit('/nowhere');
  return (await visit.page.pdf({ format: 'A4' })).length;
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
