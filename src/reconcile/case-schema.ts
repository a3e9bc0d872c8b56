import { z } from 'zod';

/** The JSON form of data to reconcile. */

const finite = z.number();

const quantitySchema = z
  .strictObject({
    measured: finite.optional(),
    sd: z.number().positive('must be above 0: fix a value that is exact with "value"').optional(),
    sdPercent: z.number().positive().optional(),
    value: finite.optional().describe('an exact value, no measurement'),
    start: finite.optional().describe('where the search for an unmeasured value begins'),
    least: finite.optional().describe('what the truth cannot be below: no gross error is looked for that would put it there'),
    most: finite.optional().describe('what the truth cannot be above'),
  })
  .refine(({ measured, sd, sdPercent }) => measured === undefined || sd !== undefined || sdPercent !== undefined, {
    message: 'a measurement needs its standard deviation: sd, or sdPercent of the measurement',
    path: ['sd'],
  })
  .refine(({ measured, sdPercent }) => sdPercent === undefined || measured !== 0, {
    message: 'percent of a measurement of 0 are nothing: state sd',
    path: ['sdPercent'],
  })
  .refine(({ measured, value }) => measured === undefined || value === undefined, {
    message: 'a value is measured or exact, not both',
    path: ['value'],
  });

const leakSchema = z
  .strictObject({ node: z.string(), share: finite })
  .describe(
    'what one unit lost at a node adds to what the left side has more than the right: looked for with the candidate leak',
  );

const constraintSchema = z.union([
  z
    .strictObject({ name: z.string().optional(), expression: z.string().max(20_000), leak: leakSchema.optional() })
    .describe('an equation, or what is to be 0'),
  z
    .strictObject({
      name: z.string().optional(),
      coefficients: z.record(z.string(), finite),
      equals: finite.default(0),
      leak: leakSchema.optional(),
    })
    .describe('Σ coefficient·variable = equals'),
]);

const streamSchema = z.strictObject({
  from: z.string().nullable().default(null).describe('the node that it leaves; null for the outside'),
  to: z.string().nullable().default(null),
  flow: quantitySchema.default({}),
  composition: z.record(z.string(), quantitySchema).default({}).describe('fraction of each component'),
});

export const reconciliationSchema = z.strictObject({
  kind: z.literal('reconciliation'),
  name: z.string().optional(),
  alpha: z.number().gt(0).lt(1).default(0.05),
  candidates: z
    .array(z.enum(['bias', 'leak']))
    .default(['bias'])
    .describe('gross errors that are looked for'),
  iterations: z.int().min(1).max(10_000).default(100),
  variables: z.record(z.string(), quantitySchema).default({}),
  constraints: z.array(constraintSchema).default([]),
  correlations: z
    .array(z.strictObject({ of: z.tuple([z.string(), z.string()]), correlation: z.number().min(-1).max(1) }))
    .default([]),
  streams: z.record(z.string(), streamSchema).default({}),
  components: z.array(z.string()).default([]),
  nodes: z
    .record(z.string(), z.strictObject({ splitter: z.boolean().default(false), balance: z.boolean().default(true) }))
    .default({})
    .describe('what is special about a node: a splitter gives all its streams one composition; one without balance is a tank'),
  fractionsSumToOne: z.boolean().default(false),
  covariance: z.boolean().default(false).describe('whether the answer has the covariance of all estimates'),
});

/** Data as they were written. */
export type ReconciliationCase = z.infer<typeof reconciliationSchema>;
export type Quantity = z.infer<typeof quantitySchema>;

/** The JSON Schema of data to reconcile. */
export function reconciliationSchemaJson(): unknown {
  return z.toJSONSchema(reconciliationSchema, { io: 'input' });
}
