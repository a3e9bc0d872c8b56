import { standingOn, type Standing } from './lives.ts';
import type { Organisation, Registry } from './schema.ts';

/** How many there are, and how many of them in a group. */
export interface Share {
  readonly all: number;
  readonly inGroups: number;
}

/** Who makes up the industry on a day. */
export interface Structure {
  /** Sites of kind mine whose owner is active. */
  readonly mines: Share;
  /** Active organisations that separate. */
  readonly separationEnterprises: Share;
  /** Every organisation that was ever registered, with what it is on that day. */
  readonly standings: ReadonlyMap<string, Standing>;
}

/**
 * The industry at the end of a day, by the registered histories of its enterprises. What merged into another enterprise counts there.
 * @param day a day in China, `2015-12-31`
 */
export function structureOn(registry: Registry, day: string): Structure {
  const standings = new Map(registry.organisations.map((organisation) => [organisation.id, standingOn(organisation, day)]));
  const owners = registry.sites
    .filter(({ kind }) => kind === 'mine')
    .map(({ organisation }) => successorOf(organisation, standings));
  const separators = registry.organisations.filter(isSeparator).map(({ id }) => id);
  return { mines: shareOf(owners, standings), separationEnterprises: shareOf(separators, standings), standings };
}

function isSeparator({ roles }: Organisation): boolean {
  return roles.includes('separation');
}

function shareOf(ids: readonly string[], standings: ReadonlyMap<string, Standing>): Share {
  const active = ids.flatMap((id) => {
    const standing = standings.get(id);
    return standing?.state === 'active' ? [standing] : [];
  });
  return { all: active.length, inGroups: active.filter(({ group }) => group !== null).length };
}

/** Who an enterprise is after mergers; histories that go round in a circle end where they began. */
function successorOf(id: string, standings: ReadonlyMap<string, Standing>): string {
  const seen = new Set<string>();
  let at = id;
  for (let into = standings.get(at)?.into ?? null; into !== null && !seen.has(into); into = standings.get(at)?.into ?? null) {
    seen.add(into);
    at = into;
  }
  return at;
}
