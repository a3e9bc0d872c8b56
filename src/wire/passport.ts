import { z } from 'zod';
import { massSchema, nameSchema } from './answers.ts';

/** The shape of a lot's passport: what everybody may read of it, and in null what the reader may not. */

/** A site or an organisation; null where the reader may not know which. */
export const partySchema = z.object({ id: z.string(), name: nameSchema }).nullable();

export const passportOriginSchema = z.object({
  kind: z.enum(['ground', 'returned-scrap', 'imported', 'transit', 'unexplained-gain', 'loop', 'other']),
  province: z.string().nullable(),
  deposit: z.string().nullable(),
  ore: z.string().nullable(),
  /** Of the lot's mass of each element, by symbol; of its net mass under `net` where no element is known. */
  shares: z.record(z.string(), z.number()),
  site: partySchema,
  organisation: partySchema,
});

/** The path from an event's leaf to a signed checkpoint of the log. */
export const passportProofSchema = z.object({
  recorded: z.string(),
  /** What the log commits to of the event: 64 hexadecimal digits. */
  commitment: z.string(),
  /** C2SP tlog-proof. */
  proof: z.string(),
  /** The event's own texts, with which the commitment can be made anew; null where the reader may not see the event. */
  event: z.object({ body: z.string(), context: z.string(), salt: z.string() }).nullable(),
});

export const custodyStepSchema = z.object({
  eventTime: z.string(),
  step: z.string().nullable(),
  /** What the step was done to: the passport's lot, or one that it was made of. */
  lot: z.string(),
  province: z.string().nullable(),
  site: partySchema,
  organisation: partySchema,
  proof: passportProofSchema,
});

export const quotaCoverSchema = z.object({
  year: z.number(),
  province: z.string().nullable(),
  ore: z.string().nullable(),
  /** Whether the year's quota of whoever mined covers all that he drew. */
  covered: z.boolean(),
  holder: partySchema,
  quotas: z.array(z.string()).nullable(),
});

export const passportSchema = z.object({
  lot: z.string(),
  /** `revoked` with the reason, or `current`: made of what is on record now. */
  status: z.enum(['current', 'revoked']),
  revocation: z.object({ at: z.string(), reason: z.string() }).nullable(),
  computedAt: z.string(),
  product: z.object({ id: z.string(), name: nameSchema, kind: z.string(), hs: z.string().nullable() }).nullable(),
  maker: z.object({ organisation: partySchema, site: partySchema, province: z.string().nullable() }),
  madeAt: z.string().nullable(),
  mass: massSchema.nullable(),
  composition: z.array(
    z.object({ element: z.string(), oxide: z.string(), percent: z.number(), sdPercent: z.number(), treoPercent: z.number() }),
  ),
  assay: z.object({ method: z.string().nullable(), laboratory: partySchema }).nullable(),
  origins: z.array(passportOriginSchema),
  custody: z.array(custodyStepSchema),
  quotas: z.array(quotaCoverSchema),
  licences: z.array(z.string()),
  /** For each kilogram of the lot, where the event that made it recorded it. */
  energyKwhPerKg: z.number().nullable(),
  emissionsKgPerKg: z.number().nullable(),
  log: z.object({ key: z.string(), checkpoint: z.string().nullable() }),
});

export type Passport = z.infer<typeof passportSchema>;
export type PassportOrigin = z.infer<typeof passportOriginSchema>;
export type CustodyStep = z.infer<typeof custodyStepSchema>;
export type QuotaCover = z.infer<typeof quotaCoverSchema>;
export type PassportParty = z.infer<typeof partySchema>;
