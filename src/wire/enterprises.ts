import { z } from 'zod';
import { momentSchema, nameSchema, organisationRefSchema } from './answers.ts';

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

/** An enterprise of the list that is published each year: of what it may mine or separate, and whether it is announced. */
export const listedEnterpriseSchema = z.object({
  organisation: z.string(),
  name: nameSchema,
  usci: z.string().nullable(),
  stage: z.enum(['mining', 'separation']),
  province: z.string().nullable(),
  group: z.string().nullable(),
  groupName: nameSchema.nullable(),
  /** Granted for the year, tonnes REO. */
  quotaTonnes: z.number(),
  /** On the white list at the end of the year. */
  announced: z.boolean(),
});

export const enterpriseListSchema = z.object({
  moment: momentSchema,
  year: z.number(),
  /** The last day of the first quarter of the year after. */
  dueOn: z.string(),
  enterprises: z.array(listedEnterpriseSchema),
  /** Who drew on quotas of the year and is not on the list: not registered as active, or not as what it does. */
  missing: z.array(z.object({ organisation: z.string(), name: nameSchema, stage: z.enum(['mining', 'separation']) })),
});

export type ListedEnterprise = z.infer<typeof listedEnterpriseSchema>;
export type EnterpriseList = z.infer<typeof enterpriseListSchema>;
