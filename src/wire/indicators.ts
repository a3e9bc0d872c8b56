import { z } from 'zod';
import { momentSchema, nameSchema } from './answers.ts';

/** The shapes of the plan's Table 1: `GET /api/indicators`, `POST /api/indicators`, `ytterby indicators --json`. */

export const enteredIndicatorSchema = z.strictObject({
  no: z.int().min(1).max(14),
  year: z.int().min(2000).max(2100),
  value: z.number(),
  source: z.string().min(1).max(1000),
});

const vintageSchema = z.object({ value: z.number(), source: z.string(), enteredAt: z.string(), by: z.string().nullable() });

const indicatorSchema = z.object({
  no: z.number(),
  name: nameSchema,
  unit: nameSchema,
  base2015: z.number().nullable(),
  target2020: z.number(),
  bound: z.enum(['is', 'below']),
  change: z.number().nullable(),
  /** Whether base, target and change say the same; null where the plan does not state all three. */
  consistent: z.boolean().nullable(),
  source: z.string(),
  /** What the record says of the year; null where it says nothing. */
  computed: z
    .object({
      value: z.number(),
      formula: nameSchema,
      part: z.number(),
      whole: z.number().nullable(),
      unit: z.string(),
      events: z.number(),
    })
    .nullable(),
  /** What was entered for the year, latest first: earlier ones stay. */
  entered: z.array(vintageSchema),
  /** The value that counts: computed, else entered. */
  value: z.number().nullable(),
  met: z.boolean().nullable(),
  progress: z.number().nullable(),
});

export const indicatorsAnswerSchema = z.object({ moment: momentSchema, year: z.number(), indicators: z.array(indicatorSchema) });
export const indicatorEnteredSchema = z.object({ no: z.number(), year: z.number() });

export type EnteredIndicator = z.infer<typeof enteredIndicatorSchema>;
export type IndicatorRow = z.infer<typeof indicatorSchema>;
export type IndicatorsAnswer = z.infer<typeof indicatorsAnswerSchema>;
