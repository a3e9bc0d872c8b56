import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { QuotaRow } from '../../wire/index.ts';
import { withinQuotas } from './quotas.ts';

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
