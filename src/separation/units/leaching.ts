import { z } from 'zod';
import { rootBetween } from '../../numerics/index.ts';
import { growthBetween } from '../heat.ts';
import { gramsOf } from '../material.ts';
import { SeparationRefused } from '../refusal.ts';
import { dissolving } from './dissolution.ts';
import { positive, share } from './forms.ts';
import { convertedAt, resistanceShares, type Resistances } from './shrinking-core.ts';

/** Leaching 浸出 of particles whose unreacted cores shrink, in a batch whose acid is used up, or in a stirred tank that solids pass at random. */

const rate = z.number().positive('must be above 0').max(1e3);

export const leachingSchema = z.strictObject({
  unit: z.literal('leaching'),
  name: z.string().optional(),
  vessel: z.enum(['batch', 'stirred']),
  hours: positive.describe('of the batch, or mean residence in the tank'),
  litre: positive.describe('of acid: in the batch, or an hour'),
  acidMolPerLitre: positive.describe('hydrogen that can dissociate, as it is fed'),
  temperatureCelsius: z.number().min(-50).max(500).default(25),
  kilogram: z.record(z.string(), positive).describe('of each mineral, by formula: in the batch, or an hour'),
  particles: z
    .array(z.strictObject({ micrometre: positive.describe('diameter'), share }))
    .min(1)
    .max(50)
    .refine((classes) => Math.abs(classes.reduce((sum, { share: part }) => sum + part, 0) - 1) < 1e-6, 'shares add up to 1'),
  densityKilogramPerCubicMetre: z.number().min(100).max(25_000).describe('of a particle'),
  minerals: z
    .record(
      z.string(),
      z.strictObject({
        share: z.number().gt(0).max(1).describe('of the mass of a particle'),
        filmMetrePerSecond: rate.optional(),
        productSquareMetrePerSecond: rate.optional(),
        reactionMetrePerSecond: rate.optional(),
        referenceCelsius: z.number().min(-50).max(500).default(25),
        productKilojoulePerMole: z.number().min(0).max(1000).default(0),
        reactionKilojoulePerMole: z.number().min(0).max(1000).default(0),
      }),
    )
    .describe('how fast each mineral dissolves: a resistance that is not stated is none'),
  charges: z.record(z.string(), z.int().min(1).max(6)).default({}).describe('of ions: 3 of rare earths unless stated'),
});
export type LeachingCase = z.infer<typeof leachingSchema>;

/** How far a batch is at a time. */
export interface LeachedAt {
  readonly hour: number;
  readonly acidMolPerLitre: number;
  readonly conversion: Readonly<Record<string, number>>;
}

export interface LeachingAnswer {
  readonly unit: 'leaching';
  readonly name: string | null;
  readonly status: 'solved';
  readonly acidMolPerLitre: number;
  readonly minerals: readonly {
    readonly name: string;
    readonly conversion: number;
    /** Shares of film, product layer and reaction in the time of the largest particles. */
    readonly resistance: { readonly film: number; readonly product: number; readonly reaction: number };
    /** Of a batch, hours to 90 and 99 %; null where it does not get there. */
    readonly hoursTo90: number | null;
    readonly hoursTo99: number | null;
  }[];
  /** Moles of each metal in solution. */
  readonly mol: Readonly<Record<string, number>>;
  /** Of a batch. */
  readonly course: readonly LeachedAt[];
  /** Hydrogen in against hydrogen used and left, relative; in a batch the one follows from the other. */
  readonly closure: number;
}

interface Mineral {
  readonly name: string;
  readonly moles: number;
  readonly hydrogen: number;
  readonly metals: ReadonlyMap<string, number>;
  /** mol of hydrogen that a m³ of particle takes for it. */
  readonly density: number;
  readonly resistances: Resistances;
}

/** @throws SeparationRefused for minerals that acids do not dissolve by charge, and for rates of what is not there */
export function solveLeaching(text: LeachingCase): LeachingAnswer {
  const minerals = mineralsOf(text);
  const leached = text.vessel === 'batch' ? batch(text, minerals) : stirred(text, minerals);
  const conversions = leached.conversions;
  const mol: Record<string, number> = {};
  for (const [n, { metals, moles }] of minerals.entries())
    for (const [metal, count] of metals) mol[metal] = (mol[metal] ?? 0) + count * moles * conversions[n]!;
  const largest = Math.max(...text.particles.map(({ micrometre }) => micrometre)) / 2e6;
  const acid = acidLeft(text, minerals, conversions);
  return {
    unit: 'leaching',
    name: text.name ?? null,
    status: 'solved',
    acidMolPerLitre: leached.acid,
    minerals: minerals.map(({ name, density, resistances }, n) => ({
      name,
      conversion: conversions[n]!,
      resistance: resistanceShares(largest, density, resistances),
      hoursTo90: hoursTo(leached.course, name, 0.9),
      hoursTo99: hoursTo(leached.course, name, 0.99),
    })),
    mol,
    course: leached.course,
    closure: Math.abs(acid - leached.acid) / text.acidMolPerLitre,
  };
}

