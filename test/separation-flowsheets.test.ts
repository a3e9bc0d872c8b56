/** Flowsheets: units in a circle must say what one unit of the same size says, and whatever goes round must close. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { solveCase, type CascadeAnswer, type FlowsheetAnswer } from '../src/separation/index.ts';
import { refusalOf, watch } from './support/separation-answers.ts';

const example = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(`../data/examples/separation/${name}.json`, import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;
const solveFlowsheet = (json: unknown): FlowsheetAnswer => solveCase(json, watch) as FlowsheetAnswer;

/** The Pr/Nd cascade cut into two between stages. */
function cutInTwo(stages: number, at: number): { whole: object; halves: object } {
  const components = example('pr-nd-p507')['components'];
  const feed = { name: 'feed', litrePerHour: 1, concentrations: { Ce: 0.6, Pr: 0.15, Nd: 0.45 }, acid: 0.01 };
  const scrub = { name: 'scrub', litrePerHour: 1.5, acid: 3 };
  const organic = { name: 'organic', stage: 1, litrePerHour: 10, concentrations: { NH4: 0.54 }, extractant: 0.96 };
  const feedStage = at + 1;
  const whole = {
    unit: 'cascade',
    stages,
    components,
    aqueousFeeds: [
      { ...feed, stage: feedStage },
      { ...scrub, stage: stages },
    ],
    organicFeeds: [organic],
  };
  const lower = {
    unit: 'cascade',
    stages: at,
    components,
    aqueousFeeds: [{ ...feed, name: 'from above', stage: at, litrePerHour: 2.5 }],
    organicFeeds: [organic],
  };
  const upper = {
    unit: 'cascade',
    stages: stages - at,
    components,
    aqueousFeeds: [
      { ...feed, stage: 1 },
      { ...scrub, stage: stages - at },
    ],
    organicFeeds: [{ ...organic, name: 'from below', concentrations: {}, extractant: 1.5 }],
  };
  const connections = [
    { from: 'lower/loaded organic', to: 'upper/from below' },
    { from: 'upper/raffinate', to: 'lower/from above' },
  ];
  return { whole, halves: { unit: 'flowsheet', units: { lower, upper }, connections } };
}

function near(actual: number | undefined, expected: number, relative: number, what: string): void {
  assert.ok(
    Math.abs((actual ?? NaN) - expected) <= relative * Math.abs(expected) + 1e-13,
    `${what}: ${actual} against ${expected}`,
  );
}

