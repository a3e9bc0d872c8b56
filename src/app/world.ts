import type { Surroundings } from '../ledger/index.ts';
import type { RegistryView } from '../registry/index.ts';

/** What the record knows of the world beside its events: the registry, as the ledger and the rights ask for it. */
export interface World extends Surroundings {
  readonly registry: RegistryView;
}

/** The world as a registry describes it. */
export function worldOf(registry: RegistryView): World {
  return {
    registry,
    siteKind: (site) => registry.site(site)?.kind ?? null,
    productKind: (lot) => registry.productOfLot(lot)?.kind ?? null,
  };
}
