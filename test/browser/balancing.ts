import assert from 'node:assert/strict';
import type { MonthAnswer, SiteRef } from '../../src/wire/index.ts';
import type { House, Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';

const MONTH = '2015-05';

/** A month of a site made to balance, on its page. */
export function balancing(house: () => House): void {
  inChromium('a month is chosen on a site’s page: verdict, sums, adjustments; axe-core finds nothing', async () => {
    const { site, answer } = await troubledSite(house());
    await using visit = await house().visit(`/site?id=${encodeURIComponent(site.id)}`);
    const tile = visit.tile('月度协调');
    await tile.getByText('选一个月份').waitFor();
    await tile.getByLabel('月份').selectOption(MONTH);
    await tile.getByRole('status').getByText('本月有测量误差解释不了的差').waitFor();
    await visit.settled();
    assert.equal(await tile.locator('.reasons > li').count(), answer.grossErrors.length);
    assert.equal(await tile.getByRole('row').count(), 1 + new Set(answer.balance.map(({ kind }) => kind)).size);
    assert.equal(await linesIn(visit, '各笔物流的调整'), answer.streams.length);
    assert.deepEqual(await visit.violations(), []);
    assert.match(visit.page.url(), /month=2015-05/);
    visit.assertNoErrors();
  });

  inChromium('the same in English, in one element', async () => {
    const { site } = await troubledSite(house());
    await using visit = await house().visit(`/site?id=${encodeURIComponent(site.id)}&month=${MONTH}`, 'en');
    const tile = visit.tile('The month, reconciled');
    await tile.getByLabel('Basis').selectOption('Nd');
    await visit.tile('Adjustment of each stream').getByRole('columnheader', { name: /Nd/ }).first().waitFor();
    await visit.settled();
    assert.ok((await visit.paintedShare(visit.tile('Adjustment of each stream').locator('.chart'))) > 0.01, 'bars are drawn');
    assert.deepEqual(await visit.violations(), []);
    assert.equal(await visit.overflow(), 0);
    visit.assertNoErrors();
  });
}

/** A site with a month that errors of measurement do not explain. */
async function troubledSite(house: House): Promise<{ site: SiteRef; answer: MonthAnswer }> {
  const { sites } = await house.answer<{ sites: SiteRef[] }>('/api/sites');
  for (const site of sites.filter(({ kind }) => kind === 'metal-plant')) {
    const answer = await house.answer<MonthAnswer>(`/api/month?month=${MONTH}&site=${encodeURIComponent(site.id)}`);
    if (answer.grossErrors.length > 0 && answer.streams.length <= 25) return { site, answer };
  }
  throw new Error('no metal plant of the simulated year loses anything');
}

async function linesIn(visit: Visit, heading: string): Promise<number> {
  return visit.tile(heading).locator('tbody tr.ant-table-row').count();
}
