import { canonicalUri, productOf, siteOf } from '../epcis/index.ts';
import { type Found, indexNames } from './name-search.ts';
import type { Deposit, Organisation, Permit, Product, Registry, Site } from './schema.ts';

/** A registry for reading: built once, never changed. Ids may be given in any form (`canonicalUri`). */
export interface RegistryView {
  readonly registry: Registry;
  organisation(id: string): Organisation | undefined;
  /** The site of a place: an extension of the GLN (`…/254/…`) that is no site of its own falls back to the GLN. */
  site(id: string): Site | undefined;
  product(id: string): Product | undefined;
  /** The product of a lot or an item, by its GTIN. */
  productOfLot(lot: string): Product | undefined;
  /** Sites of one organisation, in the order of the file. */
  sitesOf(organisation: string): readonly Site[];
  /** Organisations of a group and of the groups in it, without the group itself. */
  membersOf(group: string): readonly Organisation[];
  /** The group of every organisation, null for none. */
  readonly groupOf: ReadonlyMap<string, string | null>;
  /** The deposit that a site mines. */
  depositOf(site: string): Deposit | undefined;
  /** Permits of one holder, in the order of the file. */
  permitsOf(holder: string): readonly Permit[];
  /** The name of an organisation, a site or a product. */
  nameOf(id: string): { readonly zh: string; readonly en: string } | undefined;
  /** The length of the GS1 company prefix with which some digits begin; null when no organisation states it. */
  companyPrefixLength(digits: string): number | null;
  /** Organisations, sites and products by name or id, best first. */
  search(text: string, limit?: number): readonly Found[];
}

const FOUND_MAX = 20;
/** GS1 never gives a prefix that begins with another one's digits; were one stated, the longer is meant. */
const PREFIX_LENGTHS = [12, 11, 10, 9, 8, 7, 6];

/** A view of a registry. */
export function viewRegistry(registry: Registry): RegistryView {
  const organisations = byId(registry.organisations);
  const sites = byId(registry.sites);
  const products = byId(registry.products);
  const deposits = new Map(registry.deposits.map((deposit) => [deposit.name, deposit]));
  const sitesByOwner = Map.groupBy(registry.sites, (site) => site.organisation);
  const permitsByHolder = Map.groupBy(registry.permits, (permit) => permit.holder);
  const membersByGroup = Map.groupBy(registry.organisations, (organisation) => organisation.group);
  const siteAt = (id: string) => sites.get(canonicalUri(id)) ?? sites.get(siteOf(id));
  const prefixes = new Set(registry.organisations.flatMap(({ gs1CompanyPrefixes }) => gs1CompanyPrefixes ?? []));
  const find = indexNames(namedOf(registry));
  return {
    registry,
    organisation: (id) => organisations.get(canonicalUri(id)),
    site: siteAt,
    product: (id) => products.get(canonicalUri(id)),
    productOfLot: (lot) => products.get(productOf(lot) ?? ''),
    sitesOf: (organisation) => sitesByOwner.get(canonicalUri(organisation)) ?? [],
    membersOf: (group) => descendantsOf(canonicalUri(group), membersByGroup),
    groupOf: new Map(registry.organisations.map((organisation) => [organisation.id, organisation.group])),
    depositOf: (site) => deposits.get(siteAt(site)?.deposit ?? ''),
    permitsOf: (holder) => permitsByHolder.get(canonicalUri(holder)) ?? [],
    nameOf: (id) => (organisations.get(canonicalUri(id)) ?? siteAt(id) ?? products.get(canonicalUri(id)))?.name,
    companyPrefixLength: (digits) => PREFIX_LENGTHS.find((length) => prefixes.has(digits.slice(0, length))) ?? null,
    search: (text, limit = FOUND_MAX) => find(text, limit),
  };
}

function byId<T extends { readonly id: string }>(list: readonly T[]): Map<string, T> {
  return new Map(list.map((entry) => [entry.id, entry]));
}

function descendantsOf(group: string, membersByGroup: ReadonlyMap<string | null, readonly Organisation[]>): Organisation[] {
  const found = [...(membersByGroup.get(group) ?? [])];
  for (const member of found) found.push(...(membersByGroup.get(member.id) ?? []));
  return found;
}

function namedOf(registry: Registry): Parameters<typeof indexNames>[0] {
  return [
    ...registry.organisations.map(({ id, name }) => ({ kind: 'organisation' as const, id, name })),
    ...registry.sites.map(({ id, name }) => ({ kind: 'site' as const, id, name })),
    ...registry.products.map(({ id, name }) => ({ kind: 'product' as const, id, name })),
  ];
}
