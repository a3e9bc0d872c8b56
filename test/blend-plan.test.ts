/** Blends at least cost: against what is known by hand, by enumeration and by differences. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { loadLinearSolver } from '../src/app/index.ts';
import {
  blendPlanSchemaJson,
  planBlend,
  SeparationRefused,
  type BlendPlanAnswer,
  type LinearSolver,
} from '../src/separation/index.ts';

interface Lot {
  readonly kilogram: number;
  readonly pricePerKilogram: number;
  readonly shares: Readonly<Record<string, number>>;
  readonly whole?: boolean;
}

describe('a blend at least cost', () => {
  let solver: LinearSolver;
  before(async () => {
    solver = await loadLinearSolver();
  });
  const plan = (lots: Readonly<Record<string, Lot>>, blend: object): BlendPlanAnswer =>
    planBlend({ unit: 'blend-plan', lots, blend }, solver);

  it('of two lots takes as much of the cheap one as purity lets', () => {
    const lots = {
      cheap: { kilogram: 1000, pricePerKilogram: 1, shares: { Nd2O3: 0.9 } },
      pure: { kilogram: 1000, pricePerKilogram: 3, shares: { Nd2O3: 0.99 } },
    };
    const { take, cost, bounds } = plan(lots, { kilogram: 90, shares: { Nd2O3: { atLeast: 0.96 } } });
    // 0.9 c + 0.99 (1 − c) = 0.96 for c = 1/3.
    assert.deepEqual(
      take.map(({ lot, kilogram }) => [lot, Math.round(kilogram * 1e6) / 1e6]),
      [
        ['cheap', 30],
        ['pure', 60],
      ],
    );
    assert.ok(Math.abs(cost - 210) < 1e-6);
    // One unit of purity turns 90/0.09 kg of the one into the other, at 2 a kilogram.
    assert.ok(Math.abs(bounds[0]!.costPerUnit! - 2000) < 1e-6, `${bounds[0]!.costPerUnit}`);
  });

  const lot = fc.record({
    kilogram: fc.integer({ min: 1, max: 50 }),
    pricePerKilogram: fc.integer({ min: 1, max: 20 }),
    shares: fc.record({ Nd2O3: fc.integer({ min: 50, max: 99 }).map((percent) => percent / 100) }),
  });

  it('of whole lots is the cheapest of all choices', () => {
    fc.assert(
      fc.property(fc.array(lot, { minLength: 1, maxLength: 7 }), fc.integer({ min: 55, max: 95 }), (list, percent) => {
        const lots = Object.fromEntries(list.map((each, n) => [`lot ${n}`, { ...each, whole: true }]));
        const blend = { kilogram: { atLeast: 20, atMost: 120 }, shares: { Nd2O3: { atLeast: percent / 100 } } };
        const best = cheapestOfAll(list, percent / 100);
        if (best === null) assert.throws(() => plan(lots, blend), SeparationRefused);
        else assert.ok(Math.abs(plan(lots, blend).cost - best) < 1e-6);
      }),
    );
  });

  /** By trying every choice of whole lots. */
  function cheapestOfAll(lots: readonly Lot[], atLeast: number): number | null {
    let best: number | null = null;
    for (let choice = 1; choice < 2 ** lots.length; choice++) {
      const chosen = lots.filter((_, n) => (choice >> n) % 2 === 1);
      const sum = (of: (each: Lot) => number): number => chosen.reduce((total, each) => total + of(each), 0);
      const kilogram = sum((each) => each.kilogram);
      const neodymium = sum((each) => each.kilogram * each.shares['Nd2O3']!);
      const isFit = kilogram >= 20 && kilogram <= 120 && neodymium >= atLeast * kilogram - 1e-9;
      const cost = sum((each) => each.kilogram * each.pricePerKilogram);
      if (isFit && (best === null || cost < best)) best = cost;
    }
    return best;
  }

  it('keeps every bound, and no random blend that does is cheaper', () => {
    const weights = fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(fc.array(lot, { minLength: 2, maxLength: 7 }), weights, (list, shares) => {
        // A random blend says what the bounds are, so that there is one.
        const taken = list.map(({ kilogram }, n) => kilogram * shares[n]!);
        const kilogram = taken.reduce((sum, mass) => sum + mass, 0);
        const share = list.reduce((sum, each, n) => sum + each.shares.Nd2O3 * taken[n]!, 0) / kilogram;
        const cost = list.reduce((sum, each, n) => sum + each.pricePerKilogram * taken[n]!, 0);
        const lots = Object.fromEntries(list.map((each, n) => [`lot ${n}`, each]));
        const found = plan(lots, { kilogram, shares: { Nd2O3: { atLeast: Math.max(0, share - 1e-9) } } });
        assert.ok(found.cost <= cost * (1 + 1e-6), `${found.cost} above ${cost}`);
        assert.ok(found.composition['Nd2O3']! >= share - 1e-6);
        for (const { lot: name, kilogram: mass } of found.take) assert.ok(mass <= lots[name]!.kilogram * (1 + 1e-9));
      }),
    );
  });

  it('says what cannot be had, and how near it comes', () => {
    const lots = { a: { kilogram: 10, pricePerKilogram: 1, shares: { Nd2O3: 0.7 } } };
    const refusal = (blend: object): string => {
      try {
        plan(lots, blend);
      } catch (error) {
        if (error instanceof SeparationRefused) return `${error.code} ${error.path}: ${error.message}`;
        throw error;
      }
      return 'solved';
    };
    assert.match(
      refusal({ kilogram: 5, shares: { Nd2O3: { atLeast: 0.8 } } }),
      /^constraints-infeasible \$\.blend\.shares\.Nd2O3: .*at least 0\.8: 0\.70000 at the nearest/,
    );
    assert.match(refusal({ kilogram: 50, shares: {} }), /^constraints-infeasible \$\.blend\.kilogram/);
    assert.match(refusal({ kilogram: 5, shares: { Nd2O3: { atLeast: 0.9, atMost: 0.8 } } }), /^form /);
  });

  it('has an example that is as the schema says', () => {
    const text = readFileSync(new URL('../data/examples/planning/blend-plan.json', import.meta.url), 'utf8');
    const example = JSON.parse(text) as object;
    const validate = new Ajv2020({ strict: false }).compile(blendPlanSchemaJson() as object);
    assert.ok(validate(example), JSON.stringify(validate.errors));
    assert.equal(planBlend(example, solver).status, 'solved');
  });
});
