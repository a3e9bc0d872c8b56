import { instantMs } from '../epcis/index.ts';

const DAY = /^\d{4}-\d\d-\d\d$/;
const CHINA_OFFSET = '+08:00';

/**
 * An instant that a parameter states: a date and time with its offset, or a day, which means its last millisecond in China.
 * A `+` that arrived as a blank is put back.
 * @returns milliseconds since 1970, whole; null when the text is neither
 */
export function readMoment(text: string): number | null {
  if (DAY.test(text)) return instantMs(`${text}T23:59:59.999${CHINA_OFFSET}`);
  const ms = instantMs(text.replace(/ (\d\d:?\d\d)$/, '+$1'));
  return ms === null ? null : Math.floor(ms);
}

/** The same where a period begins: a day means its first millisecond in China. */
export function readBegin(text: string): number | null {
  return DAY.test(text) ? instantMs(`${text}T00:00:00.000${CHINA_OFFSET}`) : readMoment(text);
}

/** The same where a period ends, which the end itself is not part of: a day means the first millisecond after it in China. */
export function readEnd(text: string): number | null {
  const ms = readMoment(text);
  return ms !== null && DAY.test(text) ? ms + 1 : ms;
}
