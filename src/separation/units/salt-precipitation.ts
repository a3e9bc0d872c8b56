import { z } from 'zod';
import { rootBetween } from '../../numerics/index.ts';
import { balanceBetween, closureOf, kilogramsOf, together, type Material } from '../material.ts';
import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';
import { liquidSchema, materialOfLiquid, positive } from './forms.ts';
import { ANIONS, REAGENTS, saltOf, type AnionName, type Salt } from './precipitants.ts';

/**
 * Precipitation 沉淀 by equilibrium: oxalate, carbonate, hydroxide or fluoride of each metal up to its solubility product, the acid that this
 * releases, and the anion that the acid binds. Concentrations stand for activities: solubility products are those of the liquor's ionic strength.
 */

export const saltPrecipitationSchema = z.strictObject({
  unit: z.literal('salt-precipitation'),
  name: z.string().optional(),
  liquid: liquidSchema,
  reagent: z.strictObject({
    formula: z.enum(Object.keys(REAGENTS) as [keyof typeof REAGENTS, ...(keyof typeof REAGENTS)[]]),
    molPerLitre: positive.describe('of the reagent as it is fed'),
    litrePerHour: positive.optional().describe('unless so much as the excess asks for'),
    excess: z
      .number()
      .min(-1)
      .max(100)
      .default(0.1)
      .describe('beyond what metals take by their charges, and acid where the reagent is a base; −0.5 is half of it'),
  }),
  metals: z
    .record(
      z.string(),
      z.strictObject({
        log10SolubilityProduct: z.number().min(-200).max(50).describe('of M_n A_z, smallest numbers, mol/L'),
        charge: z.int().min(1).max(6).default(3),
        waters: z.int().min(0).max(50).default(0).describe('of crystallisation, per formula'),
      }),
    )
    .describe('that can precipitate; what is not named stays dissolved'),
  pKa: z
    .array(z.number().min(-10).max(20))
    .optional()
    .describe("of the anion's acid, first dissociation first, where not those of dilute water"),
  carbonDioxideBar: z.number().positive().max(100).default(1).describe('above which CO2 leaves, of carbonates'),
});
export type SaltPrecipitationCase = z.infer<typeof saltPrecipitationSchema>;

