import type { FlowGraph } from './flow-graph.ts';

/** One step of the elimination: what went to and from a node while it stood, by column. */
interface Step {
  readonly node: number;
  /** Weights to nodes that stood longer, divided by the node's own denominator. */
  readonly onward: ReadonlyMap<number, Float64Array>;
  /** Weights from nodes that stood longer. */
  readonly inward: ReadonlyMap<number, Float64Array>;
  /** One over the part that leaves the node for another. */
  readonly inverse: Float64Array;
}

/**
 * Stands for the part that leaves a node from which nothing leaves: small enough not to show beside any share, large enough that
 * its inverse stays finite. Visits become huge, their ratios stay right.
 */
const NEVER_LEAVES = 1e-120;

/**
 * A set of nodes that lead to each other, solved exactly: nodes are eliminated one by one, what passes through one is passed on at
 * once. No subtraction takes place (Grassmann, Taksar, Heyman 1985), so that loops from which almost nothing leaves keep full accuracy.
 */
export class Loop {
  readonly nodes: readonly number[];
  readonly #width: number;
  readonly #local: ReadonlyMap<number, number>;
  readonly #out: Map<number, Float64Array>[];
  readonly #into: Set<number>[];
  readonly #leaving: Float64Array[];
  readonly #steps: Step[] = [];
  readonly #trapped = new Set<number>();

  constructor(graph: FlowGraph, nodes: readonly number[]) {
    this.nodes = nodes;
    this.#width = graph.width;
    this.#local = new Map(nodes.map((node, place) => [node, place]));
    this.#out = nodes.map(() => new Map());
    this.#into = nodes.map(() => new Set());
    this.#leaving = nodes.map((node) => graph.exits.slice(node * graph.width, (node + 1) * graph.width));
    nodes.forEach((node, place) => this.#readEdges(graph, node, place));
    this.#eliminateAll(graph.lots);
  }

  #readEdges(graph: FlowGraph, node: number, place: number): void {
    for (let at = graph.starts[node]!; at < graph.starts[node + 1]!; at++) {
      const edge = graph.edges[at]!;
      const weights = graph.weights.subarray(edge * this.#width, (edge + 1) * this.#width);
      const head = this.#local.get(graph.heads[edge]!);
      if (head === undefined) addTo(this.#leaving[place]!, weights);
      else this.#addEdge(place, head, weights);
    }
  }

  #addEdge(from: number, to: number, weights: Float64Array): void {
    const present = this.#out[from]!.get(to);
    if (present === undefined) this.#out[from]!.set(to, weights.slice());
    else addTo(present, weights);
    this.#into[to]!.add(from);
  }

  /** Events first, so that what never leaves is found at a lot; among equals the node that makes fewest new edges. */
  #eliminateAll(lots: number): void {
    const standing = new Set(this.nodes.keys());
    const costOf = (place: number): number => {
      const edges = this.#into[place]!.size * this.#out[place]!.size;
      return this.nodes[place]! < lots ? edges + this.nodes.length ** 2 : edges;
    };
    while (standing.size > 0) {
      let best = -1;
      let cost = Infinity;
      for (const place of standing) {
        const own = costOf(place);
        if (own < cost) [best, cost] = [place, own];
      }
      standing.delete(best);
      this.#eliminate(best);
    }
  }

  #eliminate(node: number): void {
    const out = this.#out[node]!;
    out.delete(node);
    this.#into[node]!.delete(node);
    const inverse = this.#inverseOf(node, out);
    const onward = new Map([...out].map(([head, weights]) => [head, weights.map((weight, column) => weight * inverse[column]!)]));
    const leaving = this.#leaving[node]!.map((weight, column) => weight * inverse[column]!);
    const inward = new Map<number, Float64Array>();
    for (const from of this.#into[node]!) {
      const weights = this.#out[from]!.get(node)!;
      inward.set(from, weights);
      this.#out[from]!.delete(node);
      for (const [head, share] of onward)
        this.#addEdge(
          from,
          head,
          weights.map((weight, column) => weight * share[column]!),
        );
      addTo(
        this.#leaving[from]!,
        weights.map((weight, column) => weight * leaving[column]!),
      );
    }
    for (const head of onward.keys()) this.#into[head]!.delete(node);
    this.#steps.push({ node, onward, inward, inverse });
  }

  #inverseOf(node: number, out: ReadonlyMap<number, Float64Array>): Float64Array {
    const sum = this.#leaving[node]!.slice();
    for (const weights of out.values()) addTo(sum, weights);
    return sum.map((part, column) => {
      if (part > 0) return 1 / part;
      this.#trapped.add(node * this.#width + column);
      return 1 / NEVER_LEAVES;
    });
  }

  /**
   * How often matter that enters is at each node, by place in `nodes` and column.
   * @param entering what enters the loop at each node, `nodes.length × width`
   */
  visits(entering: Float64Array): Float64Array {
    const width = this.#width;
    const flow = entering.slice();
    for (const { node, onward } of this.#steps) {
      for (const [head, share] of onward) {
        for (let column = 0; column < width; column++)
          flow[head * width + column]! += flow[node * width + column]! * share[column]!;
      }
    }
    for (const { node, inward, inverse } of this.#steps.toReversed()) {
      for (const [from, weights] of inward) {
        for (let column = 0; column < width; column++)
          flow[node * width + column]! += flow[from * width + column]! * weights[column]!;
      }
      for (let column = 0; column < width; column++) flow[node * width + column]! *= inverse[column]!;
    }
    return flow;
  }

  /** Of what enters, the part that comes through each node at least once: visits, over those of matter that starts there. */
  reached(visits: Float64Array): Float64Array {
    const width = this.#width;
    const reached = new Float64Array(visits.length);
    for (let node = 0; node < this.nodes.length; node++) {
      const starting = new Float64Array(visits.length);
      starting.fill(1, node * width, (node + 1) * width);
      const again = this.visits(starting);
      for (let at = node * width; at < (node + 1) * width; at++) reached[at] = Math.min(1, visits[at]! / again[at]!);
    }
    return reached;
  }

  /** What enters and never leaves again, by place and column: the loop has no origin for it. */
  trapped(visits: Float64Array): Float64Array {
    const trapped = new Float64Array(visits.length);
    for (const at of this.#trapped) trapped[at] = visits[at]! * NEVER_LEAVES;
    return trapped;
  }
}

function addTo(total: Float64Array, part: Float64Array): void {
  for (let column = 0; column < total.length; column++) total[column]! += part[column]!;
}
