import type { Draw, Movement } from './movement.ts';
import { type Line, lineKeyOf, type Quota } from './quota.ts';
import type { DrawState, DrawTotal, QuotaAccount, QuotaState, ReservationState } from './quota-state.ts';

/** A state that is being written: a copy that nobody else holds. */
export interface Draft extends QuotaState {
  readonly accounts: Map<string, QuotaAccount>;
  readonly lines: Map<string, readonly string[]>;
  readonly children: Map<string, readonly string[]>;
  readonly reservations: Map<string, ReservationState>;
  readonly drawTotals: Map<string, DrawTotal>;
  readonly draws: Map<string, DrawState>;
  readonly closedYears: Set<number>;
  readonly applied: Map<string, Movement>;
}

/** A copy of a state to write into. Its entries are values and shared. */
export function draftOf(state: QuotaState): Draft {
  return {
    groupOf: state.groupOf,
    accounts: new Map(state.accounts),
    lines: new Map(state.lines),
    children: new Map(state.children),
    reservations: new Map(state.reservations),
    drawTotals: new Map(state.drawTotals),
    draws: new Map(state.draws),
    closedYears: new Set(state.closedYears),
    applied: new Map(state.applied),
  };
}

/** Writes one movement that holds (`refusalOf` said null) and is not on record yet. */
export function postMovement(draft: Draft, movement: Movement): void {
  draft.applied.set(movement.id, movement);
  switch (movement.kind) {
    case 'grant':
      return postGranted(draft, movement.quota, movement.amountMg, true);
    case 'allot':
      return postGranted(draft, movement.quota, movement.amountMg, movement.ground === 'notice');
    case 'reserve':
      draft.reservations.set(movement.reservation, { quota: movement.quota, leftMg: movement.amountMg, released: false });
      return changeAccount(draft, movement.quota, (account) => ({ reservedMg: account.reservedMg + movement.amountMg }));
    case 'release':
      return postRelease(draft, movement.reservation);
    case 'cut':
      return postCut(draft, movement.quota, movement.amountMg, movement.ground === 'notice');
    case 'draw':
      return postDraw(draft, movement);
    case 'reverse-draw':
      return postReversal(draft, movement.draw);
    case 'close-year':
      draft.closedYears.add(movement.year);
  }
}

function postGranted(draft: Draft, quota: Quota, amountMg: bigint, noticed: boolean): void {
  if (!draft.accounts.has(quota.id)) openAccount(draft, quota);
  changeAccount(draft, quota.id, (account) => ({
    grantedMg: account.grantedMg + amountMg,
    ...(noticed && { noticedMg: account.noticedMg + amountMg, notices: account.notices + 1 }),
  }));
}

function postCut(draft: Draft, quota: string, amountMg: bigint, noticed: boolean): void {
  changeAccount(draft, quota, (account) => ({
    cutMg: account.cutMg + amountMg,
    ...(noticed && { noticedMg: account.noticedMg - amountMg, notices: account.notices + 1 }),
  }));
}

function openAccount(draft: Draft, quota: Quota): void {
  const line = lineKeyOf(quota);
  const nothing = { grantedMg: 0n, reservedMg: 0n, cutMg: 0n, drawnFromReservationsMg: 0n, noticedMg: 0n, notices: 0 };
  draft.accounts.set(quota.id, { quota, ...nothing });
  draft.lines.set(line, [...(draft.lines.get(line) ?? []), quota.id]);
  if (quota.parent !== null) draft.children.set(quota.parent, [...(draft.children.get(quota.parent) ?? []), quota.id]);
}

function postRelease(draft: Draft, reservation: string): void {
  const held = draft.reservations.get(reservation);
  if (held === undefined) throw new Error(`postRelease: reservation ${reservation} is not on record`);
  draft.reservations.set(reservation, { ...held, leftMg: 0n, released: true });
  changeAccount(draft, held.quota, (account) => ({ reservedMg: account.reservedMg - held.leftMg }));
}

function postDraw(draft: Draft, draw: Draw): void {
  const held = draw.reservation === null ? undefined : draft.reservations.get(draw.reservation);
  const fromReservationMg = held !== undefined && covers(draft, held, draw) ? smaller(held.leftMg, draw.amountMg) : 0n;
  draft.draws.set(draw.id, { draw, fromReservationMg, reversed: false });
  if (draw.reservation !== null && fromReservationMg > 0n) moveReserved(draft, draw.reservation, fromReservationMg);
  addToTotal(draft, draw, draw.amountMg - fromReservationMg);
}

function covers(draft: Draft, held: ReservationState, draw: Draw): boolean {
  const quota = draft.accounts.get(held.quota)?.quota;
  if (quota === undefined || quota.year !== draw.year || quota.stage !== draw.stage) return false;
  return quota.ore === 'any' || quota.ore === draw.ore;
}

function postReversal(draft: Draft, drawId: string): void {
  const drawn = draft.draws.get(drawId);
  if (drawn === undefined) throw new Error(`postReversal: draw ${drawId} is not on record`);
  const { draw, fromReservationMg } = drawn;
  draft.draws.set(drawId, { ...drawn, reversed: true });
  if (draw.reservation !== null && fromReservationMg > 0n) moveReserved(draft, draw.reservation, -fromReservationMg);
  addToTotal(draft, draw, fromReservationMg - draw.amountMg);
}

/** Moves an amount from reserved to drawn, or back; what a released reservation gets back is free, not reserved. */
function moveReserved(draft: Draft, reservation: string, mg: bigint): void {
  const held = draft.reservations.get(reservation);
  if (held === undefined) throw new Error(`moveReserved: reservation ${reservation} is not on record`);
  if (!held.released) draft.reservations.set(reservation, { ...held, leftMg: held.leftMg - mg });
  changeAccount(draft, held.quota, (account) => ({
    reservedMg: account.reservedMg - (held.released ? 0n : mg),
    drawnFromReservationsMg: account.drawnFromReservationsMg + mg,
  }));
}

function addToTotal(draft: Draft, { holder, year, stage, ore }: Line, mg: bigint): void {
  const key = lineKeyOf({ holder, year, stage, ore });
  draft.drawTotals.set(key, { holder, year, stage, ore, drawnMg: (draft.drawTotals.get(key)?.drawnMg ?? 0n) + mg });
}

function changeAccount(draft: Draft, id: string, change: (account: QuotaAccount) => Partial<QuotaAccount>): void {
  const account = draft.accounts.get(id);
  if (account === undefined) throw new Error(`changeAccount: quota ${id} is not on record`);
  draft.accounts.set(id, { ...account, ...change(account) });
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
