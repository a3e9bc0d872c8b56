/**
 * The string formats of the GS1 JSON Schema for EPCIS 2.0: `uri` (RFC 3986) and `date-time` (RFC 3339), with the same verdict as
 * ajv-formats in its full mode, which is what the schema is checked with in practice.
 */

/** Nearly every URI of an event is one of these two forms; they are a subset of the grammar below and cheap to recognise. */
const COMMON_URI =
  /^(?:https?:\/\/[A-Za-z0-9.-]+(?:\/[\w\-.~!$&'()*+,;=:@/]*)?|[A-Za-z][A-Za-z0-9+.-]*:[\w\-.~!$&'()*+,;=:@][\w\-.~!$&'()*+,;=:@/]*)$/;

const URI = new RegExp(`^${uriGrammar()}$`, 'i');

function uriGrammar(): string {
  const percent = '%[0-9a-f]{2}';
  const segment = `(?:[a-z0-9\\-._~!$&'()*+,;=:@]|${percent})`;
  const tail = `(?:[a-z0-9\\-._~!$&'()*+,;=:@/?]|${percent})*`;
  const userInfo = `(?:(?:[a-z0-9\\-._~!$&'()*+,;=:]|${percent})*@)?`;
  const registeredName = `(?:[a-z0-9\\-._~!$&'()*+,;=]|${percent})*`;
  const host = `(?:\\[(?:${ipv6Grammar()}|v[0-9a-f]+\\.[a-z0-9\\-._~!$&'()*+,;=:]+)\\]|${registeredName})`;
  const withAuthority = `\\/?\\/${userInfo}${host}(?::\\d*)?(?:\\/${segment}*)*`;
  const absolute = `\\/(?:${segment}+(?:\\/${segment}*)*)?`;
  const rootless = `${segment}+(?:\\/${segment}*)*`;
  return `[a-z][a-z0-9+\\-.]*:(?:${withAuthority}|${absolute}|${rootless})(?:\\?${tail})?(?:#${tail})?`;
}

function ipv6Grammar(): string {
  const group = '[0-9a-f]{1,4}';
  const octet = '(?:25[0-5]|2[0-4]\\d|[01]?\\d\\d?)';
  const last = `(?:${group}:${group}|(?:${octet}\\.){3}${octet})`;
  const upTo = (count: number) => `(?:(?:${group}:){0,${count}}${group})?::`;
  const forms = [
    `(?:${group}:){6}${last}`,
    `::(?:${group}:){5}${last}`,
    `(?:${group})?::(?:${group}:){4}${last}`,
    `${upTo(1)}(?:${group}:){3}${last}`,
    `${upTo(2)}(?:${group}:){2}${last}`,
    `${upTo(3)}${group}:${last}`,
    `${upTo(4)}${last}`,
    `${upTo(5)}${group}`,
    upTo(6),
  ];
  return `(?:${forms.join('|')})`;
}

/** Whether a text is an absolute URI (RFC 3986): a scheme, a colon and at least one more character; ASCII only. */
export function isUri(text: string): boolean {
  return COMMON_URI.test(text) || URI.test(text);
}

const DATE_TIME = /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d(?:\.\d+)?)(?:[Zz]|([+-])(\d\d)(?::?(\d\d))?)$/;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/**
 * Whether a text is a date and time with its offset, on a day that the calendar has.
 * A leap second passes only as 23:59:60 UTC. As ajv-formats does, a blank may stand for the `T` and the offset may be `+01` or `+0100`.
 */
export function isDateTime(text: string): boolean {
  const parts = DATE_TIME.exec(text);
  if (parts === null) return false;
  if (!isCalendarDay(Number(parts[1]), Number(parts[2]), Number(parts[3]))) return false;
  const offsetHours = Number(parts[8] ?? 0);
  const offsetMinutes = Number(parts[9] ?? 0);
  if (offsetHours > 23 || offsetMinutes > 59) return false;
  const hour = Number(parts[4]);
  const minute = Number(parts[5]);
  const second = Number(parts[6]);
  if (second < 60) return hour <= 23 && minute <= 59;
  const sign = parts[7] === '-' ? -1 : 1;
  return second < 61 && isLastMinuteOfDay(hour - offsetHours * sign, minute - offsetMinutes * sign);
}

function isCalendarDay(year: number, month: number, day: number): boolean {
  const longest = DAYS_IN_MONTH[month - 1];
  if (longest === undefined || day < 1) return false;
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day <= (leap ? 29 : longest);
}

/** Whether hour and minute less the offset are 23:59 UTC, of the same day or the day before. */
function isLastMinuteOfDay(hour: number, minute: number): boolean {
  const utcHour = minute < 0 ? hour - 1 : hour;
  return (utcHour === 23 || utcHour === -1) && (minute === 59 || minute === -1);
}

/** A URI that is not a CBV word spelled out: those words are written bare. */
export function isUriOutsideCbv(text: string): boolean {
  return isUri(text) && !/^(?:urn:epcglobal:cbv|https?:\/\/ns\.gs1\.org\/cbv\/)/.test(text);
}

/** A URI that is not a word of the GS1 web vocabulary spelled out: those words are written bare. */
export function isUriOutsideGs1Vocabulary(text: string): boolean {
  return isUri(text) && !/^https?:\/\/(?:www\.)?gs1\.org\/voc\//.test(text);
}
