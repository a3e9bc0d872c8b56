import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMovements, emptyQuotaState, figuresOfQuota, groupsOf, quotasFromRegistry } from './index.ts';
import type { QuotaState, StatedQuota, StatedRights } from './index.ts';

const ROOT: StatedQuota = {
  id: 'root',
  year: 2015,
  batch: 'year',
  stage: 'mining',
  ore: 'light',
  holder: 'state',
  parent: null,
  reoTonnes: 100,
};
const CHILD: StatedQuota = { ...ROOT, id: 'child', holder: 'group', parent: 'root', reoTonnes: 60 };
const ORGANISATIONS = [
  { id: 'state', group: null },
  { id: 'group', group: null },
  { id: 'plant', group: 'group' },
];

function rights(...quotas: StatedQuota[]): StatedRights {
  return { organisations: ORGANISATIONS, quotas };
}

function load(stated: StatedRights, state: QuotaState = emptyQuotaState(groupsOf(stated))): QuotaState {
  const applied = applyMovements(state, quotasFromRegistry(stated, 0, state).movements);
  assert.deepEqual(applied.refused, []);
  return applied.state;
}

test('roots are granted, others allotted from their parent, whatever the order of the file', () => {
  const { movements, exceptions } = quotasFromRegistry(
    rights({ ...CHILD, id: 'leaf', parent: 'child', reoTonnes: 1.5 }, CHILD, ROOT),
    7,
  );
  assert.deepEqual(
    movements.map((movement) => [movement.id, movement.kind, movement.atMs]),
    [
      ['notice:root:1', 'grant', 7],
      ['notice:child:1', 'allot', 7],
      ['notice:leaf:1', 'allot', 7],
    ],
  );
  assert.deepEqual(exceptions, []);
  const state = load(rights(CHILD, ROOT));
  assert.equal(figuresOfQuota(state, 'root')?.availableMg, 40_000_000_000n);
  assert.equal(figuresOfQuota(state, 'child')?.grantedMg, 60_000_000_000n);
});

test('the same registry again gives no movement; a changed amount gives the difference', () => {
  const state = load(rights(ROOT, CHILD));
  assert.deepEqual(quotasFromRegistry(rights(ROOT, CHILD), 0, state).movements, []);
  const grown = load(rights({ ...ROOT, reoTonnes: 120 }, CHILD), state);
  assert.equal(figuresOfQuota(grown, 'root')?.grantedMg, 120_000_000_000n);
  const shrunk = load(rights(ROOT, CHILD), grown);
  const figures = figuresOfQuota(shrunk, 'root');
  assert.deepEqual([figures?.cutMg, figures?.availableMg], [20_000_000_000n, 40_000_000_000n]);
  assert.deepEqual(quotasFromRegistry(rights(ROOT, CHILD), 0, shrunk).movements, []);
});

test('children above their parent are kept and listed', () => {
  const stated = rights(ROOT, CHILD, { ...CHILD, id: 'other', holder: 'plant', reoTonnes: 50.5 });
  const { exceptions } = quotasFromRegistry(stated, 0);
  assert.deepEqual(exceptions, [
    { code: 'children-exceed-parent', quota: 'root', overMg: 10_500_000_000n, message: 'its 2 parts pass it by 10.5 t REO' },
  ]);
  assert.equal(figuresOfQuota(load(stated), 'root')?.availableMg, -10_500_000_000n);
});

test('batches above the figure of the year, parts of something else and a quota with a new meaning are listed', () => {
  const codes = (stated: StatedRights, state?: QuotaState) =>
    quotasFromRegistry(stated, 0, state).exceptions.map((one) => [one.code, one.quota]);
  assert.deepEqual(codes(rights(ROOT, { ...ROOT, id: 'b1', batch: 1, reoTonnes: 101 })), [['batches-exceed-year', 'root']]);
  assert.deepEqual(codes(rights(ROOT, { ...ROOT, id: 'b1', batch: 1, reoTonnes: 100 })), []);
  assert.deepEqual(codes(rights(ROOT, { ...CHILD, ore: 'ion' })), [['child-differs-from-parent', 'child']]);
  const redefined = rights({ ...ROOT, ore: 'ion', reoTonnes: 300 });
  const state = load(rights(ROOT));
  assert.deepEqual(codes(redefined, state), [['quota-redefined', 'root']]);
  assert.deepEqual(quotasFromRegistry(redefined, 0, state).movements, []);
});

test('a quota of nothing is a quota', () => {
  const state = load(rights({ ...ROOT, reoTonnes: 0 }, { ...CHILD, reoTonnes: 0 }));
  assert.equal(figuresOfQuota(state, 'child')?.grantedMg, 0n);
  assert.deepEqual(quotasFromRegistry(rights({ ...ROOT, reoTonnes: 0 }), 0, state).movements, []);
});
