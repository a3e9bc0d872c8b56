import { z } from 'zod';
import { molarMassOf } from '../../elements/index.ts';
import { rootBetween } from '../../numerics/index.ts';
import { GAS, kelvinOf } from '../heat.ts';
import { SeparationRefused } from '../refusal.ts';
import { notNegative, positive } from './forms.ts';

/**
 * Vacuum refining 真空精炼 and distillation 真空蒸馏: metals evaporate from a mixed melt into a vacuum after Hertz, Knudsen and Langmuir,
 * J = α·γ·x·p/√(2πMRT). What is left of each falls as exp(−k·s) with ds = dt/(moles in the melt), so that time follows from one root: nothing is
 * stepped, and nothing is lost.
 */

const coefficient = z.number().min(-1e12).max(1e12);

export const vacuumRefiningSchema = z.strictObject({
  unit: z.literal('vacuum-refining'),
  name: z.string().optional(),
  kilogram: z
    .record(z.string(), notNegative)
    .refine((masses) => Object.values(masses).some((mass) => mass > 0), 'the melt is empty')
    .describe('of the melt, by metal'),
  temperatureCelsius: z.number().min(0).max(4000),
  squareMetre: positive.describe('surface of the melt'),
  hours: positive,
  evaporation: z.number().gt(0).max(1).default(1).describe('α, the share of what meets the surface from within that leaves'),
  vapour: z
    .record(
      z.string(),
      z.strictObject({
        A: coefficient,
        B: coefficient,
        C: coefficient.default(0),
        D: coefficient.default(0),
        activity: positive.default(1).describe('activity coefficient γ in the melt'),
      }),
    )
    .describe('log10 p in bar = A + B/T + C·log10 T + D/T³, T in kelvin; a metal without does not evaporate'),
  purity: z
    .strictObject({ of: z.string(), atLeast: z.number().gt(0).lt(1) })
    .optional()
    .describe('of the mass of the melt: then the answer tells when it is reached'),
  points: z.int().min(2).max(1000).default(60).describe('rows of the course'),
});
export type VacuumRefiningCase = z.infer<typeof vacuumRefiningSchema>;

/** What is in the melt at a time. */
export interface MeltAt {
  readonly hour: number;
  readonly kilogram: Readonly<Record<string, number>>;
}

export interface VacuumRefiningAnswer {
  readonly unit: 'vacuum-refining';
  readonly name: string | null;
  readonly status: 'solved';
  readonly metals: readonly {
    readonly name: string;
    readonly vapourPressureBar: number;
    readonly leftKilogram: number;
    readonly condensedKilogram: number;
    /** Of what was in the melt. */
    readonly evaporated: number;
    /** Of the mass of what is left, and of what condenses. */
    readonly purityLeft: number;
    readonly purityCondensed: number;
  }[];
  /** When the asked purity is reached, and what of that metal is left then; null where it never is, or none is asked. */
  readonly reached: { readonly hour: number; readonly yield: number } | null;
  readonly course: readonly MeltAt[];
  readonly closure: number;
}

const PASCAL_PER_BAR = 1e5;

interface Metal {
  readonly name: string;
  readonly grams: number;
  readonly moles: number;
  readonly bar: number;
  /** Moles an hour that leave a melt of this metal alone. */
  readonly rate: number;
}

/** @throws SeparationRefused for what is no metal, and for a purity of what is not in the melt */
export function solveVacuumRefining(text: VacuumRefiningCase): VacuumRefiningAnswer {
  const metals = Object.entries(text.kilogram).map(([name, kilogram]) => metalOf(text, name, kilogram));
  const at = (hour: number): number[] => leftAfter(metals, hour);
  const left = at(text.hours);
  const condensed = metals.map(({ moles }, n) => moles - left[n]!);
  const masses = (moles: readonly number[]): number[] => moles.map((mol, n) => (mol * metals[n]!.grams) / 1000);
  const [leftMass, condensedMass] = [masses(left), masses(condensed)];
  const [leftAll, condensedAll, fedAll] = [leftMass, condensedMass, masses(metals.map(({ moles }) => moles))].map(total) as Three;
  return {
    unit: 'vacuum-refining',
    name: text.name ?? null,
    status: 'solved',
    metals: metals.map(({ name, bar, moles }, n) => ({
      name,
      vapourPressureBar: bar,
      leftKilogram: leftMass[n]!,
      condensedKilogram: condensedMass[n]!,
      evaporated: moles > 0 ? condensed[n]! / moles : 0,
      purityLeft: leftAll > 0 ? leftMass[n]! / leftAll : 0,
      purityCondensed: condensedAll > 0 ? condensedMass[n]! / condensedAll : 0,
    })),
    reached: text.purity === undefined ? null : reachedAt(text, metals, text.purity),
    course: Array.from({ length: text.points }, (_, point) => {
      const hour = (text.hours * point) / (text.points - 1);
      const mass = masses(at(hour));
      return { hour, kilogram: Object.fromEntries(metals.map(({ name }, n) => [name, mass[n]!])) };
    }),
    closure: Math.abs(leftAll + condensedAll - fedAll) / fedAll,
  };
}

