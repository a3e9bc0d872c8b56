import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QuotaRow } from '../../wire/index.ts';
import { capsAndGroups, sumBatches, withinQuotas } from './quotas.ts';

const row = (id: string, parent: string | null, drawnTonnes: number): QuotaRow => ({
  id,
  parent,
  drawnTonnes,
  year: 2015,
  batch: 'year',
  stage: 'mining',
  ore: 'light',
  holder: id,
  holderName: { zh: id, en: id },
  grantedTonnes: 10,
  allottedTonnes: 0,
  reservedTonnes: 0,
  cutTonnes: 0,
  availableTonnes: 10 - drawnTonnes,
  overdrawn: false,
});

test('a cap shows what was drawn on everything split from it, and is followed by it', () => {
  const rows = withinQuotas([row('mine', 'group', 3), row('cap', null, 0), row('group', 'cap', 1), row('other', 'cap', 2)]);
  assert.deepEqual(
    rows.map((each) => [each.id, each.depth, each.drawnWithinTonnes]),
    [
      ['cap', 0, 6],
      ['group', 1, 4],
      ['mine', 2, 3],
      ['other', 1, 2],
    ],
  );
});

test('a row whose parent is not shown is not lost', () => {
  assert.deepEqual(
    withinQuotas([row('a', 'elsewhere', 1)]).map((each) => each.id),
    ['a'],
  );
  assert.deepEqual(withinQuotas([]), []);
});

test('the batches of a year are one row, and splits hang below the summed row', () => {
  const batch = (number: 1 | 2, holder: string, parent: string | null, drawnTonnes: number): QuotaRow => ({
    ...row(`${holder}-${number}`, parent, drawnTonnes),
    holder,
    batch: number,
    overdrawn: number === 2 && drawnTonnes > 10,
  });
  const rows = [
    batch(1, 'cap', null, 1),
    batch(2, 'cap', null, 2),
    batch(1, 'group', 'cap-1', 3),
    batch(2, 'group', 'cap-2', 11),
  ];
  const summed = withinQuotas(sumBatches(rows));
  assert.deepEqual(
    summed.map((each) => [each.holder, each.batch, each.depth, each.grantedTonnes, each.drawnWithinTonnes, each.overdrawn]),
    [
      ['cap', 'year', 0, 20, 17, false],
      ['group', 'year', 1, 20, 14, true],
    ],
  );
  assert.deepEqual(sumBatches([]), []);
});

test('a summary shows caps, then overdrawn groups, then the largest; never what was split further', () => {
  const small = { ...row('small', 'cap', 20), overdrawn: true };
  const group = (id: string, grantedTonnes: number): QuotaRow => ({ ...row(id, 'cap', 1), grantedTonnes, allottedTonnes: 1 });
  const rows = withinQuotas([
    row('cap', null, 0),
    group('a', 10),
    group('b', 50),
    row('lone', 'cap', 1),
    small,
    row('deep', 'b', 1),
  ]);
  assert.deepEqual(
    capsAndGroups(rows).map((each) => each.id),
    ['cap', 'small', 'b', 'a'],
  );
});
