import type { Masses } from './masses.ts';
import type { Leg } from './pool.ts';

/** What a process took of one lot or made of it, and what entered the record as that lot: the material of lineage. */
export interface Flow {
  readonly lot: string;
  readonly role: 'input' | 'output' | 'source';
  readonly masses: Masses;
}

/**
 * The postings of one event. In every column the legs sum to zero. An entry is never edited: when later facts change what an event
 * means (a late event, an error declaration), a new revision follows whose first half takes back the revision before it.
 */
export interface Entry {
  readonly key: string;
  readonly timeMs: number;
  readonly legs: readonly Leg[];
  readonly flows: readonly Flow[];
}

/** The entry of an event that moves no matter, or that was declared in error. */
export function emptyEntry(key: string, timeMs: number): Entry {
  return { key, timeMs, legs: [], flows: [] };
}
