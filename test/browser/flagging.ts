import assert from 'node:assert/strict';
import type { FlagsAnswer } from '../../src/wire/index.ts';
import { shortId } from '../../src/web/figures/names.ts';
import { House, type Setting } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { Bench, enters, kg, lotOf, PARTIES, receives, ships, SITES } from '../support/ree-events.ts';

/** What is wrong, on its pages. */
export function flagging(setting: () => Setting): void {
  inChromium('a lot sold twice stands among the flags, and its page tells why, what to do and since when', async () => {
    await using house = await House.over(setting(), (await soldTwice()).app);
    const { flags } = await house.answer<FlagsAnswer>('/api/flags');
    const [flag] = flags;
    assert.equal(flag?.rule, 'lot.oversold');
    await using visit = await house.visit('/flags');
    await visit.tile('现存标记').getByRole('status').getByText('违规 1').waitFor();
    await visit.settled();
    assert.deepEqual(await visit.violations(), []);
    await visit.page.getByRole('link', { name: '发货多于库存（含一批两卖）' }).first().click();
    await visit.tile('标记').getByRole('status').getByText('仍成立').waitFor();
    await visit.settled();
    await visit.tile('证据与复算').getByText('账存').waitFor();
    assert.equal(await visit.tile('历史').getByText('触发').count(), 1);
    assert.deepEqual(await visit.violations(), []);
    await visit.tile('证据与复算').getByRole('button', { name: '打开事件' }).first().click();
    await visit.page.getByRole('dialog').getByText('"shipping"').waitFor();
    visit.assertNoErrors();
  });

  inChromium('flags are narrowed by severity and by rule, in English', async () => {
    await using house = await House.over(setting(), (await soldTwice()).app);
    await using visit = await house.visit('/flags?severity=notice', 'en');
    await visit.tile('Flags (0 in all)').getByText('No flag stands').waitFor();
    await visit.tile('Flags (0 in all)').getByLabel('Severity').selectOption('violation');
    await visit
      .tile('Flags (1 in all)')
      .getByRole('link', { name: /More shipped than held/ })
      .waitFor();
    await visit.settled();
    assert.equal(await visit.overflow(), 0);
    visit.assertNoErrors();
  });

  inChromium('a case opens by itself and is decided with a fine on its page; axe-core finds nothing', async () => {
    const bench = await Bench.open();
    await bench.capture([
      enters('2015-03-01T08:00:00+08:00', SITES.mine, lotOf('concentrate', 'K9'), 900, { CeO2: 30, Nd2O3: 20 }),
    ]);
    await using house = await House.over(setting(), bench.app);
    await using visit = await house.visit('/cases');
    await visit.tile('在办（1）').getByText('超计划生产').waitFor();
    await visit.settled();
    await visit.page.locator('.ant-table-row-expand-icon').first().click();
    await visit.page.getByRole('combobox', { name: '办理事项' }).selectOption('decide');
    await visit.page.getByRole('textbox', { name: '说明' }).first().fill('超产属实');
    await visit.page.getByRole('spinbutton', { name: '罚款（元）' }).fill('200000');
    await visit.page.getByRole('checkbox', { name: '责令停产' }).check();
    assert.deepEqual(await visit.violations(), []);
    await visit.page.getByRole('button', { name: '办理', exact: true }).click();
    await visit.tile('已决定（1）').getByText('责令停产').waitFor();
    await visit.tile('合计').getByText('20 万元').waitFor();
    visit.assertNoErrors();
    const { flags } = await house.answer<FlagsAnswer>('/api/flags?rule=quota.overdraw');
    await using page = await house.visit(`/flag?id=${encodeURIComponent(flags[0]!.id)}`);
    await page.page
      .getByText(`已用，持有者 · ${shortId(PARTIES.mining)}`)
      .first()
      .waitFor();
    page.assertNoErrors();
  });
}

/** A record with a lot that was sold a second time. */
async function soldTwice(): Promise<Bench> {
  const bench = await Bench.open();
  const lot = lotOf('concentrate', 'K1');
  const way = (time: string, to: string, waybill: string): Record<string, unknown>[] => [
    ships(`${time}T08:00:00+08:00`, SITES.mine, to, waybill, [kg(lot, 100)]),
    receives(`${time}T18:00:00+08:00`, SITES.mine, to, waybill, [kg(lot, 100)]),
  ];
  await bench.capture([
    enters('2015-03-01T08:00:00+08:00', SITES.mine, lot, 100, { CeO2: 30, Nd2O3: 20 }),
    ...way('2015-03-02', SITES.plant, 'W1'),
    ...way('2015-03-05', SITES.smelter, 'W2'),
  ]);
  return bench;
}
