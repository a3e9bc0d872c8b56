import { z } from 'zod';
import { parseFormula } from '../../elements/index.ts';
import { gramsOf, materialOf, ofKilograms, totalOf } from '../material.ts';
import { SeparationRefused } from '../refusal.ts';
import type { UnitStream } from '../stream.ts';

/**
 * Molten-salt electrolysis of rare-earth oxides in fluorides with graphite anodes: metal by Faraday's law, oxygen leaving with the anode's carbon
 * as CO and CO2. What is fed is what becomes metal and what is lost as sludge, so that the bath stays as it is.
 */

/** Exact since the SI of 2019: the elementary charge times Avogadro's number, C/mol. */
const FARADAY = 96485.33212331;
/** What a rare earth takes at the cathode. */
const ELECTRONS = 3;

const positive = z.number().positive('must be above 0').max(1e9);
const kilograms = z.record(z.string(), z.number().min(0, 'must not be below 0').max(1e9));

const bathSchema = z.strictObject({
  kilogram: kilograms.describe('the melt at the beginning, by formula: NdF3, LiF, and the oxides in it'),
  oxideKilogramPerHour: positive.describe('oxide fed, in the ratio of the feed'),
  fluorideKilogramPerHour: kilograms.default({}).describe('what evaporates or goes with the sludge, by formula'),
  oxideShareMin: z.number().min(0).max(1).default(0.01).describe('of the mass, below which the anode effect is near'),
  oxideShareMax: z.number().min(0).max(1).default(0.04).describe('of the mass, that dissolves at most'),
});

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
  bath: bathSchema.optional().describe('the melt, to see how it changes'),
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
  /** The melt at the end; null where the case states none. */
  readonly bath: Bath | null;
  /** Mass in (oxide, carbon) against mass out (metal, sludge, gas), relative. */
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

export interface Bath {
  readonly kilogram: Readonly<Record<string, number>>;
  readonly oxideShare: number;
  /** When oxide runs short (anode effect 阳极效应) or no longer dissolves; null where it does not by the end. */
  readonly shortFromHour: number | null;
  readonly undissolvedFromHour: number | null;
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
  const metal = totalOf(answer.metalKilogram);
  const entering = totalOf(answer.oxideKilogram) + answer.anodeCarbonKilogram;
  const leaving = metal + totalOf(answer.sludgeKilogram) + answer.carbonMonoxideKilogram + answer.carbonDioxideKilogram;
  return {
    unit: 'electrolysis',
    name: text.name ?? null,
    status: 'solved',
    ...answer,
    energyKilowattHourPerKilogram: answer.energyKilowattHour / metal,
    bath: text.bath === undefined ? null : bathAfter(text.bath, text.hours, answer.oxideKilogram),
    closure: Math.abs(leaving - entering) / entering,
    ...streamsOf(answer, text.hours),
  };
}

/** What a cell gives and takes in an hour. */
function streamsOf(
  answer: Pick<
    ElectrolysisAnswer,
    'metalKilogram' | 'sludgeKilogram' | 'carbonMonoxideKilogram' | 'carbonDioxideKilogram' | 'anodeCarbonKilogram'
  >,
  hours: number,
): Pick<ElectrolysisAnswer, 'streams' | 'consumed'> {
  const hourly = (name: string, phase: UnitStream['phase'], kilogram: Readonly<Record<string, number>>): UnitStream => ({
    name,
    phase,
    ...materialOf(ofKilograms(kilogram), 1 / hours),
  });
  return {
    streams: [
      hourly('metal', 'solid', answer.metalKilogram),
      hourly('sludge', 'solid', answer.sludgeKilogram),
      hourly('anode gas', 'gas', { CO: answer.carbonMonoxideKilogram, CO2: answer.carbonDioxideKilogram }),
    ],
    consumed: [hourly('anode', 'solid', { C: answer.anodeCarbonKilogram })],
  };
}

type BathCase = z.infer<typeof bathSchema>;

/** @throws SeparationRefused where less than nothing would be left */
function bathAfter(bath: BathCase, hours: number, taken: Readonly<Record<string, number>>): Bath {
  const fed = bath.oxideKilogramPerHour * hours;
  const all = totalOf(taken);
  const kilogram: Record<string, number> = { ...bath.kilogram };
  for (const [oxide, mass] of Object.entries(taken)) kilogram[oxide] = (kilogram[oxide] ?? 0) + mass * (fed / all - 1);
  for (const [fluoride, rate] of Object.entries(bath.fluorideKilogramPerHour))
    kilogram[fluoride] = (kilogram[fluoride] ?? 0) - rate * hours;
  for (const [formula, left] of Object.entries(kilogram))
    if (left < 0) {
      const before = bath.kilogram[formula] ?? 0;
      const message = `${formula} is used up after ${((before / (before - left)) * hours).toPrecision(3)} h: feed more of it`;
      throw new SeparationRefused('no-solution', `$.bath.kilogram.${formula}`, message);
    }
  const oxideAt = (masses: Readonly<Record<string, number>>): number =>
    Object.keys(taken).reduce((sum, oxide) => sum + (masses[oxide] ?? 0), 0);
  // Oxide and the whole change in proportion to time, so their ratio reaches a bound at most once.
  const ends = {
    from: { oxide: oxideAt(bath.kilogram), all: totalOf(bath.kilogram) },
    to: { oxide: oxideAt(kilogram), all: totalOf(kilogram) },
    hours,
  };
  return {
    kilogram,
    oxideShare: ends.to.oxide / ends.to.all,
    shortFromHour: reachesAt(ends, bath.oxideShareMin, -1),
    undissolvedFromHour: reachesAt(ends, bath.oxideShareMax, 1),
  };
}

interface BathEnds {
  readonly from: { readonly oxide: number; readonly all: number };
  readonly to: { readonly oxide: number; readonly all: number };
  readonly hours: number;
}

/** When the share of oxide passes a bound from below (1) or above (−1); null where it does not. */
function reachesAt({ from, to, hours }: BathEnds, bound: number, direction: 1 | -1): number | null {
  const before = direction * (from.oxide - bound * from.all);
  const after = direction * (to.oxide - bound * to.all);
  if (before >= 0) return 0;
  return after < 0 ? null : (before / (before - after)) * hours;
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
