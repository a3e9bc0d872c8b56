import { z } from 'zod';
import { SeparationRefused } from '../refusal.ts';
import { kilogramsOf, ofKilograms, timesLitres, type Material } from '../material.ts';

/** The forms that units share: a solid by its kilograms, a liquid by its concentrations. */

const MOST = 1e15;
export const notNegative = z.number().min(0, 'must not be below 0').max(MOST);
export const positive = z.number().positive('must be above 0').max(MOST);
export const share = z.number().min(0, 'must not be below 0').max(1, 'must not be above 1');

export const solidSchema = z.strictObject({
  kilogramPerHour: z
    .record(z.string(), notNegative)
    .refine((masses) => Object.values(masses).some((mass) => mass > 0), 'nothing is fed')
    .describe('kg/h by formula, as Nd2O3; what is no formula, as gangue, passes through'),
});
export type Solid = z.infer<typeof solidSchema>;

export const liquidSchema = z.strictObject({
  litrePerHour: positive,
  molPerLitre: z.record(z.string(), notNegative).default({}).describe('mol/L by ion, as Nd or NH4'),
  acid: notNegative.default(0).describe('mol/L of hydrogen that can dissociate'),
});
export type Liquid = z.infer<typeof liquidSchema>;

export function materialOfSolid({ kilogramPerHour }: Solid): Material {
  return ofKilograms(kilogramPerHour);
}

export function materialOfLiquid({ litrePerHour, molPerLitre, acid }: Liquid): Material {
  return timesLitres(litrePerHour, { ...molPerLitre, H: acid });
}

/** A solid feed that something flows into. @throws SeparationRefused where nothing does */
export function solidOf(inflow: Material, path: string): Solid {
  if (!Object.values(inflow.molPerHour).some((mol) => mol > 0))
    throw new SeparationRefused('stage-without-phase', path, 'nothing flows into this feed');
  return { kilogramPerHour: kilogramsOf(inflow) };
}

/** A liquid feed that something flows into. @throws SeparationRefused where nothing does */
export function liquidOf({ litrePerHour, molPerHour }: Material, path: string): Liquid {
  if (!(litrePerHour > 0))
    throw new SeparationRefused('stage-without-phase', `${path}.litrePerHour`, 'nothing flows into this feed');
  const { H = 0, ...ions } = molPerHour;
  return {
    litrePerHour,
    molPerLitre: Object.fromEntries(Object.entries(ions).map(([ion, mol]) => [ion, mol / litrePerHour])),
    acid: H / litrePerHour,
  };
}
