import { z } from 'zod';
import { parseFormula, rareEarthIndex, RARE_EARTH_FACTS } from '../../elements/index.ts';
import { SeparationRefused } from '../refusal.ts';
import { conversionAfter, progressSchema } from './conversion.ts';
import { solidSchema, positive } from './forms.ts';
import { burn, type FurnaceAnswer } from './furnace.ts';
import type { Reaction } from './reactions.ts';

/**
 * Calcination 灼烧: oxalates, carbonates, hydroxides and their hydrates to the oxides of the trade in air (CeO2, Pr6O11, Tb4O7, others M2O3), by
 * the balance of their atoms; other solids pass through.
 */

export const calcinationSchema = z.strictObject({
  unit: z.literal('calcination'),
  name: z.string().optional(),
  solid: solidSchema.describe('salts by formula with their water, as Nd2(C2O4)3·10H2O'),
  progress: progressSchema.default(1).describe('of every salt: the share that decomposes, or how fast'),
  temperatureCelsius: z.number().min(0).max(3000).default(900),
  hours: positive.default(2).describe('mean residence'),
  residence: z.enum(['plug', 'stirred']).default('plug').describe('a kiln or a tray, or a fluidised bed'),
});
export type CalcinationCase = z.infer<typeof calcinationSchema>;

export type CalcinationAnswer = Omit<FurnaceAnswer, 'unit'> & { readonly unit: 'calcination' };

/** @throws SeparationRefused for rare-earth salts that hold more than carbon, hydrogen and oxygen */
export function solveCalcination(text: CalcinationCase): CalcinationAnswer {
  const conversion = conversionAfter(text.progress, { ...text, celsius: text.temperatureCelsius });
  const steps = Object.keys(text.solid.kilogramPerHour)
    .map(decomposition)
    .filter((reaction) => reaction !== null)
    .map((reaction) => ({ reaction, conversion }));
  const burnt = burn({ solid: text.solid, reagentKilogramPerHour: {}, gases: ['CO2', 'H2O', 'O2'], supplied: ['O2'] }, steps);
  return { unit: 'calcination', name: text.name ?? null, status: 'solved', ...burnt };
}

/** How a salt becomes its oxide; null of what stays as it is. */
function decomposition(salt: string): Reaction | null {
  const atoms = parseFormula(salt);
  const [metal] = [...(atoms?.keys() ?? [])].filter((symbol) => rareEarthIndex(symbol) !== undefined);
  if (atoms === null || metal === undefined) return null;
  const { oxide } = RARE_EARTH_FACTS[rareEarthIndex(metal)!]!;
  if (salt === oxide) return null;
  const foreign = [...atoms.keys()].find((symbol) => symbol !== metal && !['C', 'H', 'O'].includes(symbol));
  if (foreign !== undefined)
    throw new SeparationRefused(
      'equilibrium-missing',
      `$.solid.kilogramPerHour.${salt}`,
      `${salt} holds ${foreign}: say in a furnace how it reacts`,
    );
  const inOxide = parseFormula(oxide)!;
  const oxides = atoms.get(metal)! / inOxide.get(metal)!;
  const carbons = atoms.get('C') ?? 0;
  const waters = (atoms.get('H') ?? 0) / 2;
  // Oxygen that the salt lacks is taken from the air; what it has too much is given off.
  const oxygen = ((atoms.get('O') ?? 0) - oxides * inOxide.get('O')! - 2 * carbons - waters) / 2;
  const made = [
    [oxide, oxides],
    ['CO2', carbons],
    ['H2O', waters],
    ['O2', oxygen],
  ] as const;
  const coefficients = new Map<string, number>([[salt, -1], ...made.filter(([, count]) => count !== 0)]);
  return { text: `${salt} → ${oxide}`, key: salt, coefficients };
}
