/** A cascade under control: what controllers are worth, what interlocks hold, and that matter is all there. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { controlCascade, SeparationRefused, simulateCase, type ControlAnswer, type ControlRun } from '../src/separation/index.ts';
import { watch } from './support/separation-answers.ts';

type Json = Record<string, unknown>;
const EXAMPLE = JSON.parse(readFileSync(new URL('../data/examples/separation/control.json', import.meta.url), 'utf8')) as Json & {
  control: Json & { measured: Json; interlocks: Json & { trips: Json[] } };
};

/** The example with some of its control changed. */
const controlled = (changes: object): ControlAnswer =>
  controlCascade({ ...EXAMPLE, control: { ...EXAMPLE.control, ...changes } }, watch);
const runOf = ({ runs }: ControlAnswer, name: ControlRun['controller']): ControlRun =>
  runs.find(({ controller }) => controller === name)!;
const offSpecification = ({ offSpecificationKilogram }: ControlRun): number =>
  Object.values(offSpecificationKilogram).reduce((sum, kilogram) => sum + kilogram, 0);

describe('the example of control', () => {
  const answer = controlCascade(EXAMPLE, watch);

  it('makes less off-specification product under control than without', () => {
    const [none, pid, mpc] = (['none', 'pid', 'mpc'] as const).map((name) => offSpecification(runOf(answer, name)));
    assert.ok(none! > 50, `${none} kg without control`);
    assert.ok(pid! < 0.1 * none! && mpc! < 0.1 * none!, `${pid} and ${mpc} kg under control, ${none} without`);
  });

  it('conserves matter, and tells reagents as feeds bring them', () => {
    for (const { closure, controller, organicLitre, acidMol, samples } of answer.runs) {
      assert.ok(closure < 1e-12, `${controller}: ${closure}`);
      const litres = samples.reduce((sum, { litrePerHour }) => sum + 0.5 * litrePerHour, 0);
      assert.ok(Math.abs(organicLitre / litres - 1) < 1e-9, 'the flow of each sample, for its hours');
      assert.ok(Math.abs(acidMol - (60 * 10 * 0.01 + 60 * 9 * 0.01 + 120 * 6)) < 1e-6);
    }
  });

  it('without a controller is what a simulation of the same upsets says', () => {
    const none = runOf(answer, 'none');
    const feeds = EXAMPLE['aqueousFeeds'] as Json[];
    const upset = (litrePerHour: number): Json[] => [
      { ...feeds[0]!, litrePerHour, concentrations: { Nd: 0.8, Sm: 0.24 } },
      feeds[1]!,
    ];
    const dynamics = {
      hours: 119.5,
      everyHours: 0.5,
      relativeTolerance: 1e-5,
      schedule: [
        { atHour: 5, aqueousFeeds: upset(10) },
        { atHour: 60, aqueousFeeds: upset(9) },
      ],
    };
    const { products } = simulateCase({ ...EXAMPLE, dynamics }, watch);
    for (const { hour, raffinatePurity } of products) {
      const sample = none.samples.find((each) => Math.abs(each.hour - hour) < 1e-9)!;
      assert.ok(Math.abs(sample.purities[0]! - raffinatePurity['Nd']!) < 2e-4, `hour ${hour}`);
    }
  });

  it('is the same every time, and other noise is other noise', () => {
    assert.deepEqual(controlCascade(EXAMPLE, watch), answer);
    assert.notDeepEqual(controlled({ seed: 2 }).runs[1]!.samples, answer.runs[1]!.samples);
    const quiet = controlled({ measured: { ...EXAMPLE.control.measured, noise: 0 }, upsets: [] });
    for (const { travelLitrePerHour, controller } of quiet.runs)
      assert.ok(travelLitrePerHour < 0.05, `${controller} rests where nothing happens: ${travelLitrePerHour}`);
  });

  it('shows a measurement as late as it is', () => {
    const late = controlled({ measured: { ...EXAMPLE.control.measured, noise: 0, delaySamples: 4 } });
    const prompt = controlled({ measured: { ...EXAMPLE.control.measured, noise: 0, delaySamples: 0 } });
    const [a, b] = [runOf(late, 'none').samples, runOf(prompt, 'none').samples];
    for (let n = 4; n < a.length; n++) assert.equal(a[n]!.measured, b[n - 4]!.measured);
    assert.ok(late.model.deadHours > prompt.model.deadHours + 1.9);
  });
});

