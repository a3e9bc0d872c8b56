import { z } from 'zod';
import { rootBetween } from '../../numerics/index.ts';
import { growthBetween } from '../heat.ts';
import { positive, share } from './forms.ts';

/** How far a solid has reacted after a time, by the rate laws of solids (Levenspiel 1999, chapter 25; Brown 1988 for their names). */

export const kineticsSchema = z.strictObject({
  model: z
    .enum(['first-order', 'avrami', 'contracting-sphere', 'diffusion'])
    .describe(
      'of the time k·t: 1 − exp(−kt); 1 − exp(−(kt)^order); 1 − (1 − kt)³; Ginstling and Brounshtein, 1 − 2X/3 − (1 − X)^(2/3) = kt',
    ),
  perHour: positive.describe('k at the reference temperature'),
  referenceCelsius: z.number().min(-273).max(3000).optional().describe('as the furnace unless stated'),
  activationEnergyKilojoulePerMole: z.number().min(0).max(2000).default(0),
  order: z.number().min(0.1).max(6).default(1).describe("Avrami's"),
});
export type Kinetics = z.infer<typeof kineticsSchema>;

export const progressSchema = z
  .union([share, kineticsSchema])
  .describe('share of the first species that reacts, or how fast it does');

/** How solids pass: all for as long, or as in a stirred bed, each leaving at random. */
export type Residence = 'plug' | 'stirred';

/**
 * The share that reacts.
 * @param hours mean time of residence
 * @returns in [0, 1]
 */
export function conversionAfter(
  progress: number | Kinetics,
  { hours, residence, celsius }: { hours: number; residence: Residence; celsius: number },
): number {
  if (typeof progress === 'number') return progress;
  const k = rateAt(progress, celsius);
  return residence === 'plug' ? reached(progress, k * hours) : meanReached(progress, k * hours);
}

function rateAt({ perHour, referenceCelsius, activationEnergyKilojoulePerMole: energy }: Kinetics, celsius: number): number {
  return perHour * growthBetween(energy, referenceCelsius ?? celsius, celsius);
}

/** @param kt time, in units of 1/k */
function reached({ model, order }: Kinetics, kt: number): number {
  switch (model) {
    case 'first-order':
      return -Math.expm1(-kt);
    case 'avrami':
      return -Math.expm1(-(kt ** order));
    case 'contracting-sphere':
      return kt >= 1 ? 1 : 1 - (1 - kt) ** 3;
    case 'diffusion':
      return diffused(kt);
  }
}

/** The law's side is 1/3 where all has reacted. */
function diffused(kt: number): number {
  if (kt >= 1 / 3) return 1;
  // By the cube root of what is left: 1/3 − r²+ 2r³/3 = kt falls from r = 0 to 1.
  const { value } = rootBetween((r) => 1 / 3 - r ** 2 + (2 / 3) * r ** 3 - kt, 0, 1);
  return 1 - value ** 3;
}

const PARTS = 2000;

/** Over times of residence that fall off exponentially about their mean: as many parts of the solid, by the middle of each. */
function meanReached(kinetics: Kinetics, mean: number): number {
  if (kinetics.model === 'first-order') return mean / (1 + mean);
  let sum = 0;
  for (let part = 0; part < PARTS; part++) sum += reached(kinetics, -mean * Math.log((part + 0.5) / PARTS));
  return sum / PARTS;
}
