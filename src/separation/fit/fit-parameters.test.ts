import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { randomStream, type RandomStream } from '../../numerics/index.ts';
import { fitParameters } from './fit-parameters.ts';

/** Three constants of y = a·exp(−b·t) + c. */
const TRUTH = [2, 0.7, 0.5] as const;
const TIMES = Array.from({ length: 25 }, (_, n) => n / 4);

function decay([a, b, c]: Iterable<number>, t: number): number {
  return a! * Math.exp(-b! * t) + c!;
}

function fitDecay(measured: readonly number[]): ReturnType<typeof fitParameters> {
  return fitParameters({
    parameters: ['a', 'b', 'c'].map((name) => ({ name, start: 1 })),
    residuals: (values) => Float64Array.from(TIMES, (t, n) => decay(values, t) - measured[n]!),
  });
}

/** y = slope·x + effect of the group + noise. */
function fitGroups(random: RandomStream, groups: number, rows: number, sd: { group: number; row: number }) {
  const effects = Array.from({ length: groups }, () => sd.group * random.normal());
  const points = effects.flatMap((effect, group) =>
    Array.from({ length: rows }, () => {
      const x = random.uniform();
      return { group, x, y: 3 + 2 * x + effect + sd.row * random.normal() };
    }),
  );
  return fitParameters({
    parameters: [
      { name: 'mean', start: 0 },
      { name: 'slope', start: 0 },
      ...effects.map((_, group) => ({ name: `group ${group}`, start: 0, isEffect: true })),
    ],
    residuals: (values) => Float64Array.from(points, ({ group, x, y }) => values[0]! + values[1]! * x + values[2 + group]! - y),
  });
}

describe('a fit of parameters', () => {
  it('finds the parameters of rows without error', () => {
    const { status, estimates } = fitDecay(TIMES.map((t) => decay(TRUTH, t)));
    assert.equal(status, 'solved');
    for (const [k, { value }] of estimates.entries()) assert.ok(Math.abs(value - TRUTH[k]!) < 1e-7, `${value}`);
  });

  it('has intervals that hold the truth in 95 % of noisy repeats', () => {
    const random = randomStream(7);
    const repeats = 400;
    const held = [0, 0, 0];
    for (let n = 0; n < repeats; n++) {
      const { estimates } = fitDecay(TIMES.map((t) => decay(TRUTH, t) + 0.1 * random.normal()));
      for (const [
        k,
        {
          interval95: [low, high],
        },
      ] of estimates.entries())
        if (low <= TRUTH[k]! && TRUTH[k]! <= high) held[k]!++;
    }
    // Four standard deviations of the count around 95 %.
    for (const count of held) assert.ok(Math.abs(count / repeats - 0.95) < 0.044, `${count} of ${repeats}`);
  });

  it('tells the spread of groups from that of rows, and takes the groups for its degrees of freedom', () => {
    const fit = fitGroups(randomStream(11), 60, 8, { group: 0.5, row: 0.1 });
    assert.equal(fit.degreesOfFreedom, 59);
    assert.ok(Math.abs(fit.effectSd - 0.5) < 0.14, `${fit.effectSd}`);
    assert.ok(Math.abs(fit.residualSd - 0.1) < 0.015, `${fit.residualSd}`);
    // A mean over groups is known as the groups spread, a slope within them as rows do.
    assert.ok(Math.abs(fit.estimates[0]!.standardError - 0.5 / Math.sqrt(60)) < 0.02);
    assert.ok(fit.estimates[1]!.standardError < 0.03);
  });

  it('holds the mean of few groups in at least 95 % of repeats less chance', () => {
    const random = randomStream(3);
    let held = 0;
    for (let n = 0; n < 200; n++) {
      const [low, high] = fitGroups(random, 4, 6, { group: 0.3, row: 0.1 }).estimates[0]!.interval95;
      if (low <= 3 && 3 <= high) held++;
    }
    assert.ok(held / 200 > 0.95 - 0.062, `${held} of 200`);
  });

  it('says when rows do not determine the parameters', () => {
    const twins = {
      parameters: [
        { name: 'a', start: 0 },
        { name: 'b', start: 0 },
      ],
      residuals: (v: Float64Array) => Float64Array.of(v[0]! - 1, v[0]! - 2, v[0]! - 3),
    };
    assert.equal(fitParameters(twins).status, 'undetermined');
    assert.equal(fitParameters({ ...twins, residuals: (v) => Float64Array.of(v[0]! + v[1]!) }).status, 'undetermined');
  });
});
