const DAY_MS = 86_400_000;

/** The month of a local day, counted from January 1970. */
export function monthOfDay(day: number): number {
  const date = new Date(day * DAY_MS);
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth();
}

/** The first local day of a month. */
export function firstDayOfMonth(month: number): number {
  return Date.UTC(1970, month, 1) / DAY_MS;
}

/** The last local day of a month. */
export function lastDayOfMonth(month: number): number {
  return firstDayOfMonth(month + 1) - 1;
}

/** How to cover the days up to `toDay`, split at `fromDay`, with as many whole months as possible. */
export interface MonthCover {
  /** Every month before this one is taken whole. */
  readonly beforeMonth: number;
  /** Further whole months, between `fromDay` and `toDay`. */
  readonly months: readonly number[];
  /** What is left, in single days, both ends included. */
  readonly dayRanges: readonly (readonly [from: number, to: number])[];
}

/** Covers all days before `fromDay` and those from `fromDay` to `toDay`, so that no month straddles either end. */
export function wholeMonths(fromDay: number, toDay: number): MonthCover {
  const splitDay = Math.min(fromDay, toDay + 1);
  const beforeMonth = monthOfDay(splitDay);
  const firstWhole = firstDayOfMonth(beforeMonth) === splitDay ? beforeMonth : beforeMonth + 1;
  const endMonth = monthOfDay(toDay + 1);
  const months = Array.from({ length: Math.max(0, endMonth - firstWhole) }, (_, place) => firstWhole + place);
  const headDays: [number, number] = [firstDayOfMonth(beforeMonth), Math.min(toDay, firstDayOfMonth(firstWhole) - 1)];
  const tailDays: [number, number] = [Math.max(firstDayOfMonth(endMonth), firstDayOfMonth(firstWhole)), toDay];
  return { beforeMonth, months, dayRanges: [headDays, tailDays].filter(([from, to]) => from <= to) };
}
