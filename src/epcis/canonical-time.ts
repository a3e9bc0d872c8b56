import { areDigits } from './gs1-keys.ts';

/**
 * A time as the event hash writes it: UTC with `Z`, to the millisecond, the third decimal rounded up when the fourth is 5–9.
 * @param text an xsd:dateTimeStamp with a four-digit year, such as `2005-04-03T20:33:31.116000-06:00`
 * @returns `2005-04-04T02:33:31.116Z`; `text` itself when it is no such time
 * @see CBV 2.0, section 8.9
 */
export function canonicalTime(text: string): string {
  if (!hasDateAndTime(text)) return text;
  const zone = fractionEnd(text);
  if (text.length === 24 && zone === 23 && text.charCodeAt(23) === 0x5a && text.charCodeAt(10) === 0x54) return text;
  if (!isZone(text, zone)) return text;
  const decimals = zone === 19 ? '' : text.slice(20, zone);
  const milliseconds = decimals.slice(0, 3).padEnd(3, '0');
  const instant = Date.parse(`${text.slice(0, 19)}.${milliseconds}${text.slice(zone)}`.toUpperCase());
  if (Number.isNaN(instant)) return text;
  const carry = decimals.charCodeAt(3) >= 0x35 ? 1 : 0;
  return new Date(instant + carry).toISOString();
}

/** Whether the text begins with `YYYY-MM-DDTHH:MM:SS`. */
function hasDateAndTime(text: string): boolean {
  return (
    text.length >= 20 &&
    text.length <= 64 &&
    areDigits(text, 0, 4) &&
    text[4] === '-' &&
    areDigits(text, 5, 7) &&
    text[7] === '-' &&
    areDigits(text, 8, 10) &&
    (text[10] === 'T' || text[10] === 't') &&
    areDigits(text, 11, 13) &&
    text[13] === ':' &&
    areDigits(text, 14, 16) &&
    text[16] === ':' &&
    areDigits(text, 17, 19)
  );
}

/** Index of the zone: 19, or behind the decimals. */
function fractionEnd(text: string): number {
  if (text.charCodeAt(19) !== 0x2e) return 19;
  let end = 20;
  while (end < text.length && areDigits(text, end, end + 1)) end++;
  return end;
}

/** Whether `Z` or `±HH:MM` and nothing more stands at `at`. */
function isZone(text: string, at: number): boolean {
  const sign = text[at];
  if (sign === 'Z' || sign === 'z') return text.length === at + 1;
  return (
    (sign === '+' || sign === '-') &&
    text.length === at + 6 &&
    text[at + 3] === ':' &&
    areDigits(text, at + 1, at + 3) &&
    areDigits(text, at + 4, at + 6)
  );
}
