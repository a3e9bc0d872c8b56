/** Every case of `../shared/data/separation` that has an answer, to the digits that are given. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  solveCase,
  type AuditAnswer,
  type CascadeAnswer,
  type ElectrolysisAnswer,
  type LeachTankAnswer,
  type PrecipitationAnswer,
  type XuDesignAnswer,
} from '../src/separation/index.ts';
import { kremser, leachTank, ndSmCases, published, xuCascade, type XuCase } from './support/separation-cases.ts';
import { watch } from './support/separation-answers.ts';

const solve = <T>(text: object): T => solveCase(text, watch) as T;

/** Fails unless the same to so many digits behind the point. */
function assertNear(found: number, expected: number, within: number, what: string): void {
  assert.ok(Math.abs(found - expected) <= within, `${what}: ${found}, expected ${expected} ± ${within}`);
}

describe('Nd and Sm by D2EHPA (joao-mbn/etr-optimization)', () => {
  for (const [n, { text, expect }] of ndSmCases().entries())
    it(`case ${n + 1}`, () => {
      const [raffinate] = solve<CascadeAnswer>(text).streams;
      assertNear(raffinate!.purity['Nd']!, expect.nd_purity, 1e-10, 'purity');
      assertNear(raffinate!.recovery['Nd']!, expect.nd_recovery, 1e-10, 'recovery');
      assertNear(raffinate!.pH!, expect.raffinate_pH, 1e-7, 'pH');
    });
});

describe('the theory of countercurrent extraction (Xu Guangxian)', () => {
  const { cases, kremser: constant } = published<{ cases: XuCase[]; kremser: Record<string, number[]> }>('xu-cascade.json');
  for (const { beta, fA, S, W, extraction_stages: n, scrub_stages: m, asked, simulated, stages_really_needed: needed } of cases) {
    it(`β = ${beta}, feed ${fA}: the cascade`, () => {
      const [raffinate, organic] = solve<CascadeAnswer>(xuCascade(beta, fA, S, W, n, m)).streams;
      // S and W are given to six digits, so that the purities cannot be nearer.
      assertNear(organic!.purity['A']!, simulated.PA, 2e-7, 'PA');
      assertNear(raffinate!.purity['B']!, simulated.PB, 2e-7, 'PB');
    });
    it(`β = ${beta}, feed ${fA}: the design`, () => {
      const design = solve<XuDesignAnswer>({
        unit: 'xu-design',
        components: { A: { factor: beta, feed: fA }, B: { factor: 1, feed: 1 - fA } },
        raffinate: ['B'],
        purity: { organic: asked.PA, raffinate: asked.PB },
      });
      assertNear(design.draft.S, S, 5e-7, 'S');
      assertNear(design.draft.W, W, 5e-7, 'W');
      assert.deepEqual([design.draft.extractionStages, design.draft.scrubStages], [n, m]);
      assertNear(design.draft.simulated.organic, simulated.PA, 5e-9, 'PA');
      assertNear(design.draft.simulated.raffinate, simulated.PB, 5e-9, 'PB');
      assert.deepEqual([design.extractionStages, design.scrubStages], needed);
      assert.ok(design.simulated.organic >= asked.PA && design.simulated.raffinate >= asked.PB);
      assert.ok(design.fewest.extractionStages <= needed[0] && design.fewest.scrubStages <= needed[1]);
    });
  }

  it('infinitely many stages with less than the least scrub: PA = PB = 0.6 + 0.2 W', () => {
    for (const W of [1, 1.5, 1.9]) {
      const [raffinate, organic] = solve<CascadeAnswer>(xuCascade(1.5, 0.5, W + 0.5, W, 200, 200)).streams;
      assertNear(organic!.purity['A']!, 0.6 + 0.2 * W, 1e-9, `PA at W = ${W}`);
      assertNear(raffinate!.purity['B']!, 0.6 + 0.2 * W, 1e-9, `PB at W = ${W}`);
    }
  });

  it('Kremser, with stages at equilibrium and with Murphree efficiency', () => {
    for (const [efficiency, expected] of [
      [1, constant['recovery']!],
      [0.8, constant['recovery_with_murphree_0.8']!],
    ] as const) {
      const [, organic] = solve<CascadeAnswer>(kremser(4, constant['K']!, 1, efficiency)).streams;
      for (const [component, recovery] of expected.entries())
        assertNear(organic!.recovery[`C${component}`]!, recovery, 5e-7, `recovery at efficiency ${efficiency}`);
    }
  });
});

