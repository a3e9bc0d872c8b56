import { pathTo } from '../epcis/index.ts';
import { findCapacityProblems } from './capacity.ts';
import { canonicalRegistry, type ReadEntries } from './entries.ts';
import { entryProblem, type RegistryProblem } from './problem.ts';
import { findGroundProblems } from './ground.ts';
import { findLifeProblems } from './lives.ts';
import { findReferenceProblems } from './references.ts';
import { ENTRY_SCHEMAS, LIST_NAMES, OPTIONAL_LISTS, type ListName, type Registry } from './schema.ts';

/** A registry, or everything that is wrong with it. */
export type ReadRegistry =
  | { readonly ok: true; readonly registry: Registry }
  | { readonly ok: false; readonly problems: readonly RegistryProblem[] };

/**
 * Reads a `registry.json` (FORMATS, section 2).
 * @param input the file's text, or its JSON value
 * @param known the registry on record: references may point into it
 * @returns the registry with canonical ids, unknown keys kept; or all problems, each with its JSON path, in the order of the file
 */
export function readRegistry(input: unknown, known: Registry | null = null): ReadRegistry {
  const value = typeof input === 'string' ? parseText(input) : { value: input };
  if ('problem' in value) return { ok: false, problems: [value.problem] };
  const file = value.value;
  if (typeof file !== 'object' || file === null || Array.isArray(file)) {
    return { ok: false, problems: [{ path: '$', message: 'expected an object with organisations, sites, products, …' }] };
  }
  const problems: RegistryProblem[] = [];
  const entries = readEntries(file as Readonly<Record<string, unknown>>, problems);
  problems.push(...findReferenceProblems(entries, known));
  if (problems.length > 0) return { ok: false, problems };
  problems.push(
    ...findLifeProblems(entries, known),
    ...findCapacityProblems(entries, known),
    ...findGroundProblems(entries, known),
  );
  if (problems.length > 0) return { ok: false, problems };
  return { ok: true, registry: canonicalRegistry(file as Readonly<Record<string, unknown>>, entries) };
}

function parseText(text: string): { value: unknown } | { problem: RegistryProblem } {
  try {
    return { value: JSON.parse(text.replace(/^\uFEFF/, '')) };
  } catch (error) {
    return { problem: { path: '$', message: `is no JSON: ${error instanceof Error ? error.message : String(error)}` } };
  }
}

function readEntries(file: Readonly<Record<string, unknown>>, problems: RegistryProblem[]): ReadEntries {
  const read = <N extends ListName>(name: N) => readList(name, file[name], problems);
  for (const name of LIST_NAMES) {
    if (file[name] === undefined && OPTIONAL_LISTS.has(name)) continue;
    if (!Array.isArray(file[name])) {
      problems.push({
        path: pathTo('$', name),
        message: file[name] === undefined ? 'is required and missing; add it' : 'expected a list',
      });
    }
  }
  return {
    organisations: read('organisations'),
    sites: read('sites'),
    products: read('products'),
    permits: read('permits'),
    quotas: read('quotas'),
    lists: read('lists'),
    deposits: read('deposits'),
    miningAreas: read('miningAreas'),
    reserveOrders: read('reserveOrders'),
    patrolCells: read('patrolCells'),
  };
}

function readList<N extends ListName>(name: N, list: unknown, problems: RegistryProblem[]): ReadEntries[N] {
  if (!Array.isArray(list)) return [];
  return list.map((raw: unknown, index) => {
    const path = pathTo('$', name, index);
    const parsed = ENTRY_SCHEMAS[name].safeParse(raw);
    if (!parsed.success) problems.push(...parsed.error.issues.map((issue) => entryProblem(issue, raw, path)));
    return { path, raw, value: parsed.success ? parsed.data : null };
  }) as ReadEntries[N];
}
