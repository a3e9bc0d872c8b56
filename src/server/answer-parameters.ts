import { z } from '@hono/zod-openapi';
import { calendarMonth, type CalendarMonth } from '../app/index.ts';
import { CODE_LENGTH_MAX } from '../gs1/index.ts';
import { invalidParameters, ProblemError } from './problems.ts';
import { readBegin, readEnd, readMoment } from './read-moment.ts';

const NO_INSTANT = 'is neither a date and time with its offset (2026-11-23T08:00:00+08:00) nor a day (2026-11-23)';

/** An optional instant: null where it is not given or is empty. */
function instant(read: (text: string) => number | null, description: string) {
  return z
    .string()
    .optional()
    .transform((text, context): number | null => {
      if (text === undefined || text === '') return null;
      const ms = read(text);
      if (ms === null) context.addIssue({ code: 'custom', message: NO_INSTANT });
      return ms;
    })
    .openapi({ description });
}

/** A whole number within bounds, or a default. */
function count(least: number, most: number, otherwise: number) {
  const message = `must be a whole number from ${least} to ${most}`;
  return z
    .string()
    .regex(/^\d{1,9}$/, message)
    .transform(Number)
    .refine((value) => value >= least && value <= most, message)
    .default(otherwise);
}

const id = z
  .string({ error: 'is missing' })
  .min(1, 'is missing')
  .openapi({ description: 'identifier, in any form that EPCIS takes' });

/** The parameters of our own routes, by name. */
export const parameters = {
  asOf: instant(readMoment, 'events that happened until then; a day means its end in China'),
  knownAt: instant(readMoment, 'as recorded until then; a day means its end in China'),
  from: instant(readBegin, 'begin of the period; a day means its begin in China'),
  to: instant(readEnd, 'end of the period, not part of it; a day means its end in China'),
  id,
  direction: z.enum(['up', 'down'], { error: 'must be up or down' }).default('up'),
  drawCount: count(1, 500, 10),
  offset: count(0, 100_000_000, 0),
  limit: count(1, 500, 50),
  year: z
    .string()
    .regex(/^(19|20|21)\d\d$/, 'must be a year of four digits')
    .optional()
    .transform((text) => (text === undefined ? null : Number(text))),
  q: z
    .string({ error: 'is missing' })
    .max(200, 'has more than 200 characters')
    .openapi({ description: 'what to look for, in Chinese, English or pinyin' }),
  code: z
    .string({ error: 'is missing' })
    .max(CODE_LENGTH_MAX, `has more than ${CODE_LENGTH_MAX} characters`)
    .openapi({ description: 'GS1 Digital Link URI, element string with or without brackets, EPC URN or GTIN, as scanned' }),
  month: z
    .string({ error: 'is missing' })
    .transform((text, context): CalendarMonth => {
      const month = calendarMonth(text);
      if (month !== null) return month;
      context.addIssue({ code: 'custom', message: 'must be a month like 2025-03' });
      return z.NEVER;
    })
    .openapi({ type: 'string', description: 'a month, 2025-03, as China counts days' }),
  period: z
    .string({ error: 'is missing' })
    .regex(/^(19|20|21)\d\d(-(0[1-9]|1[0-2]))?$/, 'must be a month like 2015-03 or a year'),
  calendarPeriod: z.string({ error: 'is missing' }).regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'must be a month like 2015-03'),
  optionalMonth: z
    .string()
    .regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'must be a month like 2015-03')
    .optional()
    .transform((text) => text ?? null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, 'must be a currency of three letters (ISO 4217)')
    .default('CNY'),
  size: z.enum(['100x60', 'a4'], { error: 'must be 100x60 or a4' }).default('100x60'),
  format: z.enum(['png', 'pdf', 'svg'], { error: 'must be png, pdf or svg' }).default('png'),
  severity: z
    .enum(['violation', 'warning', 'notice'], { error: 'must be violation, warning or notice' })
    .optional()
    .transform((text) => text ?? null),
  optionalId: z
    .string()
    .min(1, 'is empty')
    .optional()
    .transform((text) => text ?? null),
};

/**
 * Reads the parameters of a URL.
 * @throws ProblemError 400 that names each parameter that cannot be used
 */
export function readParameters<Shape extends z.ZodRawShape>(
  url: string,
  schema: z.ZodObject<Shape>,
): z.output<z.ZodObject<Shape>> {
  const { searchParams } = new URL(url);
  const parsed = schema.safeParse(Object.fromEntries(searchParams));
  const repeated = [...new Set(searchParams.keys())].filter((name) => searchParams.getAll(name).length > 1);
  if (parsed.success && repeated.length === 0) return parsed.data;
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues.flatMap((issue) => {
    const names = issue.code === 'unrecognized_keys' ? issue.keys : [String(issue.path[0])];
    const message = issue.code === 'unrecognized_keys' ? 'is not a parameter here' : issue.message;
    return names.map((parameter) => ({ parameter, message }));
  });
  throw new ProblemError(
    invalidParameters([...problems, ...repeated.map((parameter) => ({ parameter, message: 'is given more than once' }))]),
  );
}
