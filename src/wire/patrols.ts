import { z } from 'zod';
import { momentSchema, nameSchema } from './answers.ts';

/** The shapes of patrols: `GET /api/patrols`, `POST /api/patrols` (docs/conduct.md). */

export const patrolsAnswerSchema = z.object({
  moment: momentSchema,
  day: z.string(),
  cells: z.array(
    z.object({
      id: z.string(),
      name: nameSchema,
      province: z.string(),
      county: z.string(),
      inspector: z.string(),
      everyDays: z.number(),
      lastDay: z.string().nullable(),
      days: z.number(),
      escalated: z.enum(['none', 'county', 'city', 'province']),
      patrols: z.array(z.object({ day: z.string(), found: z.boolean(), text: z.string(), by: z.string().nullable() })),
    }),
  ),
});

/** A round that was gone. */
export const patrolRequestSchema = z.strictObject({
  cell: z.string().min(1),
  day: z.iso.date(),
  found: z.boolean().default(false),
  text: z.string().max(4000).default(''),
});

export const patrolNotedSchema = z.object({ cell: z.string() });

export type PatrolsAnswer = z.infer<typeof patrolsAnswerSchema>;
export type PatrolRequest = z.infer<typeof patrolRequestSchema>;
