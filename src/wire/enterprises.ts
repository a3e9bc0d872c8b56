import { z } from 'zod';
import { momentSchema, organisationRefSchema } from './answers.ts';

/** The shapes of the industry's structure: `GET /api/enterprises`, `ytterby enterprises --json`. */

/** How many there are, and how many of them in a group. */
export const groupShareSchema = z.object({ all: z.number(), inGroups: z.number() });

/** Something in the life of an enterprise; `other` is the group, or the enterprise that it went into or came from. */
export const lifeEventSchema = z.object({
  what: z.enum(['founded', 'joined', 'left', 'split', 'merged', 'closed']),
  on: z.string(),
  other: z.string().nullable(),
});

/** An organisation as it was on the day; `group` is that of the day. */
export const enterpriseSchema = organisationRefSchema.extend({
  state: z.enum(['not-yet', 'active', 'merged', 'closed']),
  /** Where it went when it merged. */
  into: z.string().nullable(),
  history: z.array(lifeEventSchema),
});

export const enterprisesAnswerSchema = z.object({
  moment: momentSchema,
  /** The day in China that the answer is for. */
  day: z.string(),
  mines: groupShareSchema,
  separationEnterprises: groupShareSchema,
  /** Registered lines that stand on the day; tonnes a year. */
  capacity: z.array(z.object({ process: z.string(), lines: z.number(), tonnes: z.number() })),
  enterprises: z.array(enterpriseSchema),
});

export type GroupShare = z.infer<typeof groupShareSchema>;
export type EnterpriseRow = z.infer<typeof enterpriseSchema>;
export type EnterprisesAnswer = z.infer<typeof enterprisesAnswerSchema>;
