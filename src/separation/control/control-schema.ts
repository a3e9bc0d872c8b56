import { z } from 'zod';

/** The JSON form of what controls a cascade through time. */

const litres = z.number().min(1e-9).max(1e9).describe('litres an hour');
const hours = z.number().min(1e-6).max(1e6);
const concentration = z.number().min(1e-12).max(100).describe('mol/L');
const stage = z.int().min(1).describe('counted from 1, along the organic phase');
const phase = z.enum(['aqueous', 'organic']);
const name = z.string().min(1).max(200);

const pidSchema = z.strictObject({
  gainLitrePerHour: z
    .number()
    .min(-1e9)
    .max(1e9)
    .optional()
    .describe('L/h for each unit of ln(share/(1 − share)) that is missing; by the step response unless stated'),
  integralHours: hours.optional().describe('by the step response unless stated'),
  derivativeHours: z.number().min(0).max(1e6).default(0),
});

const mpcSchema = z.strictObject({
  horizonSamples: z.int().min(2).max(300).default(40).describe('how far ahead it looks, samples'),
  moves: z.int().min(1).max(20).default(4).describe('how many moves it plans'),
  moveWeight: z
    .number()
    .min(1e-6)
    .max(1e6)
    .default(0.3)
    .describe('what a move costs: 1 as much as missing the setpoint by what the move does in the end, for one sample'),
  trust: z
    .number()
    .min(0.01)
    .max(1)
    .default(0.5)
    .describe('share of what a measurement differs from the forecast that is taken for true'),
});

const tripSchema = z.strictObject({
  phase,
  stage,
  component: name.optional().describe('all that count in purities unless stated'),
  above: concentration.describe('mol/L at which the interlock trips; it lets go below 95 % of it'),
  litrePerHour: litres.describe('the safe flow, at once and as long as it lasts'),
});

export const controlSchema = z.strictObject({
  hours: hours.describe('how long'),
  sampleHours: hours.describe('time between measurements, and between moves'),
  manipulated: name.describe('the flow that is moved: organicFeeds[0].litrePerHour'),
  measured: z.strictObject({
    phase,
    stage,
    component: name,
    setpoint: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe('share of the component among all that count in purities; that of the steady state unless stated'),
    delaySamples: z.int().min(0).max(50).default(0).describe('how late a measurement arrives'),
    noise: z.number().min(0).max(1).default(0).describe('standard deviation of a measurement, relative'),
  }),
  seed: z.int().default(1).describe('of the noise, which is the same for all controllers'),
  upsets: z
    .array(z.strictObject({ atHour: z.number().min(0).max(1e6), path: name, value: z.number().min(-1e12).max(1e12) }))
    .max(100)
    .default([])
    .describe('numbers of the case that change at an hour, as aqueousFeeds[0].litrePerHour'),
  specifications: z
    .array(
      z.strictObject({
        product: z.enum(['raffinate', 'loaded organic']),
        component: name,
        purityAtLeast: z.number().gt(0).lt(1),
      }),
    )
    .min(1)
    .max(20)
    .describe('what leaves below is off specification'),
  interlocks: z
    .strictObject({
      from: litres,
      to: litres,
      litrePerHourEachHour: litres.optional().describe('how fast the flow may change'),
      trips: z.array(tripSchema).max(20).default([]),
    })
    .describe('what no controller gets past'),
  pid: pidSchema.prefault({}),
  mpc: mpcSchema.prefault({}),
});

/** What controls a cascade. */
export type Control = z.infer<typeof controlSchema>;
