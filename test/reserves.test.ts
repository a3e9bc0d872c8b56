import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { answerReserves, loadRegistry } from '../src/app/index.ts';
import { Bench, enters, kg, lotOf, observed, REGISTRY, SITES } from './support/ree-events.ts';

const NOW = { asOf: null, knownAt: null };
const [OLD, NEW] = [lotOf('oxide', 'R1'), lotOf('oxide', 'R2')];
const NEODYMIUM = { Nd2O3: 100 };
const LENT = {
  id: 'L-1',
  site: SITES.reserve,
  act: 'lend',
  product: null,
  tonnes: 0.03,
  from: '2015-01-01',
  to: null,
  returnBy: '2015-05-31',
};

async function reserve(): Promise<Bench> {
  const bench = await Bench.open('2015-12-31T00:00:00+08:00');
  await loadRegistry(bench.app, JSON.stringify({ ...REGISTRY, reserveOrders: [LENT] }));
  const at = (day: string, step: string, lot: string, mass: number, licence: string | null = null) => ({
    ...observed(`2015-${day}T08:00:00+08:00`, SITES.reserve, step, [kg(lot, mass)]),
    ...(licence === null ? {} : { 'ree:licence': licence }),
  });
  await bench.capture([
    enters('2015-02-01T07:00:00+08:00', SITES.reserve, NEW, 100, NEODYMIUM),
    enters('2015-01-01T07:00:00+08:00', SITES.reserve, OLD, 100, NEODYMIUM),
    at('02-02', 'storing', NEW, 100),
    at('01-02', 'storing', OLD, 100),
    at('03-01', 'removing', OLD, 30, 'L-1'),
    at('04-01', 'storing', OLD, 10, 'L-1'),
    at('06-01', 'stock_taking', NEW, 99.5),
  ]);
  return bench;
}

describe('what the reserves hold', () => {
  test('is the sum of what was stored less what was removed, oldest first, element by element', async () => {
    const { app } = await reserve();
    const { warehouses, lots } = await answerReserves(app, NOW);
    assert.deepEqual(
      lots.map(({ lot, since, net }) => [lot, since.slice(0, 10), net.value]),
      [
        [OLD, '2015-01-02', 80],
        [NEW, '2015-02-02', 99.5],
      ],
    );
    const [warehouse] = warehouses;
    assert.equal(warehouse?.lots, 2);
    assert.equal(warehouse.net.value, 179.5);
    assert.ok(Math.abs(warehouse.treo.value - 179.5) < 0.001);
    assert.equal(warehouse.countDifference.value, 0.5, 'the book less the count');
    assert.deepEqual(
      warehouse.elements.map(({ basis }) => basis),
      ['element:Nd'],
    );
  });

  test('is told as of a day', async () => {
    const { app } = await reserve();
    const { lots } = await answerReserves(app, { ...NOW, asOf: Date.parse('2015-01-31T00:00:00+08:00') });
    assert.deepEqual(
      lots.map(({ lot, net }) => [lot, net.value]),
      [[OLD, 100]],
    );
  });

  test('orders tell what was carried out, what came back, and what is overdue', async () => {
    const { app } = await reserve();
    const order = async (day: string) => {
      const [row] = (await answerReserves(app, { ...NOW, asOf: Date.parse(`${day}T12:00:00+08:00`) })).orders;
      return [row?.usedKg, row?.returnedKg, row?.overdue];
    };
    assert.deepEqual(await order('2015-02-28'), [0, 0, false]);
    assert.deepEqual(await order('2015-05-31'), [30, 10, false]);
    assert.deepEqual(await order('2015-06-01'), [30, 10, true]);
  });
});
