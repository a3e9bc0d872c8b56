import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { isMassUnit, QUANTITY_MG_MAX, quantityToMg } from './index.ts';

/** UN/ECE Recommendation 20: code, and one of it in milligrams by the definition of the unit. */
const UNITS: readonly [string, bigint][] = [
  ['MGM', 1n],
  ['GRM', 1_000n],
  ['HGM', 100_000n],
  ['KGM', 1_000_000n],
  ['DTN', 100_000_000n],
  ['TNE', 1_000_000_000n],
  ['KTN', 1_000_000_000_000n],
  ['LBR', 453_592n],
  ['ONZ', 28_350n],
  ['LTN', 1_016_046_909n],
  ['STN', 907_184_740n],
];

test('one of each unit, to the nearest milligram', () => {
  for (const [uom, mg] of UNITS) {
    assert.equal(quantityToMg(1, uom), mg, uom);
    assert.ok(isMassUnit(uom), uom);
  }
});

test('a thousand pounds and a thousand ounces keep what one of them rounds away', () => {
  assert.equal(quantityToMg(1000, 'LBR'), 453_592_370n);
  assert.equal(quantityToMg(1_000_000, 'ONZ'), 28_349_523_125n);
  assert.equal(quantityToMg(16, 'ONZ'), quantityToMg(1, 'LBR'));
});

test('kilograms written to the milligram come back exactly', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 47 }), (mg) => {
      assert.equal(quantityToMg(mg / 1e6, 'KGM'), BigInt(mg));
      assert.equal(quantityToMg(mg / 1e9, 'TNE'), BigInt(mg));
    }),
  );
});

test('what is no mass is refused, with the reason that stands first', () => {
  for (const uom of ['', 'kg', 'KG', 'kgm', 'LTR', 'H87', 'toString', '__proto__', 'constructor']) {
    assert.equal(quantityToMg(1, uom), 'not-a-mass-unit', uom);
    assert.equal(isMassUnit(uom), false, uom);
  }
  assert.equal(quantityToMg(-1, 'LTR'), 'not-a-mass-unit');
  for (const value of [NaN, Infinity, -Infinity, Number('1e400')]) assert.equal(quantityToMg(value, 'KGM'), 'not-finite');
  for (const value of [-1, -1e-9, -1e300]) assert.equal(quantityToMg(value, 'KGM'), 'negative');
  for (const value of [9.1e9, 1e300, Number.MAX_VALUE]) assert.equal(quantityToMg(value, 'KGM'), 'too-large');
});

test('the largest mass is nine million tonnes: beyond it a double would not hold every milligram', () => {
  assert.equal(quantityToMg(Number(QUANTITY_MG_MAX), 'MGM'), QUANTITY_MG_MAX);
  assert.equal(quantityToMg(Number(QUANTITY_MG_MAX) + 1, 'MGM'), 'too-large');
  assert.equal(quantityToMg(9_007_199, 'TNE'), 9_007_199_000_000_000n);
  assert.equal(quantityToMg(9_007_200, 'TNE'), 'too-large');
});

test('nothing at all is a mass of zero', () => {
  assert.equal(quantityToMg(0, 'KGM'), 0n);
  assert.equal(quantityToMg(-0, 'TNE'), 0n);
});
