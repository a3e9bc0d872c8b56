import type { Entry } from '../../ledger/index.ts';
import type { NewRevision, QuotaDraw } from '../../record/index.ts';
import { drawOfEntry, type DrawSurroundings } from '../../rights/index.ts';
import type { World } from '../world.ts';

/** What the new revisions draw on quotas: what each entry draws, less what the entry that it takes back drew. */
export function drawsOf(revisions: readonly NewRevision[], world: World): QuotaDraw[] {
  const surroundings: DrawSurroundings = { site: (id) => world.registry.site(id), productKind: (lot) => world.productKind(lot) };
  const drawn = (entry: Entry, sign: bigint, eventSeq: number, revision: number): QuotaDraw[] => {
    const draw = drawOfEntry(entry, surroundings);
    if (draw === null) return [];
    const { year, stage, ore, holder, amountMg } = draw;
    return [{ eventSeq, revision, eventTimeMs: entry.timeMs, year, stage, ore, holder, reoMg: sign * amountMg }];
  };
  return revisions.flatMap(({ eventSeq, revision, entry, previous }) => [
    ...drawn(entry, 1n, eventSeq, revision),
    ...(previous === null ? [] : drawn(previous, -1n, eventSeq, revision)),
  ]);
}
