import { z } from 'zod';
import { momentSchema, siteRefSchema } from './answers.ts';

/** The shapes of material accountancy: `GET /api/unaccounted`, `GET /api/unaccounted-sites`, `ytterby muf --json`. */

const periodSchema = z.object({
  month: z.string(),
  /** Kilograms: what processes took in, what could not be accounted for, the usual part of it, the rest with its standard deviation. */
  inputKg: z.number(),
  mufKg: z.number(),
  expectedKg: z.number(),
  unexpectedKg: z.number(),
  sdKg: z.number(),
  cumulativeKg: z.number(),
  cumulativeSdKg: z.number(),
  /** SITMUF, the statistics of Page's test for losses and gains, and GEMUF; null where nothing was measured. */
  sitmuf: z.number().nullable(),
  pageLoss: z.number().nullable(),
  pageGain: z.number().nullable(),
  gemuf: z.number().nullable(),
});

const columnSchema = z.object({
  /** A symbol, or TREO (kilograms of oxides). */
  element: z.string(),
  inputKg: z.number(),
  mufKg: z.number(),
  unexpectedKg: z.number(),
  sdKg: z.number(),
  /** Whether it makes up enough of the input to be tested. */
  tested: z.boolean(),
  alarm: z.enum(['loss', 'gain']).nullable(),
});

export const unaccountedAnswerSchema = z.object({
  moment: momentSchema,
  site: siteRefSchema,
  year: z.number(),
  element: z.string(),
  usualSharePercent: z.number(),
  spreadPercent: z.number(),
  reference: z.number(),
  limit: z.number(),
  falseAlarmsPerYear: z.number(),
  /** Traces are told and not tested. */
  tested: z.boolean(),
  alarms: z.array(z.object({ direction: z.enum(['loss', 'gain']), month: z.string(), since: z.string() })),
  periods: z.array(periodSchema),
  /** The least loss a month that is found with 95 % within so many months. */
  detectable: z.array(z.object({ months: z.number(), kgPerMonth: z.number() })),
  power: z.array(z.object({ kgPerMonth: z.number(), probability: z.number() })),
  columns: z.array(columnSchema),
});

export type UnaccountedAnswer = z.infer<typeof unaccountedAnswerSchema>;

/** All sites of a year, told in TREO; alarms of every column. */
export const unaccountedSitesAnswerSchema = z.object({
  moment: momentSchema,
  year: z.number(),
  /** How many false alarms a year the tests of one site are made for. */
  falseAlarmsPerYear: z.number(),
  sites: z.array(
    z.object({
      site: siteRefSchema,
      inputKg: z.number(),
      mufKg: z.number(),
      unexpectedKg: z.number(),
      sdKg: z.number(),
      /** The rest over its standard deviation; null where nothing was measured. */
      score: z.number().nullable(),
      alarms: z.array(
        z.object({ element: z.string(), direction: z.enum(['loss', 'gain']), month: z.string(), since: z.string() }),
      ),
    }),
  ),
});

/** Every site of a year, month by month, in one element. */
export const balanceMapAnswerSchema = z.object({
  moment: momentSchema,
  year: z.number(),
  element: z.string(),
  /** The last month of the year in which anything was recorded anywhere; null for a year without events. */
  lastMonth: z.string().nullable(),
  sites: z.array(
    z.object({
      site: siteRefSchema,
      months: z.array(
        z.object({
          month: z.string(),
          /** Events that moved matter at the site. */
          events: z.number(),
          inputKg: z.number(),
          unexpectedKg: z.number(),
          sdKg: z.number(),
          /** The rest over its standard deviation; null where nothing was measured. */
          score: z.number().nullable(),
        }),
      ),
      /** Months up to the last one in which nothing was recorded of the site. */
      silentMonths: z.array(z.string()),
    }),
  ),
});

export type BalanceMapAnswer = z.infer<typeof balanceMapAnswerSchema>;
export type UnaccountedSitesAnswer = z.infer<typeof unaccountedSitesAnswerSchema>;