export interface SaltPrecipitationAnswer {
  readonly unit: 'salt-precipitation';
  readonly name: string | null;
  readonly status: 'solved';
  readonly pH: number;
  readonly reagentLitrePerHour: number;
  /** Of the anion in all its forms in the mother liquor, mol/L. */
  readonly anionMolPerLitre: number;
  readonly components: readonly { readonly name: string; readonly precipitated: number; readonly molPerLitre: number }[];
  readonly solidKilogramPerHour: Readonly<Record<string, number>>;
  readonly carbonDioxideKilogramPerHour: number;
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** Ion product of water, ammonium's pKa, and mol/L/bar of CO2, at 25 °C. */
const WATER = 1e-14;
const AMMONIUM = 10 ** -9.25;
const CARBON_DIOXIDE = 10 ** -1.47;

interface Metal {
  readonly name: string;
  readonly salt: Salt;
  /** mol/h in all. */
  readonly total: number;
  readonly lnProduct: number;
}

/** All that stands in the mixed liquor, mol/h, and what dissociates how. */
interface Liquor {
  readonly litres: number;
  readonly metals: readonly Metal[];
  readonly anion: number;
  readonly hydrogen: number;
  readonly ammonium: number;
  /** Constants of the anion's acid, the last dissociation first. */
  readonly constants: readonly number[];
  readonly isHydroxide: boolean;
  /** mol/L of free acid of the anion above which it leaves as gas. */
  readonly gasAbove: number;
}

/** What stands at a free hydrogen: all balances but that of hydrogen hold. */
interface State {
  readonly hydrogen: number;
  /** By metal, mol/h that stay dissolved. */
  readonly dissolved: readonly number[];
  /** mol/h: the anion in all its forms in the liquor, what leaves as gas, what solids hold. */
  readonly anion: number;
  readonly gas: number;
  readonly solids: number;
  /** What hydrogen is too much, mol/h. */
  readonly excess: number;
}

/** @throws SeparationRefused where nothing can precipitate */
export function solveSaltPrecipitation(text: SaltPrecipitationCase): SaltPrecipitationAnswer {
  const litres = reagentLitres(text);
  const liquor = mix(text, litres);
  const root = rootBetween((ln) => stateAt(liquor, Math.exp(ln)).excess, Math.log(1e-16), Math.log(1e3));
  if (root.status !== 'solved') throw new SeparationRefused('no-solution', null, 'no acidity balances the charges');
  return answerOf(text, litres, liquor, stateAt(liquor, Math.exp(root.value)));
}

function reagentLitres({ liquid, reagent, metals }: SaltPrecipitationCase): number {
  if (reagent.litrePerHour !== undefined) return reagent.litrePerHour;
  const { charges, isBase } = REAGENTS[reagent.formula];
  let wanted = isBase ? liquid.acid : 0;
  for (const [name, { charge }] of Object.entries(metals)) wanted += charge * (liquid.molPerLitre[name] ?? 0);
  const litres = (((1 + reagent.excess) * wanted) / charges / reagent.molPerLitre) * liquid.litrePerHour;
  if (litres > 0) return litres;
  throw new SeparationRefused('component-unknown', '$.metals', 'nothing in the liquid is named as a metal that precipitates');
}

function mix({ liquid, reagent, metals, pKa, carbonDioxideBar }: SaltPrecipitationCase, litres: number): Liquor {
  const { anion, hydrogen, ion } = REAGENTS[reagent.formula];
  const { pKa: known, gas } = ANIONS[anion];
  const moles = reagent.molPerLitre * litres;
  const ofLiquid = (species: string): number => (liquid.molPerLitre[species] ?? 0) * liquid.litrePerHour;
  return {
    litres: liquid.litrePerHour + litres,
    metals: Object.entries(metals).map(([name, { charge, waters, log10SolubilityProduct }]) => ({
      name,
      salt: saltOf(name, charge, anion, waters),
      total: ofLiquid(name),
      lnProduct: log10SolubilityProduct * Math.LN10,
    })),
    anion: anion === 'OH' ? 0 : moles + ofLiquid(anion),
    hydrogen: liquid.acid * liquid.litrePerHour + hydrogen * moles,
    ammonium: ofLiquid('NH4') + (ion?.name === 'NH4' ? ion.count * moles : 0),
    constants: (pKa ?? known).map((value) => 10 ** -value).toReversed(),
    isHydroxide: anion === 'OH',
    gasAbove: gas === null ? Number.POSITIVE_INFINITY : CARBON_DIOXIDE * carbonDioxideBar,
  };
}

/** Everything that follows from a free hydrogen, in mol/L. */
function stateAt(liquor: Liquor, hydrogen: number): State {
  const { litres, metals, constants, isHydroxide, ammonium } = liquor;
  const hydroxide = WATER / hydrogen;
  const forms = formsOf(constants, hydrogen);
  const { free, gas } = isHydroxide ? { free: hydroxide, gas: 0 } : freeAnion(liquor, forms);
  const dissolved = metals.map((metal) => dissolvedOf(metal, free, litres));
  const solids = metals.reduce((sum, { salt, total }, n) => sum + (salt.anions / salt.metals) * (total - dissolved[n]!), 0);
  const bound = isHydroxide ? -solids : litres * free * forms.hydrogen + constants.length * gas;
  const ammonia = (ammonium * AMMONIUM) / (AMMONIUM + hydrogen);
  const anion = isHydroxide ? 0 : litres * free * forms.all;
  return { hydrogen, dissolved, anion, gas, solids, excess: litres * (hydrogen - hydroxide) + bound - ammonia - liquor.hydrogen };
}

/** Per mole of free anion: all its forms, the hydrogen that they bind, and the acid itself. */
interface Forms {
  readonly all: number;
  readonly hydrogen: number;
  readonly acid: number;
}

function formsOf(constants: readonly number[], hydrogen: number): Forms {
  let [form, all, bound] = [1, 1, 0];
  for (const [n, constant] of constants.entries()) {
    form *= hydrogen / constant;
    all += form;
    bound += (n + 1) * form;
  }
  return { all, hydrogen: bound, acid: form };
}

/** Free anion in mol/L such that all of it adds up, and what of its acid leaves as gas, mol/h. */
function freeAnion({ litres, metals, anion, gasAbove }: Liquor, { all, acid }: Forms): { free: number; gas: number } {
  if (anion === 0) return { free: 0, gas: 0 };
  const heldAt = (free: number): number =>
    litres * free * all +
    metals.reduce(
      (sum, metal) => sum + (metal.salt.anions / metal.salt.metals) * (metal.total - dissolvedOf(metal, free, litres)),
      0,
    );
  const most = gasAbove / acid;
  if (heldAt(most) < anion) return { free: most, gas: anion - heldAt(most) };
  // All of it dissolved: no solid takes any, but for rounding.
  const unused = anion / litres / all;
  if (heldAt(unused) <= anion * (1 + 1e-14)) return { free: unused, gas: 0 };
  const { value } = rootBetween((ln) => heldAt(Math.exp(ln)) - anion, -400, Math.log(unused));
  return { free: Math.exp(value), gas: 0 };
}

function dissolvedOf({ salt, total, lnProduct }: Metal, free: number, litres: number): number {
  if (free === 0) return total;
  return Math.min(total, litres * Math.exp((lnProduct - salt.anions * Math.log(free)) / salt.metals));
}

function answerOf(text: SaltPrecipitationCase, reagentLitre: number, liquor: Liquor, state: State): SaltPrecipitationAnswer {
  const { liquid, reagent } = text;
  const { anion, hydrogen, ion } = REAGENTS[reagent.formula];
  const moles = reagent.molPerLitre * reagentLitre;
  const brought = {
    H: hydrogen * moles,
    ...(anion === 'OH' ? {} : { [anion]: moles }),
    ...(ion === null ? {} : { [ion.name]: ion.count * moles }),
  };
  const fed: UnitStream = { name: 'reagent', phase: 'liquid', litrePerHour: reagentLitre, molPerHour: brought };
  const entering = [materialOfLiquid(liquid), fed];
  const solid: Record<string, number> = {};
  for (const [n, { salt, total, name }] of liquor.metals.entries()) {
    const fallen = total - state.dissolved[n]!;
    if (fallen > 0 && name in liquid.molPerLitre) solid[salt.formula] = fallen / salt.metals;
  }
  const gas: Record<string, number> = state.gas > 0 ? { CO2: state.gas } : {};
  const mother = motherLiquor(entering, liquor, state, anion);
  const streams: UnitStream[] = [
    { name: 'mother liquor', phase: 'liquid', ...mother },
    { name: 'precipitate', phase: 'solid', litrePerHour: 0, molPerHour: solid },
    { name: 'gas', phase: 'gas', litrePerHour: 0, molPerHour: gas },
  ];
  return {
    unit: 'salt-precipitation',
    name: text.name ?? null,
    status: 'solved',
    pH: -Math.log10(state.hydrogen),
    reagentLitrePerHour: reagentLitre,
    anionMolPerLitre: state.anion / liquor.litres,
    components: liquor.metals.map(({ name, total }, n) => ({
      name,
      precipitated: total > 0 ? 1 - state.dissolved[n]! / total : 0,
      molPerLitre: state.dissolved[n]! / liquor.litres,
    })),
    solidKilogramPerHour: kilogramsOf({ molPerHour: solid }),
    carbonDioxideKilogramPerHour: kilogramsOf({ molPerHour: gas })['CO2'] ?? 0,
    closure: closureOf(balanceBetween(entering, streams)),
    streams,
    consumed: [fed],
  };
}

/** What stays liquid: ions that take no part, metals as far as they stay dissolved, and the acid that is left. */
function motherLiquor(entering: readonly Material[], liquor: Liquor, state: State, anion: AnionName): Material {
  const { metals, isHydroxide, constants } = liquor;
  const { litrePerHour, molPerHour } = together(entering);
  const passing = Object.entries(molPerHour).filter(([species]) => species !== anion && species !== 'H');
  const dissolved = metals.flatMap(({ name }, n) => (name in molPerHour ? [[name, state.dissolved[n]!] as const] : []));
  const hydrogen = liquor.hydrogen + (isHydroxide ? state.solids : -constants.length * state.gas);
  return {
    litrePerHour,
    molPerHour: {
      ...Object.fromEntries(passing),
      ...Object.fromEntries(dissolved),
      ...(isHydroxide ? {} : { [anion]: state.anion }),
      H: hydrogen,
    },
  };
}
