import type { z } from 'zod';
import { pathTo } from '../epcis/index.ts';

/** One thing that is wrong with a registry: where (JSON path, `$.sites[3].organisation`) and what. */
export interface RegistryProblem {
  readonly path: string;
  readonly message: string;
}

/** A schema's issue about an entry as a problem. */
export function entryProblem(issue: z.core.$ZodIssue, entry: unknown, path: string): RegistryProblem {
  const missing = issue.path.length > 0 && valueAt(entry, issue.path) === undefined;
  const detail = issue.code === 'invalid_key' ? (issue.issues[0]?.message ?? issue.message) : issue.message;
  return { path: pathTo(path, ...issue.path), message: missing ? 'is required and missing; add it' : detail };
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let found = value;
  for (const step of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, step)) return undefined;
    found = (found as Record<PropertyKey, unknown>)[step];
  }
  return found;
}
