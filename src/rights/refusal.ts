import { accountsOfLine, allottedFrom, roomOf } from './figures.ts';
import { type Allotment, isSameMovement, type Movement } from './movement.ts';
import { isSameQuota, lineKeyOf, type Quota } from './quota.ts';
import type { QuotaState } from './quota-state.ts';

/** Why a movement was refused: one code, what was expected and what came. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly message: string;
}

type Check = (state: QuotaState, movement: Movement) => string | null;

/** Every reason in the order of precedence: the first that holds is the answer. Each check gives the message, or null to pass. */
const CHECKS = {
  'movement-id-taken': (state, movement) => {
    return state.applied.has(movement.id) ? `another movement has the id ${movement.id}` : null;
  },
  'amount-not-positive': (_, movement) => {
    if (!('amountMg' in movement)) return null;
    const lowest = isNotice(movement) ? 0n : 1n;
    return movement.amountMg < lowest ? `expected at least ${lowest} mg, got ${movement.amountMg}` : null;
  },
  'quota-unknown': (state, movement) => {
    if (movement.kind !== 'reserve' && movement.kind !== 'cut') return null;
    return state.accounts.has(movement.quota) ? null : `quota ${movement.quota} is not on record`;
  },
  'parent-unknown': (state, movement) => {
    if (movement.kind !== 'allot' || parentOf(state, movement) !== undefined) return null;
    return `parent quota ${movement.quota.parent ?? '(none)'} of ${movement.quota.id} is not on record`;
  },
  'reservation-unknown': (state, movement) => {
    if (movement.kind !== 'release' || state.reservations.has(movement.reservation)) return null;
    return `reservation ${movement.reservation} is not on record`;
  },
  'draw-unknown': (state, movement) => {
    if (movement.kind !== 'reverse-draw' || state.draws.has(movement.draw)) return null;
    return `draw ${movement.draw} is not on record`;
  },
  'grant-has-parent': (_, movement) => {
    if (movement.kind !== 'grant' || movement.quota.parent === null) return null;
    return `quota ${movement.quota.id} is part of ${movement.quota.parent}: allot it`;
  },
  'quota-differs': (state, movement) => {
    if (movement.kind !== 'grant' && movement.kind !== 'allot') return null;
    const known = state.accounts.get(movement.quota.id)?.quota;
    return known === undefined || isSameQuota(known, movement.quota) ? null : `quota ${known.id} is on record for something else`;
  },
  'child-differs-from-parent': (state, movement) => {
    const parent = movement.kind === 'allot' ? parentOf(state, movement) : undefined;
    if (movement.kind !== 'allot' || movement.ground === 'notice' || parent === undefined) return null;
    return fitsParent(movement.quota, parent)
      ? null
      : `quota ${movement.quota.id} is not for the year, stage, ore and batch of ${parent.id}`;
  },
  'batch-taken': (state, movement) => {
    if (movement.kind !== 'allot' || movement.ground === 'notice') return null;
    const { id, batch } = movement.quota;
    const taken = accountsOfLine(state, lineKeyOf(movement.quota)).find(({ quota }) => quota.batch === batch && quota.id !== id);
    return taken === undefined ? null : `quota ${taken.quota.id} is this holder's for batch ${batch} already`;
  },
  'reservation-taken': (state, movement) => {
    if (movement.kind !== 'reserve' || !state.reservations.has(movement.reservation)) return null;
    return `reservation ${movement.reservation} is on record already`;
  },
  'already-released': (state, movement) => {
    if (movement.kind !== 'release' || state.reservations.get(movement.reservation)?.released !== true) return null;
    return `reservation ${movement.reservation} was released before`;
  },
  'already-reversed': (state, movement) => {
    if (movement.kind !== 'reverse-draw' || state.draws.get(movement.draw)?.reversed !== true) return null;
    return `draw ${movement.draw} was reversed before`;
  },
  'year-closed': (state, movement) => {
    const year = yearBoundBy(state, movement);
    return year !== undefined && state.closedYears.has(year) ? `the year ${year} is closed` : null;
  },
  'exceeds-available': (state, movement) => {
    const over = overOf(state, movement);
    return over > 0n ? `the amount passes what is available by ${over} mg REO` : null;
  },
} as const satisfies Record<string, Check>;

