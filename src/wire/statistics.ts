import { z } from 'zod';
import { momentSchema, nameSchema } from './answers.ts';

/** The shapes of statistics and of their releases: `/api/statistics`, `/api/releases`, `/api/release` (docs/statistics.md). */

export const datasetIdSchema = z.enum(['mining-output', 'separation-output', 'metal-output', 'material-output', 'exports']);

const axisKindSchema = z.enum(['province', 'ore', 'weight-class', 'product-kind', 'hs', 'organisation']);

/** Rows or columns: what they are, and each with its name; the last one holds totals where there are several. */
export const axisSchema = z.object({
  kind: axisKindSchema,
  labels: z.array(z.object({ key: z.string(), name: nameSchema })),
});

/** `value` is null where it is hidden. `previous` is that of the release that this one revises. */
export const statisticCellSchema = z.object({
  value: z.number().nullable(),
  hidden: z.enum(['primary', 'secondary', 'confidential']).nullable(),
  previous: z.number().nullable(),
});

export const statisticTableSchema = z.object({
  dataset: datasetIdSchema,
  name: nameSchema,
  unit: z.object({ zh: z.string(), en: z.string(), code: z.string() }),
  method: nameSchema,
  period: z.string(),
  rows: axisSchema,
  columns: axisSchema,
  cells: z.array(z.array(statisticCellSchema)),
  /** Of the whole table; null where it would tell of one enterprise. `hhi` is from 0 to 10 000, `largestFour` from 0 to 1. */
  concentration: z.object({ enterprises: z.number(), hhi: z.number(), largestFour: z.number() }).nullable(),
});

export const statisticsAnswerSchema = z.object({ moment: momentSchema, table: statisticTableSchema });

/** A line of the calendar; its figures are nowhere before `releaseAt`. */
export const releaseSchema = z.object({
  id: z.string(),
  dataset: datasetIdSchema,
  name: nameSchema,
  period: z.string(),
  releaseAt: z.string(),
  cutOff: z.string(),
  state: z.enum(['scheduled', 'released', 'withdrawn']),
  /** The release of the same table and period that this one revises. */
  revises: z.string().nullable(),
  text: z.string(),
});

export const datasetSchema = z.object({ id: datasetIdSchema, name: nameSchema, unit: nameSchema, method: nameSchema });

export const releasesAnswerSchema = z.object({
  moment: momentSchema,
  datasets: z.array(datasetSchema),
  releases: z.array(releaseSchema),
});

export const releaseAnswerSchema = z.object({
  release: releaseSchema,
  table: statisticTableSchema,
  licence: z.string(),
  source: nameSchema,
});

const periodSchema = z.string().regex(/^(19|20|21)\d\d(-(0[1-9]|1[0-2]))?$/, 'is neither a month like 2015-03 nor a year');
const instantSchema = z.iso.datetime({ offset: true });
const text = z.string().min(1).max(4000);

/** What is asked of the calendar. */
export const releaseRequestSchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('schedule'),
    release: z.string().min(1).max(200).optional(),
    dataset: datasetIdSchema,
    period: periodSchema,
    releaseAt: instantSchema,
    cutOff: instantSchema,
    text,
  }),
  z.strictObject({ act: z.literal('withdraw'), release: z.string().min(1), text }),
]);

export const releaseDoneSchema = z.object({ release: z.string() });

export type DatasetId = z.infer<typeof datasetIdSchema>;
export type Axis = z.infer<typeof axisSchema>;
export type StatisticCell = z.infer<typeof statisticCellSchema>;
export type StatisticTable = z.infer<typeof statisticTableSchema>;
export type StatisticsAnswer = z.infer<typeof statisticsAnswerSchema>;
export type ReleaseRow = z.infer<typeof releaseSchema>;
export type ReleasesAnswer = z.infer<typeof releasesAnswerSchema>;
export type ReleaseAnswer = z.infer<typeof releaseAnswerSchema>;
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>;
