import { z } from 'zod';
import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';

/** Saponification 皂化: a base takes the hydrogen of an acidic extractant, so that extraction need not release it as acid. */

const positive = z.number().positive('must be above 0').max(1e15);
const notNegative = z.number().min(0, 'must not be below 0').max(1e15);

export const saponificationSchema = z.strictObject({
  unit: z.literal('saponification'),
  name: z.string().optional(),
  organic: z.strictObject({
    name: z.string().optional(),
    litrePerHour: positive,
    concentrations: z.record(z.string(), notNegative).default({}),
    extractant: notNegative.describe('free extractant, mol/L; what metals bind comes on top of it'),
  }),
  base: z.string().default('NH4').describe('the ion of the base, as NH4, Na or Ca'),
  baseCharge: z.int().min(1).max(3).default(1),
  degree: z
    .number()
    .min(0, 'must not be below 0')
    .max(1, 'must not be above 1')
    .describe('share of all extractant, free and bound, that the base holds in the end'),
  extractantPerMole: z.record(z.string(), positive).default({}).describe('moles that a mole of a metal binds; 3 unless stated'),
});
export type SaponificationCase = z.infer<typeof saponificationSchema>;

export interface SaponificationAnswer {
  readonly unit: 'saponification';
  readonly name: string | null;
  readonly status: 'solved';
  readonly closure: number;
  /** Base that is used up, and water that it makes, mol/h. */
  readonly baseMolPerHour: number;
  readonly waterMolPerHour: number;
  readonly streams: readonly UnitStream[];
  /** What is taken in beside the feed. */
  readonly consumed: readonly UnitStream[];
}

/** Moles of extractant that a mole of a rare earth binds unless stated. */
const PER_METAL = 3;

/** Moles of extractant that a mole of an ion binds. */
export function boundBy({ base, baseCharge, extractantPerMole }: SaponificationCase, ion: string): number {
  return ion === base ? baseCharge : (extractantPerMole[ion] ?? PER_METAL);
}

/** @throws SeparationRefused where more is to be saponified than is free */
export function solveSaponification(text: SaponificationCase): SaponificationAnswer {
  const { organic, base, baseCharge, degree } = text;
  const { litrePerHour, concentrations, extractant } = organic;
  const bound = Object.entries(concentrations).reduce((sum, [ion, value]) => sum + boundBy(text, ion) * value, 0);
  const before = concentrations[base] ?? 0;
  const wanted = (degree * (extractant + bound)) / baseCharge;
  const added = Math.max(0, wanted - before);
  const free = extractant - added * baseCharge;
  if (free < 0)
    throw new SeparationRefused(
      'extractant-exhausted',
      '$.degree',
      `${wanted.toPrecision(3)} mol/L of ${base} find ${extractant.toPrecision(3)} mol/L of extractant free: saponify less, or strip the organic further`,
    );
  const molPerLitre = { ...concentrations, [base]: before + added };
  const molPerHour = Object.fromEntries(Object.entries(molPerLitre).map(([ion, value]) => [ion, value * litrePerHour]));
  const baseMolPerHour = added * litrePerHour;
  return {
    unit: 'saponification',
    name: text.name ?? null,
    status: 'solved',
    closure: 0,
    baseMolPerHour,
    waterMolPerHour: baseMolPerHour * baseCharge,
    streams: [
      { name: 'saponified organic', phase: 'liquid', litrePerHour, molPerHour: { ...molPerHour, H: free * litrePerHour } },
    ],
    consumed: [{ name: 'base', phase: 'solid', litrePerHour: 0, molPerHour: { [base]: baseMolPerHour } }],
  };
}
