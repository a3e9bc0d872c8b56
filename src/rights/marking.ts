import { capacityOfLine, linesForDraw } from './figures.ts';
import type { Draw } from './movement.ts';
import type { QuotaState } from './quota-state.ts';

/** One draw and how it stands to the cap, milligrams REO: covered + overdrawn + unheld is the amount. */
export interface MarkedDraw {
  readonly draw: Draw;
  readonly coveredMg: bigint;
  /** Above what the holder's (or its group's) quotas have open to draws. */
  readonly overdrawnMg: bigint;
  /** Where neither the holder nor any group above it holds a quota. */
  readonly unheldMg: bigint;
}

/**
 * Which draws passed the cap, in the order in which they happened (then by id): the mark follows from what is on record, so a
 * late event may move it. Draws that were reversed are passed over.
 * @param state the rights; of its draws only what reservations covered and what was reversed is used
 * @param draws draws to mark, all of the years concerned, in any order
 */
export function markDraws(state: QuotaState, draws: Iterable<Draw>): MarkedDraw[] {
  const filled = new Map<string, bigint>();
  const inOrder = [...draws].filter((draw) => state.draws.get(draw.id)?.reversed !== true).sort(compareDraws);
  return inOrder.map((draw) => markDraw(state, draw, filled));
}

function markDraw(state: QuotaState, draw: Draw, filled: Map<string, bigint>): MarkedDraw {
  const fromReservation = state.draws.get(draw.id)?.fromReservationMg ?? 0n;
  const keys = linesForDraw(state, draw);
  let rest = draw.amountMg - fromReservation;
  for (const key of keys) {
    const before = filled.get(key) ?? 0n;
    const room = capacityOfLine(state, key) - before;
    const taken = room < rest ? room : rest;
    if (taken <= 0n) continue;
    filled.set(key, before + taken);
    rest -= taken;
  }
  const isHeld = keys.length > 0;
  return { draw, coveredMg: draw.amountMg - rest, overdrawnMg: isHeld ? rest : 0n, unheldMg: isHeld ? 0n : rest };
}

function compareDraws(a: Draw, b: Draw): number {
  return a.atMs - b.atMs || (a.id < b.id ? -1 : 1);
}
