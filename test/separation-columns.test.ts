/** Columns of exchange: held to PHREEQC's published example, to the theory of fronts, and to balances. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SeparationRefused, solveCase, type InSituLeachingAnswer, type IonExchangeAnswer } from '../src/separation/index.ts';
import { near, refusalOf, solved } from './support/separation-answers.ts';

/**
 * Example 11 of PHREEQC: a column with Na, K and NO3 is flushed with CaCl2. Its answers, step, Na, K and Ca in mol/L at the outlet, are those of the files
 * `examples/ex11adv.sel` and `examples/ex11trn.sel` of github.com/usgs-coupled/phreeqc3; log K of Na, K and Ca are those of phreeqc.dat.
 */
const ADVECTION: readonly (readonly [number, number, number, number])[] = [
  [40, 1e-3, 2e-4, 0],
  [55, 9.9993e-4, 2.0007e-4, 0],
  [58, 9.9376e-4, 2.0624e-4, 0],
  [60, 8.8947e-4, 3.1053e-4, 0],
  [61, 6.5396e-4, 5.4604e-4, 0],
  [62, 3.1876e-4, 8.8124e-4, 0],
  [65, 7.8763e-6, 1.1921e-3, 0],
  [70, 8.9558e-9, 1.2e-3, 8.8181e-17],
  [74, 3.2281e-11, 1.1999e-3, 3.9374e-8],
  [75, 6.7673e-12, 1.189e-3, 5.4946e-6],
  [76, 8.051e-13, 7.0494e-4, 2.4753e-4],
  [77, 2.1968e-14, 9.6078e-5, 5.5196e-4],
  [80, 1.4057e-19, 7.6671e-8, 5.9996e-4],
];
const TRANSPORT: readonly (readonly [number, number, number, number])[] = [
  [40, 9.996408433518e-4, 2.003591566332e-4, 0],
  [50, 9.689960078947e-4, 2.310039920818e-4, 0],
  [55, 8.344533454338e-4, 3.655466545408e-4, 0],
  [60, 5.410707285394e-4, 6.589292714344e-4, 0],
  [65, 2.762284603949e-4, 9.237715395732e-4, 0],
  [70, 1.223834784577e-4, 1.077593507961e-3, 1.150677707355e-8],
  [72, 8.38148107774e-5, 1.109525470922e-3, 3.329859136815e-6],
  [74, 5.053198745332e-5, 7.350507108697e-4, 2.0720865083e-4],
  [76, 3.007678534271e-5, 4.021187980658e-4, 3.839022082912e-4],
  [80, 1.130287626566e-5, 1.43554131696e-4, 5.22571496018e-4],
  [90, 1.065752260973e-6, 1.401446540212e-5, 5.924598911683e-4],
];

/** 40 cells of a litre of pore water with 1.1 meq; sorbed in equilibrium with 1 mM Na and 0.2 mM K. */
function example11(peclet: object): IonExchangeAnswer {
  const [sodium, potassium] = [1, 0.2 * 10 ** 0.7];
  return solved({
    unit: 'ion-exchange',
    resin: {
      litres: 80,
      porosity: 0.5,
      capacityEquivalentPerLitre: 1.1e-3 / 2,
      form: { Na: sodium / (sodium + potassium), K: potassium / (sodium + potassium) },
      anionsEquivalentPerLitre: 1.2e-3,
    },
    ions: { Na: {}, K: { log10K: 0.7 }, Ca: { log10K: 0.8 } },
    steps: [{ litres: 100, litrePerHour: 5, molPerLitre: { Ca: 0.6e-3 } }],
    cells: 40,
    points: 100,
    ...peclet,
  });
}

describe('PHREEQC, example 11', () => {
  it('without dispersion has the same digits', () => {
    const { curve } = example11({});
    for (const [step, ...expected] of ADVECTION)
      for (const [ion, name] of ['Na', 'K', 'Ca'].entries()) {
        const value = curve[step]!.molPerLitre[name] ?? 0;
        if (expected[ion]! > 0) near(value, expected[ion]!, 6e-5, `${name} at ${step}`);
        else assert.ok(value < 1e-26, `${name} at ${step}: ${value}`);
      }
  });

  it('with dispersion has the same fronts, to 3 % of what flows in', () => {
    // A dispersivity of a fortieth of the length, put right for the finite column as PHREEQC does (correct_disp): by 1 + 1/40.
    const { curve } = example11({ pecletNumber: 40 / (1 + 1 / 40) });
    for (const [step, ...expected] of TRANSPORT)
      for (const [ion, name] of ['Na', 'K', 'Ca'].entries()) {
        const miss = Math.abs((curve[step]!.molPerLitre[name] ?? 0) - expected[ion]!);
        assert.ok(miss < 0.03 * 1.2e-3, `${name} at ${step} is off by ${miss}`);
      }
  });
});

