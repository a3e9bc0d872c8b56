import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Trend } from './trend.ts';

const at = (hour: number): Float64Array => Float64Array.of(2 + hour - 0.3 * hour ** 2, 0.1 * hour ** 2 + 0.02 * hour ** 3);

test('what changes by a cubic is foreseen, by steps of any length, to what a parabola of rates at their middles misses', () => {
  const trend = new Trend();
  assert.deepEqual(trend.predict(at(0), 1), at(0), 'nothing is known yet');
  const hours = [0, 0.1, 0.3, 0.35];
  for (let n = 1; n < hours.length; n++) trend.add(at(hours[n - 1]!), at(hours[n]!), hours[n]! - hours[n - 1]!);
  const [found, truth] = [trend.predict(at(0.35), 0.2), at(0.55)];
  assert.ok(Math.abs(found[0]! - truth[0]!) < 1e-14);
  // The mean rate of a step of length h is that of its middle and h²/4 of the third power's coefficient.
  assert.ok(Math.abs(found[1]! - truth[1]!) < 0.2 * 0.02 * 0.2 ** 2);
});

test('a change beyond sight is not foreseen whole', () => {
  const trend = new Trend();
  trend.add(Float64Array.of(0, 0), Float64Array.of(0.9, -0.9), 0.01);
  assert.deepEqual(trend.predict(Float64Array.of(5, 5), 1), Float64Array.of(6, 4));
});
