import { z } from 'zod';
import { columnShape, waterShape } from './column-form.ts';
import { notNegative, positive } from './forms.ts';

/** The JSON form of in-situ leaching. */

export const inSituLeachingSchema = z.strictObject({
  unit: z.literal('in-situ-leaching'),
  name: z.string().optional(),
  ore: z.strictObject({
    tonnes: positive,
    tonnePerCubicMetre: z.number().min(0.3).max(4).describe('dry bulk density'),
    porosity: z.number().min(0.01).max(0.95).describe('share of the volume that water flows through'),
    pathMetre: positive.describe('length that the water flows through the ore'),
    oxideGramPerTonne: z.record(z.string(), notNegative).default({}).describe('exchangeable, by oxide as Nd2O3 or Al2O3'),
    molPerTonne: z.record(z.string(), notNegative).default({}).describe('exchangeable, by ion, beside'),
    capacityEquivalentPerTonne: positive.optional().describe('the charges of what is exchangeable, unless stated'),
    remainder: z.string().optional().describe('the ion that holds what of the capacity is not stated'),
    anionsEquivalentPerLitre: notNegative.default(0).describe('of the water in the pores at the beginning; 0 is pure water'),
  }),
  flowCubicMetrePerHour: positive,
  schedule: z
    .array(
      z.strictObject({
        name: z.string().optional(),
        poreVolumes: positive.max(10_000).optional().describe('in volumes of the pores, or'),
        cubicMetre: positive.optional(),
        ...waterShape,
      }),
    )
    .min(1)
    .max(200)
    .describe('waters that are fed one after the other'),
  dispersivityMetre: notNegative.default(0).describe('how far flow smears a front'),
  collectOxideGramPerLitre: notNegative
    .default(0)
    .describe('liquor with at least so much rare-earth oxide is collected; all of it, unless stated'),
  ...columnShape,
});
export type InSituLeachingCase = z.infer<typeof inSituLeachingSchema>;
