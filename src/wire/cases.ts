import { z } from 'zod';
import { momentSchema, nameSchema } from './answers.ts';

/** The shapes of cases: `GET /api/cases`, `POST /api/cases`, `ytterby cases --json`. */

/** What a case is about. */
export const caseKindSchema = z.enum([
  'over-plan',
  'no-quota',
  'mining',
  'production',
  'trade',
  'smuggling',
  'environment',
  'records',
  'other',
]);
/** What a decision orders beside a fine. */
export const measureSchema = z.enum([
  'stop-production',
  'destroy-mine',
  'close-enterprise',
  'punish-trader',
  'revoke-permit',
  'black-list',
  'cut-quota',
  'transfer',
]);

export const rulingSchema = z.strictObject({
  measures: z.array(measureSchema).default([]),
  seizures: z.array(z.strictObject({ what: z.string().min(1), tonnes: z.number().min(0) })).default([]),
  fineYuan: z.number().min(0).default(0),
  quotaCut: z
    .strictObject({ quota: z.string().min(1), tonnes: z.number().positive() })
    .nullable()
    .default(null),
  transferredTo: z.string().min(1).nullable().default(null),
});

const text = z.string().min(1).max(4000);

/** What is asked to be done about a case. */
export const caseRequestSchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('open'),
    case: z.string().min(1).max(200).optional(),
    kind: caseKindSchema,
    organisation: z.string().min(1).nullable().default(null),
    site: z.string().min(1).nullable().default(null),
    name: z.string().min(1).nullable().default(null),
    flag: z.string().min(1).nullable().default(null),
    text,
  }),
  z.strictObject({ act: z.literal('note'), case: z.string().min(1), text }),
  z.strictObject({ act: z.literal('decide'), case: z.string().min(1), text, ruling: rulingSchema }),
  z.strictObject({ act: z.literal('appeal'), case: z.string().min(1), text }),
  z.strictObject({ act: z.literal('close'), case: z.string().min(1), text }),
]);

export const caseSchema = z.object({
  id: z.string(),
  kind: caseKindSchema,
  status: z.enum(['open', 'decided', 'appealed', 'closed']),
  organisation: z.string().nullable(),
  organisationName: nameSchema.nullable(),
  site: z.string().nullable(),
  siteName: nameSchema.nullable(),
  name: z.string().nullable(),
  flag: z.string().nullable(),
  openedAt: z.string(),
  closedAt: z.string().nullable(),
  ruling: rulingSchema.nullable(),
  acts: z.array(z.object({ act: z.string(), at: z.string(), by: z.string().nullable(), text: z.string() })),
});

const statusesSchema = z.object({ open: z.number(), decided: z.number(), appealed: z.number(), closed: z.number() });

export const casesAnswerSchema = z.object({
  moment: momentSchema,
  figures: z.object({
    cases: z.number(),
    byStatus: statusesSchema,
    minesDestroyed: z.number(),
    enterprisesClosed: z.number(),
    tradersPunished: z.number(),
    seizedTonnes: z.number(),
    fineYuan: z.number(),
  }),
  cases: z.array(caseSchema),
});

export const caseDoneSchema = z.object({ case: z.string() });

export type CaseKind = z.infer<typeof caseKindSchema>;
export type Measure = z.infer<typeof measureSchema>;
export type CaseRequest = z.infer<typeof caseRequestSchema>;
export type CaseRow = z.infer<typeof caseSchema>;
export type CasesAnswer = z.infer<typeof casesAnswerSchema>;
