import type { Product, Registry, Site } from './schema.ts';

/** A registry after a merge, and what in it bears on events already posted. */
export interface MergedRegistry {
  readonly registry: Registry;
  /**
   * Sites that are new or changed kind, organisation or ore; the ledger posts their events anew. `before` is null for a new
   * one.
   */
  readonly changedSites: readonly { readonly id: string; readonly before: Site | null; readonly after: Site }[];
  /** Products that are new or changed kind; it decides what an event draws on quotas. */
  readonly changedProducts: readonly { readonly id: string; readonly before: Product | null; readonly after: Product }[];
}

/** A registry with nothing in it. */
export const EMPTY_REGISTRY: Registry = {
  organisations: [],
  sites: [],
  products: [],
  permits: [],
  quotas: [],
  lists: [],
  deposits: [],
  miningAreas: [],
  reserveOrders: [],
  patrolCells: [],
};

/**
 * Upserts one registry into another: an entry with a known id (deposits: name; lists: organisation, colour and first day)
 * replaces the old one in its place, any other is added. Nothing is deleted. Both must come from `readRegistry`.
 */
export function mergeRegistry(old: Registry, added: Registry): MergedRegistry {
  const byId = (entry: { readonly id: string }) => entry.id;
  const registry: Registry = {
    ...old,
    ...added,
    organisations: upsert(old.organisations, added.organisations, byId),
    sites: upsert(old.sites, added.sites, byId),
    products: upsert(old.products, added.products, byId),
    permits: upsert(old.permits, added.permits, byId),
    quotas: upsert(old.quotas, added.quotas, byId),
    lists: upsert(old.lists, added.lists, (entry) => JSON.stringify([entry.organisation, entry.colour, entry.from])),
    deposits: upsert(old.deposits, added.deposits, (entry) => entry.name),
    miningAreas: upsert(old.miningAreas, added.miningAreas, byId),
    reserveOrders: upsert(old.reserveOrders, added.reserveOrders, byId),
    patrolCells: upsert(old.patrolCells, added.patrolCells, byId),
  };
  return {
    registry,
    changedSites: changesOf(
      old.sites,
      added.sites,
      (a, b) => a.kind === b.kind && a.organisation === b.organisation && a.ore === b.ore,
    ),
    changedProducts: changesOf(old.products, added.products, (a, b) => a.kind === b.kind),
  };
}

function upsert<T>(old: readonly T[], added: readonly T[], keyOf: (entry: T) => string): T[] {
  return [...new Map([...old, ...added].map((entry) => [keyOf(entry), entry])).values()];
}

function changesOf<T extends { readonly id: string }>(old: readonly T[], added: readonly T[], isSame: (a: T, b: T) => boolean) {
  const known = new Map(old.map((entry) => [entry.id, entry]));
  return added.flatMap((after) => {
    const before = known.get(after.id) ?? null;
    return before !== null && isSame(before, after) ? [] : [{ id: after.id, before, after }];
  });
}
