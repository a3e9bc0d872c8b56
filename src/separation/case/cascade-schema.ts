import { z } from 'zod';
import { controlSchema } from '../control/control-schema.ts';
import { FITTED_SET_NAMES } from '../equilibria/sets.ts';
import { optimisationSchema } from '../optimise/optimisation-schema.ts';

/** The JSON form of a cascade. Concentrations are in `concentrationUnit`; volumes in litres an hour. */

/** Amounts beyond these are no plant's, and beyond what double precision tells apart. */
const LEAST = 1e-15;
const MOST = 1e15;

const positive = z.number().min(LEAST, `must be above 0 (at least ${LEAST})`).max(MOST, `must not be above ${MOST}`);
const notNegative = z
  .number()
  .min(0, 'must not be below 0')
  .max(MOST, `must not be above ${MOST}`)
  .refine((value) => value === 0 || value >= LEAST, `must be 0, or at least ${LEAST}`);
const exponent = z.number().min(-100).max(100);
const stageSchema = z.int('a stage is a whole number').describe('stages are counted from 1, along the organic phase');

/** How a component is distributed between the phases; D is mol/L organic over mol/L aqueous. */
export const lawSchema = z.discriminatedUnion('model', [
  z.strictObject({ model: z.literal('constant'), D: positive }).describe('D is the same in every stage'),
  z
    .strictObject({ model: z.literal('separation-factor'), factor: positive })
    .describe('D = factor · ρ, with one ρ a stage such that the organic carries the given loading'),
  z
    .strictObject({
      model: z.literal('cation-exchange'),
      log10K: exponent,
      enthalpyKilojoulePerMole: exponent.optional(),
    })
    .describe('D = K · ([extractant free]/[H])^charge'),
  z
    .strictObject({
      model: z.literal('power'),
      log10K: exponent,
      acidOrder: exponent,
      extractantOrder: exponent.default(0),
      enthalpyKilojoulePerMole: exponent.optional(),
    })
    .describe('D = K · [H]^acidOrder · [extractant free]^extractantOrder'),
  z
    .strictObject({
      model: z.literal('fitted'),
      set: z.enum(FITTED_SET_NAMES),
      log10KShift: exponent.default(0).describe('what this plant has above the set: its own source effect'),
    })
    .describe('constants fitted to measured contacts, with activities of ions; the answer warns where nothing was measured'),
  z
    .strictObject({
      model: z.literal('empirical'),
      m0: exponent,
      m1: exponent.default(0),
      B0: exponent,
      B1: exponent.default(0),
    })
    .describe('log10 D = (m0 + m1·d)·pH + B0 + B1·log10 d; d is the free extractant in percent'),
  z
    .strictObject({
      model: z.literal('table'),
      points: z
        .array(z.tuple([positive, positive]))
        .min(1)
        .max(1000),
    })
    .describe('an isotherm: [mol/L aqueous, mol/L organic], ascending; straight lines in logarithms between, D constant beyond'),
]);

const componentSchema = z.strictObject({
  charge: z
    .number()
    .min(0)
    .max(6)
    .optional()
    .describe('hydrogen ions released by one mole; 3 unless stated, and for a rare earth'),
  extractantPerMole: z
    .number()
    .min(0)
    .max(12)
    .optional()
    .describe('moles of extractant bound by one mole; the charge unless stated, 6 by the law fitted'),
  molarMassGramPerMole: positive.optional().describe('of the element unless stated'),
  reagent: z.boolean().default(false).describe('a reagent, as the ammonium of a saponified organic: counts in no purity'),
  law: lawSchema.optional(),
});

const concentrationsSchema = z.record(z.string(), notNegative).default({});

const aqueousFeedSchema = z.strictObject({
  name: z.string().optional(),
  stage: stageSchema,
  litrePerHour: positive,
  concentrations: concentrationsSchema,
  acid: notNegative.default(0).describe('hydrogen that can dissociate, mol/L: free, and bound to buffers'),
  buffers: z.record(z.string(), notNegative).default({}).describe('anions that bind hydrogen, with it or without, mol/L'),
});

const organicFeedSchema = z.strictObject({
  name: z.string().optional(),
  stage: stageSchema,
  litrePerHour: positive,
  concentrations: concentrationsSchema,
  extractant: notNegative.default(0).describe('free extractant; what metals bind comes on top of it'),
});

const drawSchema = z.strictObject({ name: z.string().optional(), stage: stageSchema, litrePerHour: positive });

