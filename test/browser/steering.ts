import assert from 'node:assert/strict';
import type { Overview } from '../../src/wire/index.ts';
import type { House, Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { numberOf, placesOf } from './places.ts';

const HALF_YEAR = '2015-06-30';

/** The moment and the language hold for all pages, and everything can be steered by keyboard. */
export function steering(house: () => House): void {
  inChromium('as of another day the figures are other ones, and the day goes along from page to page', async () => {
    await using visit = await house().visit('/');
    const now = await minedOf(visit);
    await visit.page.getByLabel('截至', { exact: true }).fill(HALF_YEAR);
    await visit.page.keyboard.press('Enter');
    await visit.page.waitForURL(/asOf=2015-06-30T15%3A59%3A59Z/);
    await visit.tile('全年合计 / 吨 REO').getByText('截至 2015-06-30 23:59').waitFor();
    const { figures } = await house().answer<Overview>('/api/overview?asOf=2015-06-30T15:59:59Z');
    assert.equal(await minedOf(visit), figures.mined.value / 1000);
    assert.ok(figures.mined.value / 1000 < now, 'half a year is less than a year');
    await visit.page.getByRole('navigation').getByRole('link', { name: '总量控制' }).click();
    await visit.arrivesAt('总量控制');
    assert.match(visit.page.url(), /asOf=2015-06-30/);
    assert.match(await visit.tile('无指标使用').innerText(), /截至 2015-06-30 23:59/);
    await visit.page.getByRole('button', { name: '回到现在' }).click();
    await visit.page.waitForURL((url) => !url.search.includes('asOf'));
    visit.assertNoErrors();
  });

  inChromium('a day that is none is said to be wrong and asks for nothing', async () => {
    await using visit = await house().visit('/organisations');
    await visit.page.getByLabel('截至', { exact: true }).fill('2015-02-31');
    await visit.page.keyboard.press('Enter');
    assert.match(await visit.page.getByRole('alert').innerText(), /2015-12-31/);
    assert.doesNotMatch(visit.page.url(), /asOf/);
  });

  inChromium('another language keeps page, year and moment, and is remembered', async () => {
    await using visit = await house().visit('/quotas?year=2015&asOf=2015-06-30T15:59:59Z', 'zh', {});
    const url = visit.page.url();
    await visit.page.getByRole('button', { name: 'English' }).click();
    await visit.arrivesAt('Quotas');
    assert.equal(visit.page.url(), url);
    assert.doesNotMatch(await visit.page.locator('main').innerText(), /总量控制|指标/);
    await visit.go('/capture');
    assert.equal(await visit.heading(), 'Capture');
  });

  inChromium('skip link, navigation, a table and the search box work by keyboard alone', async () => {
    const { lot } = await placesOf(house());
    await using visit = await house().visit('/', 'en');
    const { keyboard } = visit.page;
    await keyboard.press('Tab');
    assert.equal(await focused(visit), 'Skip to content');
    await keyboard.press('Enter');
    assert.equal(await visit.page.evaluate(() => document.activeElement?.id), 'main');
    await visit.go('/');
    await tabTo(visit, 'Organisations');
    await keyboard.press('Enter');
    await visit.arrivesAt('Organisations');
    await tabTo(visit, 'Sites');
    await keyboard.press('Enter');
    await visit.page.locator('th[aria-sort="ascending"]').waitFor();
    await visit.go('/organisations');
    await tabTo(visit, 'Find a lot, organisation or site');
    await keyboard.type(numberOf(lot).slice(-12));
    await visit.page.getByRole('option', { name: numberOf(lot) }).waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('Enter');
    await visit.arrivesAt(`Lot ${numberOf(lot)}`);
    visit.assertNoErrors();
  });
}

/** Tonnes mined, every digit, as the overview has them on hover. */
async function minedOf(visit: Visit): Promise<number> {
  const figure = visit.page.locator('.headline > div').filter({ hasText: '开采' }).locator('.figure');
  return Number.parseFloat((await figure.getAttribute('title')) ?? '');
}

const TABS_MAX = 60;

/** Presses Tab until the element of that name has the focus. */
async function tabTo(visit: Visit, name: string): Promise<void> {
  const passed: string[] = [];
  for (let presses = 0; presses < TABS_MAX; presses++) {
    await visit.page.keyboard.press('Tab');
    const at = await focused(visit);
    if (at === name) return;
    passed.push(at);
  }
  assert.fail(`Tab does not reach ${name}: ${passed.join(' > ')}`);
}

async function focused(visit: Visit): Promise<string> {
  return visit.page.evaluate(() => {
    const { activeElement } = document;
    return (activeElement?.ariaLabel ?? (activeElement instanceof HTMLElement ? activeElement.innerText : '')).trim();
  });
}
