import { z } from 'zod';
import { molarMassOf, parseFormula } from '../../elements/index.ts';
import { rootBetween } from '../../numerics/index.ts';
import { gramsOf } from '../material.ts';
import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';

/** Leaching of a solid by an acid in stirred tanks, one behind the other, solid and liquid going the same way. */

const positive = z.number().positive('must be above 0');
const notNegative = z.number().min(0, 'must not be below 0');

export const leachTankSchema = z.strictObject({
  unit: z.literal('leach-tank'),
  name: z.string().optional(),
  tanks: z.int().min(1).max(50).default(1),
  volumeLitre: positive.describe('of each tank'),
  liquid: z.strictObject({
    litrePerHour: positive,
    acidMolPerLitre: positive.describe('hydrogen that can dissociate: free, and bound to buffers'),
    buffers: z
      .array(z.strictObject({ name: z.string().optional(), pKa: z.number(), molPerLitre: notNegative }))
      .default([])
      .describe('anions that bind hydrogen, as HSO4⁻ does: all of them, with it or without'),
    densityKilogramPerLitre: positive.default(1),
    molPerLitre: z.record(z.string(), notNegative).default({}).describe('metals that the liquid brings'),
  }),
  solid: z.strictObject({
    kilogramPerHour: positive,
    densityKilogramPerLitre: positive,
    massFractions: z.record(z.string(), notNegative),
  }),
  rates: z
    .record(
      z.string(),
      z.strictObject({
        A: z.number(),
        B: notNegative,
        exponent: z
          .number()
          .min(0)
          .max(3)
          .default(2 / 3),
      }),
    )
    .describe(
      'rate of an oxide in mol/L/h: solids kg/L · B · [H]^A · (1 − conversion)^exponent; what has none does not dissolve',
    ),
  molarMasses: z.record(z.string(), positive).default({}).describe('g/mol, where not that of the formula'),
});
export type LeachTankCase = z.infer<typeof leachTankSchema>;

/** An oxide that dissolves: what a mole of it takes of acid and makes of water and metal. */
interface Oxide {
  readonly formula: string;
  readonly grams: number;
  readonly metal: string;
  readonly metals: number;
  readonly oxygens: number;
  readonly fedMolPerHour: number;
  readonly rate: LeachTankCase['rates'][string];
}

interface TankState {
  /** Free hydrogen, and all that can dissociate, mol/L. */
  readonly acidMolPerLitre: number;
  readonly hydrogenMolPerLitre: number;
  readonly litrePerHour: number;
  readonly solidKilogramPerHour: number;
  /** Conversion of each oxide, of what was fed to the first tank. */
  readonly conversions: readonly number[];
}