/** Why a movement can be refused. */
export type RefusalCode = keyof typeof CHECKS;

/** All refusal codes, highest precedence first: of two faults the one that stands earlier is the answer. */
export const REFUSAL_CODES = Object.keys(CHECKS) as readonly RefusalCode[];

/** The first reason why a movement cannot be recorded, or null when it can (or is on record already, word for word). */
export function refusalOf(state: QuotaState, movement: Movement): Refusal | null {
  const known = state.applied.get(movement.id);
  if (known !== undefined && isSameMovement(known, movement)) return null;
  for (const code of REFUSAL_CODES) {
    const message = CHECKS[code](state, movement);
    if (message !== null) return { code, message };
  }
  return null;
}

/** A notice may state an amount of nothing: the holder then has a quota of 0. */
function isNotice(movement: Movement): boolean {
  return movement.kind === 'grant' || (movement.kind === 'allot' && movement.ground === 'notice');
}

function parentOf(state: QuotaState, { quota }: Allotment): Quota | undefined {
  return quota.parent === null ? undefined : state.accounts.get(quota.parent)?.quota;
}

function fitsParent(quota: Quota, parent: Quota): boolean {
  if (quota.id === parent.id || quota.year !== parent.year || quota.stage !== parent.stage) return false;
  if (parent.ore !== 'any' && parent.ore !== quota.ore) return false;
  return parent.batch === 'year' || parent.batch === quota.batch;
}

/** The year whose closing forbids a movement; undefined for facts, which always come. */
function yearBoundBy(state: QuotaState, movement: Movement): number | undefined {
  switch (movement.kind) {
    case 'grant':
    case 'draw':
    case 'reverse-draw':
    case 'close-year':
      return undefined;
    case 'allot':
      return movement.ground === 'notice' ? undefined : movement.quota.year;
    case 'cut':
      return movement.ground === 'notice' ? undefined : state.accounts.get(movement.quota)?.quota.year;
    case 'reserve':
      return state.accounts.get(movement.quota)?.quota.year;
    case 'release':
      return state.accounts.get(state.reservations.get(movement.reservation)?.quota ?? '')?.quota.year;
  }
}

function overOf(state: QuotaState, movement: Movement): bigint {
  if (movement.kind === 'reserve') return overTaken(state, movement.quota, movement.amountMg);
  if (movement.kind === 'cut' && movement.ground === 'command') return overTaken(state, movement.quota, movement.amountMg);
  if (movement.kind === 'allot' && movement.ground === 'command') return overAllotted(state, movement);
  return 0n;
}

function overTaken(state: QuotaState, quota: string, amountMg: bigint): bigint {
  const { ownMg, yearMg } = roomOf(state, quota);
  return amountMg - (yearMg !== null && yearMg < ownMg ? yearMg : ownMg);
}

/**
 * By how much an allotment passes what its parent has left, or what the child's own figure of the year leaves for its batches.
 */
function overAllotted(state: QuotaState, movement: Allotment): bigint {
  const parent = parentOf(state, movement);
  if (parent === undefined) return 0n;
  const { ownMg, yearMg } = roomOf(state, parent.id);
  const line = new Set(state.lines.get(lineKeyOf(parent)));
  const overs = [overParts(state, movement)];
  if (yearMg !== null) overs.push(chargeOn(state, line, movement) - yearMg);
  if (parent.batch !== 'year') overs.push(chargeOn(state, new Set([parent.id]), movement) - ownMg);
  return overs.reduce((a, b) => (a > b ? a : b));
}

function chargeOn(state: QuotaState, parents: ReadonlySet<string>, movement: Allotment): bigint {
  return allottedFrom(state, parents, movement) - allottedFrom(state, parents);
}

/** By how much the batches of a line would pass its figure of the year, where it has one. */
function overParts(state: QuotaState, { quota, amountMg }: Allotment): bigint {
  let years = quota.batch === 'year' ? amountMg : 0n;
  let batches = quota.batch === 'year' ? 0n : amountMg;
  for (const account of accountsOfLine(state, lineKeyOf(quota))) {
    if (account.quota.batch === 'year') years += account.grantedMg;
    else batches += account.grantedMg;
  }
  return years === 0n ? 0n : batches - years;
}
