import { z } from 'zod';
import { balanceBetween, closureOf, kilogramsOf, together, totalOf, type Material } from '../material.ts';
import type { UnitStream } from '../stream.ts';
import { liquidSchema, materialOfLiquid, materialOfSolid, solidSchema, type Liquid, type Solid } from './forms.ts';

/** Blending 配料: solids, or liquids, put together. Volumes of liquids add up. */

type Fed = Solid | Liquid;

export const blendingSchema = z.strictObject({
  unit: z.literal('blending'),
  name: z.string().optional(),
  feeds: z
    .record(z.string().regex(/^[^/]+$/, 'a name of a feed has no /'), z.union([solidSchema, liquidSchema]))
    .refine((feeds) => Object.keys(feeds).length > 0, 'a blend has at least one feed')
    .refine((feeds) => new Set(Object.values(feeds).map(isSolid)).size < 2, 'a blend is of solids, or of liquids')
    .describe('by name'),
});
export type BlendingCase = z.infer<typeof blendingSchema>;

export interface BlendingAnswer {
  readonly unit: 'blending';
  readonly name: string | null;
  readonly status: 'solved';
  readonly litrePerHour: number;
  readonly kilogramPerHour: Readonly<Record<string, number>>;
  /** Of solids: share of the mass; of liquids mol/L. */
  readonly composition: Readonly<Record<string, number>>;
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

export function isSolid(fed: Fed): fed is Solid {
  return 'kilogramPerHour' in fed;
}

export function materialOfFed(fed: Fed): Material {
  return isSolid(fed) ? materialOfSolid(fed) : materialOfLiquid(fed);
}

/** What several feeds are together. */
export function solveBlending({ name, feeds }: BlendingCase): BlendingAnswer {
  const fed = Object.values(feeds).map(materialOfFed);
  const blend = together(fed);
  const kilograms = kilogramsOf(blend);
  const parts = Object.values(feeds).every(isSolid) ? kilograms : blend.molPerHour;
  const whole = parts === kilograms ? totalOf(kilograms) : blend.litrePerHour;
  return {
    unit: 'blending',
    name: name ?? null,
    status: 'solved',
    litrePerHour: blend.litrePerHour,
    kilogramPerHour: kilograms,
    composition: Object.fromEntries(Object.entries(parts).map(([species, amount]) => [species, amount / whole])),
    closure: closureOf(balanceBetween(fed, [blend])),
    streams: [{ name: 'blend', phase: parts === kilograms ? 'solid' : 'liquid', ...blend }],
    consumed: [],
  };
}
