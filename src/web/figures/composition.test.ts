import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pairComposition } from './composition.ts';

const part = (oxide: string, percent: number, treoPercent: number) => ({
  element: oxide.slice(0, 2),
  oxide,
  percent,
  sdPercent: percent / 100,
  treoPercent,
});

test('a lot stands beside its deposit, which is brought to 100', () => {
  const rows = pairComposition([part('Y2O3', 1, 20), part('Nd2O3', 4, 80)], { La2O3: 25, Nd2O3: 25 });
  assert.deepEqual(
    rows.map((row) => [row.oxide, row.lotPercent, row.depositPercent]),
    [
      ['La2O3', null, 50],
      ['Nd2O3', 80, 50],
      ['Y2O3', 20, null],
    ],
  );
  assert.equal(rows[1]?.sdPercent, 0.8);
});

test('without a deposit, or with an empty one, the lot stands alone', () => {
  assert.deepEqual(
    pairComposition([part('Nd2O3', 4, 100)], null).map((row) => row.depositPercent),
    [null],
  );
  assert.deepEqual(
    pairComposition([part('Nd2O3', 0, 0)], { Nd2O3: 0 }).map((row) => [row.sdPercent, row.depositPercent]),
    [[0, null]],
  );
});
