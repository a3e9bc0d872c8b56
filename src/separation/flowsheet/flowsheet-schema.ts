import { z } from 'zod';
import { cascadeSchema } from '../case/cascade-schema.ts';
import { blendingSchema } from '../units/blending.ts';
import { calcinationSchema } from '../units/calcination.ts';
import { dissolutionSchema } from '../units/dissolution.ts';
import { electrolysisSchema } from '../units/electrolysis.ts';
import { furnaceSchema } from '../units/furnace.ts';
import { leachTankSchema } from '../units/leach-tank.ts';
import { saltPrecipitationSchema } from '../units/salt-precipitation.ts';
import { saponificationSchema } from '../units/saponification.ts';

/** The JSON form of a flowsheet: units, each a case of its own, and what leads from one to the next. */

const amount = z.number().min(0, 'must not be below 0').max(1e15);
const placeSchema = z.string().regex(/^[^/]+\/.+$/, 'must be unit/stream, as extract/raffinate');

const connectionSchema = z.strictObject({
  from: placeSchema.describe('unit/stream that leaves it, as extract/loaded organic'),
  to: placeSchema.describe('unit/feed by its name, as strip/organic'),
  share: z
    .number()
    .gt(0, 'must be above 0')
    .max(1, 'must not be above 1')
    .optional()
    .describe('of the stream; all unless stated'),
  litrePerHour: z.number().positive('must be above 0').optional().describe('of a liquid, instead of a share'),
});

const makeUpSchema = z.strictObject({
  to: placeSchema.describe('unit/feed that is made up to what is stated; the difference is told as make-up'),
  litrePerHour: z.number().positive('must be above 0').optional(),
  extractant: amount.optional().describe('mol/L of extractant, free and bound'),
  acid: amount.optional().describe('mol/L of hydrogen that can dissociate'),
});

/** The units that can stand in a flowsheet. */
export const flowUnitSchema = z.discriminatedUnion('unit', [
  cascadeSchema,
  saponificationSchema,
  leachTankSchema,
  dissolutionSchema,
  saltPrecipitationSchema,
  furnaceSchema,
  calcinationSchema,
  blendingSchema,
  electrolysisSchema,
]);
export type FlowUnitCase = z.infer<typeof flowUnitSchema>;

export const flowsheetSchema = z.strictObject({
  unit: z.literal('flowsheet'),
  name: z.string().optional(),
  units: z
    .record(z.string().regex(/^[^/]+$/, 'a name of a unit has no /'), flowUnitSchema)
    .refine((units) => Object.keys(units).length > 0, 'a flowsheet has at least one unit')
    .describe('cases by name; a feed that something leads to says where the solution begins'),
  connections: z.array(connectionSchema).default([]),
  makeUps: z.array(makeUpSchema).default([]),
  limits: z
    .strictObject({
      iterations: z.int().min(1).max(100_000).optional(),
      seconds: z.number().positive('must be above 0').max(3600).optional(),
    })
    .default({}),
});

/** A flowsheet as it was written. */
export type FlowsheetCase = z.infer<typeof flowsheetSchema>;
export type Connection = FlowsheetCase['connections'][number];
export type MakeUp = FlowsheetCase['makeUps'][number];

/** A unit and one of its streams or feeds, of `unit/name`. */
export function placeOf(text: string): { unit: string; name: string } {
  const at = text.indexOf('/');
  return { unit: text.slice(0, at), name: text.slice(at + 1) };
}
