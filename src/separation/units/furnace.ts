import { z } from 'zod';
import { gramsOf, kilogramsOf, totalOf } from '../material.ts';
import type { UnitStream } from '../stream.ts';
import { conversionAfter, progressSchema } from './conversion.ts';
import { materialOfSolid, notNegative, positive, solidSchema } from './forms.ts';
import { react, readReaction, type Extent, type Reaction } from './reactions.ts';

/**
 * A furnace 焙烧炉: solids react with each other, with reagents that are fed, and with air; roasting of bastnaesite, acid bake, reduction. Reactions
 * are run in the order in which they are written, each on what those before it left and made.
 */

/** What leaves with the gas, unless the case says otherwise. */
const GASES = ['O2', 'N2', 'CO', 'CO2', 'H2O', 'HF', 'HCl', 'Cl2', 'SO2', 'SO3', 'NH3', 'SiF4', 'H2'];
/** What air and steam supply as much as is taken. */
const FROM_AIR = ['O2', 'H2O'];

export const furnaceSchema = z.strictObject({
  unit: z.literal('furnace'),
  name: z.string().optional(),
  solid: solidSchema,
  reagentKilogramPerHour: z
    .record(z.string(), notNegative)
    .default({})
    .describe('kg/h by formula of what is fed beside the solid, as H2SO4; a reaction stops where it is used up'),
  reactions: z
    .array(z.strictObject({ reaction: z.string().describe('as Nd2(CO3)3 = Nd2O3 + 3 CO2'), progress: progressSchema }))
    .min(1)
    .max(200)
    .describe('one after the other; progress is of the first species of each'),
  temperatureCelsius: z.number().min(0).max(3000),
  hours: positive.describe('mean residence of the solid'),
  residence: z.enum(['plug', 'stirred']).default('plug').describe('a kiln or a tray, or a fluidised bed'),
  gases: z.array(z.string()).default(GASES).describe('species that leave with the gas'),
  supplied: z.array(z.string()).default(FROM_AIR).describe('species that are there as much as is taken, as the oxygen of air'),
});
export type FurnaceCase = z.infer<typeof furnaceSchema>;

export interface FurnaceAnswer {
  readonly unit: 'furnace';
  readonly name: string | null;
  readonly status: 'solved';
  readonly reactions: readonly ({ readonly reaction: string } & Extent)[];
  readonly productKilogramPerHour: Readonly<Record<string, number>>;
  readonly gasKilogramPerHour: Readonly<Record<string, number>>;
  /** Of air and steam. */
  readonly suppliedKilogramPerHour: Readonly<Record<string, number>>;
  /** Mass that the solid loses, of what is fed as solid; less than nothing where it gains. */
  readonly lossShare: number;
  /** Mass in against mass out, relative. */
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** @throws SeparationRefused for reactions that cannot be read or do not balance */
export function solveFurnace(text: FurnaceCase): FurnaceAnswer {
  const steps = text.reactions.map(({ reaction, progress }, n) => ({
    reaction: readReaction(reaction, `$.reactions[${n}].reaction`),
    conversion: conversionAfter(progress, { ...text, celsius: text.temperatureCelsius }),
  }));
  return { unit: 'furnace', name: text.name ?? null, status: 'solved', ...burn(text, steps) };
}

type Burning = Pick<FurnaceCase, 'solid' | 'reagentKilogramPerHour' | 'gases' | 'supplied'>;

/** Reactions of known conversion, in their order, on what a furnace is fed. */
export function burn(
  { solid, reagentKilogramPerHour, gases, supplied }: Burning,
  steps: readonly { reaction: Reaction; conversion: number }[],
): Omit<FurnaceAnswer, 'unit' | 'name' | 'status'> {
  const amounts = new Map(Object.entries(materialOfSolid(solid).molPerHour));
  for (const [species, kilogram] of Object.entries(reagentKilogramPerHour))
    amounts.set(species, (amounts.get(species) ?? 0) + (kilogram * 1000) / gramsOf(species));
  const unlimited = new Set(supplied);
  const reactions = steps.map(({ reaction, conversion }) => ({
    reaction: reaction.text,
    ...react(amounts, reaction, conversion, unlimited),
  }));
  const isGas = ([species]: [string, number]): boolean => gases.includes(species);
  const there = [...amounts].filter(([, mol]) => mol > 0);
  const taken = Object.fromEntries([...amounts].filter(([, mol]) => mol < 0).map(([species, mol]) => [species, -mol]));
  const product = Object.fromEntries(there.filter((entry) => !isGas(entry)));
  const gas = Object.fromEntries(there.filter(isGas));
  const [productKilogram, gasKilogram] = [kilogramsOf({ molPerHour: product }), kilogramsOf({ molPerHour: gas })];
  const suppliedKilogram = kilogramsOf({ molPerHour: taken });
  const fed = totalOf(solid.kilogramPerHour);
  const entering = fed + totalOf(reagentKilogramPerHour) + totalOf(suppliedKilogram);
  return {
    reactions,
    productKilogramPerHour: productKilogram,
    gasKilogramPerHour: gasKilogram,
    suppliedKilogramPerHour: suppliedKilogram,
    lossShare: 1 - totalOf(productKilogram) / fed,
    closure: Math.abs(totalOf(productKilogram) + totalOf(gasKilogram) - entering) / entering,
    streams: [
      { name: 'product', phase: 'solid', litrePerHour: 0, molPerHour: product },
      { name: 'gas', phase: 'gas', litrePerHour: 0, molPerHour: gas },
    ],
    consumed: [
      ...reagentStream('reagents', 'solid', reagentKilogramPerHour),
      ...(Object.keys(taken).length === 0 ? [] : [{ name: 'air', phase: 'gas' as const, litrePerHour: 0, molPerHour: taken }]),
    ],
  };
}

function reagentStream(
  name: string,
  phase: UnitStream['phase'],
  kilogramPerHour: Readonly<Record<string, number>>,
): UnitStream[] {
  const molPerHour = Object.fromEntries(
    Object.entries(kilogramPerHour).map(([species, kilogram]) => [species, (kilogram * 1000) / gramsOf(species)]),
  );
  return Object.keys(molPerHour).length === 0 ? [] : [{ name, phase, litrePerHour: 0, molPerHour }];
}
