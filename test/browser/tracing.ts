import assert from 'node:assert/strict';
import type { TraceAnswer } from '../../src/wire/index.ts';
import type { House } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { numberOf, pageOf, placesOf } from './places.ts';

const SHOWN_AT_ONCE = 12;

/** The lot page: composition, lineage level by level, origins, and every event down to its JSON. */
export function tracing(house: () => House): void {
  inChromium('a mined lot stands beside its declared deposit, oxide by oxide', async () => {
    const { ancestor } = await placesOf(house());
    await using visit = await house().visit(pageOf('lot', ancestor));
    const tile = visit.tile('配分：本批次与申报矿床 / % TREO');
    await tile.scrollIntoViewIfNeeded();
    await visit.settled();
    assert.ok((await visit.paintedShare(tile.locator('.chart'))) > 0.01, 'the composition is painted');
    const shares = await tile
      .locator('tbody tr td:nth-child(2) .figure')
      .evaluateAll((cells) => cells.map((cell) => Number.parseFloat(cell.getAttribute('title') ?? '')));
    assert.ok(shares.length >= 8, `${shares.length} oxides`);
    assert.ok(Math.abs(shares.reduce((total, share) => total + share, 0) - 100) < 1e-6, 'the shares sum to 100 % TREO');
    visit.assertNoErrors();
  });

  inChromium('lineage opens one level at a time and says n of m', async () => {
    const { ancestor, descendants } = await placesOf(house());
    await using visit = await house().visit(pageOf('lot', ancestor), 'en');
    const tile = visit.tile('Lineage: from inputs to products');
    const own = tile.getByRole('row').filter({ has: visit.page.getByRole('link', { name: numberOf(ancestor), exact: true }) });
    await own.getByText(`${SHOWN_AT_ONCE} of ${descendants}`).waitFor();
    await own.getByRole('button', { name: /^more Down/ }).click();
    await own.getByText(`${Math.min(2 * SHOWN_AT_ONCE, descendants)} of ${descendants}`).waitFor();
    assert.equal(await tile.getByRole('row').filter({ hasText: /^\+2/ }).count(), 0);
    await tile
      .getByRole('button', { name: /^open Down/ })
      .first()
      .click();
    await tile.getByRole('row').filter({ hasText: /^\+2/ }).first().waitFor();
    assert.ok((await visit.paintedShare(tile.locator('.chart'))) > 0.01, 'the lineage is painted');
    visit.assertNoErrors();
  });

  inChromium('origins come mine by mine or lot by lot, sum to 100 %, and none has a share of zero', async () => {
    const { lot } = await placesOf(house());
    await using visit = await house().visit(pageOf('lot', lot), 'en');
    const { nodes } = await house().answer<TraceAnswer>(`/api/trace?direction=up&id=${encodeURIComponent(lot)}`);
    const tile = visit.tile('Origins and their shares');
    const element = await tile.getByLabel('Element').inputValue();
    const lots = nodes.filter(({ origin, shares }) => origin && (shares[element] ?? 0) > 0);
    const mines = new Set(lots.map(({ site, source }) => `${site?.id} ${source}`));
    for (const [by, count] of [
      ['site', mines.size],
      ['lot', lots.length],
    ] as const) {
      await tile.getByLabel('Origins by').selectOption(by);
      const shares = csvColumn(await visit.download(tile.getByRole('button', { name: 'Download CSV' })));
      assert.equal(shares.length, count, `origins by ${by}`);
      assert.ok(
        shares.every((share) => share > 0),
        `a share of zero by ${by}`,
      );
      assert.ok(Math.abs(shares.reduce((total, share) => total + share, 0) - 100) < 1e-6, `shares by ${by} sum to 100 %`);
    }
    visit.assertNoErrors();
  });
  eventDrawer(house);
}

function eventDrawer(house: () => House): void {
  inChromium('an event opens in a drawer with its JSON, and Escape shuts it', async () => {
    const { lot } = await placesOf(house());
    await using visit = await house().visit(pageOf('lot', lot), 'en');
    await visit.tile('Events').getByRole('button', { name: /^JSON/ }).first().click();
    const json = await visit.page.getByRole('dialog').getByLabel('The event’s JSON').innerText();
    assert.match(json, /"type": "\w+Event"/);
    assert.ok(json.includes(numberOf(lot)), 'the event names the lot');
    assert.deepEqual(await visit.violations(), []);
    await visit.page.keyboard.press('Escape');
    await visit.page.getByRole('dialog').waitFor({ state: 'hidden' });
    visit.assertNoErrors();
  });
}

/** The last column of a CSV as numbers. */
function csvColumn(csv: Buffer): number[] {
  const [, ...rows] = csv.toString('utf8').trimEnd().split('\r\n');
  return rows.map((row) => Number(row.split(',').at(-1)));
}
