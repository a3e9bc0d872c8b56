import type { LineageAnswer, LineageLink } from '../../wire/index.ts';

export type Direction = 'up' | 'down';

/** A lot of the drawn lineage: its level (negative before the lot asked about, positive after), and what is known of it. */
export interface LineageNode {
  readonly lot: string;
  readonly level: number;
  readonly link: LineageLink | null;
  /** How many links are drawn of how many there are, by direction; absent until it was opened. */
  readonly up: { readonly shown: number; readonly total: number } | null;
  readonly down: { readonly shown: number; readonly total: number } | null;
}

export interface LineageEdge {
  readonly from: string;
  readonly to: string;
  readonly event: string;
  readonly eventTime: string;
}

export interface LineageGraph {
  readonly nodes: ReadonlyMap<string, LineageNode>;
  readonly edges: ReadonlyMap<string, LineageEdge>;
}

/** The graph of one lot, nothing opened yet. */
export function startGraph(lot: string): LineageGraph {
  return { nodes: new Map([[lot, { lot, level: 0, link: null, up: null, down: null }]]), edges: new Map() };
}

/** Adds the next links that an answer brought for a lot of the graph (each page once). A lot that is already drawn keeps its place and gains an edge. */
export function addLinks(graph: LineageGraph, answer: LineageAnswer): LineageGraph {
  const centre = graph.nodes.get(answer.lot);
  if (centre === undefined) return graph;
  const nodes = new Map(graph.nodes);
  const edges = new Map(graph.edges);
  for (const link of answer.links) {
    const known = nodes.get(link.lot);
    const level = centre.level + (answer.direction === 'up' ? -1 : 1);
    nodes.set(
      link.lot,
      known === undefined ? { lot: link.lot, level, link, up: null, down: null } : { ...known, link: known.link ?? link },
    );
    const [from, to] = answer.direction === 'up' ? [link.lot, answer.lot] : [answer.lot, link.lot];
    edges.set(`${from} ${to} ${link.event}`, { from, to, event: link.event, eventTime: link.eventTime });
  }
  const shown = (centre[answer.direction]?.shown ?? 0) + answer.links.length;
  const opened = { shown: Math.min(shown, answer.total), total: answer.total };
  const kept = nodes.get(answer.lot) ?? centre;
  nodes.set(answer.lot, answer.direction === 'up' ? { ...kept, up: opened } : { ...kept, down: opened });
  return { nodes, edges };
}

/** Whether a lot may have links in a direction that are not drawn yet. */
export function canOpen(node: LineageNode, direction: Direction): boolean {
  const opened = node[direction];
  if (opened !== null) return opened.shown < opened.total;
  const outward = node.level < 0 ? 'up' : 'down';
  return node.link === null || direction !== outward || node.link.more;
}

/** A lot with its place in the unit square: x by level, y spread over its level near its neighbours. */
export interface PlacedNode extends LineageNode {
  readonly x: number;
  readonly y: number;
}

/** Places every lot: levels from left to right, within a level by the mean height of its drawn neighbours nearer to the centre. */
export function placeNodes(graph: LineageGraph): PlacedNode[] {
  const levels = Map.groupBy(graph.nodes.values(), (node) => node.level);
  const numbers = [...levels.keys()].sort((a, b) => Math.abs(a) - Math.abs(b) || a - b);
  const [least, most] = [Math.min(...numbers), Math.max(...numbers)];
  const heights = new Map<string, number>();
  const placed: PlacedNode[] = [];
  for (const number of numbers) {
    const row = (levels.get(number) ?? []).toSorted(
      (a, b) => meanHeight(graph, heights, a.lot) - meanHeight(graph, heights, b.lot),
    );
    row.forEach((node, at) => {
      const y = (at + 0.5) / row.length;
      heights.set(node.lot, y);
      placed.push({ ...node, y, x: most === least ? 0.5 : (number - least) / (most - least) });
    });
  }
  return placed;
}

function meanHeight(graph: LineageGraph, heights: ReadonlyMap<string, number>, lot: string): number {
  let [sum, count] = [0, 0];
  for (const edge of graph.edges.values()) {
    const other = edge.from === lot ? edge.to : edge.to === lot ? edge.from : null;
    const height = other === null ? undefined : heights.get(other);
    if (height !== undefined) [sum, count] = [sum + height, count + 1];
  }
  return count === 0 ? 0.5 : sum / count;
}
