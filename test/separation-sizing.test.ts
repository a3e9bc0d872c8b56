/** Sizes of plants: what is locked up against the engine's own simulation, reagents against the amounts that are extracted, costs by hand. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import {
  SeparationRefused,
  simulateCase,
  solveCase,
  type MultiOutletDesignAnswer,
  type SizingAnswer,
} from '../src/separation/index.ts';
import { watch } from './support/separation-answers.ts';

const size = (text: object): SizingAnswer => solveCase({ unit: 'sizing', ...boxes, ...text }, watch) as SizingAnswer;
const boxes = { mixer: { residenceMinutes: 6 }, settler: { specificRate: 4, depthMetre: 0.5 } };

function near(found: number, expected: number, within: number, what: string): void {
  assert.ok(Math.abs(found / expected - 1) <= within, `${what}: ${found}, expected ${expected}`);
}

const example = JSON.parse(readFileSync(new URL('../data/examples/separation/sizing.json', import.meta.url), 'utf8')) as Record<
  string,
  unknown
> & { cascade: object };
const taken = (answer: SizingAnswer, item: string) => answer.consumption.find((each) => each.item === item)!;

/** Four stages that share their flows, so that all boxes are alike. */
const even = {
  unit: 'cascade',
  stages: 4,
  components: { Nd: { law: { model: 'constant', D: 1.5 }, charge: 3 }, Pr: { law: { model: 'constant', D: 0.5 }, charge: 3 } },
  aqueousFeeds: [{ stage: 4, litrePerHour: 100, concentrations: { Nd: 0.2, Pr: 0.3 } }],
  organicFeeds: [{ stage: 1, litrePerHour: 300 }],
};

describe('boxes', () => {
  it('are as large as residence and settling make them, and shared where they would be too large', () => {
    const [stage] = size({ cascade: even }).stages;
    // 0.4 m³/h of both phases: a tenth of an hour in the mixer, a quarter of a square metre for each m³/h.
    near(stage!.mixerCubicMetre, 0.04, 1e-12, 'mixer');
    near(stage!.settlerSquareMetre, 0.1, 1e-12, 'settler');
    near(stage!.organicLitre, 30 + 25, 1e-12, 'organic');
    near(stage!.aqueousLitre, 10 + 25, 1e-12, 'aqueous');
    const shared = size({ cascade: even, scale: 100, boxMaxCubicMetre: 2 });
    // 4 m³ of mixer and 5 m³ of settler.
    assert.deepEqual(
      shared.stages.map((each) => each.boxes),
      [5, 5, 5, 5],
    );
    assert.equal(shared.totals.boxes, 20);
    near(shared.totals.hoursToFill, 4 * 0.35, 1e-12, 'hours to fill');
  });

  it('are as many times larger as the plant is; hours stay', () => {
    const [small, large] = [size({ cascade: even }), size({ cascade: even, scale: 7 })];
    near(large.totals.mixerCubicMetre, 7 * small.totals.mixerCubicMetre, 1e-12, 'mixers');
    near(large.inventory[0]!.mol, 7 * small.inventory[0]!.mol, 1e-12, 'inventory');
    near(large.totals.hoursOfFeed, small.totals.hoursOfFeed, 1e-12, 'hours');
    near(taken(large, 'acid').perKilogramOxide, taken(small, 'acid').perKilogramOxide, 1e-12, 'acid for a kilogram');
    // The same moles in five times the organic: more to hold, and as many moles more in it.
    const thin = size({ cascade: even, litres: { organic: 5, aqueous: 1 } });
    assert.ok(thin.totals.organicLitre > 4 * small.totals.organicLitre);
    near(thin.oxideKilogramPerHour, small.oxideKilogramPerHour, 1e-12, 'oxides');
  });
});

describe('what is locked up', () => {
  it('is what a simulation through time holds in the same boxes', () => {
    const { inventory, stages } = size({ cascade: even });
    const { aqueousLitre, organicLitre } = stages[0]!;
    const simulated = simulateCase(
      { ...even, hold: { aqueousLitre, organicLitre }, dynamics: { hours: 1, stepHours: 1 } },
      watch,
    );
    for (const { component, mol } of inventory) near(mol, simulated.held[component]!, 1e-9, component);
  });

  it('is counted as the oxide that the trade counts', () => {
    const { inventory } = size({ cascade: even });
    const [nd, pr] = inventory;
    near(nd!.oxideKilogram!, (nd!.mol * (2 * 144.242 + 3 * 15.999)) / 2000, 1e-9, 'Nd2O3');
    near(pr!.oxideKilogram!, (pr!.mol * (6 * 140.90766 + 11 * 15.999)) / 6000, 1e-9, 'Pr6O11');
  });
});

