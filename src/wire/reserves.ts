import { z } from 'zod';
import { massSchema, momentSchema, nameSchema, siteRefSchema } from './answers.ts';

/** The shapes of reserves: `GET /api/reserves`, `ytterby reserves --json` (docs/reserves.md). */

export const reserveLotSchema = z.object({
  lot: z.string(),
  product: nameSchema.nullable(),
  site: siteRefSchema,
  /** When it was first stored; the oldest of a product goes first. */
  since: z.string(),
  net: massSchema,
  treo: massSchema,
});

export const reserveOrderRowSchema = z.object({
  id: z.string(),
  site: siteRefSchema,
  act: z.enum(['receive', 'release', 'lend']),
  product: nameSchema.nullable(),
  from: z.string(),
  to: z.string().nullable(),
  returnBy: z.string().nullable(),
  /** Kilograms net: ordered; stored or removed under it; what came back of a loan. */
  orderedKg: z.number(),
  usedKg: z.number(),
  returnedKg: z.number(),
  overdue: z.boolean(),
});

export const reservesAnswerSchema = z.object({
  moment: momentSchema,
  warehouses: z.array(
    z.object({
      site: siteRefSchema,
      lots: z.number(),
      net: massSchema,
      treo: massSchema,
      /** Every element that is there. */
      elements: z.array(massSchema),
      /** Book less count of all stock-takes, net. */
      countDifference: massSchema,
    }),
  ),
  lots: z.array(reserveLotSchema),
  orders: z.array(reserveOrderRowSchema),
});

export type ReservesAnswer = z.infer<typeof reservesAnswerSchema>;
export type ReserveLot = z.infer<typeof reserveLotSchema>;
export type ReserveOrderRow = z.infer<typeof reserveOrderRowSchema>;
