import { startOfMonth } from '../../ledger/index.ts';

/** A month or a year of China, as milliseconds since 1970 UTC: from, and to (not part of it). */
export interface Period {
  readonly from: number;
  readonly to: number;
}

const MONTHS = 12;

/** The span of `2015-03` or `2015`. */
export function spanOf(period: string): Period {
  const [year, month] = period.split('-').map(Number) as [number, number | undefined];
  if (month === undefined) return { from: startOfMonth(year, 0), to: startOfMonth(year, MONTHS) };
  return { from: startOfMonth(year, month - 1), to: startOfMonth(year, month) };
}
