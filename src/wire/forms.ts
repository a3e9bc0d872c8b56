import { z } from 'zod';
import { momentSchema, nameSchema } from './answers.ts';

/** The shapes of monthly forms: `GET /api/forms`, `POST /api/forms` (docs/statistics.md). */

export const editSchema = z.object({
  item: z.string(),
  code: z.enum(['unknown-item', 'missing', 'negative', 'balance', 'opening', 'record', 'jump']),
  severity: z.enum(['error', 'query']),
  stated: z.number().nullable(),
  expected: z.number().nullable(),
});

export const formItemSchema = z.object({ item: z.string(), name: nameSchema, unit: nameSchema, kind: z.enum(['flow', 'stock']) });

const figureSchema = z.object({ value: z.number(), method: z.enum(['reported', 'recorded', 'ratio', 'size']) });

export const formRowSchema = z.object({
  organisation: z.string(),
  name: nameSchema,
  /** Its main business. */
  stratum: z.string(),
  sentAt: z.string().nullable(),
  /** By item; what was not sent is estimated, and says how. */
  figures: z.record(z.string(), figureSchema),
  queries: z.array(editSchema),
  text: z.string().nullable(),
});

export const formsAnswerSchema = z.object({
  moment: momentSchema,
  period: z.string(),
  items: z.array(formItemSchema),
  /** Sums over everybody, and how much of each was not sent in. */
  totals: z.array(z.object({ item: z.string(), value: z.number(), estimated: z.number() })),
  expected: z.number(),
  received: z.number(),
  forms: z.array(formRowSchema),
});

/** What an enterprise sends. */
export const formRequestSchema = z.strictObject({
  organisation: z.string().min(1),
  period: z.string().regex(/^(19|20|21)\d\d-(0[1-9]|1[0-2])$/, 'is no month like 2015-03'),
  values: z.record(z.string().min(1).max(100), z.number()),
  text: z.string().max(4000).default(''),
});

export const formSentSchema = z.object({ organisation: z.string(), period: z.string(), queries: z.array(editSchema) });

export type EditRow = z.infer<typeof editSchema>;
export type FormRow = z.infer<typeof formRowSchema>;
export type FormsAnswer = z.infer<typeof formsAnswerSchema>;
export type FormRequest = z.infer<typeof formRequestSchema>;
export type FormSent = z.infer<typeof formSentSchema>;
