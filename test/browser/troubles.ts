import assert from 'node:assert/strict';
import { House, type Setting } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';

const UNKNOWN = encodeURIComponent('https://id.gs1.org/01/09521234500010/10/NOBODY');
const EMPTY_PAGES: readonly (readonly [path: string, heading: string, says: RegExp])[] = [
  ['/', '总览', /账中还没有事件/],
  ['/organisations', '单位', /没有登记的单位/],
  ['/quotas', '总量控制', /没有无指标使用[^]*没有总量控制指标/],
  ['/capture', '报送', /还没有报送文件/],
  ['/search', '查找', /请在上方输入/],
  ['/search?q=Nd', '查找：Nd', /没有与「Nd」相符的记录/],
  [`/lot?id=${UNKNOWN}`, '批次 NOBODY', /记录中没有此项/],
  [`/site?id=${UNKNOWN}`, '09521234500010/10/NOBODY', /记录中没有此项/],
  [`/organisation?id=${UNKNOWN}`, '09521234500010/10/NOBODY', /记录中没有此项/],
  ['/lot', '未指明对象', /此页需要编号/],
];

/** Nothing on record, a load under way, a server that is gone: each looks its own way, and no page is blank. */
export function troubles(setting: () => Setting): void {
  inChromium('on an empty record every page says so and none is blank', async () => {
    await using house = await House.over(setting());
    await using visit = await house.visit('/');
    for (const [path, heading, says] of EMPTY_PAGES) {
      await visit.go(path);
      await visit.page.getByRole('heading', { level: 1, name: heading, exact: true }).waitFor();
      assert.match(await visit.page.locator('main').innerText(), says, path);
      assert.equal(await visit.page.locator('main canvas').count(), 0, `${path} draws nothing`);
    }
    const unexpected = visit.errors.filter((error) => !error.includes('404'));
    assert.deepEqual(unexpected, []);
    await visit.go('/');
    assert.deepEqual(await visit.violations(), []);
  });

  inChromium('while a year is loaded the overview says how far it is', async () => {
    await using house = await House.over(setting());
    house.app.progress.loading = { done: 300, total: 1000 };
    await using visit = await house.visit('/');
    await visit.page.getByText('已载入 30 %').waitFor();
    assert.equal(await visit.page.getByText('账中还没有事件').count(), 0);
    assert.deepEqual(await visit.violations(), []);
    house.app.progress.loading = { done: 620, total: 1000 };
    await visit.page.getByText('已载入 62 %').waitFor();
    house.app.progress.loading = null;
    await visit.page.getByText('账中还没有事件').waitFor();
    visit.assertNoErrors();
  });

  inChromium('when the server is gone tiles show failed, not empty', async () => {
    await using house = await House.over(setting());
    await using visit = await house.visit('/organisations');
    await visit.page.getByRole('navigation').getByRole('link', { name: '总览' }).click();
    await visit.arrivesAt('总览');
    await house.stop();
    await visit.page.getByRole('navigation').getByRole('link', { name: '单位' }).click();
    await visit.arrivesAt('单位');
    const tile = visit.tile('单位');
    assert.equal(await tile.getAttribute('data-state'), 'failed');
    assert.match(await tile.innerText(), /无法连接服务器/);
    assert.doesNotMatch(await tile.innerText(), /没有登记的单位/);
    assert.ok(await tile.getByRole('button', { name: '重试' }).isVisible(), 'there is a way to try again');
    assert.deepEqual(await visit.violations(), []);
  });
}
