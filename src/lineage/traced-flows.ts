import { COLUMNS, type Flow } from '../ledger/index.ts';

/** A flow of an event, as lineage needs it. */
export interface LineageFlow extends Flow {
  readonly eventSeq: number;
}

/**
 * Every flow of the events of a trace, in columns: lots and events are numbered from 0, the traced lot is lot 0. Rows of one event
 * stand side by side, events in ascending order of their place in the record.
 */
export interface TracedFlows {
  readonly lots: readonly string[];
  /** Places of the events in the record. */
  readonly events: readonly number[];
  readonly lotOf: Int32Array;
  readonly eventOf: Int32Array;
  readonly roles: readonly Flow['role'][];
  /** Milligrams by row and column of the ledger: `row × COLUMNS + column`. */
  readonly masses: Float64Array;
}

/**
 * Puts flows into columns.
 * @param root the lot that is traced
 * @param flows in ascending order of `eventSeq`
 */
export function tracedFlows(root: string, flows: readonly LineageFlow[]): TracedFlows {
  const lots = new Map<string, number>([[root, 0]]);
  const events = new Map<number, number>();
  const masses = new Float64Array(flows.length * COLUMNS);
  const eventOf = Int32Array.from(flows, (flow) => numberOf(events, flow.eventSeq));
  const lotOf = Int32Array.from(flows, (flow) => numberOf(lots, flow.lot));
  flows.forEach((flow, row) => masses.set(flow.masses.map(Number), row * COLUMNS));
  return { lots: [...lots.keys()], events: [...events.keys()], lotOf, eventOf, roles: flows.map(({ role }) => role), masses };
}

/** The number of a key; a new key gets the next one. */
function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
