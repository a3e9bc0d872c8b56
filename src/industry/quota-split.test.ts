import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import fc from 'fast-check';
import { FACT_FILES, readFacts } from './facts.ts';
import { nationalCap, quotaRows, splitWhole } from './quota-split.ts';

const facts = readFacts(
  Object.fromEntries(FACT_FILES.map((file) => [file, readFileSync(new URL(`../../data/${file}`, import.meta.url), 'utf8')])),
);

test('whole tonnes in proportion always sum to the total and stay within one of the exact share', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 300_000 }),
      fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 60 }),
      (total, weights) => {
        const parts = splitWhole(total, weights);
        const sum = weights.reduce((a, b) => a + b, 0);
        assert.equal(
          parts.reduce((a, b) => a + b, 0),
          total,
        );
        for (const [index, part] of parts.entries()) assert.ok(Math.abs(part - (total * weights[index]!) / sum) < 1);
      },
    ),
  );
  assert.throws(() => splitWhole(5, []), RangeError);
  assert.throws(() => splitWhole(5, [0]), RangeError);
});

test('in every year each quota splits exactly, from the nation to the enterprise', () => {
  for (let year = 2009; year <= 2024; year++) {
    const rows = quotaRows(facts, year, 2, (key) => key);
    assert.equal(new Set(rows.map((row) => row.id)).size, rows.length);
    for (const row of rows) {
      const children = rows.filter((other) => other.parent === row.id);
      if (children.length > 0)
        assert.equal(
          children.reduce((sum, child) => sum + child.reoTonnes, 0),
          row.reoTonnes,
          row.id,
        );
      assert.ok(Number.isInteger(row.reoTonnes) && row.reoTonnes >= 0, row.id);
    }
    const mining = rows
      .filter((row) => row.stage === 'mining' && row.parent === null)
      .reduce((sum, row) => sum + row.reoTonnes, 0);
    const notice = facts.nationalQuotas.find(
      (row) => row.year === year && row.batch === 'year' && row.stage === 'mining' && row.ore === 'any',
    );
    assert.equal(mining, notice?.reoTonnes, `mining of ${year}`);
  }
});

test('2015 is what the notices say', () => {
  assert.equal(nationalCap(facts, 2015, 'mining', 'light'), 87_100);
  assert.equal(nationalCap(facts, 2015, 'mining', 'ion'), 17_900);
  assert.equal(nationalCap(facts, 2015, 'separation', 'any'), 100_100);
  const first = quotaRows(facts, 2015, 2, (key) => key).filter((row) => row.batch === 1);
  const of = (holder: string, stage: string): number | undefined =>
    first.find((row) => row.holder === holder && row.stage === stage)?.reoTonnes;
  assert.equal(of('north', 'mining'), 29_750);
  assert.equal(of('north', 'separation'), 25_960);
  const six = first.filter(
    (row) =>
      row.stage === 'separation' &&
      row.parent !== null &&
      facts.enterprises.some((one) => one.key === row.holder && one.role === 'group'),
  );
  assert.equal(
    six.reduce((sum, row) => sum + row.reoTonnes, 0),
    46_690,
  );
});

test('a year without a notice is refused', () => {
  assert.throws(() => nationalCap(facts, 1999, 'mining', 'light'), /no mining quota of 1999/);
});
