import type { Name } from '../wire/index.ts';

/** A target of the plan's Table 1: what it was in 2015, what it is to be in 2020, and the change in brackets. */
export interface Target {
  readonly no: number;
  readonly name: Name;
  readonly unit: Name;
  readonly base: number | null;
  readonly target: number;
  /** `below`: to stay under the target. */
  readonly bound: 'is' | 'below';
  readonly change: number | null;
  readonly better: 'up' | 'down' | 'cap';
  readonly source: string;
}

/** Whether base, target and the bracketed change say the same; null where the plan does not state all three. */
export function isConsistent({ base, target, change }: Target): boolean | null {
  return base === null || change === null ? null : Math.abs(target - base - change) < 1e-9;
}

/** How much of the way from base to target is gone: 1 at the target; null where there is no base, or for a cap. */
export function progressOf({ base, target, better }: Target, value: number): number | null {
  return base === null || better === 'cap' || target === base ? null : (value - base) / (target - base);
}

/** Whether a value meets the target. */
export function isMet({ target, bound, better }: Target, value: number): boolean {
  if (bound === 'below') return value < target;
  return better === 'down' ? value <= target : value >= target;
}
