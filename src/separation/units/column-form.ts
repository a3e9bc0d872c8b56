import { z } from 'zod';
import type { Exchanger } from '../column/exchange.ts';
import { SeparationRefused } from '../refusal.ts';
import { cationCharge, cationsOfSalt } from './cations.ts';
import { notNegative, positive } from './forms.ts';

/** What cases of columns have in common: their ions, the waters that are fed, how finely they are divided. */

export const ionsSchema = z
  .record(
    z.string().min(1),
    z.strictObject({
      charge: z.int().min(1).max(6).optional().describe('as the ion usually has, 3 of rare earths, unless stated'),
      log10K: z
        .number()
        .min(-40)
        .max(40)
        .default(0)
        .describe('K of β = K·c·x^charge, c in mol/L: by Gaines and Thomas against an ion of charge 1 whose log10K is 0'),
      reagent: z.boolean().default(false).describe('counts in no purity; H never does'),
    }),
  )
  .refine((ions) => Object.keys(ions).length >= 2, 'an exchange takes two ions at least')
  .describe('every cation that is on the solid or fed');

export const columnShape = {
  ions: ionsSchema,
  cells: z.int().min(2).max(2000).default(60).describe('of the column: more of them smear fronts less'),
  perHour: positive.optional().describe('how fast exchange moves to its equilibrium, 1/h; at once, unless stated'),
  points: z.int().min(2).max(2000).default(100).describe('rows of the curve'),
  limits: z
    .strictObject({
      iterations: z.int().min(1).max(1_000_000).optional().describe('shifts of the column by one cell, 200000 unless stated'),
      seconds: positive.max(3600).optional().describe('60 unless stated'),
    })
    .default({}),
} as const;

export const waterShape = {
  molPerLitre: z.record(z.string(), notNegative).default({}).describe('mol/L by cation; anions follow from the charges'),
  saltGramPerLitre: z
    .record(z.string(), notNegative)
    .default({})
    .describe('g/L of chlorides or sulfates by formula, as (NH4)2SO4, beside'),
  acid: notNegative.default(0).describe('mol/L of hydrogen, the ion H'),
} as const;

type Ions = z.output<typeof ionsSchema>;
interface Water {
  readonly molPerLitre: Readonly<Record<string, number>>;
  readonly saltGramPerLitre: Readonly<Record<string, number>>;
  readonly acid: number;
}

/** Ions by their place in every vector of a column. */
export class IonList {
  readonly names: readonly string[];
  readonly charges: readonly number[];
  readonly selectivities: readonly number[];
  readonly #reagents: ReadonlySet<string>;

  /** @throws SeparationRefused for an ion whose charge is not known */
  constructor(ions: Ions) {
    this.names = Object.keys(ions);
    this.charges = Object.entries(ions).map(([name, { charge }]) => {
      const known = charge ?? cationCharge(name);
      if (known === undefined) throw new SeparationRefused('form', `$.ions.${name}.charge`, `say what charge ${name} has`);
      return known;
    });
    this.selectivities = Object.values(ions).map(({ log10K }) => 10 ** log10K);
    this.#reagents = new Set(Object.entries(ions).flatMap(([name, { reagent }]) => (reagent || name === 'H' ? [name] : [])));
  }

  exchanger(capacity: number): Exchanger {
    return { charges: this.charges, selectivities: this.selectivities, capacity };
  }

  isReagent(name: string): boolean {
    return this.#reagents.has(name);
  }

  /** @throws SeparationRefused for an ion that the case does not name */
  vectorOf(amounts: Iterable<readonly [string, number]>, path: string): Float64Array {
    const vector = new Float64Array(this.names.length);
    for (const [name, amount] of amounts) {
      const ion = this.names.indexOf(name);
      if (ion < 0) throw new SeparationRefused('component-unknown', path, `${name} is not among $.ions`);
      vector[ion]! += amount;
    }
    return vector;
  }

  /** By name, what is not zero. */
  recordOf(vector: Float64Array): Record<string, number> {
    return Object.fromEntries(this.names.flatMap((name, ion) => (vector[ion] === 0 ? [] : [[name, vector[ion]!]])));
  }

  /** mol/L of a water. @throws SeparationRefused for a salt or an ion that is not known */
  waterOf({ molPerLitre, saltGramPerLitre, acid }: Water, path: string): Float64Array {
    const amounts = Object.entries(molPerLitre);
    if (acid > 0) amounts.push(['H', acid]);
    for (const [formula, grams] of Object.entries(saltGramPerLitre)) {
      const cations = cationsOfSalt(formula);
      if (cations === null)
        throw new SeparationRefused(
          'molar-mass-missing',
          `${path}.saltGramPerLitre.${formula}`,
          `${formula} is no chloride or sulfate whose cations are known: state its cations in molPerLitre`,
        );
      for (const [ion, mol] of cations) amounts.push([ion, mol * grams]);
    }
    return this.vectorOf(amounts, path);
  }
}
