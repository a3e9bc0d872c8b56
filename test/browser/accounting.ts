import assert from 'node:assert/strict';
import type { UnaccountedAnswer, UnaccountedSitesAnswer } from '../../src/wire/index.ts';
import type { House } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { placesOf } from './places.ts';

/** What sites cannot account for, on its pages. */
export function accounting(year: () => House): void {
  inChromium(
    'what a site cannot account for is drawn with its tests and what they could see; axe-core finds nothing',
    async () => {
      const { site } = await placesOf(year());
      const answer = await year().answer<UnaccountedAnswer>(`/api/unaccounted?site=${encodeURIComponent(site.id)}`);
      assert.deepEqual(answer.alarms, []);
      await using visit = await year().visit(`/site?id=${encodeURIComponent(site.id)}`);
      await visit.page.getByRole('main').getByRole('link', { name: '物料衡算差' }).click();
      await visit.tile('结论').getByRole('status').getByText('没有超出偶然的损失或盈余').waitFor();
      await visit.settled();
      for (const title of ['各月衡算差（扣除惯常损失）与累计', 'Page 检验（SITMUF）', '多大的流失能被发现'])
        assert.ok((await visit.paintedShare(visit.tile(title).locator('.chart'))) > 0.002, title);
      assert.equal(await visit.tile('各元素').getByRole('row').count(), 1 + answer.columns.length);
      assert.deepEqual(await visit.violations(), []);
      assert.equal(await visit.overflow(), 0);
      visit.assertNoErrors();
    },
  );

  inChromium('sites that cannot account for what they took in are ranked, and lead to their months', async () => {
    const { sites } = await year().answer<UnaccountedSitesAnswer>('/api/unaccounted-sites');
    await using visit = await year().visit('/unaccounted-sites');
    await visit.settled();
    assert.ok((await visit.paintedShare(visit.tile('扣除惯常损失后的余差（以标准差计）').locator('.chart'))) > 0.002);
    await visit.tile('全部场所').getByRole('link', { name: sites[0]!.site.name.zh }).click();
    await visit.tile('结论').getByRole('status').waitFor();
    visit.assertNoErrors();
  });
}
