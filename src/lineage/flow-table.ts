import { COLUMNS, NET, type Flow } from '../ledger/index.ts';
import type { TracedFlows } from './traced-flows.ts';

/** Flows in columns: lots and events are numbered from 0, masses are doubles in milligrams of the columns that are asked for. */
export interface FlowTable {
  readonly rows: number;
  readonly lots: number;
  readonly events: number;
  readonly lotOf: Int32Array;
  readonly eventOf: Int32Array;
  readonly roles: readonly Flow['role'][];
  /** Which columns of the ledger's vectors of masses stand here; the last is always the net mass. */
  readonly columns: readonly number[];
  /** `rows × columns.length` masses, none below zero. */
  readonly masses: Float64Array;
  /** Whether anything is known of a row's elements. */
  readonly assayed: Uint8Array;
}

/**
 * Keeps the columns of the elements that the traced lot has, and net.
 * @param tellsElements the roles of the traced lot's flows that tell which elements it has
 */
export function tabulate(flows: TracedFlows, tellsElements: readonly Flow['role'][]): FlowTable {
  const rows = flows.roles.length;
  const columns = columnsOf(flows, tellsElements);
  return {
    rows,
    lots: flows.lots.length,
    events: flows.events.length,
    lotOf: flows.lotOf,
    eventOf: flows.eventOf,
    roles: flows.roles,
    columns,
    masses: narrow(flows.masses, rows, columns),
    assayed: assayedRows(flows.masses, rows),
  };
}

function columnsOf({ roles, lotOf, masses }: TracedFlows, tellsElements: readonly Flow['role'][]): number[] {
  const has = new Set<number>([NET]);
  roles.forEach((role, row) => {
    if (lotOf[row] !== 0 || !tellsElements.includes(role)) return;
    for (let column = 0; column < NET; column++) if (masses[row * COLUMNS + column]! > 0) has.add(column);
  });
  return [...has].sort((a, b) => a - b);
}

function narrow(masses: Float64Array, rows: number, columns: readonly number[]): Float64Array {
  const width = columns.length;
  const narrowed = new Float64Array(rows * width);
  for (let row = 0; row < rows; row++) {
    for (let place = 0; place < width; place++) {
      const mass = masses[row * COLUMNS + columns[place]!]!;
      if (mass > 0) narrowed[row * width + place] = mass;
    }
  }
  return narrowed;
}

function assayedRows(masses: Float64Array, rows: number): Uint8Array {
  const assayed = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < NET && assayed[row] === 0; column++) if (masses[row * COLUMNS + column]! > 0) assayed[row] = 1;
  }
  return assayed;
}
