import { COLUMNS, NET, type Flow } from '../ledger/index.ts';

/** A flow of an event, as lineage needs it. */
export interface LineageFlow extends Flow {
  readonly eventSeq: number;
}

/** Flows in columns: lots and events are numbered from 0, masses are doubles in milligrams of the columns that are asked for. */
export interface FlowTable {
  readonly rows: number;
  readonly lots: readonly string[];
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
 * Puts flows into columns.
 * @param root the lot that is traced: number 0; the columns are those of its elements, and net
 * @param rootFlows the flows that tell which elements the root has
 */
export function tabulate(root: string, flows: readonly LineageFlow[], rootFlows: readonly LineageFlow[]): FlowTable {
  const lots = new Map<string, number>([[root, 0]]);
  const events = new Map<number, number>();
  const columns = columnsOf(rootFlows);
  const table = {
    lotOf: new Int32Array(flows.length),
    eventOf: new Int32Array(flows.length),
    masses: new Float64Array(flows.length * columns.length),
    assayed: new Uint8Array(flows.length),
  };
  const own = new Float64Array(COLUMNS);
  for (let row = 0; row < flows.length; row++) {
    const { lot, eventSeq, masses } = flows[row]!;
    table.lotOf[row] = numberOf(lots, lot);
    table.eventOf[row] = numberOf(events, eventSeq);
    readMasses(masses, own);
    for (let column = 0; column < NET; column++) if (own[column]! > 0) table.assayed[row] = 1;
    for (let place = 0; place < columns.length; place++)
      table.masses[row * columns.length + place] = Math.max(0, own[columns[place]!]!);
  }
  return {
    ...table,
    rows: flows.length,
    lots: [...lots.keys()],
    events: events.size,
    roles: flows.map((flow) => flow.role),
    columns,
  };
}

/** Whole numbers of 64 bits and their halves, low half first as on every machine that runs Node.js: reading them so is four times as fast as `Number(mg)`. */
const wide = new BigInt64Array(COLUMNS);
const lowHalves = new Uint32Array(wide.buffer);
const highHalves = new Int32Array(wide.buffer);
const HALF = 2 ** 32;
/** No element weighs more than the net mass; up to here every column fits into 64 bits with room to spare. */
const WIDE_MG_MAX = 2n ** 61n;

function readMasses(masses: readonly bigint[], into: Float64Array): void {
  if (masses[NET]! > WIDE_MG_MAX) {
    for (let column = 0; column < COLUMNS; column++) into[column] = Number(masses[column]);
    return;
  }
  for (let column = 0; column < COLUMNS; column++) wide[column] = masses[column]!;
  for (let column = 0; column < COLUMNS; column++) into[column] = highHalves[2 * column + 1]! * HALF + lowHalves[2 * column]!;
}

function columnsOf(flows: readonly LineageFlow[]): number[] {
  const columns: number[] = [];
  for (let column = 0; column < COLUMNS; column++) {
    if (column === NET || flows.some(({ masses }) => masses[column]! > 0n)) columns.push(column);
  }
  return columns;
}

function numberOf<K>(numbers: Map<K, number>, key: K): number {
  const known = numbers.get(key);
  if (known !== undefined) return known;
  numbers.set(key, numbers.size);
  return numbers.size - 1;
}
