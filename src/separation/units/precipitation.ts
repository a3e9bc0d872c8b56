import { z } from 'zod';
import { SeparationRefused } from '../refusal.ts';

/** Precipitation by a measured isotherm: the share that falls out is `exp(−(E/dose)^N)`, the dose in g/L of reagent. */

const notNegative = z.number().min(0, 'must not be below 0');

export const precipitationSchema = z.strictObject({
  unit: z.literal('precipitation'),
  name: z.string().optional(),
  reagent: z.string().default('H2C2O4'),
  doseGramPerLitre: notNegative,
  litrePerHour: z.number().positive().default(1),
  concentrations: z.record(z.string(), notNegative).describe('of the liquid, in any unit: answers are in the same'),
  isotherms: z.record(z.string(), z.strictObject({ E: notNegative, N: z.number().positive('must be above 0') })),
});
export type PrecipitationCase = z.infer<typeof precipitationSchema>;

export interface PrecipitationAnswer {
  readonly unit: 'precipitation';
  readonly name: string | null;
  readonly status: 'solved';
  readonly closure: number;
  readonly components: readonly {
    readonly name: string;
    readonly precipitated: number;
    readonly concentrationIn: number;
    readonly concentrationOut: number;
    /** In the unit of the concentrations times L/h. */
    readonly solidPerHour: number;
  }[];
}

/** @throws SeparationRefused for a component without an isotherm */
export function solvePrecipitation(text: PrecipitationCase): PrecipitationAnswer {
  const components = Object.entries(text.concentrations).map(([name, concentrationIn]) => {
    const isotherm = text.isotherms[name];
    if (isotherm === undefined)
      throw new SeparationRefused(
        'equilibrium-missing',
        `$.isotherms.${name}`,
        `nothing says how ${name} precipitates: give it E and N`,
      );
    const precipitated = text.doseGramPerLitre === 0 ? 0 : Math.exp(-((isotherm.E / text.doseGramPerLitre) ** isotherm.N));
    const concentrationOut = concentrationIn * (1 - precipitated);
    return {
      name,
      precipitated,
      concentrationIn,
      concentrationOut,
      solidPerHour: concentrationIn * precipitated * text.litrePerHour,
    };
  });
  return { unit: 'precipitation', name: text.name ?? null, status: 'solved', closure: 0, components };
}
