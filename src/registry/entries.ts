import { canonicalUri } from '../epcis/index.ts';
import type { Entry, ListName, Registry } from './schema.ts';

/** One entry of a file: where it stands, as written, and as read; null when its own fields are wrong. */
export interface ReadEntry<T> {
  readonly path: string;
  readonly raw: unknown;
  readonly value: T | null;
}

/** All entries of a file, list by list. */
export type ReadEntries = { readonly [N in ListName]: readonly ReadEntry<Entry<N>>[] };

/** The registry of a file whose entries all hold: its own keys, with canonical ids in the lists. */
export function canonicalRegistry(file: Readonly<Record<string, unknown>>, entries: ReadEntries): Registry {
  return {
    ...file,
    organisations: valuesOf(entries.organisations),
    sites: valuesOf(entries.sites),
    products: valuesOf(entries.products),
    permits: valuesOf(entries.permits),
    quotas: valuesOf(entries.quotas),
    lists: valuesOf(entries.lists),
    deposits: valuesOf(entries.deposits),
    miningAreas: valuesOf(entries.miningAreas),
    reserveOrders: valuesOf(entries.reserveOrders),
    patrolCells: valuesOf(entries.patrolCells),
  };
}

function valuesOf<T extends object>(list: readonly ReadEntry<T>[]): T[] {
  return list.flatMap(({ value }) => (value === null ? [] : [canonicalEntry(value)]));
}

/** Fields that hold an id, which may be a GS1 key. */
const ID_FIELDS = ['id', 'group', 'organisation', 'holder', 'site', 'parent'] as const;

function canonicalEntry<T extends object>(entry: T): T {
  const fields = entry as Readonly<Record<string, unknown>>;
  const ids = ID_FIELDS.flatMap((field) => {
    const id = fields[field];
    return typeof id === 'string' ? [[field, canonicalUri(id)] as const] : [];
  });
  return { ...entry, ...Object.fromEntries(ids), ...canonicalHistory(fields['history']) };
}

/** Ids in the life of an enterprise. */
const LIFE_FIELDS = ['group', 'into', 'from'] as const;

function canonicalHistory(history: unknown): { history?: unknown[] } {
  if (!Array.isArray(history)) return {};
  return {
    history: history.map((event: Readonly<Record<string, unknown>>) => {
      const ids = LIFE_FIELDS.flatMap((field) =>
        typeof event[field] === 'string' ? [[field, canonicalUri(event[field])] as const] : [],
      );
      return { ...event, ...Object.fromEntries(ids) };
    }),
  };
}
