import assert from 'node:assert/strict';
import type { FeasibilityAnswer, SiteAnswer, SiteRef } from '../../src/wire/index.ts';
import { answerFeasibility, type Application } from '../../src/app/index.ts';
import { House, type Setting } from '../support/browser.ts';
import { inChromium } from '../support/browser-test.ts';
import { declareCascades, prNdCascade } from '../support/cascades.ts';
import { becomes, Bench, enters, kg, lotOf, SITES } from '../support/ree-events.ts';
import { pageOf } from './places.ts';

/** Whether a plant could have made a lot, on its page. */
export function judging(setting: () => Setting, year: () => House): void {
  inChromium('a lot’s page leads to whether its plant could have made it; axe-core finds nothing', async () => {
    const { lot, answer } = await separatedLot(year());
    await using visit = await year().visit(pageOf('lot', lot));
    await visit.page.getByRole('link', { name: '这个厂做得出来吗？' }).click();
    await visit.tile('结论').getByRole('status').getByText('做得出来').waitFor();
    await visit.settled();
    assert.equal(await visit.tile('结论').locator('.reasons > li').count(), answer.cuts.length);
    assert.equal(await visit.tile('各元素的投入与产出').getByRole('row').count(), 1 + answer.elements.length);
    assert.ok((await visit.paintedShare(visit.tile('可达边界与申报值').locator('.chart'))) > 0.002, 'edges are drawn');
    assert.deepEqual(await visit.violations(), []);
    visit.assertNoErrors();
  });

  inChromium('a lot that its plant could not have made says so in English, and by how much', async () => {
    const { app, lot } = await impossibleLot();
    const answer = await answerFeasibility(app, { id: lot, asOf: null, knownAt: null });
    await using house = await House.over(setting(), app);
    await using visit = await house.visit(pageOf('feasibility', lot), 'en');
    const verdict = visit.tile('Verdict');
    await verdict.getByRole('status').getByText('not possible').waitFor();
    await verdict.getByText(/Pr \| Nd: the 8 stages declared cannot do it/).waitFor();
    await visit.settled();
    const [cut] = answer.cuts;
    assert.equal(cut?.verdict, 'impossible');
    const saved = await visit.download(visit.page.getByRole('button', { name: 'JSON Pr | Nd' }));
    assert.deepEqual(JSON.parse(saved.toString('utf8')), cut.case);
    assert.deepEqual(await visit.violations(), []);
    assert.equal(await visit.overflow(), 0);
    visit.assertNoErrors();
  });
}

/** A lot of the year with cuts on both sides, and what is said of it. */
async function separatedLot(house: House): Promise<{ lot: string; answer: FeasibilityAnswer }> {
  const { sites } = await house.answer<{ sites: SiteRef[] }>('/api/sites');
  for (const { id } of sites.filter(({ kind }) => kind === 'separation-plant')) {
    const { lots } = await house.answer<SiteAnswer>(`/api/site?limit=200&id=${encodeURIComponent(id)}`);
    for (const { lot } of lots.filter(({ productKind }) => productKind === 'oxide')) {
      const answer = await house.answer<FeasibilityAnswer>(`/api/feasibility?id=${encodeURIComponent(lot)}`);
      if (answer.verdict === 'possible' && answer.cuts.length === 2) return { lot, answer };
    }
  }
  throw new Error('the simulated year has no oxide in stock with two cuts that were possible');
}

/** A record with a lot that is purer than eight stages can make. */
async function impossibleLot(): Promise<{ app: Application; lot: string }> {
  const bench = await Bench.open();
  await declareCascades(bench.app, [prNdCascade(8)]);
  const [feed, lot] = [lotOf('concentrate', 'FEED'), lotOf('oxide', 'TOO-PURE')];
  await bench.capture([
    enters('2015-03-01T12:00:00+08:00', SITES.plant, feed, 1000, { Pr6O11: 25, Nd2O3: 70 }),
    becomes('2015-03-20T12:00:00+08:00', SITES.plant, [kg(feed, 1000)], [kg(lot, 670)], {
      [lot]: { Nd2O3: 99.9, Pr6O11: 0.05 },
    }),
  ]);
  return { app: bench.app, lot };
}
