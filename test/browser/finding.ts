import assert from 'node:assert/strict';
import type { House, Visit } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { numberOf, placesOf } from './places.ts';

/** A reader gets anywhere by clicking and by searching. */
export function finding(house: () => House): void {
  inChromium('from the organisations to a site to a lot by clicking', async () => {
    const { organisation, site, lot } = await placesOf(house());
    await using visit = await house().visit('/');
    await visit.page.getByRole('navigation').getByRole('link', { name: '单位' }).click();
    await visit.arrivesAt('单位');
    await visit.page.getByRole('searchbox', { name: '筛选：单位' }).fill(organisation.name.zh);
    await visit.tile('单位').getByRole('link', { name: organisation.name.zh, exact: true }).click();
    await visit.arrivesAt(organisation.name.zh);
    await visit.tile('场所').getByRole('link', { name: site.name.zh, exact: true }).click();
    await visit.arrivesAt(site.name.zh);
    await visit.page.getByRole('link', { name: numberOf(lot), exact: true }).click();
    await visit.arrivesAt(`批次 ${numberOf(lot)}`);
    visit.assertNoErrors();
  });

  inChromium('lots with nothing left are hidden on a site until asked for', async () => {
    const { site } = await placesOf(house());
    await using visit = await house().visit(`/site?id=${encodeURIComponent(site.id)}`);
    const onlyInStock = visit.page.getByRole('checkbox', { name: /仅在库批次/ });
    const tile = visit.page.locator('section.tile').filter({ has: onlyInStock });
    const hidden = Number(/无余量 (\d+) 批/.exec(await tile.innerText())?.[1]);
    const before = await tile.locator('tbody tr.ant-table-row').count();
    assert.ok(hidden > 0 && before > 0, `${before} lots in stock, ${hidden} not`);
    await onlyInStock.uncheck();
    assert.equal(await tile.locator('tbody tr.ant-table-row').count(), before + hidden);
  });

  inChromium('the search box finds a lot by part of its number and an organisation by either name', async () => {
    const { organisation, lot } = await placesOf(house());
    await using visit = await house().visit('/');
    await choose(visit, numberOf(lot).slice(-12), numberOf(lot));
    await visit.arrivesAt(`批次 ${numberOf(lot)}`);
    await choose(visit, organisation.name.zh.slice(0, 4), organisation.name.zh);
    await visit.arrivesAt(organisation.name.zh);
    await choose(visit, organisation.name.en, organisation.name.zh);
    await visit.arrivesAt(organisation.name.zh);
    visit.assertNoErrors();
  });
}

/** Types into the search box and clicks the suggestion of that name. */
async function choose(visit: Visit, typed: string, name: string): Promise<void> {
  await visit.page.getByRole('combobox').first().fill(typed);
  await visit.page.getByRole('option', { name }).first().click();
}
