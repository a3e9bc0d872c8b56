import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerUnaccounted, answerUnaccountedSites } from '../src/app/index.ts';
import { becomes, Bench, enters, kg, lotOf, SITES, ships, receives } from './support/ree-events.ts';

const NOW = { asOf: null, knownAt: null };
const FEED = { CeO2: 50, Nd2O3: 29.99, Lu2O3: 0.01 };

/** Every month a tonne of concentrate; out comes what `yieldOf` says, and with it a trace that nobody put in. */
async function plantOf(yieldOf: (month: number) => number): Promise<Bench> {
  const bench = await Bench.open();
  for (let month = 1; month <= 12; month++) {
    const day = (date: number): string =>
      `2015-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}T08:00:00+08:00`;
    const [ore, oxide] = [lotOf('concentrate', `K${month}`), lotOf('oxide', `O${month}`)];
    await bench.capture([
      enters(day(1), SITES.mine, ore, 1000, FEED),
      ships(day(2), SITES.mine, SITES.plant, `W${month}`, [kg(ore, 1000)]),
      receives(day(3), SITES.mine, SITES.plant, `W${month}`, [kg(ore, 1000)]),
      becomes(day(10), SITES.plant, [kg(ore, 1000)], [kg(oxide, yieldOf(month) * 800)], {
        [oxide]: { CeO2: 62, Nd2O3: 37, Lu2O3: 0.9 },
      }),
    ]);
  }
  return bench;
}

describe('what every site could not account for', () => {
  test('is what each site is told by itself', async () => {
    const { app } = await plantOf((month) => (month < 9 ? 0.95 : 0.85));
    const { sites, year } = await answerUnaccountedSites(app, { ...NOW, year: 2015 });
    assert.equal(sites[0]!.site.id, SITES.plant);
    for (const { site, mufKg, unexpectedKg, sdKg, alarms } of sites) {
      const own = await answerUnaccounted(app, { ...NOW, site: site.id, year, element: null });
      const treo = own.columns.find(({ element }) => element === 'TREO')!;
      assert.deepEqual([mufKg, unexpectedKg, sdKg], [treo.mufKg, treo.unexpectedKg, treo.sdKg]);
      assert.deepEqual(
        alarms.filter(({ element }) => element === 'TREO').map(({ direction, month, since }) => ({ direction, month, since })),
        own.alarms,
      );
    }
    assert.deepEqual(
      sites[0]!.alarms.filter(({ element, direction }) => element === 'TREO' && direction === 'loss').map(({ since }) => since),
      ['2015-09'],
    );
  });

  test('a trace is told and accuses nobody', async () => {
    const { app } = await plantOf(() => 0.95);
    const { sites } = await answerUnaccountedSites(app, { ...NOW, year: null });
    assert.deepEqual(sites.find(({ site }) => site.id === SITES.plant)?.alarms, []);
    const lutetium = await answerUnaccounted(app, { ...NOW, site: SITES.plant, year: 2015, element: 'Lu' });
    assert.equal(lutetium.tested, false);
    assert.deepEqual(lutetium.alarms, []);
    assert.ok(lutetium.columns.find(({ element }) => element === 'Lu')!.mufKg < -50);
  });

  test('as of a day in the year, later months are not in it', async () => {
    const { app } = await plantOf(() => 0.95);
    const asOf = Date.parse('2015-06-30T23:59:59+08:00');
    const { sites } = await answerUnaccountedSites(app, { asOf, knownAt: null, year: 2015 });
    const half = sites.find(({ site }) => site.id === SITES.plant);
    assert.ok(Math.abs(half!.inputKg - 6 * 800) < 1e-3);
  });
});