describe('a flowsheet', () => {
  for (const [stages, at] of [
    [6, 3],
    [20, 12],
    [60, 30],
  ] as const)
    it(`of two cascades that feed each other is the one of ${stages} stages`, () => {
      const { whole, halves } = cutInTwo(stages, at);
      const one = solveCase(whole, watch) as CascadeAnswer;
      const two = solveFlowsheet(halves);
      assert.ok(two.closure < 1e-10, `closure ${two.closure}`);
      const raffinate = two.streams.find(({ from }) => from === 'lower/raffinate')!;
      for (const [component, mol] of Object.entries(one.streams[0]!.molPerHour))
        near(raffinate.molPerHour[component], mol, 1e-6, `${component} in the raffinate (${two.iterations} passes)`);
    });

  it('with a recycle of a single stage of constant D has the state of its formula', () => {
    const [D, share] = [2, 0.7];
    const extract = {
      unit: 'cascade',
      stages: 1,
      components: { A: { charge: 0, law: { model: 'constant', D } } },
      aqueousFeeds: [
        { name: 'feed', stage: 1, litrePerHour: 10, concentrations: { A: 1 } },
        { name: 'back', stage: 1, litrePerHour: 1 },
      ],
      organicFeeds: [{ name: 'organic', stage: 1, litrePerHour: 10 }],
    };
    const answer = solveFlowsheet({
      unit: 'flowsheet',
      units: { extract },
      connections: [{ from: 'extract/raffinate', to: 'extract/back', share }],
    });
    // The aqueous goes round 1/(1 − share) times; per litre of feed, x·(L − share·L + D·V) = fed.
    const litres = 10 / (1 - share);
    const x = 10 / (litres * (1 - share) + D * 10);
    const product = answer.streams.find(({ from, to }) => from === 'extract/raffinate' && to === null)!;
    near(product.litrePerHour, 10, 1e-9, 'litres');
    near(product.molPerHour['A'], x * 10, 1e-9, 'A');
  });

  it('whose organic goes round keeps extractant and saponification', () => {
    const answer = solveFlowsheet(example('flowsheet'));
    assert.ok(answer.closure < 1e-12);
    const back = answer.streams.find(({ to }) => to === 'extract/saponified organic')!;
    const metals = Object.entries(back.molPerHour).reduce(
      (sum, [ion, mol]) => sum + (ion === 'H' || ion === 'NH4' ? mol : 3 * mol),
      0,
    );
    near(metals, 15, 1e-12, 'extractant');
    near(back.molPerHour['NH4'], 5.4, 1e-12, 'ammonium');
  });

  it('makes up extractant by what the law of its unit binds', () => {
    const fitted = example('fitted-p507') as { components: object; organicFeeds: { extractant: number; litrePerHour: number }[] };
    const [organic] = fitted.organicFeeds;
    const first = { ...fitted, organicFeeds: [{ ...organic, name: 'organic' }] };
    const second = { ...first, organicFeeds: [{ ...organic, name: 'loaded' }] };
    const answer = solveFlowsheet({
      unit: 'flowsheet',
      units: { first, second },
      connections: [{ from: 'first/loaded organic', to: 'second/loaded' }],
      makeUps: [{ to: 'second/loaded', extractant: organic!.extractant }],
    });
    // Nothing of the organic is lost, so that nothing has to be made up, although metals hide six places each.
    const madeUp = answer.streams.find(({ kind }) => kind === 'make-up')!;
    const through = organic!.extractant * organic!.litrePerHour;
    assert.ok(Math.abs(madeUp.molPerHour['H'] ?? 0) < 1e-9 * through, `${madeUp.molPerHour['H']}`);
  });

  it('ends when its time is over', () => {
    let now = 0;
    const late = { now: () => (now += 100) };
    const { halves } = cutInTwo(60, 30);
    assert.throws(() => solveCase({ ...halves, limits: { seconds: 1 } }, late), { code: 'time-limit' });
  });

  it('tells what is wrong of a connection, a share, a unit', () => {
    const of = (change: (sheet: Record<string, unknown>) => void): string => {
      const sheet = structuredClone(example('flowsheet'));
      change(sheet);
      return refusalOf(sheet);
    };
    const connections =
      (...list: object[]) =>
      (sheet: Record<string, unknown>): void => {
        Object.assign(sheet, { connections: list, makeUps: [] });
      };
    assert.equal(
      of(connections({ from: 'extract/nothing', to: 'strip/loaded organic' })),
      'stream-unknown $.connections[0].from',
    );
    assert.equal(
      of(connections({ from: 'nowhere/raffinate', to: 'strip/loaded organic' })),
      'unit-unknown $.connections[0].from',
    );
    assert.equal(of(connections({ from: 'extract/raffinate', to: 'strip/nothing' })), 'stream-unknown $.connections[0].to');
    const twice = { from: 'extract/loaded organic', to: 'strip/loaded organic' };
    const makesNothingUp = (sheet: Record<string, unknown>): void => {
      connections(twice, { ...twice, to: 'saponify/organic' })(sheet);
    };
    assert.equal(of(makesNothingUp), 'draw-beyond-flow $.connections[1]');
    const broken = (sheet: Record<string, unknown>): void => {
      (sheet['units'] as Record<string, Record<string, unknown>>)['strip']!['stages'] = 0;
    };
    assert.equal(of(broken), 'stages-out-of-range $.units.strip.stages');
    const inGrams = (sheet: Record<string, unknown>): void => {
      (sheet['units'] as Record<string, Record<string, unknown>>)['strip']!['concentrationUnit'] = 'g/L';
    };
    assert.equal(of(inGrams), 'form $.units.strip.concentrationUnit');
    const auditing = (sheet: Record<string, unknown>): void => {
      (sheet['units'] as Record<string, unknown>)['strip'] = example('audit');
    };
    assert.equal(of(auditing), 'form $.units.strip.unit');
  });
});
