/** Hours that local days of the record lie before UTC: China Standard Time. */
const LOCAL_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** The local (China) day of an instant, in days since 1970-01-01. */
export function dayOf(timeMs: number): number {
  return Math.floor((timeMs + LOCAL_OFFSET_MS) / DAY_MS);
}

/** The instant at which a local day begins. */
export function startOfDay(day: number): number {
  return day * DAY_MS - LOCAL_OFFSET_MS;
}

/** The instant at which a local day begins, by its date, `2015-03-01`. */
export function startOfDate(date: string): number {
  return Date.parse(`${date}T00:00:00+08:00`);
}

/** The instant at which a local month begins. @param month 0 is January; may go beyond the year */
export function startOfMonth(year: number, month: number): number {
  return Date.UTC(year, month, 1) - LOCAL_OFFSET_MS;
}

/** The local date of an instant, `2015-03-01`. */
export function dateOf(timeMs: number): string {
  return new Date(timeMs + LOCAL_OFFSET_MS).toISOString().slice(0, 10);
}

/** The year that an instant belongs to in China. */
export function chinaYear(timeMs: number): number {
  return new Date(timeMs + LOCAL_OFFSET_MS).getUTCFullYear();
}

/** The month that an instant belongs to in China: 0 is January. */
export function chinaMonth(timeMs: number): number {
  return new Date(timeMs + LOCAL_OFFSET_MS).getUTCMonth();
}