type Three = [number, number, number];

function metalOf(
  { temperatureCelsius, squareMetre, evaporation, vapour }: VacuumRefiningCase,
  name: string,
  kilogram: number,
): Metal {
  const grams = molarMassOf(name);
  if (grams === null) throw new SeparationRefused('molar-mass-missing', `$.kilogram.${name}`, `${name} is no element or formula`);
  const kelvin = kelvinOf(temperatureCelsius);
  const law = vapour[name];
  const bar = law === undefined ? 0 : 10 ** (law.A + law.B / kelvin + law.C * Math.log10(kelvin) + law.D / kelvin ** 3);
  if (!Number.isFinite(bar))
    throw new SeparationRefused('form', `$.vapour.${name}`, `${name} would have a vapour pressure beyond all numbers`);
  const flux = (bar * PASCAL_PER_BAR) / Math.sqrt(2 * Math.PI * (grams / 1000) * GAS * kelvin);
  const rate = evaporation * (law?.activity ?? 1) * flux * squareMetre * 3600;
  return { name, grams, moles: (kilogram * 1000) / grams, bar, rate };
}

/** What is left of each at s, the integral of time over the moles in the melt. */
function leftAt(metals: readonly Metal[], s: number): number[] {
  return metals.map(({ moles, rate }) => moles * Math.exp(-rate * s));
}

/** Hours when s is reached: the moles of the melt over it. */
function hoursAt(metals: readonly Metal[], s: number): number {
  return metals.reduce((sum, { moles, rate }) => sum + moles * (rate > 0 ? -Math.expm1(-rate * s) / rate : s), 0);
}

function leftAfter(metals: readonly Metal[], hours: number): number[] {
  if (hours === 0) return metals.map(({ moles }) => moles);
  // Time rises with s; where all of the melt can evaporate it ends at a limit.
  let upper = hours / metals.reduce((sum, { moles }) => sum + moles, 0);
  for (let doubling = 0; hoursAt(metals, upper) < hours; doubling++, upper *= 2)
    if (doubling > 200) return metals.map(({ moles, rate }) => (rate > 0 ? 0 : moles));
  return leftAt(metals, rootBetween((s) => hoursAt(metals, s) - hours, 0, upper).value);
}

/** When a metal is so much of the melt's mass for the first time, looked for until a thousandth of it is left. */
function reachedAt(
  { kilogram }: VacuumRefiningCase,
  metals: readonly Metal[],
  { of, atLeast }: NonNullable<VacuumRefiningCase['purity']>,
): VacuumRefiningAnswer['reached'] {
  const n = metals.findIndex(({ name }) => name === of);
  if (n < 0 || !(kilogram[of]! > 0))
    throw new SeparationRefused('component-unknown', '$.purity.of', `there is no ${of} in the melt`);
  const purityAt = (s: number): number => {
    const masses = leftAt(metals, s).map((mol, at) => mol * metals[at]!.grams);
    return masses[n]! / total(masses);
  };
  const { rate } = metals[n]!;
  const fastest = Math.max(...metals.map((metal) => metal.rate));
  if (purityAt(0) >= atLeast) return { hour: 0, yield: 1 };
  const last = Math.log(1000) / (rate > 0 ? rate : fastest / 100);
  // What evaporates slowest keeps gaining on the others; one that is neither first nor last rises and falls, so the way is looked through.
  const steps = 400;
  for (let step = 1; step <= steps; step++) {
    const [from, to] = [(last * (step - 1)) / steps, (last * step) / steps];
    if (purityAt(to) < atLeast) continue;
    const { value } = rootBetween((s) => purityAt(s) - atLeast, from, to);
    return { hour: hoursAt(metals, value), yield: Math.exp(-rate * value) };
  }
  return null;
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
