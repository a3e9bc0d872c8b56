import type { FlowTable } from './flow-table.ts';

/**
 * Where matter goes from each node, lots first, then events: every flow is one edge between a lot and an event. At each node and in
 * each column the weights of its edges and what stays there (`exits`) add up to 1.
 */
export interface FlowGraph {
  readonly lots: number;
  readonly nodes: number;
  readonly width: number;
  /** Edges by tail: those of node `n` are `edges[starts[n]] … edges[starts[n + 1] − 1]`. */
  readonly starts: Int32Array;
  readonly edges: Int32Array;
  readonly heads: Int32Array;
  /** Weight of an edge by column: `edge × width + column`. */
  readonly weights: Float64Array;
  /** By node and column: `node × width + column`. */
  readonly exits: Float64Array;
}

/** The role whose edges leave lots, and the one whose edges leave events. */
interface Direction {
  readonly lotRole: 'input' | 'output';
  readonly eventRole: 'input' | 'output';
}

const UP: Direction = { lotRole: 'output', eventRole: 'input' };
const DOWN: Direction = { lotRole: 'input', eventRole: 'output' };

/**
 * Towards the origins. A lot divides over the events and direct sources that made it, by the mass that each put in; an event over its
 * inputs, by their mass. What no event brought stays: there the lot is its own origin.
 */
export function graphUp(table: FlowTable): FlowGraph {
  const graph = connect(table, UP);
  const made = sumByLot(table, ['output', 'source']);
  const taken = sumByEvent(table, 'input');
  weighMakings(table, graph, made, taken);
  weighInputs(table, graph, taken);
  return graph;
}

/**
 * Towards the products. Of a lot each event takes a part of what was ever put in; an event gives to each output its part of what
 * went in or, where more came out, of what came out. The rest stays: in stock, in losses.
 */
export function graphDown(table: FlowTable): FlowGraph {
  const graph = connect(table, DOWN);
  const made = sumByLot(table, ['output', 'source']);
  const used = sumByLot(table, ['input']);
  const taken = sumByEvent(table, 'input');
  const given = sumByEvent(table, 'output');
  divide(table, graph, { keys: table.lotOf, parts: used, other: made }, 'input');
  divide(table, graph, { keys: table.eventOf, parts: given, other: taken }, 'output');
  for (let node = 0; node < graph.nodes; node++) stayWithRest(graph, node);
  return graph;
}

function connect(table: FlowTable, { lotRole, eventRole }: Direction): FlowGraph {
  const lots = table.lots;
  const nodes = lots + table.events;
  const width = table.columns.length;
  const tails = new Int32Array(table.rows).fill(-1);
  const heads = new Int32Array(table.rows).fill(-1);
  const starts = new Int32Array(nodes + 1);
  for (let row = 0; row < table.rows; row++) {
    const role = table.roles[row];
    const [lot, event] = [table.lotOf[row]!, lots + table.eventOf[row]!];
    if (role !== lotRole && role !== eventRole) continue;
    tails[row] = role === lotRole ? lot : event;
    heads[row] = role === lotRole ? event : lot;
    starts[tails[row]! + 1]! += 1;
  }
  for (let node = 0; node < nodes; node++) starts[node + 1]! += starts[node]!;
  const edges = new Int32Array(starts[nodes]!);
  const next = starts.slice();
  for (let row = 0; row < table.rows; row++) if (tails[row]! >= 0) edges[next[tails[row]!]!++] = row;
  return {
    lots,
    nodes,
    width,
    starts,
    edges,
    heads,
    weights: new Float64Array(table.rows * width),
    exits: new Float64Array(nodes * width),
  };
}

/** Sums of rows by lot or event: masses by column, rows, and the net mass and number of those of whose elements nothing is known. */
interface Sums {
  readonly masses: Float64Array;
  readonly rows: Int32Array;
  readonly unknownNet: Float64Array;
  readonly unknownRows: Int32Array;
}

function sumByLot(table: FlowTable, roles: readonly string[]): Sums {
  return sumBy(table, table.lotOf, table.lots, roles);
}

function sumByEvent(table: FlowTable, role: string): Sums {
  return sumBy(table, table.eventOf, table.events, [role]);
}

