import { componentsFrom } from './components.ts';
import { graphDown, graphUp, type FlowGraph } from './flow-graph.ts';
import { tabulate } from './flow-table.ts';
import type { TracedFlows } from './traced-flows.ts';
import { Loop } from './loop.ts';

/**
 * The whole trace of a lot, itself first. Shares lie from 0 to 1, that of lot `i` in column `c` at `i × columns.length + c`.
 * Up, `origin` and `circular` of all lots add up to 1 in every column.
 */
export interface Trace {
  /** Indices of the ledger's columns: the elements that the traced lot has, and last the net mass. */
  readonly columns: readonly number[];
  readonly lots: readonly string[];
  /** By the number that a lot has in the flows: its place in `lots`, −1 where it is no part of the trace. */
  readonly placeOf: Int32Array;
  /** Up: the share of the traced lot that came through this lot. Down: the share that went into it. */
  readonly through: Float64Array;
  /** Up: the share of which this lot is the origin: it was commissioned, or nothing is known of what it was made from. */
  readonly origin: Float64Array;
  /** Up: the share that goes round in a loop which nothing feeds, counted at one lot of the loop: it has no origin. */
  readonly circular: Float64Array;
}

/**
 * The ancestry of a lot: share(lot, origin, element) = Σ over the events that made it (weighted by the mass of the element that each
 * put in) of Σ inputs (mass of the element × share(input, origin, element)) / Σ inputs mass of the element. Loops are solved exactly.
 * @param flows every flow of the events that made the lot and its ancestors, with direct sources
 */
export function traceUp(flows: TracedFlows): Trace {
  const table = tabulate(flows, ['output', 'source']);
  return follow(flows, table.columns, graphUp(table));
}

/**
 * The descent of a lot: the share of its mass that went into each descendant.
 * @param flows every flow of the events that made or used the lot and its descendants
 */
export function traceDown(flows: TracedFlows): Trace {
  const table = tabulate(flows, ['input', 'output', 'source']);
  return follow(flows, table.columns, graphDown(table));
}

/** What is at each node: entered so far, came through at least once, stays for good, goes round for ever. */
interface Passage {
  readonly entered: Float64Array;
  readonly through: Float64Array;
  readonly origin: Float64Array;
  readonly circular: Float64Array;
}

/** Lets one unit of each column go from the root through the graph, component by component. */
function follow({ lots }: TracedFlows, columns: readonly number[], graph: FlowGraph): Trace {
  const size = graph.nodes * graph.width;
  const passage: Passage = {
    entered: new Float64Array(size),
    through: new Float64Array(size),
    origin: new Float64Array(size),
    circular: new Float64Array(size),
  };
  passage.entered.fill(1, 0, graph.width);
  const { order, ends } = componentsFrom(graph, 0);
  for (let component = ends.length - 1; component >= 0; component--) {
    const from = component === 0 ? 0 : ends[component - 1]!;
    const nodes = order.subarray(from, ends[component]);
    const [first] = nodes;
    if (first === undefined) continue;
    if (nodes.length === 1) passNode(graph, passage, first);
    else passLoop(graph, passage, new Loop(graph, [...nodes]));
  }
  const reached = lotsReached(graph, order);
  return {
    columns,
    lots: reached.map((lot) => lots[lot]!),
    placeOf: placesOf(reached, graph.lots),
    through: close(passage.through, reached, graph.width),
    origin: close(passage.origin, reached, graph.width),
    circular: close(passage.circular, reached, graph.width),
  };
}

/** The lots that were reached, the traced one first, then by component. */
function lotsReached({ lots }: FlowGraph, order: Int32Array): number[] {
  const reached = [0];
  for (let place = order.length - 1; place >= 0; place--) {
    const node = order[place]!;
    if (node < lots && node > 0) reached.push(node);
  }
  return reached;
}

function placesOf(reached: readonly number[], lots: number): Int32Array {
  const places = new Int32Array(lots).fill(-1);
  reached.forEach((lot, place) => (places[lot] = place));
  return places;
}

/** Shares closed up to the lots that were reached, in their order. */
function close(values: Float64Array, reached: readonly number[], width: number): Float64Array {
  const closed = new Float64Array(reached.length * width);
  reached.forEach((lot, place) => {
    for (let column = 0; column < width; column++) closed[place * width + column] = values[lot * width + column]!;
  });
  return closed;
}

function passNode(graph: FlowGraph, passage: Passage, node: number): void {
  const from = node * graph.width;
  for (let at = from; at < from + graph.width; at++) {
    const entered = passage.entered[at]!;
    passage.through[at] = entered;
    passage.origin[at] = entered * graph.exits[at]!;
  }
  passOn(graph, passage.entered, node, passage.entered, from, null);
}

function passLoop(graph: FlowGraph, passage: Passage, loop: Loop): void {
  const { width } = graph;
  const entering = new Float64Array(loop.nodes.length * width);
  loop.nodes.forEach((node, place) => entering.set(passage.entered.subarray(node * width, (node + 1) * width), place * width));
  const visits = loop.visits(entering);
  const through = loop.reached(visits);
  const circular = loop.trapped(visits);
  const inside = new Set(loop.nodes);
  loop.nodes.forEach((node, place) => {
    const own = visits.subarray(place * width, (place + 1) * width);
    passage.through.set(through.subarray(place * width, (place + 1) * width), node * width);
    passage.circular.set(circular.subarray(place * width, (place + 1) * width), node * width);
    for (let column = 0; column < width; column++)
      passage.origin[node * width + column] = own[column]! * graph.exits[node * width + column]!;
    passOn(graph, passage.entered, node, own, 0, inside);
  });
}

/** Sends what is at a node (`amounts` from a place on) along its edges; edges inside a loop have been followed already. */
function passOn(
  graph: FlowGraph,
  entered: Float64Array,
  node: number,
  amounts: Float64Array,
  from: number,
  inside: ReadonlySet<number> | null,
): void {
  const { width, edges, heads, weights } = graph;
  for (let at = graph.starts[node]!; at < graph.starts[node + 1]!; at++) {
    const edge = edges[at]!;
    const head = heads[edge]!;
    if (inside !== null && inside.has(head)) continue;
    const to = head * width;
    const by = edge * width;
    for (let column = 0; column < width; column++) entered[to + column]! += amounts[from + column]! * weights[by + column]!;
  }
}
