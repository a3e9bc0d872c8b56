import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applyMovements, emptyQuotaState, figuresOfQuota, figuresOfYear, markDraws, withGroups } from './index.ts';
import type { Batch, Draw, Movement, Ore, Quota, QuotaState } from './index.ts';

const GROUPS = new Map<string, string | null>([
  ['state', null],
  ['group', null],
  ['plant', 'group'],
  ['shop', 'plant'],
  ['lone', null],
]);

function quota(holder: string, ore: Ore, batch: Batch, parent: string | null = null): Quota {
  return { id: `${holder}/${ore}/${batch}`, year: 2022, batch, stage: 'mining', ore, holder, parent };
}

function granted(of: Quota, amountMg: bigint): Movement {
  const base = { id: `n:${of.id}`, atMs: 0, quota: of, amountMg };
  return of.parent === null ? { ...base, kind: 'grant' } : { ...base, kind: 'allot', ground: 'notice' };
}

function draw(id: string, holder: string, ore: Ore, amountMg: bigint, reservation: string | null = null): Draw {
  return {
    id,
    atMs: Number(id.replace(/\D/g, '')),
    kind: 'draw',
    event: id,
    reservation,
    holder,
    year: 2022,
    stage: 'mining',
    ore,
    amountMg,
  };
}

function stateOf(...movements: Movement[]): QuotaState {
  const { state, refused } = applyMovements(emptyQuotaState(GROUPS), movements);
  assert.deepEqual(refused, []);
  return state;
}

function rows(state: QuotaState): Record<string, readonly bigint[]> {
  const { quotas } = figuresOfYear(state, 2022);
  return Object.fromEntries(quotas.map((row) => [row.quota.id, [row.drawnMg, row.availableMg, row.overdrawnMg]]));
}

test('batches fill in order, the last takes what passes the cap', () => {
  const state = stateOf(
    granted(quota('group', 'light', 2), 50n),
    granted(quota('group', 'light', 1), 100n),
    draw('d1', 'group', 'light', 170n),
  );
  assert.deepEqual(rows(state), { 'group/light/1': [100n, 0n, 0n], 'group/light/2': [70n, -20n, 20n] });
});

test('the figure of the year is the total, numbered batches are parts of it', () => {
  const notices = [granted(quota('group', 'light', 'year'), 150n), granted(quota('group', 'light', 1), 100n)];
  assert.deepEqual(rows(stateOf(...notices, draw('d1', 'group', 'light', 120n))), {
    'group/light/1': [100n, 0n, 0n],
    'group/light/year': [120n, 30n, 0n],
  });
  assert.deepEqual(rows(stateOf(...notices, draw('d1', 'group', 'light', 160n)))['group/light/year'], [160n, -10n, 10n]);
});

test('what is reserved on a batch is also taken from the figure of the year', () => {
  const notices = [granted(quota('group', 'light', 'year'), 100n), granted(quota('group', 'light', 1), 100n)];
  const reserved: Movement = { id: 'r', atMs: 0, kind: 'reserve', reservation: 'R', quota: 'group/light/1', amountMg: 80n };
  const state = stateOf(...notices, reserved);
  assert.deepEqual(rows(state), { 'group/light/1': [0n, 20n, 0n], 'group/light/year': [0n, 20n, 0n] });
  const more: Movement = { ...reserved, id: 'r2', reservation: 'R2', quota: 'group/light/year', amountMg: 21n };
  assert.equal(applyMovements(state, [more]).refused[0]?.refusal.code, 'exceeds-available');
});

test('a child with a figure of the year and batches takes that figure from its parent, once', () => {
  const state = stateOf(
    granted(quota('state', 'light', 'year'), 300n),
    granted(quota('state', 'light', 1), 150n),
    granted(quota('group', 'light', 'year', 'state/light/year'), 200n),
    granted(quota('group', 'light', 1, 'state/light/1'), 90n),
  );
  assert.equal(figuresOfQuota(state, 'state/light/year')?.allottedMg, 200n);
  assert.equal(figuresOfQuota(state, 'state/light/1')?.allottedMg, 90n);
});

test('what one batch gives to another of the same holder does not leave the figure of the year', () => {
  const state = stateOf(
    granted(quota('group', 'light', 'year'), 100n),
    granted(quota('group', 'light', 1, 'group/light/year'), 60n),
    granted(quota('group', 'light', 2, 'group/light/1'), 20n),
  );
  assert.deepEqual(rows(state), {
    'group/light/1': [0n, 40n, 0n],
    'group/light/2': [0n, 20n, 0n],
    'group/light/year': [0n, 100n, 0n],
  });
});

test('a quota for the very ore is used before one for any', () => {
  const state = stateOf(
    granted(quota('group', 'any', 'year'), 50n),
    granted(quota('group', 'light', 'year'), 100n),
    draw('d1', 'group', 'light', 120n),
  );
  assert.deepEqual(rows(state), { 'group/light/year': [100n, 0n, 0n], 'group/any/year': [20n, 30n, 0n] });
  assert.deepEqual(
    rows(stateOf(granted(quota('group', 'light', 'year'), 100n), draw('d1', 'group', 'any', 30n)))['group/light/year'],
    [30n, 70n, 0n],
  );
});

