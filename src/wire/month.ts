import { z } from 'zod';
import { massSchema, momentSchema, nameSchema, siteRefSchema } from './answers.ts';

/** The shapes of a month that is reconciled: `GET /api/month`, `ytterby month --json`. */

export const streamKindSchema = z.enum([
  'opening',
  'source',
  'receipt',
  'returned',
  'output',
  'removed',
  'input',
  'shipment',
  'consumed',
  'stored',
  'loss',
  'count',
  'closing',
  'sent',
  'arrived',
]);

const variableClassSchema = z.enum(['redundant', 'nonredundant', 'observable', 'unobservable']);

const globalTestSchema = z.object({
  statistic: z.number(),
  degreesOfFreedom: z.number(),
  threshold: z.number(),
  pValue: z.number(),
  passed: z.boolean(),
});

/** The measurement test of one weighing or assay: how far it stands from what the others say, in its own standard deviations. */
const measurementTestSchema = z.object({ z: z.number(), threshold: z.number(), suspected: z.boolean() });

/** An amount as measured and as reconciled; null where nobody measured it, or nothing tells it. */
export const reconciledMassSchema = z.object({
  basis: z.string(),
  measured: massSchema.nullable(),
  reconciled: massSchema.nullable(),
  /** Reconciled less measured, in kilograms, and in standard deviations of the measurement. */
  adjustment: z.number().nullable(),
  sigmas: z.number().nullable(),
});

export const monthStreamSchema = z.object({
  id: z.string(),
  kind: streamKindSchema,
  site: siteRefSchema,
  lot: z.string().nullable(),
  product: nameSchema.nullable(),
  /** Hash of the event, null for stocks. */
  event: z.string().nullable(),
  eventTime: z.string().nullable(),
  class: variableClassSchema,
  test: measurementTestSchema.nullable(),
  /** Net, TREO and, where one was asked for, an element. */
  masses: z.array(reconciledMassSchema),
});

/** A part of a composition in percent of the net mass, element basis. */
const percentSchema = z.object({ percent: z.number(), sdPercent: z.number() });

export const monthAssaySchema = z.object({
  lot: z.string().nullable(),
  element: z.string(),
  /** Which assay of the lot, counted from 1; the last values it. */
  assay: z.number(),
  measured: percentSchema,
  reconciled: percentSchema,
  sigmas: z.number(),
  test: measurementTestSchema.nullable(),
});

/** What a gross error is about: one weighing, one element of one assay, or what a process lost (gained, below 0) unmeasured. */
export const suspectSchema = z.object({
  kind: z.enum(['weighing', 'assay', 'loss']),
  /** The stream that was weighed, by its id. */
  stream: z.string().nullable(),
  lot: z.string().nullable(),
  element: z.string().nullable(),
  assay: z.number().nullable(),
  /** Hash of the event of the process. */
  event: z.string().nullable(),
});

export const monthErrorSchema = suspectSchema.extend({
  magnitude: z.object({ value: z.number(), unit: z.enum(['kg', 'percent']) }),
  statistic: z.number(),
  threshold: z.number(),
  /** What explains the month as well, and what explains it nearly as well. */
  equivalent: z.array(suspectSchema),
  rivals: z.array(suspectSchema),
});

/** A month of one site or of all sites of an organisation, reconciled. */
export const monthAnswerSchema = z.object({
  moment: momentSchema,
  month: z.string(),
  /** First instant, and the first behind the period. */
  from: z.string(),
  to: z.string(),
  organisation: z.string().nullable(),
  element: z.string().nullable(),
  sites: z.array(siteRefSchema),
  /** Chance that a test rings where nothing is wrong. */
  alpha: z.number(),
  globalTest: globalTestSchema,
  compensatedTest: globalTestSchema.nullable(),
  grossErrors: z.array(monthErrorSchema),
  /** What each kind of stream adds up to at each site. */
  balance: z.array(
    z.object({
      site: siteRefSchema,
      kind: streamKindSchema,
      streams: z.number(),
      /** Streams of which a figure is missing in the sum, as nobody measured it or nothing tells it. */
      masses: z.array(reconciledMassSchema.extend({ unmeasured: z.number(), untold: z.number() })),
    }),
  ),
  processes: z.array(
    z.object({
      event: z.string(),
      eventTime: z.string(),
      site: siteRefSchema,
      masses: z.array(
        z.object({
          basis: z.string(),
          input: reconciledMassSchema,
          output: reconciledMassSchema,
          difference: reconciledMassSchema,
        }),
      ),
    }),
  ),
  streams: z.array(monthStreamSchema),
  assays: z.array(monthAssaySchema),
  /** What could not be balanced, and why. */
  open: z.array(
    z.object({
      reason: z.enum(['drawn-ahead', 'never-came', 'several-events', 'unweighed']),
      site: siteRefSchema,
      lot: z.string().nullable(),
      event: z.string().nullable(),
    }),
  ),
});

export type MonthStreamKind = z.infer<typeof streamKindSchema>;
export type ReconciledMass = z.infer<typeof reconciledMassSchema>;
export type MonthStream = z.infer<typeof monthStreamSchema>;
export type MonthSuspect = z.infer<typeof suspectSchema>;
export type MonthError = z.infer<typeof monthErrorSchema>;
export type MonthAnswer = z.infer<typeof monthAnswerSchema>;
