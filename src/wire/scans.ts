import { z } from 'zod';
import { nameSchema, siteRefSchema } from './answers.ts';

/** What a scanned code names. */
export const identifierKindSchema = z.enum(['lot', 'item', 'container', 'product', 'site', 'organisation', 'other']);

/** Why a code that could be read is suspicious, the gravest first; several may hold at once and come in this order. */
export const suspicionCodeSchema = z.enum([
  'product-not-registered',
  'not-on-record',
  'commissioned-twice',
  'two-places',
  'destroyed',
  'used-up',
  'exported',
]);

/** A scan check: what a code says, and whether the record bears it out. */
export const scanAnswerSchema = z.object({
  code: z.string(),
  verdict: z.enum(['sound', 'suspicious', 'unreadable']),
  /** Why the code cannot be read, and the character (0 is the first) at which its fault begins. */
  refusal: z.object({ code: z.string(), at: z.number(), ai: z.string().nullable(), message: z.string() }).nullable(),
  form: z.enum(['digital-link', 'bracketed', 'element-string', 'epc-urn', 'gtin']).nullable(),
  /** The symbol, where the scanner sent its prefix. */
  symbol: z.string().nullable(),
  uri: z.string().nullable(),
  elementString: z.string().nullable(),
  elements: z.array(z.object({ ai: z.string(), title: z.string(), value: z.string(), checkDigit: z.enum(['right', 'none']) })),
  /** What the code names, as the record writes it. */
  id: z.string().nullable(),
  kind: identifierKindSchema.nullable(),
  onRecord: z.boolean(),
  /** The name of the product, site or organisation. */
  name: nameSchema.nullable(),
  /** Where it was seen last. */
  lastSeen: z.object({ eventTime: z.string(), bizStep: z.string().nullable(), site: siteRefSchema.nullable() }).nullable(),
  suspicions: z.array(
    z.object({
      code: suspicionCodeSchema,
      message: z.string(),
      /** Hashes of the events that show it. */ events: z.array(z.string()),
    }),
  ),
});

export type IdentifierKind = z.infer<typeof identifierKindSchema>;
export type SuspicionCode = z.infer<typeof suspicionCodeSchema>;
export type ScanAnswer = z.infer<typeof scanAnswerSchema>;
