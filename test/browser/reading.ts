import assert from 'node:assert/strict';
import type { Overview, UnheldDraw } from '../../src/wire/index.ts';
import type { House, Language, Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { unzip } from '../support/unzip.ts';
import { pagesWith, placesOf } from './places.ts';

const FLOWS = '物料流向 / 吨 REO';

/** Every page can be read, in both languages and by everyone; pictures are drawn, and their tables say what the server says. */
export function reading(house: () => House): void {
  for (const language of ['zh', 'en'] as const) {
    inChromium(
      `every page has its heading, something to read, no error and nothing that axe-core finds (${language})`,
      async () => {
        await using visit = await house().visit('/', language);
        for (const page of pagesWith(await placesOf(house()))) await assertReadable(visit, page, language);
      },
    );
  }

  overviewFlows(house);

  inChromium('a table can be taken away as CSV and a picture as PNG', async () => {
    await using visit = await house().visit('/');
    const { flows } = await house().answer<Overview>('/api/overview');
    const csv = (await visit.download(visit.tile(FLOWS).getByRole('button', { name: '下载 CSV' }))).toString('utf8');
    const [head, ...rows] = csv.trimEnd().split('\r\n');
    assert.equal(head, '\ufeff来自,去向,吨 REO,吨 REO sd,画法');
    assert.equal(rows.length, flows.length);
    assertClose(sum(rows.map((row) => Number(row.split(',')[2]))), sum(flows.map(({ mass }) => mass.value / 1000)));
    await assertBook(visit, rows[0]!.split(',')[2]!);
    const png = await visit.download(visit.tile(FLOWS).getByRole('button', { name: '下载 PNG' }));
    assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
    assert.ok(
      png.readUInt32BE(16) > 600 && png.length > 10_000,
      `the PNG is ${png.readUInt32BE(16)} pixels wide, ${png.length} bytes`,
    );
    visit.assertNoErrors();
  });

  inChromium('no table beside a picture is cut at 1440 pixels, and the quotas of the overview fit one screen', async () => {
    const { site } = await placesOf(house());
    await using visit = await house().visit('/');
    for (const path of ['/', `/site?id=${encodeURIComponent(site.id)}`]) {
      await visit.go(path);
      const cut = await visit.page
        .locator('.faces .rows')
        .evaluateAll((boxes) => boxes.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.ariaLabel));
      assert.deepEqual(cut, [], path);
    }
    await visit.go('/');
    const box = await visit.tile('总量控制指标使用 / 吨 REO').boundingBox();
    assert.ok(box !== null && box.height < 900, `the quota tile is ${box?.height} pixels high`);
    await visit.tile('总量控制指标使用 / 吨 REO').getByRole('link', { name: '查看全部指标' }).click();
    await visit.arrivesAt('总量控制');
  });

  inChromium('the quota page marks what was drawn without a quota', async () => {
    await using visit = await house().visit('/quotas');
    const { unheldDraws } = await house().answer<{ unheldDraws: UnheldDraw[] }>('/api/quotas');
    assert.ok(unheldDraws.length > 0, 'the simulated year has such draws');
    const rows = visit.tile('无指标使用').locator('tbody tr.marked');
    assert.equal(await rows.count(), unheldDraws.length);
    assert.match(await rows.first().innerText(), /▲/);
  });
}

/** The Sankey of the overview is drawn and tells what the server says, for all rare earths and for one. */
function overviewFlows(house: () => House): void {
  inChromium('the overview draws its flows, and the table of flows sums to what the server answers', async () => {
    await using visit = await house().visit('/');
    const { flows } = await house().answer<Overview>('/api/overview');
    const tile = visit.tile(FLOWS);
    assert.ok((await visit.paintedShare(tile.locator('.chart'))) > 0.05, 'the Sankey is painted');
    const shown = await massesInTable(visit, FLOWS);
    assert.equal(shown.length, flows.length);
    assertClose(sum(shown), sum(flows.map(({ mass }) => mass.value / 1000)));
  });

  inChromium('the overview tells the flows of one element when it is chosen', async () => {
    await using visit = await house().visit('/');
    await visit.page.getByRole('combobox', { name: '元素' }).selectOption('Tb');
    await visit.tile('物料流向 / 吨 Tb').waitFor();
    const { flows } = await house().answer<Overview>('/api/overview?element=Tb');
    const shown = await massesInTable(visit, '物料流向 / 吨 Tb');
    assert.equal(shown.length, flows.length);
    assertClose(sum(shown), sum(flows.map(({ mass }) => mass.value / 1000)));
    visit.assertNoErrors();
  });
}

async function assertReadable(visit: Visit, page: { path: string; zh: string; en: string }, language: Language): Promise<void> {
  await visit.go(page.path);
  await visit.page.getByRole('heading', { level: 1, name: page[language], exact: true }).waitFor();
  assert.equal(await visit.page.locator('html').getAttribute('lang'), language === 'zh' ? 'zh-CN' : 'en');
  assert.ok((await visit.page.locator('main .tiles').innerText()).trim().length > 10, `${page.path} has something to read`);
  assert.deepEqual(await visit.violations(), [], `axe-core on ${page.path}`);
  assert.deepEqual(visit.errors, [], `errors on ${page.path}`);
}

/** The figures of a tile's table over all its pages, every digit, from what a reader sees on hover. */
async function massesInTable(visit: Visit, heading: string): Promise<number[]> {
  const tile = visit.tile(heading);
  const next = tile.locator('.ant-pagination-next');
  const found: number[] = [];
  for (;;) {
    const titles = await tile
      .locator('tbody td .figure')
      .evaluateAll((cells) => cells.map((cell) => cell.getAttribute('title') ?? ''));
    found.push(...titles.map((title) => Number.parseFloat(title)));
    if ((await next.count()) === 0 || (await next.getAttribute('aria-disabled')) === 'true') return found;
    await next.getByRole('button').click();
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function assertClose(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${actual} is not ${expected}`);
}

/** The workbook of the flows says where its figures come from and when, and has them with every digit. */
async function assertBook(visit: Visit, first: string): Promise<void> {
  const book = unzip(await visit.download(visit.tile(FLOWS).getByRole('button', { name: '下载 XLSX' })));
  const sheet = book.get('xl/worksheets/sheet1.xml')?.toString('utf8') ?? '';
  const strings = book.get('xl/sharedStrings.xml')?.toString('utf8') ?? sheet;
  assert.match(strings, new RegExp(FLOWS));
  assert.match(strings, /截至 现在 · 获知于 现在 · 计算于 20/);
  assert.match(strings, /\/api\/overview/);
  assert.ok(sheet.includes(`<v>${first}</v>`), `${first} with every digit`);
}
