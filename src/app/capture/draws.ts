import type { Entry, Flow } from '../../ledger/index.ts';
import { treoOf } from '../../ledger/index.ts';
import type { NewRevision, QuotaDraw } from '../../record/index.ts';
import { drawOf, type DrawnLot } from '../../rights/index.ts';
import type { World } from '../world.ts';

/** What the new revisions draw on quotas: what each entry draws, less what the entry that it takes back drew. */
export function drawsOf(revisions: readonly NewRevision[], world: World): QuotaDraw[] {
  return revisions.flatMap(({ eventSeq, revision, entry, previous }) => [
    ...drawsOfEntry(entry, 1n, eventSeq, revision, world),
    ...(previous === null ? [] : drawsOfEntry(previous, -1n, eventSeq, revision, world)),
  ]);
}

function drawsOfEntry(entry: Entry, sign: bigint, eventSeq: number, revision: number, world: World): QuotaDraw[] {
  if (entry.flows.length === 0) return [];
  const site = siteOfEntry(entry, world);
  if (site === undefined) return [];
  const draw = drawOf({
    kind: entry.flows.some((flow) => flow.role === 'source') ? 'mined' : 'transformed',
    siteKind: site.kind,
    ore: site.ore,
    organisation: site.organisation,
    eventTimeMs: entry.timeMs,
    outputs: lotsIn(entry, ['output', 'source'], world),
    inputs: lotsIn(entry, ['input'], world),
  });
  if (draw === null) return [];
  const { year, stage, ore, holder, amountMg } = draw;
  return [{ eventSeq, revision, eventTimeMs: entry.timeMs, year, stage, ore, holder, reoMg: sign * amountMg }];
}

/** The registered site at which an entry's matter was made: every leg of a making stands at one site. */
function siteOfEntry(entry: Entry, world: World): ReturnType<World['registry']['site']> {
  const id = entry.legs.find((leg) => leg.account.site !== null)?.account.site;
  return id === null || id === undefined ? undefined : world.registry.site(id);
}

function lotsIn(entry: Entry, roles: readonly Flow['role'][], world: World): DrawnLot[] {
  return entry.flows
    .filter((flow) => roles.includes(flow.role))
    .map((flow) => ({ productKind: world.productKind(flow.lot), treoMg: treoOf(flow.masses) }));
}
