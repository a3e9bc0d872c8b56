import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The fields of a `package.json` that say what a package is and what it brings along. */
interface Manifest {
  readonly name?: string;
  readonly version?: string;
  readonly license?: unknown;
  readonly licenses?: unknown;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A package that a user gets with Ytterby, and the licence that it states. */
export interface Shipped {
  readonly name: string;
  readonly licence: string;
}

/**
 * The packages named, and everything that they bring along, as installed. Optional and peer packages count when they are there.
 * @throws Error that names a dependency which is not installed
 */
export function shippedPackages(root: string, names: readonly string[]): Shipped[] {
  const found = new Map<string, Shipped>();
  for (const name of names) collect(root, name, true, found);
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}

function collect(from: string, name: string, isRequired: boolean, found: Map<string, Shipped>): void {
  const folder = folderOf(from, name);
  if (folder === undefined) {
    if (isRequired) throw new Error(`${name}, which ${from} depends on, is not installed: run npm ci`);
    return;
  }
  if (found.has(folder)) return;
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
  found.set(folder, { name: `${name}@${manifest.version ?? '?'}`, licence: licenceOf(manifest, folder) });
  for (const next of Object.keys(manifest.dependencies ?? {})) {
    collect(folder, next, manifest.optionalDependencies?.[next] === undefined, found);
  }
  for (const next of Object.keys({ ...manifest.optionalDependencies, ...manifest.peerDependencies }))
    collect(folder, next, false, found);
}

/** As Node looks it up: `node_modules` of the folder itself, then of each folder above it. */
function folderOf(from: string, name: string): string | undefined {
  const folder = join(from, 'node_modules', name);
  if (existsSync(join(folder, 'package.json'))) return folder;
  return dirname(from) === from ? undefined : folderOf(dirname(from), name);
}

function licenceOf({ license, licenses }: Manifest, folder: string): string {
  const stated = license ?? licenses ?? licenceInFile(folder);
  const types = (Array.isArray(stated) ? stated : [stated]).map((one: unknown) =>
    typeof one === 'object' && one !== null && 'type' in one ? one.type : one,
  );
  return types.map((type) => (typeof type === 'string' ? type : 'none stated')).join(' OR ');
}

/** The licence that a package states in its LICENSE file alone, where the first line names it. */
function licenceInFile(folder: string): string | undefined {
  const path = join(folder, 'LICENSE');
  return existsSync(path) && /^MIT License\r?\n/.test(readFileSync(path, 'utf8')) ? 'MIT' : undefined;
}

/** Whether a licence (an SPDX expression) leaves us a choice that is neither of the GPL family nor unstated. */
export function isAcceptable(licence: string): boolean {
  const choices = licence.replaceAll(/[()]/g, '').split(/\s+OR\s+/i);
  return choices.some((choice) => !/GPL|SSPL|BUSL|UNLICENSED|none stated|SEE LICEN[CS]E/i.test(choice));
}
