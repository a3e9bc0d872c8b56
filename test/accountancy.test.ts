import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  changePoint,
  cumulativeMuf,
  decisionLimit,
  detectableLoss,
  detectionPower,
  gemuf,
  pageTest,
  selfStartingScores,
  standardisedIndependentMuf,
} from '../src/accountancy/index.ts';
import { choleskyOf, matrixOf, randomStream } from '../src/numerics/index.ts';

const diagonal = (...values: number[]): ReturnType<typeof matrixOf> =>
  matrixOf(values.map((value, row) => values.map((_, column) => (row === column ? value : 0))));

describe('Page’s test', () => {
  test('by hand', () => {
    const { path, alarmAt, changeAt } = pageTest([0.2, -1, 1.5, 1.5, 2, 0], 0.5, 2.4);
    assert.deepEqual(path, [0, 0, 1, 2, 3.5, 3]);
    assert.deepEqual([alarmAt, changeAt], [4, 2]);
  });

  test('rings as often as its limit is made for, when nothing is wrong', () => {
    const random = randomStream('page');
    for (const runLength of [100, 500]) {
      const limit = decisionLimit(runLength, 0.5);
      let steps = 0;
      const runs = 2000;
      for (let run = 0; run < runs; run++) {
        let sum = 0;
        while (sum <= limit) [sum, steps] = [Math.max(0, sum + random.normal() - 0.5), steps + 1];
      }
      assert.ok(Math.abs(steps / runs / runLength - 1) < 0.1, `${runLength}: ${steps / runs}`);
    }
  });

  test('the limits of the textbooks: k = 0.5, h = 4 and 5 ring once in 168 and 465 in both directions together (Montgomery, Introduction to Statistical Quality Control, CUSUM chapter)', () => {
    assert.ok(Math.abs(decisionLimit(2 * 168, 0.5) - 4) < 0.02);
    assert.ok(Math.abs(decisionLimit(2 * 465, 0.5) - 5) < 0.02);
  });
});

describe('a series of MUF', () => {
  const series = {
    muf: [1, 2, -1],
    covariance: matrixOf([
      [1, 0.5, 0],
      [0.5, 2, 0.2],
      [0, 0.2, 1],
    ]),
  };

  test('cumulates with its covariances', () => {
    const cumulated = cumulativeMuf(series);
    assert.deepEqual(
      cumulated.map(({ value }) => value),
      [1, 3, 2],
    );
    assert.deepEqual(
      cumulated.map(({ sd }) => Number((sd * sd).toFixed(12))),
      [1, 4, 5.4],
    );
  });

  test('SITMUF: L y = MUF, and independent periods are only divided by their deviations', () => {
    const y = standardisedIndependentMuf(series)!;
    const l = choleskyOf(series.covariance)!;
    for (let row = 0; row < 3; row++) {
      const back = y.reduce((sum, one, column) => sum + (column <= row ? l.values[row * 3 + column]! * one : 0), 0);
      assert.ok(Math.abs(back - series.muf[row]!) < 1e-12);
    }
    assert.deepEqual(standardisedIndependentMuf({ muf: [2, 3], covariance: diagonal(4, 9) }), [1, 1]);
    assert.equal(standardisedIndependentMuf({ muf: [1, 1], covariance: diagonal(1, 0) }), null);
  });

  test('GEMUF of an even loss is that of the best linear test, √n δ/σ', () => {
    const statistics = gemuf({ muf: [2, 2, 2, 2], covariance: diagonal(1, 1, 1, 1) })!;
    for (const [at, statistic] of statistics.entries()) assert.ok(Math.abs(statistic - 2 * Math.sqrt(at + 1)) < 1e-12);
    assert.deepEqual(gemuf({ muf: [-1, -1], covariance: diagonal(1, 1) }), [0, 0]);
  });

  test('the power of detection grows with the loss, and the detectable loss has the power asked for', () => {
    const covariance = diagonal(4, 4, 4, 4, 4, 4);
    const page = { reference: 0.5, limit: 4 };
    const power = detectionPower(covariance, page, [0, 1, 2, 4, 8])!.map(({ probability }) => probability);
    assert.deepEqual(
      power.toSorted((a, b) => a - b),
      power,
    );
    assert.ok(power[0]! < 0.05 && power[4]! > 0.99, power.join());
    const loss = detectableLoss(covariance, page, 0.95)!;
    const [at] = detectionPower(covariance, page, [loss])!;
    assert.ok(Math.abs(at!.probability - 0.95) < 0.005);
    assert.ok(detectableLoss(diagonal(16, 16, 16, 16, 16, 16), page, 0.95)! / loss - 2 < 1e-6, 'twice the error, twice the loss');
  });
});

describe('a process that is held against its own past', () => {
  const periods = (shares: readonly number[]): { inputKg: number; lossKg: number; variance: number }[] =>
    shares.map((share) => ({ inputKg: 100, lossKg: 100 * share, variance: 0.01 }));
  const prior = { spread: 0.005, worth: 4 };
  const noisy = (seed: number, count: number, step: (at: number) => number): number[] => {
    const random = randomStream(seed);
    return Array.from({ length: count }, (_, at) => 0.05 + step(at) + 0.004 * random.normal());
  };

  test('scores of an even process are close to standard normal', () => {
    const scores = Array.from({ length: 200 }, (_, seed) =>
      selfStartingScores(periods(noisy(seed, 40, () => 0)), prior).slice(5),
    ).flat();
    const mean = scores.reduce((a, b) => a + b, 0) / scores.length;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length;
    assert.ok(Math.abs(mean) < 0.05, String(mean));
    assert.ok(variance > 0.7 && variance < 1.1, String(variance));
  });

  test('a change point rings rarely on an even process, and finds a step where it is', () => {
    const rung = Array.from({ length: 300 }, (_, seed) => changePoint(periods(noisy(seed, 60, () => 0)), prior, 1, 5.3)).filter(
      (one) => one !== null,
    );
    assert.ok(rung.length <= 1, String(rung.length));
    for (let seed = 0; seed < 50; seed++) {
      const found = changePoint(periods(noisy(seed, 60, (at) => (at < 25 ? 0 : 0.02))), prior, 1, 5.3);
      assert.ok(found !== null && Math.abs(found.changeAt - 25) <= 2 && found.seenAt >= found.changeAt, JSON.stringify(found));
    }
  });

  test('what is seen at a period does not depend on what comes after it', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 4, maxLength: 30 }),
        fc.nat(26),
        (shares, cut) => {
          const whole = changePoint(periods(shares), prior, 1, 3);
          const part = changePoint(periods(shares.slice(0, cut + 4)), prior, 1, 3);
          if (part !== null) assert.deepEqual(whole, part);
          else if (whole !== null) assert.ok(whole.seenAt >= cut + 4);
        },
      ),
    );
  });
});
