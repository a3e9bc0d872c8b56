import { treoOf, type Entry, type Flow } from '../ledger/index.ts';
import { drawOf, type DrawAmount, type DrawnLot } from './draw.ts';
import type { Ore } from './quota.ts';

/** What must be known of the world to tell what an entry draws. */
export interface DrawSurroundings {
  /** A registered site. */
  site(
    id: string,
  ): { readonly kind: string; readonly ore: Exclude<Ore, 'any'> | null; readonly organisation: string } | undefined;
  /** The registered kind of a lot's product, null when it is not registered. */
  productKind(lot: string): string | null;
}

/** What an entry draws on quotas, in milligrams REO; null when it draws nothing, also at a site that is not registered. */
export function drawOfEntry(entry: Entry, world: DrawSurroundings): DrawAmount | null {
  if (entry.flows.length === 0) return null;
  // Every leg of a making stands at one site.
  const id = entry.legs.find((leg) => leg.account.site !== null)?.account.site;
  const site = id === null || id === undefined ? undefined : world.site(id);
  if (site === undefined) return null;
  return drawOf({
    kind: entry.flows.some((flow) => flow.role === 'source') ? 'mined' : 'transformed',
    siteKind: site.kind,
    ore: site.ore,
    organisation: site.organisation,
    eventTimeMs: entry.timeMs,
    outputs: lotsIn(entry, ['output', 'source'], world),
    inputs: lotsIn(entry, ['input'], world),
  });
}

function lotsIn(entry: Entry, roles: readonly Flow['role'][], world: DrawSurroundings): DrawnLot[] {
  return entry.flows
    .filter((flow) => roles.includes(flow.role))
    .map((flow) => ({ productKind: world.productKind(flow.lot), treoMg: treoOf(flow.masses) }));
}