describe('interlocks of a controlled cascade', () => {
  it('hold bounds and rate against a controller that is out of its mind', () => {
    const wild = controlled({ pid: { gainLitrePerHour: 1e6, integralHours: 1 }, mpc: { moveWeight: 1e-6, trust: 1 } });
    for (const { samples, controller } of wild.runs) {
      let last = 15.4;
      for (const { litrePerHour } of samples) {
        assert.ok(litrePerHour >= 10 && litrePerHour <= 25, `${controller}: ${litrePerHour}`);
        assert.ok(Math.abs(litrePerHour - last) <= 4 * 0.5 + 1e-9, `${controller}: from ${last} to ${litrePerHour}`);
        last = litrePerHour;
      }
    }
    const { samples } = runOf(wild, 'pid');
    assert.ok(
      samples.some(({ asked }) => asked > 25 || asked < 10),
      'it asks for more than it gets',
    );
  });

  it('bring the safe flow as soon as the loading is above its limit, and let go below it', () => {
    const trips = [{ phase: 'organic', stage: 9, above: 0.25, litrePerHour: 21 }];
    const { runs } = controlled({ interlocks: { ...EXAMPLE.control.interlocks, trips } });
    const none = runs[0]!;
    assert.ok(none.trips >= 1);
    const tripped = none.samples.filter(({ isTripped }) => isTripped);
    assert.ok(tripped.length > 0 && tripped.length < none.samples.length);
    for (const { litrePerHour } of tripped) assert.equal(litrePerHour, 21);
  });
});

describe('control that cannot be', () => {
  const refused = (changes: object): SeparationRefused => {
    try {
      controlled(changes);
    } catch (error) {
      if (error instanceof SeparationRefused) return error;
      throw error;
    }
    throw new Error(`not refused: ${JSON.stringify(changes)}`);
  };

  it('is refused by name and place', () => {
    const { interlocks, measured } = EXAMPLE.control;
    for (const [changes, code, path] of [
      [{ manipulated: 'aqueousFeeds[1].acid' }, 'form', '$.control.manipulated'],
      [{ manipulated: 'organicFeeds[3].litrePerHour' }, 'form', '$.control.manipulated'],
      [{ interlocks: { ...interlocks, from: 16 } }, 'form', '$.control.interlocks'],
      [{ measured: { ...measured, stage: 17 } }, 'stage-unknown', '$.control.measured.stage'],
      [{ measured: { ...measured, component: 'Eu' } }, 'component-unknown', '$.control.measured.component'],
      [{ upsets: [{ atHour: 1, path: 'organicFeeds.0.litrePerHour', value: 20 }] }, 'form', '$.control.upsets[0].path'],
      [{ upsets: [{ atHour: 1, path: 'aqueousFeeds[0].stage', value: 8 }] }, 'form', '$.control.upsets[0].path'],
      [{ upsets: [{ atHour: 1, path: 'aqueousFeeds[0].acid', value: -1 }] }, 'form', '$.control.upsets[0].value'],
      [{ sampleHours: 0.001 }, 'form', '$.control.sampleHours'],
      [{ specifications: [] }, 'form', '$.control.specifications'],
    ] as const) {
      const error = refused(changes);
      assert.deepEqual([error.code, error.path], [code, path], JSON.stringify(changes));
    }
  });

  it('ends in time', () => {
    let now = 0;
    const stopping = { now: () => (now += 50) };
    assert.throws(
      () => controlCascade({ ...EXAMPLE, limits: { seconds: 5 } }, stopping),
      (error) => error instanceof SeparationRefused && error.code === 'time-limit',
    );
  });
});
