import { z } from 'zod';
import { momentSchema, nameSchema, siteRefSchema } from './answers.ts';

/** The shapes of the sketch map: `GET /api/map`. Places are longitude and latitude in degrees. */

const placeSchema = z.tuple([z.number(), z.number()]);
const lineSchema = z.array(placeSchema);

export const mapAnswerSchema = z.object({
  moment: momentSchema,
  /** What the deployer has loaded to draw under the sites, with the number under which it was approved; null for nothing. */
  ground: z.object({ approval: z.string(), source: z.string(), lines: z.array(lineSchema) }).nullable(),
  sites: z.array(
    z.object({
      site: siteRefSchema,
      organisationName: nameSchema.nullable(),
      province: z.string().nullable(),
      place: placeSchema,
      violations: z.number(),
      warnings: z.number(),
    }),
  ),
  /** The edges of mining licences in force. */
  licences: z.array(z.object({ id: z.string(), holderName: nameSchema, edge: lineSchema, km2: z.number() })),
  areas: z.array(
    z.object({ id: z.string(), name: nameSchema, kind: z.enum(['planned-zone', 'sealed']), edge: lineSchema, km2: z.number() }),
  ),
});

export type MapAnswer = z.infer<typeof mapAnswerSchema>;