/** A bed of 10 L with 4 L of water and 12 eq, full of A, into which water with 0.1 mol/L of B flows. */
function exchange(log10K: number, cells: number, more: object = {}): IonExchangeAnswer {
  return solved({
    unit: 'ion-exchange',
    resin: { litres: 10, porosity: 0.4, capacityEquivalentPerLitre: 1.2, form: { A: 1 }, anionsEquivalentPerLitre: 0.1 },
    ions: { A: { charge: 1 }, B: { charge: 1, log10K } },
    steps: [{ litres: 400, litrePerHour: 10, molPerLitre: { B: 0.1 } }],
    cells,
    points: 2000,
    ...more,
  });
}

/** Where B passes a concentration, by interpolation between rows. */
function litreOf({ curve }: IonExchangeAnswer, molPerLitre: number): number {
  const at = curve.findIndex((row) => (row.molPerLitre['B'] ?? 0) >= molPerLitre);
  const [before, after] = [curve[at - 1]!, curve[at]!];
  const [low, high] = [before.molPerLitre['B'] ?? 0, after.molPerLitre['B']!];
  const width = after.litre - before.litre;
  return after.litre - width / 2 - (width * (high - molPerLitre)) / (high - low);
}

describe('fronts of an exchange', () => {
  // Retardation: 1 + Δq/Δc, with 12 eq in 4 L of water against 0.1 eq/L.
  const shockLitre = 4 * (1 + 3 / 0.1);

  it('stay sharp where what comes is held better, and move at the speed of a shock', () => {
    near(litreOf(exchange(1, 160), 0.05), shockLitre, 3e-3, 'front');
    const width = (cells: number): number => {
      const answer = exchange(1, cells, { steps: [{ litres: 200, litrePerHour: 10, molPerLitre: { B: 0.1 } }] });
      return litreOf(answer, 0.09) - litreOf(answer, 0.01);
    };
    // A front of constant pattern is so many cells wide: half as wide in twice as many.
    near(width(160) / width(80), 0.5, 0.1, 'width');
  });

  it('spread where it is held worse, each concentration at its own speed', () => {
    const alpha = 10 ** -1;
    const litreAt = (x: number): number => 4 * (1 + (3 / 0.1) * (alpha / (1 + (alpha - 1) * x) ** 2));
    const missAt = (cells: number, x: number): number => Math.abs(litreOf(exchange(-1, cells), 0.1 * x) / litreAt(x) - 1);
    for (const x of [0.3, 0.5, 0.7, 0.9]) {
      const [coarse, fine] = [missAt(25, x), missAt(200, x)];
      assert.ok(fine < 0.02 && fine < coarse / 3, `at ${x}: off by ${coarse} with 25 cells, ${fine} with 200`);
    }
  });

  it('are later smeared, not moved, by dispersion and slow exchange', () => {
    const steps = [{ litres: 200, litrePerHour: 10, molPerLitre: { B: 0.1 } }];
    const sharp = exchange(1, 100, { steps });
    for (const more of [{ pecletNumber: 30 }, { perHour: 30 }]) {
      const smeared = exchange(1, 100, { ...more, steps });
      assert.ok(litreOf(smeared, 0.01) < litreOf(sharp, 0.01) && litreOf(smeared, 0.09) > litreOf(sharp, 0.09));
      near(litreOf(smeared, 0.05), shockLitre, 0.04, 'middle of the front');
      assert.ok(smeared.closure < 1e-12);
    }
  });
});

