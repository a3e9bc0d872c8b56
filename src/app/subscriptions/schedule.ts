import { Cron } from 'croner';

/** The standard's QuerySchedule: numbers, ranges `[1-5]` and lists of them, by field. What is left out matches any value. */
export type Schedule = Readonly<Partial<Record<ScheduleField, string>>>;

const FIELDS = ['second', 'minute', 'hour', 'dayOfMonth', 'month', 'dayOfWeek'] as const;
export type ScheduleField = (typeof FIELDS)[number];

/** From the coarsest: a field that is left out below one that is stated means its first value, above it any. */
const COARSE_TO_FINE = ['month', 'dayOfMonth', 'hour', 'minute', 'second'] as const;
const LIMITS: Readonly<Record<ScheduleField, readonly [min: number, max: number]>> = {
  second: [0, 59],
  minute: [0, 59],
  hour: [0, 23],
  dayOfMonth: [1, 31],
  month: [1, 12],
  dayOfWeek: [1, 7],
};
const ELEMENT = /^(?:(\d{1,2})|\[?(\d{1,2})-(\d{1,2})\]?|(\*|\d{1,2})\/(\d{1,2}))$/;

/** The record's days are China's, and so are its schedules. */
const TIME_ZONE = 'Asia/Shanghai';

/** What is wrong with a schedule; null when nothing is. */
export function scheduleFault(schedule: Schedule): string | null {
  const stated = FIELDS.filter((field) => schedule[field] !== undefined);
  if (stated.length === 0) return 'states no field: give second, minute, hour, dayOfMonth, month or dayOfWeek';
  for (const field of stated) {
    for (const element of (schedule[field] ?? '').split(',')) {
      if (writtenElement(element.trim(), field) !== null) continue;
      const [min, max] = LIMITS[field];
      return `${field}: ${JSON.stringify(element)} is no number from ${min} to ${max}, and no range [a-b] of them`;
    }
  }
  return cronOf(schedule).nextRun() === null ? 'never comes' : null;
}

/** An element as cron writes it; null when it is none. */
function writtenElement(element: string, field: ScheduleField): string | null {
  const [, single, from, to, start, step] = ELEMENT.exec(element) ?? [];
  const [min, max] = LIMITS[field];
  const isWithin = (text: string | undefined): boolean => text !== undefined && Number(text) >= min && Number(text) <= max;
  if (single !== undefined) return isWithin(single) ? String(Number(single)) : null;
  if (from !== undefined) return isWithin(from) && isWithin(to) && Number(from) <= Number(to) ? `${from}-${to}` : null;
  if (step === undefined || Number(step) < 1) return null;
  if (start === '*') return `*/${step}`;
  return isWithin(start) ? `${start}-${max}/${step}` : null;
}

function fieldOf(schedule: Schedule, field: ScheduleField, absent: string): string {
  const text = schedule[field];
  if (text === undefined) return absent;
  return text
    .split(',')
    .map((element) => writtenElement(element.trim(), field) ?? element)
    .join(',');
}

function cronOf(schedule: Schedule): Cron {
  // A day of the week is stated beside days of the month: as coarse as they are.
  const coarsest = COARSE_TO_FINE.findIndex(
    (field) => schedule[field] !== undefined || (field === 'dayOfMonth' && schedule.dayOfWeek !== undefined),
  );
  const absentOf = (field: ScheduleField): string => {
    const place = COARSE_TO_FINE.findIndex((each) => each === field);
    return place > coarsest && field !== 'dayOfMonth' ? String(LIMITS[field][0]) : '*';
  };
  const pattern = FIELDS.map((field) => fieldOf(schedule, field, field === 'dayOfWeek' ? '*' : absentOf(field))).join(' ');
  return new Cron(pattern, { paused: true, timezone: TIME_ZONE, domAndDow: true });
}

/** The first moment after another at which a schedule comes, milliseconds since 1970; null for never. */
export function nextRun(schedule: Schedule, afterMs: number): number | null {
  return cronOf(schedule).nextRun(new Date(afterMs))?.getTime() ?? null;
}
