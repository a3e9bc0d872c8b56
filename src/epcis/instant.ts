const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d)(\.\d+)?([Zz]|[+-]\d\d(?::?\d\d)?)$/;
const DAYS_IN_MONTH = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * An instant from its RFC 3339 text, in milliseconds since 1970 in UTC.
 * As the event schema does, it takes a blank for the `T` and an offset of `+01` or `+0100`.
 * Digits below the millisecond count too (to about a quarter of a microsecond), because EPCIS times may carry them.
 * @param text a date and time with its offset: `2013-06-08T14:58:56.591Z`, `2005-04-03T20:33:31.116000-06:00`
 * @returns null when the text is no such date and time or names a day that no calendar has
 * @see RFC 3339, section 5.6
 */
export function instantMs(text: string): number | null {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number);
  if (!isDay(year, month, day) || hour > 23 || minute > 59 || second > 60) return null;
  const offset = offsetMinutes(parts[8]!);
  if (offset === null) return null;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute - offset, second);
  return date.getTime() + Number(parts[7] ?? 0) * 1000;
}

function isDay(year: number, month: number, day: number): boolean {
  const longest = DAYS_IN_MONTH[month - 1];
  if (longest === undefined || day < 1 || day > longest) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  return month !== 2 || day < 29 || leap;
}

function offsetMinutes(text: string): number | null {
  if (text.length === 1) return 0;
  const hours = Number(text.slice(1, 3));
  const minutes = Number(text.slice(3).replace(':', ''));
  if (hours > 23 || minutes > 59) return null;
  return (text[0] === '-' ? -1 : 1) * (hours * 60 + minutes);
}