describe('a column', () => {
  const concentration = fc.oneof(fc.constant(0), fc.double({ min: 1e-4, max: 3, noNaN: true }));
  const step = fc.record({
    litres: fc.double({ min: 0.1, max: 30, noNaN: true }),
    litrePerHour: fc.double({ min: 0.1, max: 10, noNaN: true }),
    molPerLitre: fc.record({ P: concentration, Q: concentration, R: concentration, S: concentration }),
  });
  const cases = fc.record({
    charges: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 4, maxLength: 4 }),
    log10K: fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 4, maxLength: 4 }),
    form: fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 }),
    anionsEquivalentPerLitre: concentration,
    steps: fc.array(step, { minLength: 1, maxLength: 5 }),
    more: fc.constantFrom({}, { pecletNumber: 5 }, { perHour: 0.5 }, { pecletNumber: 20, perHour: 5 }),
    capacity: fc.double({ min: 0.01, max: 5, noNaN: true }),
  });
  const names = ['P', 'Q', 'R', 'S'];

  it('of any ions and schedule keeps every ion, its capacity and the charges of its water', () => {
    fc.assert(
      fc.property(cases, ({ charges, log10K, form, anionsEquivalentPerLitre, steps, more, capacity }) => {
        const sum = form.reduce((all, each) => all + each, 0);
        const answer = solved<IonExchangeAnswer>({
          unit: 'ion-exchange',
          resin: {
            litres: 10,
            capacityEquivalentPerLitre: capacity,
            form: Object.fromEntries(names.map((name, ion) => [name, form[ion]! / sum])),
            anionsEquivalentPerLitre,
          },
          ions: Object.fromEntries(names.map((name, ion) => [name, { charge: charges[ion], log10K: log10K[ion] }])),
          steps,
          cells: 12,
          ...more,
        });
        assert.ok(answer.closure < 1e-12, `closure ${answer.closure}`);
        for (const { loadedShare } of answer.steps) near(loadedShare, 1, 1e-9, 'the capacity is full');
        requireCharges(answer, charges, steps);
      }),
      { numRuns: 300 },
    );
  });

  /** Water that left after the pores were flushed has the charges of what flowed in; all amounts are positive. */
  function requireCharges(
    { curve, cuts }: IonExchangeAnswer,
    charges: readonly number[],
    steps: { molPerLitre: Record<string, number> }[],
  ): void {
    const charge = (of: Readonly<Record<string, number>>): number =>
      names.reduce((sum, name, ion) => sum + (of[name] ?? 0) * charges[ion]!, 0);
    const most = Math.max(
      ...steps.map(({ molPerLitre }) => charge(molPerLitre)),
      ...curve.slice(0, 13).map((row) => charge(row.molPerLitre)),
    );
    for (const { molPerLitre } of curve) {
      assert.ok(Object.values(molPerLitre).every((value) => value >= 0));
      assert.ok(charge(molPerLitre) <= most * (1 + 1e-9));
    }
    for (const { recovery } of cuts) assert.ok(Object.values(recovery).every((share) => share >= 0 && share <= 1 + 1e-12));
  }

  it('that is full of one ion and fed with it stays as it is', () => {
    const answer = exchange(1, 20, { steps: [{ litres: 40, litrePerHour: 1, molPerLitre: { A: 0.1 } }] });
    for (const { molPerLitre } of answer.curve) near(molPerLitre['A'], 0.1, 1e-12, 'A');
    assert.equal(answer.steps[0]!.sorbedMol['A'], 12);
  });

  it('rinsed with pure water gives nothing off', () => {
    const answer = exchange(1, 20, { steps: [{ litres: 40, litrePerHour: 1 }] });
    near(answer.cuts[0]!.mol['A'], 0.4, 1e-12, 'what the pores held');
    near(answer.steps[0]!.sorbedMol['A'], 12, 1e-12, 'on the resin');
  });

  it('of a hundred cells and fifteen rare earths takes a thousand shifts in a second', () => {
    const rareEarths = ['La', 'Ce', 'Pr', 'Nd', 'Sm', 'Eu', 'Gd', 'Tb', 'Dy', 'Y', 'Ho', 'Er', 'Tm', 'Yb', 'Lu'];
    const start = performance.now();
    const { closure } = solved<IonExchangeAnswer>({
      unit: 'ion-exchange',
      resin: { litres: 250, capacityEquivalentPerLitre: 0.1, form: Object.fromEntries(rareEarths.map((name) => [name, 1 / 15])) },
      ions: { NH4: { reagent: true }, ...Object.fromEntries(rareEarths.map((name, n) => [name, { log10K: 1 + 0.1 * n }])) },
      steps: [{ litres: 1000, litrePerHour: 100, molPerLitre: { NH4: 0.3 } }],
      cells: 100,
    });
    assert.ok(closure < 1e-12);
    assert.ok(performance.now() - start < 3000, 'far slower than it was');
  });

  it('tells what is wrong of its case', () => {
    const base = {
      unit: 'ion-exchange',
      resin: { litres: 1, capacityEquivalentPerLitre: 1, form: { Na: 1 } },
      ions: { Na: {}, Nd: { log10K: 2 } },
      steps: [{ litres: 1, litrePerHour: 1, molPerLitre: { Nd: 0.1 } }],
    };
    const first = base.steps[0]!;
    assert.equal(refusalOf({ ...base, steps: [{ ...first, molPerLitre: { Dy: 1 } }] }), 'component-unknown $.steps[0]');
    assert.equal(refusalOf({ ...base, steps: [{ litrePerHour: 1 }] }), 'form $.steps[0]');
    assert.equal(refusalOf({ ...base, resin: { ...base.resin, form: { Na: 0.5 } } }), 'form $.resin.form');
    assert.equal(refusalOf({ ...base, ions: { Na: {}, Xy: {} } }), 'form $.ions.Xy.charge');
    assert.equal(refusalOf({ ...base, limits: { iterations: 10 } }), 'iteration-limit $.limits.iterations');
    assert.equal(refusalOf({ ...base, cuts: [{ name: 'a', fromLitre: 0, toLitre: 9 }] }), 'form $.cuts[0].toLitre');
    const overlapping = [
      { name: 'a', fromLitre: 0, toLitre: 0.6 },
      { name: 'b', fromLitre: 0.5, toLitre: 1 },
    ];
    assert.equal(refusalOf({ ...base, cuts: overlapping }), 'form $.cuts');
    const stopped = { now: () => 0, isStopped: () => true };
    assert.throws(
      () => solveCase(base, stopped),
      (error) => error instanceof SeparationRefused && error.code === 'time-limit',
    );
  });
});

