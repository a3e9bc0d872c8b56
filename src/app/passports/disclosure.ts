import type { ReadScope } from '../../record/index.ts';
import type { PassportParty } from '../../wire/index.ts';
import type { World } from '../world.ts';

/** Which names a reader of a passport may be told. Provinces, deposits and shares are everybody's. */
export interface Disclosure {
  site(id: string | null): PassportParty;
  organisation(id: string | null): PassportParty;
  /** Whether he may see an event itself. */
  event(seq: number): boolean;
}

/**
 * Names by what a viewer's scope covers.
 * @param scope null for everything
 * @param seen the events of the passport that he may see
 * @param open sites and organisations that everybody is told: the maker of the lot
 */
export function disclosureWithin(
  world: World,
  scope: ReadScope | null,
  seen: ReadonlySet<number> | null,
  open: ReadonlySet<string>,
): Disclosure {
  const parties = new Set(scope?.parties ?? []);
  const name = (id: string | null): PassportParty => {
    if (id === null || !(scope === null || parties.has(id) || open.has(id))) return null;
    return { id, name: world.registry.nameOf(id) ?? { zh: id, en: id } };
  };
  return { site: name, organisation: name, event: (seq) => seen === null || seen.has(seq) };
}
