const DAY_MS = 86_400_000;
const MONTHS_OF_YEAR = 12;

/** A period that roll-ups are kept for: how many months it has. Periods of a length are counted from January 1970. */
export type Span = 1 | 12;

/** Both ends are included; empty when the end lies before the beginning. */
export type DayRange = readonly [fromDay: number, toDay: number];

/** The month of a local day, counted from January 1970. */
export function monthOfDay(day: number): number {
  const date = new Date(day * DAY_MS);
  return (date.getUTCFullYear() - 1970) * MONTHS_OF_YEAR + date.getUTCMonth();
}

/** The year of a month, both counted from January 1970. */
export function yearOfMonth(month: number): number {
  return Math.floor(month / MONTHS_OF_YEAR);
}

function periodOfDay(span: Span, day: number): number {
  return Math.floor(monthOfDay(day) / span);
}

/** The first local day of a period. */
export function firstDayOf(span: Span, period: number): number {
  return Date.UTC(1970, period * span, 1) / DAY_MS;
}

/** Days as whole periods, and what is left of them at either end. */
export interface PeriodCover {
  readonly periods: readonly number[];
  readonly rest: readonly DayRange[];
}

/** Covers days with as many whole periods as lie in them. */
export function wholePeriods(span: Span, [fromDay, toDay]: DayRange): PeriodCover {
  const first = periodOfDay(span, fromDay - 1) + 1;
  const end = periodOfDay(span, toDay + 1);
  if (first >= end) return { periods: [], rest: fromDay <= toDay ? [[fromDay, toDay]] : [] };
  const before: DayRange = [fromDay, firstDayOf(span, first) - 1];
  const after: DayRange = [firstDayOf(span, end), toDay];
  return {
    periods: Array.from({ length: end - first }, (_, place) => first + place),
    rest: [before, after].filter(([from, to]) => from <= to),
  };
}

/**
 * Days with both ends that reach as far as anything happened moved out to the ends of those years: nothing is added, and
 * what would be days at the present end becomes whole periods.
 * @param happened the days of the first and the last thing on record
 */
export function roundedOut([fromDay, toDay]: DayRange, happened: DayRange): DayRange {
  const [firstDay, lastDay] = happened;
  const firstYear = periodOfDay(MONTHS_OF_YEAR, firstDay);
  const lastYear = periodOfDay(MONTHS_OF_YEAR, lastDay);
  return [
    fromDay <= firstDay ? firstDayOf(MONTHS_OF_YEAR, firstYear) : fromDay,
    toDay >= lastDay ? firstDayOf(MONTHS_OF_YEAR, lastYear + 1) - 1 : toDay,
  ];
}
