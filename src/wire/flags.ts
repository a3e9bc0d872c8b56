import { z } from 'zod';
import { momentSchema, nameSchema } from './answers.ts';

/** The shapes of flags: `GET /api/flags`, `GET /api/flag`, `GET /api/rules`, `ytterby flags --json` (FORMATS, section 3). */

export const severitySchema = z.enum(['violation', 'warning', 'notice']);

const evidenceSchema = z.object({
  name: z.string(),
  value: z.union([z.number(), z.string()]),
  unit: z.string().optional(),
  event: z.string().optional(),
});

export const flagSchema = z.object({
  rule: z.string(),
  /** What the rule rests on at the time of the flag, in Chinese. */
  article: z.string(),
  severity: severitySchema,
  subject: z.object({
    organisation: z.string().nullable(),
    site: z.string().nullable(),
    lot: z.string().nullable(),
    event: z.string().nullable(),
  }),
  element: z.string().nullable(),
  window: z.object({ from: z.string(), to: z.string() }),
  statistic: z.number().nullable(),
  threshold: z.number().nullable(),
  evidence: z.array(evidenceSchema),
  /** When, in the time of the events, the criteria came to be fulfilled. */
  raisedAt: z.string(),
  id: z.string(),
  ruleTitle: nameSchema,
  organisationName: nameSchema.nullable(),
  siteName: nameSchema.nullable(),
  productName: nameSchema.nullable(),
});

const countSchema = z.object({ rule: z.string(), title: nameSchema, severity: severitySchema, flags: z.number() });

export const flagsAnswerSchema = z.object({
  moment: momentSchema,
  /** The place in the record up to which everything was judged. */
  judgedTo: z.number(),
  total: z.number(),
  bySeverity: z.object({ violation: z.number(), warning: z.number(), notice: z.number() }),
  byRule: z.array(countSchema),
  flags: z.array(flagSchema),
});

const articleSchema = z.object({ from: z.string(), zh: z.string(), en: z.string() });

export const ruleSchema = z.object({
  name: z.string(),
  title: nameSchema,
  articles: z.array(articleSchema),
  severity: severitySchema,
  criteria: nameSchema,
  statistic: nameSchema,
  next: nameSchema,
  parameters: z.array(
    z.object({ parameter: z.string(), from: z.string(), value: z.number(), unit: z.string(), why: z.string() }),
  ),
});

export const flagAnswerSchema = z.object({
  moment: momentSchema,
  flag: flagSchema,
  stands: z.boolean(),
  rule: ruleSchema,
  /** What happened to it, oldest first. */
  history: z.array(
    z.object({
      kind: z.enum(['raised', 'changed', 'cleared']),
      recordedAt: z.string(),
      seq: z.number(),
      severity: severitySchema,
      statistic: z.number().nullable(),
    }),
  ),
});

export const rulesAnswerSchema = z.object({ rules: z.array(ruleSchema) });

export type Severity = z.infer<typeof severitySchema>;
export type FlagRow = z.infer<typeof flagSchema>;
export type FlagsAnswer = z.infer<typeof flagsAnswerSchema>;
export type FlagAnswer = z.infer<typeof flagAnswerSchema>;
export type RuleRow = z.infer<typeof ruleSchema>;
export type RulesAnswer = z.infer<typeof rulesAnswerSchema>;