export interface LeachTankAnswer {
  readonly unit: 'leach-tank';
  readonly name: string | null;
  readonly status: 'solved';
  readonly tanks: readonly {
    readonly tank: number;
    readonly acidMolPerLitre: number;
    readonly pH: number;
    readonly litrePerHour: number;
    readonly solidKilogramPerHour: number;
    readonly conversion: Readonly<Record<string, number>>;
    readonly molPerLitre: Readonly<Record<string, number>>;
  }[];
  /** The largest relative difference between what a metal brings in and takes out, acid and water too. */
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** @throws SeparationRefused */
export function solveLeachTank(text: LeachTankCase): LeachTankAnswer {
  const oxides = oxidesOf(text);
  const states: TankState[] = [];
  let state: TankState = {
    acidMolPerLitre: text.liquid.acidMolPerLitre,
    hydrogenMolPerLitre: text.liquid.acidMolPerLitre,
    litrePerHour: text.liquid.litrePerHour,
    // What the fractions sum to is what is fed, also where they do not make one.
    solidKilogramPerHour:
      text.solid.kilogramPerHour * Object.values(text.solid.massFractions).reduce((sum, share) => sum + share, 0),
    conversions: oxides.map(() => 0),
  };
  for (let tank = 1; tank <= text.tanks; tank++) states.push((state = solveTank(text, oxides, state, tank)));
  return answerOf(text, oxides, states);
}

function oxidesOf({ solid, rates, molarMasses }: LeachTankCase): Oxide[] {
  return Object.entries(rates).map(([formula, rate]) => {
    const path = `$.rates.${formula}`;
    const share = solid.massFractions[formula];
    if (share === undefined) throw new SeparationRefused('component-unknown', path, `${formula} is not in the solid`);
    const grams = molarMasses[formula] ?? molarMassOf(formula);
    const atoms = parseFormula(formula);
    const [metal, metals] = [...(atoms ?? [])].find(([symbol]) => symbol !== 'O') ?? ['', 0];
    const oxygens = atoms?.get('O') ?? 0;
    if (grams === null || metals === 0 || oxygens === 0 || atoms?.size !== 2)
      throw new SeparationRefused('molar-mass-missing', path, `${formula} is not the formula of an oxide`);
    return { formula, grams, metal, metals, oxygens, rate, fedMolPerHour: (solid.kilogramPerHour * share * 1000) / grams };
  });
}

const WATER_GRAMS = 2 * 1.008 + 15.999;

function solveTank(text: LeachTankCase, oxides: readonly Oxide[], from: TankState, tank: number): TankState {
  const stateAt = (acid: number): TankState => settle(text, oxides, from, acid);
  const missing = (acid: number): number => {
    const { litrePerHour, hydrogenMolPerLitre, conversions } = stateAt(acid);
    let taken = 0;
    for (const [i, { fedMolPerHour, oxygens }] of oxides.entries())
      taken += 2 * oxygens * fedMolPerHour * (conversions[i]! - from.conversions[i]!);
    return litrePerHour * hydrogenMolPerLitre + taken - from.litrePerHour * from.hydrogenMolPerLitre;
  };
  const root = rootBetween(missing, from.hydrogenMolPerLitre * 1e-12, from.hydrogenMolPerLitre);
  if (root.status !== 'solved')
    throw new SeparationRefused('no-solution', null, `tank ${tank} has no state in which the acid balances`);
  return stateAt(root.value);
}

const ROUNDS_MAX = 200;

/** What the tank holds when its acid is given: solids and liquid depend on what dissolves, and that on them, weakly. */
function settle(
  { volumeLitre, solid, liquid }: LeachTankCase,
  oxides: readonly Oxide[],
  from: TankState,
  acid: number,
): TankState {
  let [solids, litres] = [from.solidKilogramPerHour, from.litrePerHour];
  let conversions: number[] = [];
  for (let round = 0; round < ROUNDS_MAX; round++) {
    const kilogramPerLitre = solids / (solids / solid.densityKilogramPerLitre + litres);
    conversions = oxides.map((oxide, i) => conversionOf(oxide, from.conversions[i]!, volumeLitre * kilogramPerLitre, acid));
    let [dissolved, water] = [0, 0];
    for (const [i, { fedMolPerHour, grams, oxygens }] of oxides.entries()) {
      const mol = fedMolPerHour * (conversions[i]! - from.conversions[i]!);
      dissolved += (mol * grams) / 1000;
      water += (mol * oxygens * WATER_GRAMS) / 1000 / liquid.densityKilogramPerLitre;
    }
    const [before, after] = [solids, from.solidKilogramPerHour - dissolved];
    [solids, litres] = [after, from.litrePerHour + water];
    if (Math.abs(after - before) <= 1e-16 * before) break;
  }
  const bound = liquid.buffers.reduce(
    (sum, { pKa, molPerLitre }) => sum + (((molPerLitre * liquid.litrePerHour) / litres) * acid) / (10 ** -pKa + acid),
    0,
  );
  return {
    acidMolPerLitre: acid,
    hydrogenMolPerLitre: acid + bound,
    litrePerHour: litres,
    solidKilogramPerHour: solids,
    conversions,
  };
}

/** The conversion at which as much dissolves as the rate at it says. */
function conversionOf({ fedMolPerHour, rate }: Oxide, before: number, kilogram: number, acid: number): number {
  const most = kilogram * rate.B * acid ** rate.A;
  if (fedMolPerHour === 0 || most === 0) return before;
  const missing = (conversion: number): number =>
    fedMolPerHour * (conversion - before) - most * (1 - conversion) ** rate.exponent;
  return missing(1) <= 0 ? 1 : rootBetween(missing, before, 1).value;
}

function answerOf(text: LeachTankCase, oxides: readonly Oxide[], states: readonly TankState[]): LeachTankAnswer {
  const { liquid } = text;
  const tanks = states.map((state, n) => {
    const metals = new Map(Object.entries(liquid.molPerLitre).map(([metal, value]) => [metal, value * liquid.litrePerHour]));
    for (const [i, { metal, metals: count, fedMolPerHour }] of oxides.entries())
      metals.set(metal, (metals.get(metal) ?? 0) + count * fedMolPerHour * state.conversions[i]!);
    return {
      tank: n + 1,
      acidMolPerLitre: state.acidMolPerLitre,
      pH: -Math.log10(state.acidMolPerLitre),
      litrePerHour: state.litrePerHour,
      solidKilogramPerHour: state.solidKilogramPerHour,
      conversion: Object.fromEntries(oxides.map(({ formula }, i) => [formula, state.conversions[i]!])),
      molPerLitre: Object.fromEntries([...metals].map(([metal, mol]) => [metal, mol / state.litrePerHour])),
    };
  });
  const closure = closureOf(text, oxides, states);
  const streams = streamsOf(text, oxides, states.at(-1)!, tanks.at(-1)!.molPerLitre);
  return { unit: 'leach-tank', name: text.name ?? null, status: 'solved', tanks, closure, streams, consumed: [] };
}

/** What leaves the last tank: liquor with the acid that it still has, and what did not dissolve. */
function streamsOf(
  { liquid, solid, molarMasses }: LeachTankCase,
  oxides: readonly Oxide[],
  { litrePerHour, hydrogenMolPerLitre, conversions }: TankState,
  molPerLitre: Readonly<Record<string, number>>,
): UnitStream[] {
  const ions = Object.entries(molPerLitre).map(([metal, value]) => [metal, value * litrePerHour] as const);
  const buffers = liquid.buffers.flatMap(({ name, molPerLitre: value }) =>
    name === undefined ? [] : [[name, value * liquid.litrePerHour] as const],
  );
  const residue = Object.entries(solid.massFractions).map(([formula, share]) => {
    const at = oxides.findIndex((oxide) => oxide.formula === formula);
    const left = at < 0 ? 1 : 1 - conversions[at]!;
    const grams = molarMasses[formula] ?? gramsOf(formula);
    return [formula, (left * share * solid.kilogramPerHour * 1000) / grams] as const;
  });
  const liquor = { ...Object.fromEntries(ions), ...Object.fromEntries(buffers), H: hydrogenMolPerLitre * litrePerHour };
  return [
    { name: 'leach liquor', phase: 'liquid', litrePerHour, molPerHour: liquor },
    { name: 'residue', phase: 'solid', litrePerHour: 0, molPerHour: Object.fromEntries(residue) },
  ];
}

/** Acid in and out over the whole train; metals balance by construction. */
function closureOf({ liquid }: LeachTankCase, oxides: readonly Oxide[], states: readonly TankState[]): number {
  const last = states.at(-1)!;
  const entering = liquid.litrePerHour * liquid.acidMolPerLitre;
  const leaving = oxides.reduce(
    (sum, { oxygens, fedMolPerHour }, i) => sum + 2 * oxygens * fedMolPerHour * last.conversions[i]!,
    last.litrePerHour * last.hydrogenMolPerLitre,
  );
  return Math.abs(leaving - entering) / entering;
}
