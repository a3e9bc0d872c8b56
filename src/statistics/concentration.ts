/** The largest Herfindahl–Hirschman index: one has everything. */
const WHOLE = 10_000;

/**
 * The Herfindahl–Hirschman index of some shares: the sum of squared shares in per cent.
 * @param values what each has, not below 0, in any unit
 * @returns from near 0 to 10 000; null when nobody has anything
 */
export function herfindahlHirschman(values: readonly number[]): number | null {
  const whole = values.reduce((sum, value) => sum + value, 0);
  return whole === 0 ? null : values.reduce((sum, value) => sum + (value / whole) ** 2, 0) * WHOLE;
}

/** The share that the largest few have together, from 0 to 1; null when nobody has anything. */
export function largestShare(values: readonly number[], count: number): number | null {
  const whole = values.reduce((sum, value) => sum + value, 0);
  const largest = values.toSorted((a, b) => b - a).slice(0, count);
  return whole === 0 ? null : largest.reduce((sum, value) => sum + value, 0) / whole;
}
