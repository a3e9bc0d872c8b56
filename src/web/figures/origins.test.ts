import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { TraceAnswer } from '../../wire/index.ts';
import { elementsOfOrigins, sharesOfOrigins } from './origins.ts';

type TraceNode = TraceAnswer['nodes'][number];

const node = (lot: string, site: string | null, share: number, more: Partial<TraceNode> = {}): TraceNode => ({
  lot,
  site: site === null ? null : { id: site, name: { zh: site, en: site }, kind: 'mine', organisation: null },
  origin: true,
  source: 'ground',
  shares: { Nd: share },
  ...more,
});

test('the lots of one mine are one row, its unexplained gain another', () => {
  const nodes = [
    node('a', 'mine', 0.2),
    node('b', 'mine', 0.3),
    node('c', 'mine', 0.1, { source: 'unexplained-gain' }),
    node('d', null, 0.4),
    node('e', 'mine', 0.9, { origin: false }),
  ];
  assert.deepEqual(
    sharesOfOrigins(nodes, 'Nd', true).map((row) => [row.site?.id ?? null, row.source, row.lots, row.lot, row.share]),
    [
      ['mine', 'ground', 2, null, 0.5],
      [null, 'ground', 1, null, 0.4],
      ['mine', 'unexplained-gain', 1, null, 0.1],
    ],
  );
  assert.deepEqual(
    sharesOfOrigins(nodes, 'Nd', false).map((row) => row.lot),
    ['d', 'b', 'a', 'c'],
  );
});

test('an origin without the element is left out', () => {
  const nodes = [node('a', 'mine', 0), node('b', 'mine', 1), node('c', 'mine', 0, { shares: { Dy: 1, Tb: 0 } })];
  assert.deepEqual(
    sharesOfOrigins(nodes, 'Nd', false).map((row) => row.lot),
    ['b'],
  );
  assert.deepEqual(elementsOfOrigins(nodes), ['Nd', 'Dy']);
  assert.deepEqual(sharesOfOrigins([], 'Nd', true), []);
});

test('summing by site keeps the whole', () => {
  const origins = fc.array(fc.tuple(fc.constantFrom('p', 'q', null), fc.double({ min: 0, max: 1, noNaN: true })));
  fc.assert(
    fc.property(origins, (all) => {
      const nodes = all.map(([site, share], at) => node(`lot-${at}`, site, share));
      const sum = (bySite: boolean) => sharesOfOrigins(nodes, 'Nd', bySite).reduce((total, row) => total + row.share, 0);
      assert.ok(Math.abs(sum(true) - sum(false)) < 1e-9);
    }),
  );
});
