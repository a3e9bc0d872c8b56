import type { Organisation } from '../../registry/index.ts';
import type { Name, OrganisationRef, SiteRef } from '../../wire/index.ts';
import type { World } from '../world.ts';

/** A site by its registered name and kind; one that is not registered bears its identifier as name. */
export function siteRef(world: World, id: string): SiteRef {
  const site = world.registry.site(id);
  if (site === undefined) return { id, name: { zh: id, en: id }, kind: null, organisation: null };
  return { id: site.id, name: site.name, kind: site.kind, organisation: site.organisation };
}

/** The same, null for no site. */
export function siteRefOrNull(world: World, id: string | null): SiteRef | null {
  return id === null ? null : siteRef(world, id);
}

/** An organisation with the number of its own sites. */
export function organisationRef(world: World, { id, name, group, roles }: Organisation): OrganisationRef {
  return { id, name, group, roles, sites: world.registry.sitesOf(id).length };
}

/** A registered name, or the identifier in its place. */
export function nameOrId(world: World, id: string): Name {
  return world.registry.nameOf(id) ?? { zh: id, en: id };
}

/** The name of a lot's product, null when it is not registered. */
export function productName(world: World, lot: string): Name | null {
  return world.registry.productOfLot(lot)?.name ?? null;
}
