import type { ReadScope } from '../../record/index.ts';
import type { TraceAnswer } from '../../wire/index.ts';
import { readLotHistory, type LotHistoryEvent } from '../answers/lot-history.ts';
import type { Asking } from '../answers/moment.ts';

/** How many lots upstream of a lot its chain of custody looks at: the nearest. */
const LOTS_MAX = 20;

/** An event of a chain of custody, with the lot that it is about. */
export interface ChainEvent extends LotHistoryEvent {
  readonly lot: string;
}

/**
 * What happened to the lots that a lot was made of, as far as a reader may see it: their making, their way, their use in the next lot
 * of the chain; not what else was made of them.
 * @param trace the lot's ancestry, over the whole record
 * @param scope null for a reader of everything
 */
export async function readChainUpstream(asking: Asking, trace: TraceAnswer, scope: ReadScope | null): Promise<ChainEvent[]> {
  if (scope !== null && scope.parties.length === 0) return [];
  const usedFor = new Set(trace.edges.map(({ event }) => event));
  const found = new Map<number, ChainEvent>();
  for (const lot of nearestLots(trace)) {
    for (const each of await readLotHistory(asking, lot)) {
      if (each.isVoid || each.event.declaresError || found.has(each.event.seq)) continue;
      const feedsAnother = each.matter.inputs.some((input) => input.lot === lot) && each.matter.outputs.length > 0;
      if (!feedsAnother || usedFor.has(each.matter.key)) found.set(each.event.seq, { ...each, lot });
    }
  }
  const seen = scope === null ? null : await asking.reader.concerning([...found.keys()], scope.parties);
  return [...found.values()].filter(({ event }) => seen === null || seen.has(event.seq));
}

/** The ancestors of a trace's lot, breadth first. */
function nearestLots({ lot, edges }: TraceAnswer): string[] {
  const sources = Map.groupBy(edges, ({ to }) => to);
  const found = new Set([lot]);
  for (const next of found) {
    for (const { from } of sources.get(next) ?? []) found.add(from);
    if (found.size > LOTS_MAX) break;
  }
  return [...found].slice(1, LOTS_MAX + 1);
}