describe('in-situ leaching', () => {
  const example = JSON.parse(
    readFileSync(new URL('../data/examples/separation/in-situ-leaching.json', import.meta.url), 'utf8'),
  ) as { ore: { tonnes: number }; schedule: { poreVolumes: number }[]; [key: string]: unknown };

  it('gives and keeps what the ore had, element by element', () => {
    const { elements, ions, curve, collected, closure, total } = solved<InSituLeachingAnswer>(example);
    assert.ok(closure < 1e-12);
    const oxide = { La: [180, 325.808], Nd: [160, 336.481], Dy: [35, 372.997], Y: [250, 225.809] } as const;
    for (const [name, [grams, molar]] of Object.entries(oxide)) {
      const had = ((grams * 1000) / molar) * 2;
      const left = ions.find((ion) => ion.name === name)!;
      const { recovery } = elements.find((element) => element.name === name)!;
      near(left.sorbedMol + left.dissolvedMol, had * (1 - recovery), 1e-4, `${name} that stays`);
      near(curve.at(-1)!.recovery[name], recovery, 1e-12, `${name} at the end of the curve`);
    }
    assert.ok(collected.recovery <= total.recovery && collected.recovery > 0.99 * total.recovery);
  });

  it('of an ore that holds its ions more strongly gives less, and with more salt more', () => {
    const recovery = (change: (text: typeof example) => void): number => {
      const text = structuredClone(example);
      change(text);
      return solved<InSituLeachingAnswer>(text).total.recovery;
    };
    const as = recovery(() => undefined);
    const stronger = recovery((text) => {
      for (const ion of ['La', 'Nd', 'Dy', 'Y']) (text['ions'] as Record<string, { log10K: number }>)[ion]!.log10K += 1;
    });
    const longer = recovery((text) => {
      text.schedule[0]!.poreVolumes *= 2;
    });
    assert.ok(stronger < as && as < longer, `${stronger}, ${as}, ${longer}`);
  });

  it('is the same for each tonne of any amount of ore', () => {
    const big = structuredClone(example);
    big.ore.tonnes *= 10;
    (big as unknown as { flowCubicMetrePerHour: number }).flowCubicMetrePerHour *= 10;
    const [one, ten] = [solved<InSituLeachingAnswer>(example), solved<InSituLeachingAnswer>(big)];
    near(ten.total.recovery, one.total.recovery, 1e-12, 'recovery');
    near(ten.total.oxideKilogram, 10 * one.total.oxideKilogram, 1e-12, 'oxide');
  });
});
