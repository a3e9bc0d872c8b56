import { canonicalUri } from '../epcis/index.ts';
import type { ReadScope } from '../record/index.ts';
import type { RegistryView, Site } from '../registry/index.ts';
import { shareMark } from './access-state.ts';
import type { Share } from './account.ts';
import type { Viewer } from './viewer.ts';

/** What others have shared with the viewer's organisation and not withdrawn. */
interface SharedParts {
  readonly sites: readonly string[];
  /** Marks that events of shared lots bear among their parties. */
  readonly marks: readonly string[];
}

const NOTHING_SHARED: SharedParts = { sites: [], marks: [] };

/** What is shared with an organisation. @param shares those that hold now */
export function sharedWith(organisation: string | null, shares: readonly Share[]): SharedParts {
  const own = shares.filter((share) => share.with === organisation);
  return {
    sites: own.flatMap(({ what }) => ('site' in what ? [what.site] : [])),
    marks: own.flatMap((share) => ('lot' in share.what ? [shareMark(share)] : [])),
  };
}

/**
 * The part of the record that a viewer may see, decided here alone.
 *
 * An enterprise sees the events at its own sites or captured by it, and of its chain one step up and one down: the shipments to it, the
 * receipts of what it sent. A group sees what its members see, a regulator its provinces, customs what crosses the border, a laboratory
 * what it assayed, an auditor whom his mandate names, the public no event.
 * @returns null for the whole record
 */
export function scopeOf(viewer: Viewer, registry: RegistryView, shared: SharedParts = NOTHING_SHARED): ReadScope | null {
  const { mandate } = viewer;
  if (mandate.everything) return null;
  const provinces = new Set(mandate.provinces);
  const organisations = new Set([...ownOrganisations(viewer, registry), ...mandate.organisations.map(canonicalUri)]);
  const theirs = [...organisations].flatMap((organisation) => registry.sitesOf(organisation));
  const others = registry.registry.sites.filter((site) => isAtBorder(viewer, site) || provinces.has(site.province ?? ''));
  const sites = new Set([...theirs, ...others].map(({ id }) => id));
  const holders = new Set([...organisations, ...holdersIn(provinces, registry)]);
  return {
    parties: [...sites, ...organisations, ...shared.sites, ...shared.marks],
    sites: [...sites, ...shared.sites],
    organisations: [...holders],
  };
}

/** His own; of a group its members too. */
function ownOrganisations({ role, organisation }: Viewer, registry: RegistryView): string[] {
  if (organisation === null) return [];
  const id = canonicalUri(organisation);
  return role === 'group' ? [id, ...registry.membersOf(id).map((member) => member.id)] : [id];
}

/** Where matter leaves the country, and where it is then. */
function isAtBorder({ role }: Viewer, { kind }: Site): boolean {
  return role === 'customs' && (kind === 'foreign' || kind === 'port');
}

/** Organisations with a site in a province: its regulator sees their quotas. */
function holdersIn(provinces: ReadonlySet<string>, { registry }: RegistryView): string[] {
  return registry.sites.filter(({ province }) => province !== null && provinces.has(province)).map((site) => site.organisation);
}
