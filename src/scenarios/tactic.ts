import type { RandomStream } from '../numerics/index.ts';
import { timeOf, type JsonObject, type YearBook } from './year-book.ts';

/** 1 is hard to see, 3 plain. */
export type Strength = 1 | 2 | 3;

/** What was done, by whom, when: what a detector is held against. */
export interface Truth {
  readonly tactic: string;
  readonly strength: Strength;
  /** Whoever of these is named has been found. */
  readonly organisations: readonly string[];
  readonly sites: readonly string[];
  readonly lots: readonly string[];
  /** First and last event of the deed, RFC 3339. */
  readonly from: string;
  readonly to: string;
  /** How much matter it is about, kilograms net. */
  readonly kilograms: number;
}

/** A way to cheat. */
export interface Tactic {
  readonly name: string;
  readonly what: string;
  /** Rewrites the year. @returns what was done; null when the year offers no occasion */
  readonly commit: (book: YearBook, random: RandomStream, strength: Strength, taken: ReadonlySet<string>) => Truth | null;
}

/** One of three values. */
export function by<T>(strength: Strength, values: readonly [T, T, T]): T {
  return values[strength - 1]!;
}

/** The time of a deed from its events. */
export function spanOf(events: readonly JsonObject[]): Pick<Truth, 'from' | 'to'> {
  const times = events.map(timeOf);
  return { from: new Date(Math.min(...times)).toISOString(), to: new Date(Math.max(...times)).toISOString() };
}