export const cascadeSchema = z.strictObject({
  unit: z.literal('cascade'),
  name: z.string().optional(),
  stages: z.number(),
  temperatureCelsius: z.number().min(-20).max(150).default(25),
  concentrationUnit: z.enum(['mol/L', 'g/L', 'mg/L']).default('mol/L'),
  components: z.record(z.string(), componentSchema),
  extractant: z
    .strictObject({
      name: z.string().optional(),
      molarMassGramPerMole: positive.optional(),
      percentPerMolPerLitre: positive.optional().describe('percent of free extractant that 1 mol/L is, for the empirical law'),
    })
    .optional(),
  buffers: z
    .record(z.string(), z.strictObject({ pKa: z.number().min(-10).max(15), molarMassGramPerMole: positive.optional() }))
    .default({}),
  aqueousFeeds: z.array(aqueousFeedSchema).min(1),
  organicFeeds: z.array(organicFeedSchema).min(1),
  aqueousDraws: z.array(drawSchema).default([]),
  organicDraws: z.array(drawSchema).default([]),
  loading: z
    .union([positive, z.array(z.strictObject({ from: stageSchema, to: stageSchema, molPerLitre: positive })).min(1)])
    .optional()
    .describe('mol/L that components of the model separation-factor make together in the organic phase'),
  efficiency: z
    .union([z.number().min(0.01).max(1), z.array(z.number().min(0.01).max(1))])
    .default(1)
    .describe('Murphree efficiency of the organic phase, for all stages or one for each'),
  entrainment: z
    .strictObject({
      aqueousInOrganic: z.number().min(0).max(0.5).default(0),
      organicInAqueous: z.number().min(0).max(0.5).default(0),
    })
    .default({ aqueousInOrganic: 0, organicInAqueous: 0 })
    .describe('litres of the other phase that a litre carries along'),
  hold: z
    .strictObject({ aqueousLitre: positive, organicLitre: positive })
    .optional()
    .describe('what a stage holds of each phase, mixer and settler together'),
  dynamics: z
    .strictObject({
      hours: z.number().min(1e-6).max(100_000),
      everyHours: positive.optional().describe('how often the products are told; a hundredth of the time unless stated'),
      profiles: z.boolean().default(false).describe('whether every stage is told at the same times'),
      stepHours: positive.optional().describe('fixed steps; without, steps follow the tolerance'),
      relativeTolerance: z.number().min(1e-8).max(0.1).default(1e-3),
      initial: z
        .union([
          z.literal('steady'),
          z.strictObject({
            aqueous: z.strictObject({ concentrations: concentrationsSchema, acid: notNegative.default(0) }),
            organic: z.strictObject({ concentrations: concentrationsSchema, extractant: notNegative.default(0) }),
          }),
        ])
        .default('steady')
        .describe('what stages hold at first: the steady state of the feeds above, or the same in all of them'),
      schedule: z
        .array(
          z.strictObject({
            atHour: notNegative,
            aqueousFeeds: z.array(aqueousFeedSchema).min(1).optional(),
            organicFeeds: z.array(organicFeedSchema).min(1).optional(),
          }),
        )
        .default([])
        .describe('feeds that change at a time'),
    })
    .optional(),
  uncertainty: z
    .strictObject({
      samples: z.int().min(2).max(1_000_000).default(1000),
      seed: z.int().default(1),
      parameters: z
        .array(
          z.strictObject({
            path: z.string().min(1).describe('where the number stands in the case, as components.Nd.law.log10K'),
            sd: z.number().positive('must be above 0'),
            relative: z.boolean().default(false).describe('whether sd is a share of the number'),
          }),
        )
        .min(1)
        .max(100),
    })
    .optional()
    .describe('numbers that are not known exactly, each normal around what is stated'),
  sensitivities: z
    .strictObject({
      parameters: z
        .array(z.string().min(1).describe('where the number stands in the case, as aqueousFeeds[0].litrePerHour'))
        .min(1)
        .max(200),
    })
    .optional()
    .describe('numbers with which derivatives are told; all flows, acids and extractants unless stated'),
  control: controlSchema.optional().describe('a flow that is moved by what is measured, through time'),
  optimisation: optimisationSchema
    .optional()
    .describe('which numbers may change, what must hold, and what shall be least or most'),
  limits: z
    .strictObject({
      iterations: z.int().min(1).max(100_000).optional(),
      seconds: z.number().positive('must be above 0').max(3600).optional(),
    })
    .default({}),
});

/** A cascade as it was written. */
export type CascadeCase = z.infer<typeof cascadeSchema>;
