import { z } from 'zod';
import { molarMassOf, parseFormula } from '../../elements/index.ts';
import { SeparationRefused } from '../refusal.ts';

/**
 * Molten-salt electrolysis of rare-earth oxides in fluorides with graphite anodes: metal by Faraday's law, oxygen leaving with the anode's carbon
 * as CO and CO2. What is fed is what becomes metal and what is lost as sludge, so that the bath stays as it is.
 */

/** Exact since the SI of 2019: the elementary charge times Avogadro's number, C/mol. */
const FARADAY = 96485.33212331;
/** What a rare earth takes at the cathode. */
const ELECTRONS = 3;

const positive = z.number().positive('must be above 0').max(1e9);

export const electrolysisSchema = z.strictObject({
  unit: z.literal('electrolysis'),
  name: z.string().optional(),
  currentAmpere: positive,
  hours: positive,
  cellVoltage: positive.describe('of the whole cell, with its rods and melts'),
  currentEfficiency: z.number().gt(0, 'must be above 0').max(1, 'must not be above 1'),
  feed: z
    .record(z.string(), z.number().min(0, 'must not be below 0'))
    .describe('oxides by mass, in any unit: their ratio counts'),
  metalYield: z.number().gt(0).max(1).default(1).describe('share of the oxide fed that becomes metal; the rest is sludge'),
  carbonMonoxideShare: z.number().min(0).max(1).default(1).describe('moles of CO among the moles of anode gas'),
});
export type ElectrolysisCase = z.infer<typeof electrolysisSchema>;

export interface ElectrolysisAnswer {
  readonly unit: 'electrolysis';
  readonly name: string | null;
  readonly status: 'solved';
  readonly metalKilogram: Readonly<Record<string, number>>;
  readonly oxideKilogram: Readonly<Record<string, number>>;
  readonly sludgeKilogram: Readonly<Record<string, number>>;
  readonly anodeCarbonKilogram: number;
  readonly carbonMonoxideKilogram: number;
  readonly carbonDioxideKilogram: number;
  readonly energyKilowattHour: number;
  readonly energyKilowattHourPerKilogram: number;
  /** Mass in (oxide, carbon) against mass out (metal, sludge, gas), relative. */
  readonly closure: number;
}

interface Oxide {
  readonly formula: string;
  readonly metal: string;
  /** Moles of metal and of oxygen in a mole, and what that weighs in grams. */
  readonly metals: number;
  readonly oxygens: number;
  readonly grams: number;
  /** Moles of oxide in the feed's ratio. */
  readonly moles: number;
}

/** @throws SeparationRefused for a formula that is no oxide of one metal, and for a feed of nothing */
export function solveElectrolysis(text: ElectrolysisCase): ElectrolysisAnswer {
  const oxides = Object.entries(text.feed).map(([formula, mass]) => oxideOf(formula, mass));
  const metals = oxides.reduce((sum, { moles, metals: count }) => sum + moles * count, 0);
  if (!(metals > 0)) throw new SeparationRefused('form', '$.feed', 'nothing is fed');
  const coulombs = text.currentAmpere * text.hours * 3600;
  const metalMoles = (coulombs * text.currentEfficiency) / (ELECTRONS * FARADAY);
  const reduced = metalMoles / metals;
  const fed = reduced / text.metalYield;
  const oxygen = reduced * oxides.reduce((sum, { moles, oxygens }) => sum + moles * oxygens, 0);
  // A mole of gas takes one oxygen as CO and two as CO2.
  const gas = oxygen / (2 - text.carbonMonoxideShare);
  const monoxide = gas * text.carbonMonoxideShare;
  const kilogramOf = (of: (oxide: Oxide) => readonly [name: string, grams: number]): Record<string, number> =>
    Object.fromEntries(oxides.map((oxide) => of(oxide)).map(([name, grams]) => [name, grams / 1000]));
  const answer = {
    metalKilogram: kilogramOf(({ metal, metals: count, moles }) => [metal, reduced * moles * count * gramsOf(metal)]),
    oxideKilogram: kilogramOf(({ formula, moles, grams }) => [formula, fed * moles * grams]),
    sludgeKilogram: kilogramOf(({ formula, moles, grams }) => [formula, (fed - reduced) * moles * grams]),
    anodeCarbonKilogram: (gas * gramsOf('C')) / 1000,
    carbonMonoxideKilogram: (monoxide * gramsOf('CO')) / 1000,
    carbonDioxideKilogram: ((gas - monoxide) * gramsOf('CO2')) / 1000,
    energyKilowattHour: (text.currentAmpere * text.cellVoltage * text.hours) / 1000,
  };
  const metal = total(answer.metalKilogram);
  const entering = total(answer.oxideKilogram) + answer.anodeCarbonKilogram;
  const leaving = metal + total(answer.sludgeKilogram) + answer.carbonMonoxideKilogram + answer.carbonDioxideKilogram;
  return {
    unit: 'electrolysis',
    name: text.name ?? null,
    status: 'solved',
    ...answer,
    energyKilowattHourPerKilogram: answer.energyKilowattHour / metal,
    closure: Math.abs(leaving - entering) / entering,
  };
}

function oxideOf(formula: string, mass: number): Oxide {
  const atoms = parseFormula(formula);
  const [metal, metals] = [...(atoms ?? [])].find(([symbol]) => symbol !== 'O') ?? ['', 0];
  const oxygens = atoms?.get('O') ?? 0;
  if (atoms?.size !== 2 || oxygens === 0)
    throw new SeparationRefused(
      'molar-mass-missing',
      `$.feed.${formula}`,
      `${formula} is not the formula of an oxide of one metal`,
    );
  const grams = gramsOf(formula);
  return { formula, metal, metals, oxygens, grams, moles: mass / grams };
}

function gramsOf(formula: string): number {
  const grams = molarMassOf(formula);
  if (grams === null) throw new RangeError(`gramsOf: ${formula} is no formula`);
  return grams;
}

function total(masses: Readonly<Record<string, number>>): number {
  return Object.values(masses).reduce((sum, mass) => sum + mass, 0);
}
