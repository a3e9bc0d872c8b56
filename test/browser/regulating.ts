import assert from 'node:assert/strict';
import { actOnConduct } from '../../src/app/index.ts';
import { Bench, enters, lotOf, PARTIES, SITES } from '../support/ree-events.ts';
import { House, type Setting, type Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';

/** Does the next act of the only open dossier. */
async function next(visit: Visit, act: string, fields: Readonly<Record<string, string>> = {}): Promise<void> {
  const detail = visit.page.locator('.ant-table-expanded-row');
  await detail.getByLabel('办理事项').selectOption({ label: act });
  for (const [label, value] of Object.entries(fields)) await detail.getByLabel(label, { exact: true }).fill(value);
  await detail.getByLabel('说明').last().fill('核实无误');
  await detail.getByRole('button', { name: '办理', exact: true }).click();
}

/** What a regulator decides about enterprises, on its page. */
export function regulating(setting: () => Setting): void {
  inChromium('an enterprise applies, is reviewed and announced, and stands on the list; axe-core finds nothing', async () => {
    await using house = await House.over(setting(), (await Bench.open('2016-09-01T00:00:00+08:00')).app);
    await using visit = await house.visit('/conduct');
    const form = visit.page.getByRole('region', { name: '新办' });
    await form.getByLabel('申请类别').waitFor();
    await form.getByLabel('企业').fill(PARTIES.making);
    await form.getByLabel('日期').fill('2016-08-01');
    await form.getByLabel('生产规模 / t REO/a').fill('3000');
    await form.getByLabel('混合稀土到单一或富集化合物总收率 / %').fill('95');
    await form.getByLabel('能耗符合 GB 29435').selectOption('yes');
    await form.getByLabel('说明').fill('首次申请');
    await form.getByRole('button', { name: '办理' }).click();
    await visit.tile('办理（1）').getByText('已申请').waitFor();
    await visit.page.locator('.ant-table-row-expand-icon').first().click();
    await next(visit, '审核通过');
    await visit.tile('办理（1）').getByText('已审核').waitFor();
    await next(visit, '公示', { 自: '2016-08-02', 至: '2016-08-12' });
    await visit.tile('办理（1）').getByText('公示中').waitFor();
    await next(visit, '公告', { 日期: '2016-08-13', 批次: '第一批' });
    await visit.tile('办理（1）').getByText('已公告').waitFor();
    await visit.page.getByText('部门通知（5 项未回执）').waitFor();
    await visit.tile('名单（2016-09-01）').getByText('Making厂').waitFor();
    await visit.settled();
    assert.deepEqual(await visit.violations(), []);
    assert.equal(await visit.overflow(), 0);
    visit.assertNoErrors();
  });

  inChromium('a name is checked against the lists, as it is read', async () => {
    const bench = await Bench.open('2016-09-01T00:00:00+08:00');
    const act = (request: object): Promise<string> =>
      actOnConduct(bench.app, { dossier: 'B', text: 'a test', ...request } as Parameters<typeof actOnConduct>[1]);
    await act({ act: 'propose', organisation: PARTIES.making, ground: '收购非法稀土', documents: [] });
    await act({ act: 'hear' });
    await act({ act: 'list', from: '2016-09-01', to: null });
    await using house = await House.over(setting(), bench.app);
    await using visit = await house.visit('/conduct?name=making%20chang', 'en');
    await visit.tile('Lists (2016-09-01)').getByText('100 % read').waitFor();
    await visit.settled();
    assert.deepEqual(await visit.violations(), []);
    visit.assertNoErrors();
  });
}

/** What is published, on its page. */
export function disclosing(setting: () => Setting): void {
  inChromium(
    'a release is announced, kept until its time, and then shown with what is hidden; axe-core finds nothing',
    async () => {
      const bench = await Bench.open('2015-04-05T00:00:00+08:00');
      await bench.capture([
        enters('2015-03-01T08:00:00+08:00', SITES.mine, lotOf('concentrate', 'K9'), 900, { CeO2: 30, Nd2O3: 20 }),
      ]);
      await using house = await House.over(setting(), bench.app);
      await using visit = await house.visit('/disclosure');
      const form = visit.page.getByRole('region', { name: '安排发布' });
      await form.getByLabel('期间').fill('2015-03');
      await form.getByLabel('数据截止').fill('2015-04-10T00:00');
      await form.getByLabel('发布').fill('2015-04-20T09:00');
      await form.getByLabel('说明').fill('例行发布');
      await form.getByRole('button', { name: '安排发布' }).click();
      await visit.tile('发布日历').getByText('待发布').waitFor();
      assert.equal(await visit.page.getByText('下载：').count(), 0);
      bench.nowMs = Date.parse('2015-04-20T09:00:00+08:00');
      await visit.go('/disclosure');
      await visit.tile('稀土矿产品产量 2015-03').getByText('下载：').waitFor();
      await visit.tile('稀土矿产品产量 2015-03').getByText('…', { exact: true }).first().waitFor();
      await visit.settled();
      assert.deepEqual(await visit.violations(), []);
      visit.assertNoErrors();
    },
  );
}
