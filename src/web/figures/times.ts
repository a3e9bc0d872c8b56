/** The clock of the record as people read it: Beijing time, in which a quota year begins and ends. */
const BEIJING_OFFSET_MS = 8 * 3_600_000;
const BEIJING_OFFSET = '+08:00';

/** The day in Beijing of an instant: `2026-11-23`; `–` for what is no time. */
export function writeDay(instant: string): string {
  return writeMinute(instant).slice(0, 10);
}

/** The minute in Beijing of an instant: `2026-11-23 14:05`; `–` for what is no time. */
export function writeMinute(instant: string): string {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) return '–';
  return new Date(ms + BEIJING_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');
}

/**
 * An instant in UTC from a Beijing day or minute as typed (`2015-12-31`, `2015-12-31 23:59`); a day alone means its last second.
 * @returns null when it is neither
 */
export function readMinute(typed: string): string | null {
  const parts = /^(\d{4}-\d{2}-\d{2})(?:[ T](\d{2}:\d{2}))?$/.exec(typed.trim());
  const day = parts?.[1];
  if (day === undefined) return null;
  const clock = parts?.[2] === undefined ? '23:59:59' : `${parts[2]}:00`;
  const at = new Date(`${day}T${clock}${BEIJING_OFFSET}`);
  if (Number.isNaN(at.getTime()) || writeDay(at.toISOString()) !== day) return null;
  return at.toISOString().replace('.000Z', 'Z');
}

/** The instant that an address carries: a day means its end in Beijing; a `+` that a browser read as a space is put back; null when it is no time. */
export function readInstant(text: string | null): string | null {
  if (text === null || text === '') return null;
  if (/^\d{4}-\d{2}-\d{2}$/.test(text)) return readMinute(text);
  const restored = text.replace(/ (?=\d{2}:?\d{2}$)/, '+');
  return Number.isNaN(Date.parse(restored)) ? null : restored;
}

/** The calendar year in Beijing of an instant. */
export function yearOf(instant: string): number {
  return Number(writeDay(instant).slice(0, 4));
}

/** First and last instant of a Beijing calendar year, as the balance's `from` and `to`. */
export function boundsOfYear(year: number): { from: string; to: string } {
  const start = (of: number) => new Date(`${of}-01-01T00:00:00${BEIJING_OFFSET}`).toISOString().replace('.000Z', 'Z');
  return { from: start(year), to: start(year + 1) };
}

/** So many months are offered at most: a wrong clock must not make a list without end. */
const MONTHS_MAX = 1200;

/** The calendar months in Beijing from one instant to another, newest first: `2015-03`. */
export function monthsBetween(first: string, last: string): string[] {
  const numberOf = (instant: string): number => yearOf(instant) * 12 + Number(writeDay(instant).slice(5, 7)) - 1;
  const newest = numberOf(last);
  const count = Math.min(MONTHS_MAX, Math.max(0, newest - numberOf(first) + 1));
  return Array.from({ length: count }, (_, back) => {
    const month = newest - back;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
  });
}