describe('electrolysis', () => {
  it('follows Faraday’s law, and every element balances', () => {
    const answer = solve<ElectrolysisAnswer>({
      unit: 'electrolysis',
      currentAmpere: 1000,
      hours: 1,
      cellVoltage: 10,
      currentEfficiency: 1,
      feed: { Nd2O3: 1 },
    });
    // A kiloampere-hour is 37.31 mol of electrons, three for each neodymium: neodymium's electrochemical equivalent is 1.793956 g/Ah.
    assertNear(answer.metalKilogram['Nd']!, 1.793956, 1e-6, 'metal');
    assertNear(answer.energyKilowattHourPerKilogram, 10 / 1.793956, 5e-6, 'energy');
    // Nd2O3 + 3 C → 2 Nd + 3 CO.
    assertNear(answer.carbonMonoxideKilogram / answer.metalKilogram['Nd']!, (3 * 28.01) / (2 * 144.242), 1e-9, 'CO');
    const mixed = solve<ElectrolysisAnswer>({
      unit: 'electrolysis',
      currentAmpere: 6000,
      hours: 24,
      cellVoltage: 9,
      currentEfficiency: 0.78,
      feed: { Nd2O3: 75, Pr6O11: 25 },
      metalYield: 0.9,
      carbonMonoxideShare: 0.8,
    });
    assert.ok(mixed.closure < 1e-14);
    assertNear(mixed.metalKilogram['Nd']! / (mixed.oxideKilogram['Nd2O3']! * 0.9), 0.857356, 1e-6, 'Nd of its oxide');
    assertNear(mixed.carbonMonoxideKilogram / 28.01 / (mixed.carbonDioxideKilogram / 44.009), 4, 1e-9, 'CO to CO2');
  });
});

describe('an audit', () => {
  it('finds feasible what simulation made, and infeasible what has a tenth less impurity', () => {
    const [first] = published<{ cases: XuCase[] }>('xu-cascade.json').cases;
    const { beta, fA, S, simulated, extraction_stages: n, scrub_stages: m } = first!;
    const purity = simulated.PA;
    const audit = (declared: number): AuditAnswer =>
      solve<AuditAnswer>({
        unit: 'audit',
        components: { A: { factor: beta, feed: fA }, B: { factor: 1, feed: 1 - fA } },
        raffinate: ['B'],
        stages: n + m,
        extractionMax: S,
        factorTolerancePercent: 0,
        // Of this cut purity and recovery are the same.
        declared: { product: 'organic', purity: declared, recovery: purity },
      });
    const made = audit(purity - 1e-6);
    assert.equal(made.feasible, true);
    assert.ok(made.best.purity >= purity - 1e-6 && made.closure <= 1e-12);
    assert.ok(made.frontier.every(({ purity: edge }, at) => at === 0 || edge <= made.frontier[at - 1]!.purity + 1e-9));
    const claimed = audit(1 - 0.9 * (1 - made.best.purity));
    assert.equal(claimed.feasible, false);
    assertNear(claimed.impurityRatio, 1 / 0.9, 1e-3, 'impurity');
    assert.equal(claimed.best.atLeast, false);
  });
});

describe('an audit of equipment far beyond need', () => {
  it('accuses nobody by what it did not try', () => {
    const declared = (purity: number): object => ({
      unit: 'audit',
      components: { A: { factor: 3, feed: 0.5 }, B: { factor: 1, feed: 0.4 }, C: { factor: 0.9, feed: 0.1 } },
      raffinate: ['B', 'C'],
      stages: 100,
      extractionMax: 3,
      declared: { product: 'organic', purity, recovery: 0.999 },
    });
    const { feasible, best } = solve<AuditAnswer>(declared(0.99999));
    assert.deepEqual([feasible, best.atLeast], [true, true]);
    assert.throws(() => solve(declared(1 - 2 ** -53)), /cannot be told/);
  });
});

describe('other units (prommis/prommis)', () => {
  it('the leaching tank', () => {
    const { text, expect } = leachTank();
    const [tank] = solve<LeachTankAnswer>(text).tanks;
    // The source's molar masses are rounded: scandium's by 3e-4.
    for (const [oxide, conversion] of Object.entries(expect)) assertNear(tank!.conversion[oxide]! / conversion, 1, 2e-4, oxide);
  });

  it('oxalates by their isotherms', () => {
    const file = published<{
      inlet_mg_per_litre: number;
      dose_g_per_litre: number;
      cases: Record<string, Record<string, number>>;
    }>('oxalate-isotherm.json');
    const names = Object.keys(file.cases);
    const { components } = solve<PrecipitationAnswer>({
      unit: 'precipitation',
      doseGramPerLitre: file.dose_g_per_litre,
      concentrations: Object.fromEntries(names.map((name) => [name, file.inlet_mg_per_litre])),
      isotherms: Object.fromEntries(names.map((name) => [name, { E: file.cases[name]!['E'], N: file.cases[name]!['N'] }])),
    });
    // Recomputed within 6e-4, as the file says.
    for (const { name, concentrationOut } of components)
      assertNear(concentrationOut, file.cases[name]!['expect_mg_per_litre']!, 6e-4, name);
  });
});
