import { chinaYear } from '../ledger/index.ts';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawOf } from './index.ts';
import type { Production } from './index.ts';

const MADE: Production = {
  kind: 'transformed',
  siteKind: 'separation-plant',
  ore: 'ion',
  organisation: 'org',
  eventTimeMs: Date.UTC(2015, 5, 1),
  outputs: [
    { productKind: 'oxide', treoMg: 70n },
    { productKind: 'salt', treoMg: 20n },
    { productKind: 'residue', treoMg: 5n },
  ],
  inputs: [{ productKind: 'mixed-compound', treoMg: 100n }],
};

const MINED: Production = {
  ...MADE,
  kind: 'mined',
  siteKind: 'mine',
  ore: 'light',
  outputs: [{ productKind: 'concentrate', treoMg: 40n }],
  inputs: [],
};

test('a mine draws all TREO that it commissions', () => {
  assert.deepEqual(drawOf(MINED), { holder: 'org', year: 2015, stage: 'mining', ore: 'light', amountMg: 40n });
  assert.equal(drawOf({ ...MINED, siteKind: 'recycler' }), null);
  assert.equal(drawOf({ ...MINED, siteKind: null }), null);
  assert.equal(drawOf({ ...MINED, outputs: [{ productKind: null, treoMg: 3n }] })?.amountMg, 3n);
  assert.equal(drawOf({ ...MINED, outputs: [] }), null);
});

test('separation draws the oxides and salts made, less those used', () => {
  assert.deepEqual(drawOf(MADE), { holder: 'org', year: 2015, stage: 'separation', ore: 'ion', amountMg: 90n });
  const purified = { ...MADE, inputs: [{ productKind: 'oxide', treoMg: 88n }] };
  assert.equal(drawOf(purified)?.amountMg, 2n);
  assert.equal(drawOf({ ...MADE, inputs: [{ productKind: 'oxide', treoMg: 91n }] }), null);
});

test('a recycler draws on separation, never on mining; metal plants and mines draw nothing by transforming', () => {
  assert.equal(drawOf({ ...MADE, siteKind: 'recycler', inputs: [{ productKind: 'scrap', treoMg: 100n }] })?.stage, 'separation');
  for (const siteKind of ['metal-plant', 'material-plant', 'mine', 'warehouse', null])
    assert.equal(drawOf({ ...MADE, siteKind }), null);
});

test('ore that is not known draws on a quota for any ore', () => {
  assert.equal(drawOf({ ...MADE, ore: null })?.ore, 'any');
});

test('the year is that of the day in China', () => {
  const newYear = Date.UTC(2015, 11, 31, 16);
  assert.equal(chinaYear(newYear), 2016);
  assert.equal(chinaYear(newYear - 1), 2015);
  assert.equal(drawOf({ ...MINED, eventTimeMs: newYear })?.year, 2016);
});
