import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { inflowOfStock, scenarioSchema, solveScenario, stockOfInflow, type Lifetime } from '../src/material-flow/index.ts';

interface Vectors {
  readonly cases: readonly {
    readonly lifetime: Readonly<Record<string, number | string>>;
    readonly inflow: readonly number[];
    readonly stock: readonly number[];
    readonly outflow: readonly number[];
  }[];
}

const VECTORS = new URL('../../shared/data/industry/odym_dsm_vectors.json', import.meta.url);

function lifetimeOf(stated: Readonly<Record<string, number | string>>): Lifetime {
  const number = (name: string): number => Number(stated[name]);
  switch (stated['Type']) {
    case 'Fixed':
      return { type: 'Fixed', mean: number('Mean') };
    case 'Weibull':
      return { type: 'Weibull', shape: number('Shape'), scale: number('Scale') };
    default:
      return { type: stated['Type'] as 'Normal', mean: number('Mean'), sd: number('StdDev') };
  }
}

describe('dynamic stock models', () => {
  test('give what ODYM gives (shared/data/industry/odym_dsm_vectors.json), to 1e-9', () => {
    const { cases } = JSON.parse(readFileSync(VECTORS, 'utf8')) as Vectors;
    assert.equal(cases.length, 5);
    for (const { lifetime, inflow, stock, outflow } of cases) {
      const solved = stockOfInflow(inflow, lifetimeOf(lifetime));
      for (const [year, expected] of stock.entries())
        assert.ok(Math.abs(solved.stock[year]! - expected) < 1e-9, `${String(lifetime['Type'])} stock ${year}`);
      for (const [year, expected] of outflow.entries())
        assert.ok(Math.abs(solved.outflow[year]! - expected) < 1e-9, `${String(lifetime['Type'])} outflow ${year}`);
      assert.ok(solved.balanceError < 1e-9);
    }
  });

  test('log-normal lifetimes by their moments have these moments', () => {
    const many = 400;
    const { outflow } = stockOfInflow([1, ...Array.from({ length: many }, () => 0)], {
      type: 'LogNormalMoments',
      mean: 12,
      sd: 4,
    });
    const mean = outflow.reduce((sum, left, year) => sum + left * (year - 0.5), 0);
    assert.ok(Math.abs(mean - 12) < 0.05, String(mean));
  });

  const anyLifetime: fc.Arbitrary<Lifetime> = fc.oneof(
    fc.record({ type: fc.constant('Fixed' as const), mean: fc.double({ min: 1, max: 30, noNaN: true }) }),
    fc.record({
      type: fc.constantFrom('FoldedNormal' as const, 'LogNormal' as const, 'LogNormalMoments' as const),
      mean: fc.double({ min: 2, max: 30, noNaN: true }),
      sd: fc.double({ min: 0.5, max: 8, noNaN: true }),
    }),
    fc.record({
      type: fc.constant('Weibull' as const),
      shape: fc.double({ min: 0.8, max: 5, noNaN: true }),
      scale: fc.double({ min: 2, max: 30, noNaN: true }),
    }),
  );

  test('a stock asks for the inflow that made it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 100, noNaN: true }), { minLength: 1, maxLength: 25 }),
        anyLifetime,
        (inflow, lifetime) => {
          const made = stockOfInflow(inflow, lifetime);
          assert.ok(made.balanceError < 1e-9);
          const back = inflowOfStock(made.stock, lifetime);
          for (const [year, came] of inflow.entries()) assert.ok(Math.abs(back.inflow[year]! - came) < 1e-6, `${year}`);
        },
      ),
    );
  });
});

describe('scenarios', () => {
  const folder = new URL('../data/examples/material-flow/', import.meta.url);
  const read = (name: string) => scenarioSchema.parse(JSON.parse(readFileSync(new URL(name, folder), 'utf8')));

  test('the examples balance; more recycling and substitution ease the gap', () => {
    for (const name of readdirSync(folder)) assert.ok(solveScenario(read(name)).balanceError < 1e-6, name);
    const last = (name: string): number => solveScenario(read(name)).gap.at(-1)!;
    assert.ok(last('nd-recycling.json') > last('nd-baseline.json'));
    assert.ok(last('nd-substitution.json') > last('nd-baseline.json'));
  });

  test('say what is wrong with them', () => {
    const bad = {
      name: 'x',
      element: 'Nd',
      firstYear: 2016,
      mined: [1, 2],
      uses: [{ name: 'u', lifetime: { type: 'Fixed', mean: 5 }, inflow: [1] }],
    };
    const refused = scenarioSchema.safeParse(bad);
    assert.deepEqual(
      refused.error?.issues.map(({ path, message }) => [path.join('.'), message]),
      [['uses.0.inflow', 'has 1 years, mined has 2']],
    );
    assert.equal(
      scenarioSchema.safeParse({ ...bad, uses: [{ name: 'u', lifetime: { type: 'Fixed', mean: 5 } }] }).success,
      false,
    );
  });
});
