import type { TraceAnswer } from '../../wire/index.ts';

type TraceNode = TraceAnswer['nodes'][number];

/** One origin of a lot, or all origins of one site and source together, with the share of one element that came from there. */
export interface OriginShare {
  readonly key: string;
  /** The lot; null where several of a site are summed. */
  readonly lot: string | null;
  readonly lots: number;
  readonly site: TraceNode['site'];
  readonly source: TraceNode['source'];
  readonly share: number;
}

/** The elements that any origin has a share of, unordered. */
export function elementsOfOrigins(nodes: readonly TraceNode[]): string[] {
  const found = nodes.filter((node) => node.origin).flatMap((node) => Object.entries(node.shares));
  return [...new Set(found.filter(([, share]) => share > 0).map(([element]) => element))];
}

/**
 * The origins with a share of an element, largest first; those with none are left out.
 * @param bySite sums the lots of one site and source
 */
export function sharesOfOrigins(nodes: readonly TraceNode[], element: string, bySite: boolean): OriginShare[] {
  const lots = nodes
    .filter((node) => node.origin && (node.shares[element] ?? 0) > 0)
    .map(({ lot, site, source, shares }): OriginShare => ({ key: lot, lot, lots: 1, site, source, share: shares[element] ?? 0 }));
  const rows = bySite ? [...Map.groupBy(lots, placeOf)].map(([key, some]) => sumOf(key, some)) : lots;
  return rows.sort((a, b) => b.share - a.share || a.key.localeCompare(b.key));
}

function placeOf({ site, source }: OriginShare): string {
  return `${site?.id ?? ''} ${source ?? ''}`;
}

function sumOf(key: string, some: readonly OriginShare[]): OriginShare {
  const { site = null, source = null } = some[0] ?? {};
  return { key, lot: null, lots: some.length, site, source, share: some.reduce((sum, { share }) => sum + share, 0) };
}
