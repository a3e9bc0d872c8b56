import type { Draw, Movement } from './movement.ts';
import { type Line, lineKeyOf, type Quota } from './quota.ts';

/** What was posted to one quota itself, in milligrams REO; what children and draws take is computed from the whole state. */
export interface QuotaAccount {
  readonly quota: Quota;
  /** Granted by the state, or allotted by the parent. */
  readonly grantedMg: bigint;
  readonly reservedMg: bigint;
  readonly cutMg: bigint;
  readonly drawnFromReservationsMg: bigint;
  /** Net of what official notices granted, allotted and cut, and how many movements that took. */
  readonly noticedMg: bigint;
  readonly notices: number;
}

/** An amount set aside; `leftMg` shrinks as events draw on it. */
export interface ReservationState {
  readonly quota: string;
  readonly leftMg: bigint;
  readonly released: boolean;
}

/** One draw, and how much of it a reservation covered. */
export interface DrawState {
  readonly draw: Draw;
  readonly fromReservationMg: bigint;
  readonly reversed: boolean;
}

/** All drawn by one holder in one year, stage and ore, apart from what reservations covered. Milligrams REO. */
export interface DrawTotal extends Line {
  readonly drawnMg: bigint;
}

/** The rights on record. A value: `applyMovement` answers with a new one. */
export interface QuotaState {
  readonly groupOf: ReadonlyMap<string, string | null>;
  readonly accounts: ReadonlyMap<string, QuotaAccount>;
  /** Quota ids by line (`lineKeyOf`). */
  readonly lines: ReadonlyMap<string, readonly string[]>;
  /** Quota ids by the quota they were split from. */
  readonly children: ReadonlyMap<string, readonly string[]>;
  readonly reservations: ReadonlyMap<string, ReservationState>;
  readonly drawTotals: ReadonlyMap<string, DrawTotal>;
  readonly draws: ReadonlyMap<string, DrawState>;
  readonly closedYears: ReadonlySet<number>;
  /** Movements by id, to answer a repeated one. */
  readonly applied: ReadonlyMap<string, Movement>;
}

/**
 * No rights yet.
 * @param groupOf the group of every organisation, null for none: a holder without a quota uses its group's
 * @param drawTotals draws that storage has summed; they need not be applied one by one, and cannot be reversed through this state
 */
export function emptyQuotaState(groupOf: ReadonlyMap<string, string | null>, drawTotals: Iterable<DrawTotal> = []): QuotaState {
  return {
    groupOf,
    accounts: new Map(),
    lines: new Map(),
    children: new Map(),
    reservations: new Map(),
    drawTotals: new Map(Array.from(drawTotals, (total) => [lineKeyOf(total), total])),
    draws: new Map(),
    closedYears: new Set(),
    applied: new Map(),
  };
}

/**
 * The same rights with what events have drawn, summed by storage. Rights that were given are applied first and draws added last: a
 * movement was judged by the draws of its own moment, and a later draw takes nothing back that was given.
 */
export function withDraws(state: QuotaState, drawTotals: Iterable<DrawTotal>): QuotaState {
  return { ...state, drawTotals: new Map(Array.from(drawTotals, (total) => [lineKeyOf(total), total])) };
}

/** The same rights under another tree of groups. */
export function withGroups(state: QuotaState, groupOf: ReadonlyMap<string, string | null>): QuotaState {
  return { ...state, groupOf };
}
