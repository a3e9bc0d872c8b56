import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { randomStream } from './index.ts';

test('the same seed gives the same numbers, another seed others', () => {
  const draw = (seed: number | string): number[] =>
    Array.from(
      { length: 20 },
      (
        (stream) => () =>
          stream.uint32()
      )(randomStream(seed)),
    );
  assert.deepEqual(draw(7), draw('7'));
  assert.notDeepEqual(draw(7), draw(8));
  assert.notDeepEqual(draw('a/bc'), draw('ab/c'));
});

test('the numbers of a seed never change', () => {
  const stream = randomStream(2015);
  assert.deepEqual([stream.uint32(), stream.uint32(), stream.uint32()], FIRST_OF_2015);
});

const FIRST_OF_2015 = [3802865112, 697759086, 1818138438];

test('a named stream does not depend on what was drawn before or on its siblings', () => {
  const fresh = randomStream(1).split('mine').uniform();
  const parent = randomStream(1);
  for (let at = 0; at < 5; at++) parent.normal();
  parent.split('plant').uniform();
  assert.equal(parent.split('mine').uniform(), fresh);
  assert.notEqual(parent.split('plant').uniform(), fresh);
});

test('uniform numbers fill [0, 1) evenly', () => {
  const stream = randomStream('even');
  const bins = new Array<number>(16).fill(0);
  for (let at = 0; at < 64_000; at++) bins[Math.floor(stream.uniform() * 16)]!++;
  const chiSquare = bins.reduce((sum, count) => sum + (count - 4000) ** 2 / 4000, 0);
  assert.ok(chiSquare < 37.7, `chi-square ${chiSquare} of 15 degrees of freedom (0.1 % limit 37.7)`);
});

test('normal and lognormal numbers have the mean and spread that were asked for', () => {
  const stream = randomStream('moments');
  const normal = Array.from({ length: 40_000 }, () => stream.normal());
  assert.ok(Math.abs(mean(normal)) < 0.02 && Math.abs(spread(normal) - 1) < 0.02, `${mean(normal)} ${spread(normal)}`);
  const lognormal = Array.from({ length: 40_000 }, () => stream.lognormal(20, 0.5));
  assert.ok(
    Math.abs(mean(lognormal) - 20) < 0.25 && Math.abs(spread(lognormal) / 20 - 0.5) < 0.03,
    `${mean(lognormal)} ${spread(lognormal)}`,
  );
});

test('every draw stays in its range', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, count) => {
      const stream = randomStream(seed);
      const below = stream.below(count);
      assert.ok(Number.isInteger(below) && below >= 0 && below < count);
      const between = stream.between(-3, 4);
      assert.ok(between >= -3 && between < 4);
      assert.ok(Math.abs(stream.normal(0.5)) <= 0.5);
      assert.ok(stream.lognormal(1, 0.3) > 0);
    }),
  );
});

test('a weight of zero is never chosen, others in proportion', () => {
  const stream = randomStream('weights');
  const counts = [0, 0, 0];
  for (let at = 0; at < 20_000; at++) counts[stream.weightedIndex([1, 0, 3])]!++;
  assert.equal(counts[1], 0);
  assert.ok(Math.abs(counts[2]! / 20_000 - 0.75) < 0.015, `${counts.join(' ')}`);
});

test('arguments outside their range are refused', () => {
  const stream = randomStream(1);
  assert.throws(() => stream.choice([]), /choice: expected at least one item/);
  for (const weights of [[], [0, 0], [-1, 3], [Number.NaN]]) assert.throws(() => stream.weightedIndex(weights), RangeError);
  for (const count of [0, -1, 1.5, Number.NaN, 2 ** 33]) assert.throws(() => stream.below(count), RangeError);
  for (const [m, cv] of [
    [0, 1],
    [-1, 1],
    [1, -0.1],
    [Number.NaN, 1],
  ] as const)
    assert.throws(() => stream.lognormal(m, cv), RangeError);
});

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

function spread(values: readonly number[]): number {
  const centre = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
}
