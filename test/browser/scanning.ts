import assert from 'node:assert/strict';
import jsQrModule from 'jsqr';
import type { ScanAnswer, SiteAnswer } from '../../src/wire/index.ts';
import type { House, Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { numberOf, pageOf, placesOf } from './places.ts';

// The package is CommonJS: its function is a member of its default.
const jsQr = jsQrModule.default;

/** Labels are shown, printed and scanned again. */
export function scanning(house: () => House): void {
  inChromium('from a lot to its label, whose code decodes to this server, and which prints by itself', async () => {
    const { lot } = await placesOf(house());
    await using visit = await house().visit(pageOf('lot', lot));
    await visit.page.getByRole('link', { name: '标签', exact: true }).click();
    await visit.arrivesAt(`标签 ${numberOf(lot)}`);
    const origin = new URL(visit.page.url()).origin;
    assert.equal(await decodeShown(visit), lot.replace('https://id.gs1.org', origin));
    assert.deepEqual(await paper(visit), [[100, 60], 1]);
    await visit.page.getByText('A4 八张').click();
    await labelShown(visit);
    assert.deepEqual(await paper(visit), [[210, 297], 1]);
    const png = await visit.download(visit.page.getByRole('link', { name: 'PNG' }));
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    visit.assertNoErrors();
  });

  inChromium('a scanner that types: the code, Enter, the verdict in sight; the next scan takes its place', async () => {
    const { lot, site } = await placesOf(house());
    await using visit = await house().visit('/');
    await visit.page.getByRole('navigation').getByRole('link', { name: '扫码核验' }).click();
    await visit.arrivesAt('扫码核验');
    const gtin = /\/01\/(\d{14})/.exec(lot)?.[1] ?? '';
    await types(visit, `]Q3${`01${gtin}10${numberOf(lot)}`}`);
    await verdictIs(visit, '✓ 与记录相符');
    assert.match(await visit.tile('核验结果').innerText(), new RegExp(numberOf(lot)));
    await types(visit, `${lot.slice(0, -1)}X`);
    await verdictIs(visit, '▲ 可疑');
    await types(visit, `(01)${gtin.slice(0, 13)}${(Number(gtin[13]) + 1) % 10}`);
    await verdictIs(visit, '✕ 无法识读');
    assert.match(await visit.tile('核验结果').innerText(), /校验位不对.*\n?.*第 18 个字符/);
    await types(visit, site.id);
    await verdictIs(visit, '✓ 与记录相符');
    await visit
      .tile('核验结果')
      .getByRole('link', { name: /^\d{13}$/ })
      .click();
    await visit.arrivesAt(site.name.zh);
    await visit.page.goBack();
    await visit.arrivesAt('扫码核验');
    await verdictIs(visit, '✓ 与记录相符');
    visit.assertNoErrors();
  });

  inChromium('a telephone that scans a code: the passport, or what is wrong with a forged one', async () => {
    const { lot } = await placesOf(house());
    const path = lot.replace('https://id.gs1.org', '');
    await using visit = await house().visit(path, 'en');
    await visit.page.locator('.identifier').filter({ hasText: lot }).first().waitFor();
    assert.match(visit.page.url(), /\/passports\//);
    visit.assertNoErrors();
    await visit.go(`${path.slice(0, -1)}X`);
    await visit.arrivesAt('Scan check');
    await visit.page.locator('.verdict').filter({ hasText: '▲ Suspicious' }).waitFor();
    await visit.go('/01/09506000134353');
    await visit.page.locator('.verdict').filter({ hasText: '✕ Cannot be read' }).waitFor();
  });

  inChromium('a lot of which nothing is left shows the event that says so, and axe-core finds nothing', async () => {
    const spent = await spentLot(house());
    await using visit = await house().visit(`/scan?code=${encodeURIComponent(spent)}`);
    await verdictIs(visit, '▲ 可疑');
    const evidence = visit.page.locator('.reasons a').first();
    assert.match((await evidence.getAttribute('href')) ?? '', /^\/events\/ni%3A/);
    assert.deepEqual(await visit.violations(), []);
    visit.assertNoErrors();
  });
}

/** Types as a keyboard wedge does, wherever the focus is, and ends with Enter. */
async function types(visit: Visit, code: string): Promise<void> {
  await visit.page.keyboard.type(code);
  await visit.page.keyboard.press('Enter');
}

/** The verdict shows these words within the first screen. */
async function verdictIs(visit: Visit, words: string): Promise<void> {
  const verdict = visit.page.locator('.verdict').filter({ hasText: words });
  await verdict.waitFor();
  await visit.settled();
  const box = await verdict.boundingBox();
  assert.ok(box !== null && box.y + box.height < 900, `the verdict ends at ${box === null ? '?' : box.y + box.height}`);
  assert.equal(await visit.page.locator('#scan-code').evaluate((field) => document.activeElement === field), true);
}

/** A lot of the simulated year that was used up. */
async function spentLot(of: House): Promise<string> {
  const { site } = await placesOf(of);
  const { lots } = await of.answer<SiteAnswer>(`/api/site?limit=200&id=${encodeURIComponent(site.id)}`);
  for (const { lot } of lots.filter(({ net }) => net.value === 0)) {
    const { suspicions } = await of.answer<ScanAnswer>(`/api/scan?code=${encodeURIComponent(lot)}`);
    if (suspicions.some(({ events }) => events.length > 0)) return lot;
  }
  throw new Error('the simulated year has no lot at this site that was used up');
}

async function labelShown(visit: Visit): Promise<void> {
  await visit.page.waitForFunction(() => {
    const image = document.querySelector('.label-sheet');
    return image instanceof HTMLImageElement && image.complete && image.naturalWidth > 0;
  });
}

/** What the code on the label in the page says. */
async function decodeShown(visit: Visit): Promise<string | undefined> {
  await labelShown(visit);
  const picture = await visit.page.locator('.label-sheet').evaluate((image) => {
    if (!(image instanceof HTMLImageElement)) throw new Error('the label is no image');
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 720];
    const context = canvas.getContext('2d');
    context?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return [...(context?.getImageData(0, 0, canvas.width, canvas.height).data ?? [])];
  });
  return jsQr(Uint8ClampedArray.from(picture), 1200, 720)?.data;
}

/** The size of the paper that the browser prints on, in whole millimetres, and how many pages there are. */
async function paper(visit: Visit): Promise<[number[], number]> {
  const pdf = (await visit.page.pdf({ preferCSSPageSize: true })).toString('latin1');
  const [, , width = 0, height = 0] = (/\/MediaBox \[([^\]]+)\]/.exec(pdf)?.[1] ?? '').split(' ').map(Number);
  const millimetres = [width, height].map((points) => Math.round((points / 72) * 25.4));
  return [millimetres, pdf.match(/\/Type \/Page\n/g)?.length ?? 0];
}
