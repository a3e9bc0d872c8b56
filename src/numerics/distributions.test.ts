import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { chiSquareCdf, chiSquareQuantile, lnGamma, normalCdf, normalQuantile, studentCdf, studentQuantile } from './index.ts';

/** Percentage points of NIST/SEMATECH e-Handbook of Statistical Methods, section 1.3.6.7, to the digits printed there and beyond. */
test('quantiles are those of the tables', () => {
  for (const [found, expected] of [
    [normalQuantile(0.975), 1.959963984540054],
    [normalQuantile(0.001), -3.090232306167814],
    [chiSquareQuantile(0.95, 1), 3.841458820694124],
    [chiSquareQuantile(0.95, 10), 18.30703805327515],
    [chiSquareQuantile(0.99, 100), 135.8067231709655],
    [studentQuantile(0.975, 5), 2.570581835636314],
    [studentQuantile(0.995, 30), 2.749995653567231],
    [lnGamma(0.5), 0.5 * Math.log(Math.PI)],
    [lnGamma(11), Math.log(3_628_800)],
  ] as const)
    assert.ok(Math.abs(found / expected - 1) < 1e-11, `${found} and ${expected}`);
});

test('a quantile is where its distribution function says', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-4, max: 0.9999, noNaN: true }), fc.integer({ min: 1, max: 500 }), (probability, degrees) => {
      assert.ok(Math.abs(chiSquareCdf(chiSquareQuantile(probability, degrees), degrees) - probability) < 1e-11);
      assert.ok(Math.abs(normalCdf(normalQuantile(probability)) - probability) < 1e-11);
      const upper = 0.5 + probability / 2;
      if (upper > 0.5 && upper < 0.9999)
        assert.ok(Math.abs(studentCdf(studentQuantile(upper, degrees), degrees) - upper) < 1e-11);
    }),
  );
});

test('probabilities outside (0, 1) are refused', () => {
  for (const probability of [0, 1, -1, 2, Number.NaN]) assert.throws(() => chiSquareQuantile(probability, 3), RangeError);
});