test('a holder without a quota uses that of the nearest group above it', () => {
  const state = stateOf(
    granted(quota('group', 'light', 'year'), 100n),
    draw('d1', 'shop', 'light', 60n),
    draw('d2', 'plant', 'light', 60n),
  );
  assert.deepEqual(rows(state), { 'group/light/year': [120n, -20n, 20n] });
  const moved = withGroups(
    state,
    new Map([
      ['shop', 'other'],
      ['plant', 'group'],
    ]),
  );
  assert.deepEqual(figuresOfYear(moved, 2022).unheld, [
    { holder: 'shop', year: 2022, stage: 'mining', ore: 'light', drawnMg: 60n },
  ]);
});

test('a draw that nobody holds a quota for is listed, until the quota comes', () => {
  const before = stateOf(draw('d1', 'lone', 'ion', 7n));
  assert.deepEqual(figuresOfYear(before, 2022).unheld, [
    { holder: 'lone', year: 2022, stage: 'mining', ore: 'ion', drawnMg: 7n },
  ]);
  const { state } = applyMovements(before, [granted(quota('lone', 'ion', 'year'), 10n)]);
  assert.deepEqual(figuresOfYear(state, 2022).unheld, []);
  assert.deepEqual(rows(state), { 'lone/ion/year': [7n, 3n, 0n] });
});

test('a circle of groups ends the search', () => {
  const { state } = applyMovements(
    emptyQuotaState(
      new Map([
        ['a', 'b'],
        ['b', 'a'],
      ]),
    ),
    [draw('d1', 'a', 'light', 1n)],
  );
  assert.equal(figuresOfYear(state, 2022).unheld.length, 1);
});

test('a draw uses up its reservation first, and a reversal gives it back', () => {
  const reserved: Movement = { id: 'r', atMs: 0, kind: 'reserve', reservation: 'R', quota: 'group/light/year', amountMg: 40n };
  const state = stateOf(granted(quota('group', 'light', 'year'), 100n), reserved, draw('d1', 'group', 'light', 50n, 'R'));
  const drawn = figuresOfQuota(state, 'group/light/year');
  assert.deepEqual([drawn?.reservedMg, drawn?.drawnMg, drawn?.availableMg], [0n, 50n, 50n]);
  const back = figuresOfQuota(
    applyMovements(state, [{ id: 'v', atMs: 0, kind: 'reverse-draw', draw: 'd1' }]).state,
    'group/light/year',
  );
  assert.deepEqual([back?.reservedMg, back?.drawnMg, back?.availableMg], [40n, 0n, 60n]);
});

test('a released reservation gives a reversed draw back as free', () => {
  const state = stateOf(
    granted(quota('group', 'light', 'year'), 100n),
    { id: 'r', atMs: 0, kind: 'reserve', reservation: 'R', quota: 'group/light/year', amountMg: 40n },
    draw('d1', 'group', 'light', 30n, 'R'),
    { id: 'x', atMs: 0, kind: 'release', reservation: 'R' },
    { id: 'v', atMs: 0, kind: 'reverse-draw', draw: 'd1' },
  );
  const figures = figuresOfQuota(state, 'group/light/year');
  assert.deepEqual([figures?.reservedMg, figures?.drawnMg, figures?.availableMg], [0n, 0n, 100n]);
});

test('a reservation of another year or ore does not cover a draw', () => {
  const reserved: Movement = { id: 'r', atMs: 0, kind: 'reserve', reservation: 'R', quota: 'group/ion/year', amountMg: 10n };
  const state = stateOf(granted(quota('group', 'ion', 'year'), 10n), reserved, draw('d1', 'group', 'light', 5n, 'R'));
  assert.equal(figuresOfQuota(state, 'group/ion/year')?.reservedMg, 10n);
  assert.equal(figuresOfYear(state, 2022).unheld[0]?.drawnMg, 5n);
});

test('draws are marked in the order in which they happened, whatever the order on record', () => {
  const draws = [
    draw('d3', 'group', 'light', 30n),
    draw('d1', 'plant', 'light', 60n),
    draw('d2', 'lone', 'light', 5n),
    draw('d4', 'group', 'light', 40n),
  ];
  const state = stateOf(granted(quota('group', 'light', 'year'), 100n), ...draws);
  const marks = markDraws(state, draws).map((mark) => [mark.draw.id, mark.coveredMg, mark.overdrawnMg, mark.unheldMg]);
  assert.deepEqual(marks, [
    ['d1', 60n, 0n, 0n],
    ['d2', 0n, 0n, 5n],
    ['d3', 30n, 0n, 0n],
    ['d4', 10n, 30n, 0n],
  ]);
});

test('totals summed by storage stand for the draws', () => {
  const line = { holder: 'plant', year: 2022, stage: 'mining', ore: 'light' } as const;
  const summed = emptyQuotaState(GROUPS, [{ ...line, drawnMg: 120n }]);
  const one = applyMovements(summed, [granted(quota('group', 'light', 'year'), 100n)]).state;
  const other = stateOf(
    granted(quota('group', 'light', 'year'), 100n),
    draw('d1', 'plant', 'light', 100n),
    draw('d2', 'plant', 'light', 20n),
  );
  assert.deepEqual(figuresOfYear(one, 2022), figuresOfYear(other, 2022));
});
