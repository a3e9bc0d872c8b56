import type { TableCell } from './table.ts';

/** When a cell would tell of one enterprise (`data/statistics-settings.csv`). */
export interface DisclosureRules {
  /** The fewest enterprises behind a cell that is published. */
  readonly respondentsLeast: number;
  /**
   * The p % rule (Hundepool et al., Statistical Disclosure Control, Wiley 2012, chapter 4): what the largest adds must not be known to the second
   * largest, who subtracts his own, to within this part of it.
   */
  readonly closeness: number;
}

/** Why a cell is not published by itself. */
export type Sensitivity = 'few' | 'dominated';

/** Whether a cell would tell of one enterprise, and why; null when it may stand. A cell of nobody is 0 and may. */
export function sensitivityOf({ value, shares }: TableCell, rules: DisclosureRules): Sensitivity | null {
  if (shares.length === 0) return null;
  if (shares.length < rules.respondentsLeast) return 'few';
  const [first, second] = [shares[0]!.value, shares[1]?.value ?? 0];
  return value - first - second < rules.closeness * first ? 'dominated' : null;
}
