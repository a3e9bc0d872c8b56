import type { FlowGraph } from './flow-graph.ts';

/**
 * The strongly connected components that can be reached from a node (Tarjan's algorithm, without recursion): a component comes after
 * every component that it leads to.
 * @returns nodes in that order, and where each component ends in it
 */
export function componentsFrom(graph: FlowGraph, root: number): { order: Int32Array; ends: number[] } {
  const walk = new Walk(graph);
  walk.enter(root);
  for (let node = walk.path.at(-1); node !== undefined; node = walk.path.at(-1)) {
    const head = walk.nextHead(node);
    if (head < 0) walk.leave(node);
    else if (walk.found[head] === 0) walk.enter(head);
    else if (walk.open[head] === 1) walk.lows[node] = Math.min(walk.lows[node]!, walk.found[head]!);
  }
  return { order: walk.order.subarray(0, walk.placed), ends: walk.ends };
}

class Walk {
  readonly path: number[] = [];
  readonly found: Int32Array;
  readonly lows: Int32Array;
  readonly open: Uint8Array;
  readonly order: Int32Array;
  readonly ends: number[] = [];
  placed = 0;
  readonly #graph: FlowGraph;
  readonly #next: Int32Array;
  readonly #stack: number[] = [];
  #count = 0;

  constructor(graph: FlowGraph) {
    this.#graph = graph;
    this.#next = graph.starts.slice(0, graph.nodes);
    this.found = new Int32Array(graph.nodes);
    this.lows = new Int32Array(graph.nodes);
    this.open = new Uint8Array(graph.nodes);
    this.order = new Int32Array(graph.nodes);
  }

  enter(node: number): void {
    this.#count += 1;
    this.found[node] = this.#count;
    this.lows[node] = this.#count;
    this.open[node] = 1;
    this.#stack.push(node);
    this.path.push(node);
  }

  /** The head of the node's next edge, −1 after the last. */
  nextHead(node: number): number {
    const at = this.#next[node]!;
    if (at >= this.#graph.starts[node + 1]!) return -1;
    this.#next[node] = at + 1;
    return this.#graph.heads[this.#graph.edges[at]!]!;
  }

  leave(node: number): void {
    this.path.pop();
    const parent = this.path.at(-1);
    if (parent !== undefined) this.lows[parent] = Math.min(this.lows[parent]!, this.lows[node]!);
    if (this.lows[node] !== this.found[node]) return;
    for (let member = this.#stack.pop(); member !== undefined; member = member === node ? undefined : this.#stack.pop()) {
      this.open[member] = 0;
      this.order[this.placed++] = member;
    }
    this.ends.push(this.placed);
  }
}
