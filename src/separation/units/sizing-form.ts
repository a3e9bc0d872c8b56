import { z } from 'zod';
import { cascadeSchema } from '../case/cascade-schema.ts';

/** The form of a sizing: a cascade, and what its boxes, liquids and prices are. No price has a default; other defaults are told as assumptions. */

const positive = z.number().positive('must be above 0').max(1e9);
const notNegative = z.number().min(0, 'must not be below 0').max(1e9);
const part = z.number().gt(0, 'must be above 0').lt(1, 'must be below 1');

const extractantSchema = z.strictObject({
  molPerLitre: positive.describe('of the organic phase, free and bound'),
  molarMassGramPerMole: positive,
  densityKilogramPerLitre: positive.describe('of the extractant alone'),
  diluentDensityKilogramPerLitre: positive,
});

const reagentsSchema = z.strictObject({
  acidGramPerMole: positive.default(36.461).describe('per mole of hydrogen: HCl unless stated'),
  baseGramPerMole: positive.default(17.031).describe('per mole of hydrogen taken: NH3 unless stated'),
  saltGramPerMole: positive.default(53.492).describe('of what base and acid make together: NH4Cl unless stated'),
  nitrogenPerBase: notNegative
    .max(3)
    .default(1)
    .describe('moles of nitrogen in a mole of base: 1 for ammonia, 0 for soda or lime'),
  chargeOfMetals: z.number().min(1).max(6).default(3).describe('of components whose charge the cascade does not state'),
  precipitant: z
    .strictObject({
      name: z.string().default('H2C2O4·2H2O'),
      gramPerMole: positive.default(126.065),
      molPerMole: positive.default(1.5).describe('by stoichiometry: 1.5 of oxalic acid'),
      excessPercent: notNegative.max(1000).default(0),
    })
    .optional()
    .describe('for all products; none unless stated'),
  extractantSolubleMilligramPerLitre: notNegative.optional().describe('in the aqueous that leaves'),
  organicEntrainedMillilitrePerCubicMetre: notNegative
    .optional()
    .describe('in the aqueous that leaves; read where the cascade states no entrainment'),
});

const pricesSchema = z
  .strictObject({
    currency: z.string().min(1).max(20),
    acidPerKilogram: notNegative.optional(),
    basePerKilogram: notNegative.optional(),
    precipitantPerKilogram: notNegative.optional(),
    extractantPerKilogram: notNegative.optional(),
    diluentPerKilogram: notNegative.optional(),
    waterPerCubicMetre: notNegative.optional(),
    wasteWaterPerCubicMetre: notNegative.optional(),
    energyPerKilowattHour: notNegative.optional(),
    boxesPerCubicMetre: notNegative.optional().describe('mixer and settler, installed'),
    oxidePerKilogram: z.record(z.string(), notNegative).default({}).describe('by component, as its oxide'),
  })
  .describe('what is not priced is listed, and costs nothing here');

export const sizingSchema = z.strictObject({
  unit: z.literal('sizing'),
  name: z.string().optional(),
  cascade: cascadeSchema,
  scale: positive.default(1).describe('flows of the plant for each of the cascade: a design is per mole fed an hour'),
  litres: z
    .strictObject({ organic: positive.default(1), aqueous: positive.default(1) })
    .default({ organic: 1, aqueous: 1 })
    .describe('litres of the plant for each of the cascade: a design has one mole in a litre of each phase'),
  hoursPerYear: z.number().min(1).max(8784).default(7920),
  mixer: z.strictObject({
    residenceMinutes: positive.max(600),
    powerKilowattPerCubicMetre: notNegative.max(100).optional().describe('of mixed liquid'),
  }),
  settler: z.strictObject({
    specificRate: positive.max(1000).describe('m³ of both phases an hour for each m² of settler'),
    depthMetre: positive.max(10),
    organicShare: part.default(0.5).describe('of the settler that is organic'),
  }),
  boxMaxCubicMetre: positive.optional().describe('mixer and settler of one box; more is shared between boxes side by side'),
  extractant: extractantSchema.optional(),
  oxideGramPerMole: z
    .record(z.string(), positive)
    .default({})
    .describe('grams of oxide for each mole of a component that is no rare earth'),
  reagents: reagentsSchema.prefault({}),
  prices: pricesSchema.optional(),
});

/** A sizing as it was written. */
export type SizingCase = z.infer<typeof sizingSchema>;
