import { z } from 'zod';
import { momentSchema } from './answers.ts';

/** The shapes of prices: `GET /api/price-index`, `POST /api/prices` (docs/statistics.md). */

export const priceIndexAnswerSchema = z.object({
  moment: momentSchema,
  currency: z.string(),
  base: z.string().nullable(),
  weights: z.record(z.string(), z.number()).nullable(),
  months: z.array(
    z.object({ month: z.string(), value: z.number(), matched: z.number(), first: z.number(), revised: z.boolean() }),
  ),
  quotes: z.array(
    z.object({
      product: z.string(),
      day: z.string(),
      low: z.number(),
      high: z.number(),
      per: z.enum(['kg', 't']),
      currency: z.string(),
      source: z.string(),
      recordedAt: z.string(),
    }),
  ),
});

const product = z.string().min(1).max(200);

/** Quotes, or how much each product counts from now on. */
export const priceRequestSchema = z.discriminatedUnion('act', [
  z.strictObject({
    act: z.literal('quote'),
    quotes: z
      .array(
        z
          .strictObject({
            product,
            day: z.iso.date(),
            low: z.number().positive(),
            high: z.number().positive(),
            per: z.enum(['kg', 't']),
            currency: z.string().regex(/^[A-Z]{3}$/, 'is no currency of three letters (ISO 4217)'),
            source: z.string().min(1).max(1000),
          })
          .refine(({ low, high }) => low <= high, { message: 'is below low', path: ['high'] }),
      )
      .min(1)
      .max(10_000),
  }),
  z.strictObject({ act: z.literal('weigh'), weights: z.record(product, z.number().min(0)) }),
]);

export const pricesTakenSchema = z.object({ taken: z.number() });

export type PriceIndexAnswer = z.infer<typeof priceIndexAnswerSchema>;
export type PriceRequest = z.infer<typeof priceRequestSchema>;
