import { COLUMNS } from '../../src/ledger/index.ts';
import type { LineageFlow, TracedFlows } from '../../src/lineage/index.ts';

/** A flow of a trace as a row; masses are doubles in milligrams. */
export interface TracedRow {
  readonly eventSeq: number;
  readonly role: LineageFlow['role'];
  readonly lot: string;
  readonly masses: readonly number[];
}

/** The columns of a trace as rows, in their order. */
export function rowsOfTrace({ lots, events, lotOf, eventOf, roles, masses }: TracedFlows): TracedRow[] {
  return roles.map((role, row) => ({
    eventSeq: events[eventOf[row]!]!,
    role,
    lot: lots[lotOf[row]!]!,
    masses: Array.from(masses.subarray(row * COLUMNS, (row + 1) * COLUMNS)),
  }));
}

/** A flow as a trace shows it. */
export function tracedRow({ eventSeq, role, lot, masses }: LineageFlow): TracedRow {
  return { eventSeq, role, lot, masses: masses.map(Number) };
}
