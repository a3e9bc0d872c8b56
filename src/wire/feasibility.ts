import { z } from 'zod';
import { massSchema, momentSchema, nameSchema, siteRefSchema } from './answers.ts';

/** The shapes of "could this plant have made this?": `GET /api/feasibility`, `ytterby feasibility --json`. */

const verdictSchema = z.enum(['possible', 'impossible', 'untold']);

export const feasibilityElementSchema = z.object({
  element: z.string(),
  /** In all that went in, in the lot (null where its assay does not state the element), in all that came out and was assayed. */
  fed: massSchema,
  /** Whether the assay of every lot that went in states it: else more was fed than is known. */
  fedStated: z.boolean(),
  lot: massSchema.nullable(),
  made: massSchema,
  /** The lot's share of what was fed; null where nothing was. */
  recovery: z.number().nullable(),
  recoverySd: z.number().nullable(),
  /** More came out than went in, beyond the errors of both. */
  beyondFeed: z.boolean(),
});

const frontierPointSchema = z.object({
  recovery: z.number(),
  purity: z.number(),
  extractionStages: z.number(),
  scrubStages: z.number(),
});

export const feasibilityCutSchema = z.object({
  /** Where the impurity stands in the order of extraction, seen from the lot. */
  side: z.enum(['lighter', 'heavier']),
  between: z.tuple([z.string(), z.string()]),
  verdict: z.enum(['possible', 'impossible', 'untold', 'needless']),
  reason: z.enum(['unstated', 'factor-unknown', 'undeclared', 'too-long', 'cannot-carry']).nullable(),
  /** Of the two elements alone, by moles: as measured, and at the end of the errors that is easier to make. */
  purity: z.number().nullable(),
  purityAtLeast: z.number().nullable(),
  feedPurity: z.number().nullable(),
  recovery: z.number().nullable(),
  recoveryAtLeast: z.number().nullable(),
  factor: z.number().nullable(),
  factorFrom: z.enum(['declared', 'set', 'bound']).nullable(),
  /** Equilibrium stages without which no equipment could do it. */
  leastStages: z.number().nullable(),
  cascades: z.array(z.object({ name: z.string(), stages: z.number() })),
  stages: z.number(),
  /** The purest that the cascades could have made at that recovery, and impurity that it has for each that is declared. */
  bestPurity: z.number().nullable(),
  impurityRatio: z.number().nullable(),
  frontier: z.array(frontierPointSchema),
  /** What the model was asked: `ytterby separation solve` answers it again. */
  case: z.looseObject({}).nullable(),
});

export const feasibilityAnswerSchema = z.object({
  moment: momentSchema,
  lot: z.string(),
  product: nameSchema.nullable(),
  verdict: verdictSchema,
  /** Why nothing can be told of the lot as a whole. */
  reason: z.enum(['not-made', 'not-seen', 'made-several-times', 'several-events', 'feed-unknown', 'lot-unknown']).nullable(),
  madeBy: z.object({ event: z.string(), eventTime: z.string(), site: siteRefSchema.nullable() }).nullable(),
  /** The elements that the lot was made for. */
  own: z.array(z.string()),
  elements: z.array(feasibilityElementSchema),
  cuts: z.array(feasibilityCutSchema),
  /** Standard deviations granted, percent by which factors were bettered, and the set of constants that stands in for those not declared. */
  granted: z.object({ sigmas: z.number(), factorPercent: z.number(), factorSet: z.string() }),
});

export type FeasibilityAnswer = z.infer<typeof feasibilityAnswerSchema>;
export type FeasibilityCut = z.infer<typeof feasibilityCutSchema>;
export type FeasibilityElement = z.infer<typeof feasibilityElementSchema>;