function sumBy(table: FlowTable, keys: Int32Array, count: number, roles: readonly string[]): Sums {
  const width = table.columns.length;
  const sums: Sums = {
    masses: new Float64Array(count * width),
    rows: new Int32Array(count),
    unknownNet: new Float64Array(count),
    unknownRows: new Int32Array(count),
  };
  for (let row = 0; row < table.rows; row++) {
    if (!roles.includes(table.roles[row]!)) continue;
    const key = keys[row]!;
    sums.rows[key]! += 1;
    for (let place = 0; place < width; place++) sums.masses[key * width + place]! += table.masses[row * width + place]!;
    if (table.assayed[row] === 1) continue;
    sums.unknownRows[key]! += 1;
    sums.unknownNet[key]! += table.masses[row * width + width - 1]!;
  }
  return sums;
}

/**
 * A lot in which nobody found the element divides by net mass, and one without any mass evenly. What was commissioned directly, and
 * what an event gave without having taken it in, stays: summed itself, so that the smallest origin of a loop keeps its accuracy.
 */
function weighMakings(table: FlowTable, graph: FlowGraph, made: Sums, taken: Sums): void {
  const { width, weights, exits } = graph;
  for (let row = 0; row < table.rows; row++) {
    if (table.roles[row] === 'input') continue;
    const [lot, event] = [table.lotOf[row]!, table.eventOf[row]!];
    const netSum = made.masses[lot * width + width - 1]!;
    for (let place = 0; place < width; place++) {
      const sum = made.masses[lot * width + place]!;
      const at = row * width + place;
      const byNet = netSum > 0 ? table.masses[row * width + width - 1]! / netSum : 1 / made.rows[lot]!;
      const share = sum > 0 ? table.masses[at]! / sum : byNet;
      if (table.roles[row] === 'output' && bringsColumn(taken, event, place, width)) weights[at] = share;
      else exits[lot * width + place]! += share;
    }
  }
  for (let lot = 0; lot < graph.lots; lot++) if (made.rows[lot] === 0) exits.fill(1, lot * width, (lot + 1) * width);
}

/** Whether an element that came out of an event can have come from its inputs: one had it, or nothing is known of one. */
function bringsColumn(taken: Sums, event: number, place: number, width: number): boolean {
  if (taken.masses[event * width + place]! > 0) return true;
  return place === width - 1 ? taken.rows[event]! > 0 : taken.unknownRows[event]! > 0;
}

/** An element that no input is known to have came from those of which nothing is known, by net mass. */
function weighInputs(table: FlowTable, graph: FlowGraph, taken: Sums): void {
  const { width, weights } = graph;
  for (let row = 0; row < table.rows; row++) {
    if (table.roles[row] !== 'input') continue;
    const event = table.eventOf[row]!;
    const unknown = table.assayed[row] === 0;
    const net = table.masses[row * width + width - 1]!;
    for (let place = 0; place < width; place++) {
      const sum = taken.masses[event * width + place]!;
      const at = row * width + place;
      if (sum > 0) weights[at] = table.masses[at]! / sum;
      else if (place === width - 1) weights[at] = 1 / taken.rows[event]!;
      else if (unknown)
        weights[at] = taken.unknownNet[event]! > 0 ? net / taken.unknownNet[event]! : 1 / taken.unknownRows[event]!;
    }
  }
}

interface Division {
  readonly keys: Int32Array;
  readonly parts: Sums;
  readonly other: Sums;
}

/** Each part by the larger of the sum of parts and the other side; by net mass where nothing is known of the elements. */
function divide(table: FlowTable, graph: FlowGraph, { keys, parts, other }: Division, role: string): void {
  const { width, weights } = graph;
  for (let row = 0; row < table.rows; row++) {
    if (table.roles[row] !== role) continue;
    const from = keys[row]! * width;
    const net = from + width - 1;
    const netWhole = Math.max(parts.masses[net]!, other.masses[net]!);
    for (let place = 0; place < width; place++) {
      const whole = Math.max(parts.masses[from + place]!, other.masses[from + place]!);
      const at = row * width + place;
      const byNet = table.assayed[row] === 0 && netWhole > 0 && parts.masses[from + place] === 0;
      if (byNet) weights[at] = table.masses[row * width + width - 1]! / netWhole;
      else if (whole > 0) weights[at] = table.masses[at]! / whole;
    }
  }
}

/** Rounding leaves up to this much of a weight of 1 that goes on whole: it does not stay. */
const ROUNDING = 1e-14;

function stayWithRest({ starts, edges, width, weights, exits }: FlowGraph, node: number): void {
  for (let place = 0; place < width; place++) {
    let gone = 0;
    for (let at = starts[node]!; at < starts[node + 1]!; at++) gone += weights[edges[at]! * width + place]!;
    exits[node * width + place] = 1 - gone > ROUNDING ? 1 - gone : 0;
  }
}
