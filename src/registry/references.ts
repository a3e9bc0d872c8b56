import { canonicalUri, pathTo } from '../epcis/index.ts';
import type { ReadEntries, ReadEntry } from './entries.ts';
import { idProblem, type Named } from './identifiers.ts';
import type { RegistryProblem } from './problem.ts';
import type { Registry } from './schema.ts';

/** What one identifier field of an entry points to. */
interface Reference {
  readonly path: string;
  readonly id: string;
  readonly what: string;
  readonly known: ReadonlySet<string>;
}

/**
 * Problems between the entries of a file: wrong or repeated ids, references to nothing, circles of groups and of quotas.
 * Entries whose own fields are wrong still count as something to point to, so that one mistake is told once.
 * @param known the registry on record; references may point into it
 */
export function findReferenceProblems(entries: ReadEntries, known: Registry | null): RegistryProblem[] {
  return [
    ...wrongIds(entries.organisations, 'organisation'),
    ...wrongIds(entries.sites, 'site'),
    ...wrongIds(entries.products, 'product'),
    ...repeated(entries),
    ...referencesOf(entries, known).flatMap(checkReference),
    ...circles('group', linksOf(entries.organisations, 'group'), knownLinks(known?.organisations ?? [], 'group')),
    ...circles('parent', linksOf(entries.quotas, 'parent'), knownLinks(known?.quotas ?? [], 'parent')),
  ];
}

function wrongIds(list: readonly ReadEntry<unknown>[], named: Named): RegistryProblem[] {
  return list.flatMap((entry) => {
    const id = fieldOf(entry, 'id');
    const message = id === null || id === '' ? null : idProblem(named, id);
    return message === null ? [] : [{ path: pathTo(entry.path, 'id'), message }];
  });
}

function repeated(entries: ReadEntries): RegistryProblem[] {
  const keyed = [
    entries.organisations,
    entries.sites,
    entries.products,
    entries.permits,
    entries.quotas,
    entries.miningAreas,
    entries.reserveOrders,
    entries.patrolCells,
  ];
  return [...keyed.flatMap((list) => repeatedIn(list, 'id')), ...repeatedIn(entries.deposits, 'name')];
}

function repeatedIn(list: readonly ReadEntry<unknown>[], field: 'id' | 'name'): RegistryProblem[] {
  const firsts = new Map<string, string>();
  return list.flatMap((entry) => {
    const id = fieldOf(entry, field);
    if (id === null) return [];
    const key = field === 'id' ? canonicalUri(id) : id;
    const first = firsts.get(key);
    if (first !== undefined) return [{ path: pathTo(entry.path, field), message: `is the same as that of ${first}: ${id}` }];
    firsts.set(key, entry.path);
    return [];
  });
}

function referencesOf(entries: ReadEntries, known: Registry | null): Reference[] {
  const organisations = idsOf(entries.organisations, known?.organisations ?? []);
  const sites = idsOf(entries.sites, known?.sites ?? []);
  const quotas = idsOf(entries.quotas, known?.quotas ?? []);
  const deposits = new Set([
    ...entries.deposits.map((entry) => fieldOf(entry, 'name') ?? ''),
    ...(known?.deposits ?? []).map(({ name }) => name),
  ]);
  const from = (list: readonly ReadEntry<unknown>[], field: string, what: string, ids: ReadonlySet<string>) =>
    list.flatMap((entry): Reference[] => {
      const id = fieldOf(entry, field);
      return id === null || id === '' ? [] : [{ path: pathTo(entry.path, field), id, what, known: ids }];
    });
  return [
    ...from(entries.organisations, 'group', 'organisation', organisations),
    ...from(entries.sites, 'organisation', 'organisation', organisations),
    ...from(entries.sites, 'deposit', 'deposit', deposits),
    ...from(entries.permits, 'holder', 'organisation', organisations),
    ...from(entries.permits, 'site', 'site', sites),
    ...from(entries.quotas, 'holder', 'organisation', organisations),
    ...from(entries.quotas, 'parent', 'quota', quotas),
    ...from(entries.reserveOrders, 'site', 'site', sites),
    ...from(entries.lists, 'organisation', 'organisation', organisations),
  ];
}

function checkReference({ path, id, what, known }: Reference): RegistryProblem[] {
  const found = known.has(what === 'deposit' ? id : canonicalUri(id));
  return found
    ? []
    : [{ path, message: `names a ${what} that is not in the registry: ${id}`.replace('a organisation', 'an organisation') }];
}

function idsOf(list: readonly ReadEntry<unknown>[], known: readonly { readonly id: string }[]): Set<string> {
  return new Set([...list.map((entry) => canonicalUri(fieldOf(entry, 'id') ?? '')), ...known.map(({ id }) => id)]);
}

/** From an id to the one above it, and where that is written. */
type Links = Map<string, { readonly above: string; readonly path: string | null }>;

function linksOf(list: readonly ReadEntry<unknown>[], field: string): Links {
  const links: Links = new Map();
  for (const entry of list) {
    const id = fieldOf(entry, 'id');
    const above = fieldOf(entry, field);
    if (id !== null && above !== null)
      links.set(canonicalUri(id), { above: canonicalUri(above), path: pathTo(entry.path, field) });
    else if (id !== null) links.set(canonicalUri(id), { above: '', path: null });
  }
  return links;
}

function knownLinks<F extends string>(
  list: readonly ({ readonly id: string } & Readonly<Record<F, string | null>>)[],
  field: F,
): Links {
  return new Map(list.map((entry) => [entry.id, { above: entry[field] ?? '', path: null }]));
}

/** One problem for each circle, at the member that the file names first. */
function circles(field: string, links: Links, known: Links): RegistryProblem[] {
  const all: Links = new Map([...known, ...links]);
  const done = new Set<string>();
  const problems: RegistryProblem[] = [];
  for (const [start, { path }] of links) {
    const trail: string[] = [];
    let at = start;
    while (all.has(at) && !done.has(at)) {
      done.add(at);
      trail.push(at);
      at = all.get(at)?.above ?? '';
    }
    const circle = trail.slice(trail.indexOf(at));
    if (!trail.includes(at)) continue;
    const where = circle.includes(start) ? path : circle.map((id) => all.get(id)?.path ?? null).find((member) => member !== null);
    problems.push({ path: where ?? '$', message: `goes round in a circle of ${field}s: ${[...circle, at].join(' → ')}` });
  }
  return problems;
}

function fieldOf(entry: ReadEntry<unknown>, field: string): string | null {
  const { raw } = entry;
  if (typeof raw !== 'object' || raw === null || !Object.hasOwn(raw, field)) return null;
  const value = (raw as Record<string, unknown>)[field];
  return typeof value === 'string' ? value : null;
}
