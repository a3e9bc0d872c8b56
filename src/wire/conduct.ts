import { z } from 'zod';
import { momentSchema, nameSchema } from './answers.ts';

/** The shapes of conduct: `/api/conduct`, `/api/lists`, `/api/credit`, `/api/inspection-draw` and what may be sent (docs/conduct.md). */

const id = z.string().min(1).max(200);
const text = z.string().min(1).max(4000);
const day = z.iso.date();
const documents = z.array(z.string().min(1).max(2000)).max(200).default([]);
const evidence = z.record(z.string().min(1).max(100), z.union([z.number(), z.boolean()]));
const year = z.int().min(1990).max(2999);
const act = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ act: z.literal(name), dossier: id, text, ...shape });
/** The first act of a dossier may leave its number to the record. */
const first = <Name extends string, Shape extends z.ZodRawShape>(name: Name, shape: Shape) =>
  z.strictObject({ act: z.literal(name), dossier: id.optional(), text, organisation: id, ...shape });

/** What an enterprise does itself. */
export const conductApplicationSchema = z.discriminatedUnion('act', [
  first('apply', { applicant: id, day, evidence, documents }),
  act('self-check', { year, evidence }),
  act('ask-repair', { documents }),
  first('submit-report', { year, evidence }),
  act('amend-report', { evidence }),
]);

/** What the authority does. */
export const conductDecisionSchema = z.discriminatedUnion('act', [
  act('review', {}),
  act('refuse', {}),
  act('publicise', { from: day, to: day }).refine(({ from, to }) => from <= to, {
    message: 'ends before it begins',
    path: ['to'],
  }),
  act('announce', { day, batch: id }),
  act('order-rectification', { until: day }),
  act('confirm-rectification', {}),
  act('revoke', { day }),
  first('propose', { ground: text, documents }),
  act('hear', {}),
  act('dismiss', {}),
  act('list', { from: day, to: day.nullable() }).refine(({ from, to }) => to === null || from <= to, {
    message: 'ends before it begins',
    path: ['to'],
  }),
  act('deny-repair', {}),
  act('delist', { day }),
  act('publish-report', {}),
]);

/** What another authority does. */
export const conductAcknowledgementSchema = act('acknowledge', { notice: z.int().min(0), authority: id });

export const examinedSchema = z.object({
  item: z.string(),
  name: nameSchema,
  comparison: z.enum(['at-least', 'above', 'at-most', 'always', 'never']),
  limit: z.number().nullable(),
  unit: z.string(),
  stated: z.union([z.number(), z.boolean()]).nullable(),
  outcome: z.enum(['met', 'failed', 'not-stated', 'waived']),
  source: z.string(),
  confidence: z.string(),
});

export const noticeSchema = z.object({
  dossier: z.string(),
  notice: z.number(),
  organisation: z.string(),
  organisationName: nameSchema,
  what: z.string(),
  authority: z.string(),
  authorityName: nameSchema,
  toldAt: z.string(),
  dueAt: z.string(),
  /** When it was taken at the authority's address. */
  deliveredAt: z.string().nullable(),
  acknowledgedAt: z.string().nullable(),
  answer: z.string().nullable(),
  overdue: z.boolean(),
});

export const dossierSchema = z.object({
  id: z.string(),
  kind: z.enum(['conditions', 'black-list', 'report']),
  organisation: z.string(),
  organisationName: nameSchema,
  status: z.string(),
  /** Black list: the ground. Report: its year. Conditions: the kind of applicant. */
  subject: z.string(),
  examined: z.array(examinedSchema),
  documents: z.array(z.string()),
  listedFrom: z.string().nullable(),
  listedTo: z.string().nullable(),
  acts: z.array(z.object({ act: z.string(), at: z.string(), by: z.string().nullable(), text: z.string() })),
});

export const conductAnswerSchema = z.object({
  moment: momentSchema,
  dossiers: z.array(dossierSchema),
  notices: z.array(noticeSchema),
});

/** An entry of a public list; `likeness` where a name was sought. */
export const listingSchema = z.object({
  organisation: z.string(),
  name: nameSchema,
  usci: z.string().nullable(),
  colour: z.enum(['white', 'black']),
  ground: z.string(),
  from: z.string(),
  to: z.string().nullable(),
  likeness: z.object({ by: z.enum(['name', 'pinyin']), score: z.number() }).nullable(),
});

export const listsAnswerSchema = z.object({ moment: momentSchema, day: z.string(), listings: z.array(listingSchema) });

export const deductionSchema = z.object({ item: z.string(), name: nameSchema, points: z.number(), what: z.array(z.string()) });

export const creditRowSchema = z.object({
  organisation: z.string(),
  name: nameSchema,
  score: z.number(),
  deductions: z.array(deductionSchema),
});

export const creditAnswerSchema = z.object({
  moment: momentSchema,
  day: z.string(),
  weights: z.array(
    z.object({ item: z.string(), from: z.string(), name: nameSchema, points: z.number(), most: z.number(), why: z.string() }),
  ),
  scores: z.array(creditRowSchema),
});

export const drawAnswerSchema = z.object({
  moment: momentSchema,
  seed: z.string(),
  candidates: z.number(),
  drawn: z.array(
    z.object({
      organisation: z.string(),
      name: nameSchema,
      score: z.number(),
      risk: z.number(),
      digest: z.string(),
      uniform: z.number(),
      key: z.number(),
    }),
  ),
});

/** Every norm condition, and under the applicant `exporter-report` every mandatory indicator of a report. */
export const normConditionsAnswerSchema = z.object({
  conditions: z.array(
    examinedSchema
      .omit({ stated: true, outcome: true })
      .extend({ applicant: z.string(), from: z.string(), alternative: z.string().nullable() }),
  ),
});

/** Where an authority takes what it is told; null takes the address away. */
export const authorityAddressSchema = z.strictObject({
  authority: id,
  address: z.strictObject({ url: z.string().min(1).max(2000), signatureToken: z.string().min(16).max(200) }).nullable(),
});

export const authorityAddressSetSchema = z.object({ authority: z.string() });

export const conductDoneSchema = z.object({ dossier: z.string() });

export type ConductRequest =
  | z.infer<typeof conductApplicationSchema>
  | z.infer<typeof conductDecisionSchema>
  | z.infer<typeof conductAcknowledgementSchema>;
export type AuthorityAddressRequest = z.infer<typeof authorityAddressSchema>;
export type ConductAnswer = z.infer<typeof conductAnswerSchema>;
export type DossierRow = z.infer<typeof dossierSchema>;
export type ExaminedRow = z.infer<typeof examinedSchema>;
export type NoticeRow = z.infer<typeof noticeSchema>;
export type ListsAnswer = z.infer<typeof listsAnswerSchema>;
export type ListingRow = z.infer<typeof listingSchema>;
export type CreditAnswer = z.infer<typeof creditAnswerSchema>;
export type CreditRow = z.infer<typeof creditRowSchema>;
export type NormConditionsAnswer = z.infer<typeof normConditionsAnswerSchema>;
export type DrawAnswer = z.infer<typeof drawAnswerSchema>;
