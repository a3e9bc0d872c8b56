import { z } from 'zod';

/** The JSON form of what is to be optimised of a cascade. */

const finite = z.number().min(-1e12).max(1e12);
const name = z.string().min(1).max(200);

const outcomeSchema = z.strictObject({
  kind: z
    .enum(['purity', 'recovery', 'molPerLitre', 'molPerHour', 'litrePerHour', 'pH'])
    .describe('purity and recovery are shares from 0 to 1; mol/L, mol/h, L/h'),
  stream: name.describe(
    'a stream that leaves, as the answer of the cascade calls it: raffinate, loaded organic, a draw by its name',
  ),
  component: name.optional().describe('left out with litrePerHour and pH'),
});

const priceSchema = z.union([
  z
    .strictObject({
      feed: name.describe('a feed by its name, or as aqueousFeeds[1]'),
      of: name.describe('volume, acid, extractant, or a component that it brings'),
      price: finite.describe('money for a litre of volume, a mole of acid, else for a mole or gram as concentrationUnit says'),
    })
    .describe('what a feed costs an hour'),
  z
    .strictObject({
      stream: name,
      component: name,
      price: finite.describe('money for a mole that leaves here: above 0 a cost, below 0 a revenue'),
    })
    .describe('what leaves costs or earns an hour'),
  z.strictObject({ stages: z.literal('each'), price: finite.describe('money for a stage and hour') }),
]);

export const optimisationSchema = z.strictObject({
  variables: z
    .array(
      z
        .strictObject({
          path: name.describe('the number that may change, as organicFeeds[0].litrePerHour, stages or aqueousFeeds[0].stage'),
          from: finite,
          to: finite,
        })
        .refine(({ from, to }) => from < to, { message: 'must be above from', path: ['to'] }),
    )
    .min(1)
    .max(20)
    .describe('stages and stages of feeds are whole numbers; what stands at the last stage stays there when stages changes'),
  constraints: z
    .array(
      outcomeSchema
        .extend({ atLeast: finite.optional(), atMost: finite.optional() })
        .refine(({ atLeast, atMost }) => (atLeast === undefined) !== (atMost === undefined), 'state one of atLeast and atMost')
        .refine(isInRange, { message: 'a limit of a purity or recovery is above 0 and below 1, of an amount above 0' }),
    )
    .max(50)
    .default([]),
  objective: z.union([
    z.strictObject({ minimise: z.literal('cost'), prices: z.array(priceSchema).min(1).max(50) }),
    z.strictObject({ maximise: outcomeSchema }),
    z.strictObject({ minimise: outcomeSchema }),
  ]),
});

/** What is asked of a cascade. */
export type Optimisation = z.infer<typeof optimisationSchema>;

function isInRange({
  kind,
  atLeast,
  atMost,
}: {
  kind: string;
  atLeast?: number | undefined;
  atMost?: number | undefined;
}): boolean {
  const limit = atLeast ?? atMost ?? 0;
  if (kind === 'pH') return true;
  return limit > 0 && ((kind !== 'purity' && kind !== 'recovery') || limit < 1);
}
