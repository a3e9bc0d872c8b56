import assert from 'node:assert/strict';
import { test } from 'node:test';
import { allot, applyMovement, applyMovements, emptyQuotaState, isRefusal, release, reserve } from './index.ts';
import type { Movement, Quota, QuotaState, RefusalCode } from './index.ts';
import { REFUSAL_CODES } from './index.ts';

const ROOT: Quota = { id: 'root', year: 2015, batch: 'year', stage: 'mining', ore: 'light', holder: 'state', parent: null };
const CHILD: Quota = { ...ROOT, id: 'child', holder: 'group', parent: 'root' };
const AT = 0;

const BASE: readonly Movement[] = [
  { id: 'g1', atMs: AT, kind: 'grant', quota: ROOT, amountMg: 100n },
  { id: 'a1', atMs: AT, kind: 'allot', ground: 'command', quota: CHILD, amountMg: 60n },
  { id: 'r1', atMs: AT, kind: 'reserve', reservation: 'R1', quota: 'child', amountMg: 10n },
  { id: 'r2', atMs: AT, kind: 'reserve', reservation: 'R2', quota: 'child', amountMg: 10n },
  { id: 'x2', atMs: AT, kind: 'release', reservation: 'R2' },
  {
    id: 'd1',
    atMs: AT,
    kind: 'draw',
    event: 'e1',
    reservation: null,
    holder: 'group',
    year: 2015,
    stage: 'mining',
    ore: 'light',
    amountMg: 5n,
  },
  { id: 'v1', atMs: AT, kind: 'reverse-draw', draw: 'd1' },
];

function stateOf(...more: readonly Movement[]): QuotaState {
  const { state, refused } = applyMovements(emptyQuotaState(new Map()), [...BASE, ...more]);
  assert.deepEqual(refused, []);
  return state;
}

const OPEN = stateOf();
const CLOSED = stateOf({ id: 'c1', atMs: AT, kind: 'close-year', year: 2015 });

function codeOf(state: QuotaState, movement: Movement): RefusalCode | 'applied' {
  const answer = applyMovement(state, movement);
  return isRefusal(answer) ? answer.code : 'applied';
}

/** One movement for each code with that fault alone; the type asks for every code. */
const ALONE: Record<RefusalCode, readonly [QuotaState, Movement]> = {
  'movement-id-taken': [OPEN, { id: 'g1', atMs: AT, kind: 'release', reservation: 'R1' }],
  'amount-not-positive': [OPEN, { id: 'n', atMs: AT, kind: 'reserve', reservation: 'N', quota: 'child', amountMg: 0n }],
  'quota-unknown': [OPEN, { id: 'n', atMs: AT, kind: 'cut', ground: 'command', quota: 'nothing', amountMg: 1n }],
  'parent-unknown': [
    OPEN,
    { id: 'n', atMs: AT, kind: 'allot', ground: 'command', quota: { ...CHILD, id: 'n', parent: 'none' }, amountMg: 1n },
  ],
  'reservation-unknown': [OPEN, { id: 'n', atMs: AT, kind: 'release', reservation: 'N' }],
  'draw-unknown': [OPEN, { id: 'n', atMs: AT, kind: 'reverse-draw', draw: 'none' }],
  'grant-has-parent': [OPEN, { id: 'n', atMs: AT, kind: 'grant', quota: CHILD, amountMg: 1n }],
  'quota-differs': [OPEN, { id: 'n', atMs: AT, kind: 'grant', quota: { ...ROOT, ore: 'ion' }, amountMg: 1n }],
  'child-differs-from-parent': [
    OPEN,
    { id: 'n', atMs: AT, kind: 'allot', ground: 'command', quota: { ...CHILD, id: 'n', ore: 'any' }, amountMg: 1n },
  ],
  'batch-taken': [OPEN, { id: 'n', atMs: AT, kind: 'allot', ground: 'command', quota: { ...CHILD, id: 'n' }, amountMg: 1n }],
  'reservation-taken': [OPEN, { id: 'n', atMs: AT, kind: 'reserve', reservation: 'R1', quota: 'child', amountMg: 1n }],
  'already-released': [OPEN, { id: 'n', atMs: AT, kind: 'release', reservation: 'R2' }],
  'already-reversed': [OPEN, { id: 'n', atMs: AT, kind: 'reverse-draw', draw: 'd1' }],
  'year-closed': [CLOSED, { id: 'n', atMs: AT, kind: 'release', reservation: 'R1' }],
  'exceeds-available': [OPEN, { id: 'n', atMs: AT, kind: 'reserve', reservation: 'N', quota: 'child', amountMg: 51n }],
};

