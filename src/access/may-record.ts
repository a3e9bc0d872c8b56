import type { EventIndex, ReadScope } from '../record/index.ts';
import type { RegistryView } from '../registry/index.ts';
import type { Viewer } from './viewer.ts';

/**
 * Whether a viewer may put an event on record: what happens to matter at a site is told by the site's own people. A laboratory and
 * customs tell what they find at others' sites, in events that name them. Where no site is known, whoever captures answers for it.
 * @param scope what the viewer sees; null for everything
 */
export function mayRecord(
  viewer: Viewer,
  scope: ReadScope | null,
  { site, parties }: EventIndex,
  registry: RegistryView,
): boolean {
  if (scope === null || site === null) return true;
  const owner = registry.site(site)?.organisation;
  if (owner !== undefined && owner === viewer.organisation) return true;
  if (viewer.role === 'group') return scope.sites.includes(site);
  const isGuest = viewer.role === 'laboratory' || viewer.role === 'customs';
  return isGuest && viewer.organisation !== null && parties.includes(viewer.organisation);
}