describe('reagents', () => {
  it('of a design are three moles for each that is extracted, scrubbed and stripped', () => {
    const design = solveCase(
      JSON.parse(readFileSync(new URL('../data/examples/separation/multi-outlet.json', import.meta.url), 'utf8')),
      watch,
    ) as MultiOutletDesignAnswer;
    const answer = size({ cascade: design.cascade, scale: 1000, litres: { organic: 6, aqueous: 1 } });
    const organic = design.fewest.products.reduce((sum, { phase, amount }) => sum + (phase === 'organic' ? amount : 0), 0);
    near(taken(answer, 'base').perHour, 3 * design.S * 17.031, 1e-9, 'base');
    near(taken(answer, 'acid').perHour, 3 * (design.W + organic) * 36.461, 1e-9, 'acid');
    assert.equal(taken(answer, 'base').basis, 'stoichiometry');
    assert.ok(answer.assumptions.some((each) => each.includes('exchanges 3')));
    // Every mole that is fed leaves as oxide.
    const fed = { La: 325.80894, Ce: 172.114, Pr: 170.2389, Nd: 336.481, Sm: 348.717 };
    const oxide = 0.27 * (fed.La / 2) + 0.5 * fed.Ce + 0.05 * fed.Pr + 0.17 * (fed.Nd / 2) + 0.01 * (fed.Sm / 2);
    near(answer.oxideKilogramPerHour, oxide, 1e-4, 'oxides');
  });

  it('of a cascade with acid and ammonium are what its feeds bring', () => {
    const answer = solveCase(example, watch) as SizingAnswer;
    // A thousand times 10 L/h with 0.54 mol/L of ammonium, and 1.506 L/h with 3 mol/L of acid; the loaded organic takes 3 · 0.45 to strip.
    near(taken(answer, 'base').perHour, 5.4 * 17.031, 1e-9, 'base');
    near(taken(answer, 'acid').perHour, (1.506 * 3 + 3 * 0.45) * 36.461, 1e-3, 'acid');
    near(taken(answer, 'nitrogen in waste water').perHour, 5.4 * 14.007, 1e-9, 'nitrogen');
    near(taken(answer, 'precipitant').perHour, 1.2 * 1.5 * 1.1 * 126.065, 1e-9, 'oxalic acid');
    near(taken(answer, 'waste water').perHour, 2.506, 1e-9, 'waste water');
    // 10 mg dissolved and 0.05 mL of organic carried along by each litre of 2506, 459.6 g of extractant in a litre of organic.
    near(taken(answer, 'extractant').perHour, 2.506 * (0.01 + 0.05 * 0.4596), 1e-9, 'extractant');
  });

  it('reads organic that is carried along from the cascade, where that says it', () => {
    const cascade = { ...example.cascade, entrainment: { organicInAqueous: 1e-4 } };
    const answer = solveCase({ ...example, cascade }, watch) as SizingAnswer;
    assert.equal(taken(answer, 'extractant').basis, 'solved');
    near(taken(answer, 'diluent').perHour, 2.506 * 0.1 * (1 - 0.4596 / 0.95) * 0.8, 1e-3, 'diluent');
  });
});

describe('cost', () => {
  it('is the sum of what is priced; what is not is named', () => {
    const answer = solveCase(example, watch) as SizingAnswer;
    const { cost, consumption, held } = answer;
    near(
      cost!.perYear,
      consumption.reduce((sum, { costPerYear }) => sum + (costPerYear ?? 0), 0),
      1e-12,
      'a year',
    );
    near(cost!.perKilogramOxide * answer.oxideKilogramPerHour * 7920, cost!.perYear, 1e-12, 'a kilogram');
    near(taken(answer, 'acid').costPerYear!, taken(answer, 'acid').perHour * 7920, 1e-12, 'acid at 1 a kilogram');
    const worth = held.reduce((sum, { value }) => sum + (value ?? 0), 0);
    near(cost!.workingCapital + cost!.equipment, worth, 1e-12, 'worth');
    assert.deepEqual(cost!.notPriced, []);
    const partly = size({ cascade: even, prices: { currency: 'CNY', acidPerKilogram: 1 } });
    assert.ok(partly.cost!.notPriced.includes('base') && partly.cost!.notPriced.includes('boxes'));
    assert.equal(size({ cascade: even }).cost, null);
  });
});

describe('a size that cannot be told', () => {
  it('is refused by code and place', () => {
    const letters = { ...even, components: { A: { ...even.components.Nd }, B: { ...even.components.Pr } } };
    const unnamed = { ...letters, aqueousFeeds: [{ stage: 4, litrePerHour: 100, concentrations: { A: 0.2, B: 0.3 } }] };
    for (const [text, code, path] of [
      [{ cascade: unnamed }, 'molar-mass-missing', '$.oxideGramPerMole'],
      [{ cascade: even, settler: { specificRate: 0, depthMetre: 1 } }, 'form', '$.settler.specificRate'],
      [{ cascade: { ...even, stages: 0 } }, 'stages-out-of-range', '$.cascade.stages'],
    ] as const)
      assert.throws(
        () => size(text),
        (error) => error instanceof SeparationRefused && error.code === code && error.path === path,
      );
    assert.ok(size({ cascade: unnamed, oxideGramPerMole: { A: 168.24 } }).oxideKilogramPerHour > 0);
  });
});
