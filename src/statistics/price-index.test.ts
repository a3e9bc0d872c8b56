import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { priceIndex, type Quote } from './index.ts';

const quote = (product: string, day: string, price: number, recordedMs = 0): Quote => ({ product, day, price, recordedMs });
const near = (value: number | undefined, expected: number) =>
  assert.ok(Math.abs(value! - expected) < 1e-9, `${value}, expected ${expected}`);

test('equals the calculation by hand: equal weights, weights, another base', () => {
  const quotes = [
    quote('Nd', '2015-01-05', 200),
    quote('La', '2015-01-06', 10),
    quote('Nd', '2015-02-05', 242),
    quote('La', '2015-02-06', 10),
    quote('Nd', '2015-03-05', 242),
    quote('La', '2015-03-06', 12.1),
  ];
  const plain = priceIndex(quotes, null, null);
  assert.deepEqual(
    plain.map(({ month, matched }) => [month, matched]),
    [
      ['2015-01', 0],
      ['2015-02', 2],
      ['2015-03', 2],
    ],
  );
  // √(242/200 · 10/10) = 1.1; then √(1 · 1.21) = 1.1.
  near(plain[1]?.value, 110);
  near(plain[2]?.value, 121);
  const weighted = priceIndex(quotes, { Nd: 3, La: 1 }, null);
  near(weighted[1]?.value, 100 * 1.21 ** 0.75);
  near(priceIndex(quotes, null, '2015-03')[0]?.value, 100 / 1.21);
  assert.deepEqual(priceIndex(quotes, null, '2016-01'), []);
});

test('a month’s price is the geometric mean of its quotes; a product that comes or goes does not move the index', () => {
  const quotes = [
    quote('Nd', '2015-01-05', 100),
    quote('Nd', '2015-02-05', 80),
    quote('Nd', '2015-02-20', 125),
    quote('Dy', '2015-02-20', 9000),
    quote('Dy', '2015-03-20', 9000),
    quote('Nd', '2015-03-20', 100),
  ];
  assert.deepEqual(
    priceIndex(quotes, null, null).map(({ value }) => Math.round(value * 1e9) / 1e9),
    [100, 100, 100],
  );
});

test('a month without a matched product ends the chain', () => {
  const quotes = [quote('Nd', '2015-01-05', 100), quote('Dy', '2015-02-05', 80)];
  assert.deepEqual(
    priceIndex(quotes, null, null).map(({ month }) => month),
    ['2015-01'],
  );
  assert.deepEqual(priceIndex([], null, null), []);
});

test('a quote that comes later revises its month and those after it, and what was said first is told', () => {
  const quotes = [quote('Nd', '2015-01-05', 100, 1), quote('Nd', '2015-02-05', 110, 2), quote('Nd', '2015-03-05', 121, 3)];
  assert.ok(priceIndex(quotes, null, null).every(({ value, first }) => value === first));
  const [, february, march] = priceIndex([...quotes, quote('Nd', '2015-02-25', 110 * 1.21, 4)], null, null);
  near(february?.value, 121);
  near(february?.first, 110);
  near(march?.value, 121);
  near(march?.first, 121);
});

test('all prices times a number leave the index as it is; a month that doubles all doubles it (property)', () => {
  const prices = fc.array(fc.double({ min: 0.1, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(prices, fc.double({ min: 0.01, max: 100, noNaN: true }), (values, factor) => {
      const quotes = values.flatMap((price, at) => [
        quote(String(at), '2015-01-01', price),
        quote(String(at), '2015-02-01', 2 * price),
      ]);
      const index = (scale: number) =>
        priceIndex(
          quotes.map((one) => ({ ...one, price: one.price * scale })),
          null,
          null,
        )[1]!.value;
      assert.ok(Math.abs(index(1) - 200) < 1e-6);
      assert.ok(Math.abs(index(factor) - 200) < 1e-6);
    }),
  );
});