for (const code of REFUSAL_CODES) {
  test(`refused with ${code}`, () => {
    const [state, movement] = ALONE[code];
    assert.equal(codeOf(state, movement), code);
  });
}

/** Movements with two faults or more, and the code that stands first. */
const TWO_FAULTS: readonly (readonly [RefusalCode, QuotaState, Movement])[] = [
  ['movement-id-taken', OPEN, { id: 'g1', atMs: AT, kind: 'reserve', reservation: 'N', quota: 'nothing', amountMg: -1n }],
  ['amount-not-positive', OPEN, { id: 'n', atMs: AT, kind: 'cut', ground: 'command', quota: 'nothing', amountMg: 0n }],
  ['amount-not-positive', CLOSED, { id: 'n', atMs: AT, kind: 'reserve', reservation: 'R1', quota: 'child', amountMg: -1n }],
  ['quota-unknown', OPEN, { id: 'n', atMs: AT, kind: 'reserve', reservation: 'R1', quota: 'nothing', amountMg: 999n }],
  [
    'parent-unknown',
    OPEN,
    { id: 'n', atMs: AT, kind: 'allot', ground: 'command', quota: { ...CHILD, parent: 'none' }, amountMg: 999n },
  ],
  ['grant-has-parent', OPEN, { id: 'n', atMs: AT, kind: 'grant', quota: { ...ROOT, parent: 'child' }, amountMg: 1n }],
  [
    'quota-differs',
    OPEN,
    { id: 'n', atMs: AT, kind: 'allot', ground: 'command', quota: { ...CHILD, year: 2016 }, amountMg: 999n },
  ],
  [
    'child-differs-from-parent',
    CLOSED,
    { id: 'n', atMs: AT, kind: 'allot', ground: 'command', quota: { ...CHILD, id: 'n', stage: 'separation' }, amountMg: 999n },
  ],
  ['batch-taken', CLOSED, { id: 'n', atMs: AT, kind: 'allot', ground: 'command', quota: { ...CHILD, id: 'n' }, amountMg: 999n }],
  ['reservation-taken', CLOSED, { id: 'n', atMs: AT, kind: 'reserve', reservation: 'R1', quota: 'child', amountMg: 999n }],
  ['already-released', CLOSED, { id: 'n', atMs: AT, kind: 'release', reservation: 'R2' }],
  ['year-closed', CLOSED, { id: 'n', atMs: AT, kind: 'cut', ground: 'command', quota: 'child', amountMg: 999n }],
];

TWO_FAULTS.forEach(([code, state, movement], index) => {
  test(`two faults at once, case ${index + 1}: ${code} stands first`, () => {
    assert.equal(codeOf(state, movement), code);
  });
});

test('the order of the codes is fixed', () => {
  assert.deepEqual(REFUSAL_CODES, Object.keys(ALONE));
});

test('the same movement again changes nothing; a command repeated gives no movement', () => {
  for (const movement of BASE) assert.deepEqual(applyMovement(OPEN, movement), OPEN);
  assert.deepEqual(reserve(OPEN, { id: 'r1', atMs: AT, reservation: 'R1', quota: 'child', amountMg: 10n }), { movements: [] });
});

test('commands answer with one movement or the refusal', () => {
  const movement = { id: 'n', atMs: AT, kind: 'release', reservation: 'R1' } as const;
  assert.deepEqual(release(OPEN, { id: 'n', atMs: AT, reservation: 'R1' }), { movements: [movement] });
  const over = allot(OPEN, { id: 'n', atMs: AT, quota: { ...CHILD, id: 'n', holder: 'other' }, amountMg: 41n });
  assert.deepEqual(over, { refusal: { code: 'exceeds-available', message: 'the amount passes what is available by 1 mg REO' } });
});

test('draws, reversals and notices are recorded in a closed year too', () => {
  const draw: Movement = {
    id: 'd9',
    atMs: AT,
    kind: 'draw',
    event: 'e9',
    reservation: null,
    holder: 'group',
    year: 2015,
    stage: 'mining',
    ore: 'light',
    amountMg: 999n,
  };
  const drawn = applyMovement(CLOSED, draw);
  assert.ok(!isRefusal(drawn));
  assert.equal(codeOf(drawn, { id: 'v9', atMs: AT, kind: 'reverse-draw', draw: 'd9' }), 'applied');
  assert.equal(
    codeOf(CLOSED, { id: 'n', atMs: AT, kind: 'allot', ground: 'notice', quota: { ...CHILD, id: 'n' }, amountMg: 999n }),
    'applied',
  );
  assert.equal(codeOf(CLOSED, { id: 'n', atMs: AT, kind: 'cut', ground: 'notice', quota: 'child', amountMg: 999n }), 'applied');
});