function mineralsOf(text: LeachingCase): Mineral[] {
  const { kilogram, minerals, charges, densityKilogramPerCubicMetre: density, temperatureCelsius } = text;
  for (const name of Object.keys(minerals))
    if (kilogram[name] === undefined)
      throw new SeparationRefused('component-unknown', `$.minerals.${name}`, `there is no ${name} in $.kilogram`);
  return Object.entries(minerals).map(([name, law]) => {
    const gives = dissolving(name, charges);
    if (gives === null || !(gives.hydrogen > 0))
      throw new SeparationRefused(
        'equilibrium-missing',
        `$.minerals.${name}`,
        `${name} takes no acid by the charges of its ions`,
      );
    const { filmMetrePerSecond, productSquareMetrePerSecond, reactionMetrePerSecond, referenceCelsius } = law;
    if (filmMetrePerSecond === undefined && productSquareMetrePerSecond === undefined && reactionMetrePerSecond === undefined)
      throw new SeparationRefused('form', `$.minerals.${name}`, 'state at least one resistance: film, product layer or reaction');
    const faster = (energy: number): number => growthBetween(energy, referenceCelsius, temperatureCelsius);
    const scaled = (value: number | undefined, energy: number): number | null =>
      value === undefined ? null : value * faster(energy);
    return {
      name,
      moles: (kilogram[name]! * 1000) / gramsOf(name),
      hydrogen: gives.hydrogen,
      metals: gives.metals,
      density: ((density * law.share * 1000) / gramsOf(name)) * gives.hydrogen,
      resistances: {
        film: filmMetrePerSecond ?? null,
        product: scaled(productSquareMetrePerSecond, law.productKilojoulePerMole),
        reaction: scaled(reactionMetrePerSecond, law.reactionKilojoulePerMole),
      },
    };
  });
}

/** Conversion of each mineral when all particles have been exposed to θ, mol·s/m³. */
function conversionsAt({ particles }: LeachingCase, minerals: readonly Mineral[], theta: number): number[] {
  return minerals.map(({ density, resistances }) =>
    particles.reduce(
      (sum, { micrometre, share: part }) => sum + part * convertedAt(theta, micrometre / 2e6, density, resistances),
      0,
    ),
  );
}

/** mol/L of hydrogen that minerals leave; never below 0. */
function acidLeft(
  { acidMolPerLitre, litre }: LeachingCase,
  minerals: readonly Mineral[],
  conversions: readonly number[],
): number {
  const used = minerals.reduce((sum, { moles, hydrogen }, n) => sum + moles * hydrogen * conversions[n]!, 0);
  return Math.max(0, acidMolPerLitre - used / litre);
}

interface Leached {
  readonly acid: number;
  readonly conversions: readonly number[];
  readonly course: readonly LeachedAt[];
}

const ROWS = 100;
/** Steps between rows are doubled until θ at the end changes by no more. */
const STEPS_MAX = 256;
const NEAR = 1e-9;

/** A batch: dθ/dt = C(θ), one equation for all particles (Runge and Kutta's fourth order). */
function batch(text: LeachingCase, minerals: readonly Mineral[]): Leached {
  const acidAt = (theta: number): number => acidLeft(text, minerals, conversionsAt(text, minerals, theta)) * 1000;
  let thetas = exposed(acidAt, text.hours * 3600, 1);
  for (let steps = 2; steps <= STEPS_MAX; steps *= 2) {
    const finer = exposed(acidAt, text.hours * 3600, steps);
    const change = Math.abs(finer.at(-1)! - thetas.at(-1)!);
    thetas = finer;
    if (change <= NEAR * thetas.at(-1)!) break;
  }
  const course = thetas.map((theta, row): LeachedAt => {
    const conversions = conversionsAt(text, minerals, theta);
    return {
      hour: (text.hours * row) / ROWS,
      acidMolPerLitre: acidLeft(text, minerals, conversions),
      conversion: Object.fromEntries(minerals.map(({ name }, n) => [name, conversions[n]!])),
    };
  });
  const conversions = conversionsAt(text, minerals, thetas.at(-1)!);
  return { acid: course.at(-1)!.acidMolPerLitre, conversions, course };
}

/** θ at the beginning and after each row. */
function exposed(acidAt: (theta: number) => number, seconds: number, steps: number): number[] {
  const h = seconds / ROWS / steps;
  const thetas = [0];
  for (let row = 0, theta = 0; row < ROWS; row++) {
    for (let step = 0; step < steps; step++) {
      const a = acidAt(theta);
      const b = acidAt(theta + (h / 2) * a);
      const c = acidAt(theta + (h / 2) * b);
      theta += (h / 6) * (a + 2 * b + 2 * c + acidAt(theta + h * c));
    }
    thetas.push(theta);
  }
  return thetas;
}

const PARTS = 500;

/** A tank at one acid, which solids leave at random: as many parts of them, by the middle of each. */
function stirred(text: LeachingCase, minerals: readonly Mineral[]): Leached {
  const meanAt = (acid: number): number[] => {
    const sums = minerals.map(() => 0);
    for (let part = 0; part < PARTS; part++) {
      const seconds = -text.hours * 3600 * Math.log((part + 0.5) / PARTS);
      for (const [n, conversion] of conversionsAt(text, minerals, acid * 1000 * seconds).entries())
        sums[n]! += conversion / PARTS;
    }
    return sums;
  };
  const missing = (acid: number): number => {
    const conversions = meanAt(acid);
    const used = minerals.reduce((sum, { moles, hydrogen }, n) => sum + moles * hydrogen * conversions[n]!, 0);
    return acid * text.litre + used - text.acidMolPerLitre * text.litre;
  };
  const { value: acid } = rootBetween(missing, 0, text.acidMolPerLitre, 1e-13);
  return { acid, conversions: meanAt(acid), course: [] };
}

/** When a batch has converted so much of a mineral, between rows in proportion. */
function hoursTo(course: readonly LeachedAt[], mineral: string, conversion: number): number | null {
  const at = course.findIndex((row) => row.conversion[mineral]! >= conversion);
  if (at <= 0) return null;
  const [before, after] = [course[at - 1]!, course[at]!];
  const [from, to] = [before.conversion[mineral]!, after.conversion[mineral]!];
  return before.hour + ((conversion - from) / (to - from)) * (after.hour - before.hour);
}
