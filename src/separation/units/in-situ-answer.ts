import { rareEarthIndex, RARE_EARTH_FACTS } from '../../elements/index.ts';
import { curveOf, hoursAt, type CurvePoint } from '../column/column-curve.ts';
import { shiftsUntil, type ColumnRun, type FeedStep } from '../column/column-run.ts';
import { gramsOf } from '../material.ts';
import type { UnitStream } from '../stream.ts';
import type { IonList } from './column-form.ts';
import type { InSituLeachingCase } from './in-situ-form.ts';

/** What a leached ore gives and keeps, from the run of its column. */

/** When so much of an element has left: volumes of the pores, and hours; null where it never does. */
interface Reached {
  readonly poreVolumes: number;
  readonly hours: number;
}

export interface InSituLeachingAnswer {
  readonly unit: 'in-situ-leaching';
  readonly name: string | null;
  readonly status: 'solved';
  readonly poreCubicMetre: number;
  readonly poreVolumes: number;
  readonly hours: number;
  readonly capacityEquivalentPerTonne: number;
  /** Of all rare earths, by the mass of their oxides. */
  readonly total: {
    readonly oxideKilogram: number;
    readonly recovery: number;
    readonly at90: Reached | null;
    readonly at95: Reached | null;
  };
  readonly elements: readonly {
    readonly name: string;
    readonly oxideKilogram: number;
    readonly recovery: number;
    readonly at90: Reached | null;
    readonly at95: Reached | null;
  }[];
  readonly peak: Reached & { readonly oxideGramPerLitre: number };
  readonly collected: {
    readonly cubicMetre: number;
    readonly oxideKilogram: number;
    readonly oxideGramPerLitre: number;
    /** Of what rare earths the ore had. */
    readonly recovery: number;
    readonly molPerLitre: Readonly<Record<string, number>>;
  };
  /** Every ion: fed, and left on the ore and in its water at the end; moles, and kilograms fed for each of rare-earth oxide that left. */
  readonly ions: readonly {
    readonly name: string;
    readonly fedMol: number;
    readonly sorbedMol: number;
    readonly dissolvedMol: number;
    readonly leftKilogram: number;
    readonly fedKilogramPerKilogramOxide: number | null;
  }[];
  /** Salts that were fed, kilograms, and for each of rare-earth oxide that left. */
  readonly salts: readonly { readonly formula: string; readonly kilogram: number; readonly perKilogramOxide: number | null }[];
  readonly curve: readonly {
    readonly poreVolumes: number;
    readonly hours: number;
    /** Mean since the row before. */
    readonly molPerLitre: Readonly<Record<string, number>>;
    readonly oxideGramPerLitre: number;
    /** Of each rare earth, since the beginning. */
    readonly recovery: Readonly<Record<string, number>>;
  }[];
  readonly closure: number;
  readonly streams: readonly UnitStream[];
  readonly consumed: readonly UnitStream[];
}

/** A run, and what it was made from. */
export interface InSituRun {
  readonly text: InSituLeachingCase;
  readonly ions: IonList;
  readonly run: ColumnRun;
  readonly poreLitres: number;
  readonly steps: readonly FeedStep[];
  readonly capacityEquivalentPerTonne: number;
}

export function inSituAnswer(leached: InSituRun): InSituLeachingAnswer {
  const { text, ions, run, poreLitres, capacityEquivalentPerTonne } = leached;
  const hours = run.hours[run.shifts - 1]!;
  const litres = run.shifts * run.litresPerShift;
  const oxides = oxideGramsOf(ions);
  const all = curveOf(run, 1)[0]!.left;
  const oxideKilogram = weighted(all, oxides) / 1000;
  const { collected, streams } = collect(leached, oxides, hours);
  return {
    unit: 'in-situ-leaching',
    name: text.name ?? null,
    status: 'solved',
    poreCubicMetre: poreLitres / 1000,
    poreVolumes: litres / poreLitres,
    hours,
    capacityEquivalentPerTonne,
    total: recoveryOf(leached, oxides),
    elements: rareEarthsOf(oxides).map((ion) => ({
      name: ions.names[ion]!,
      ...recoveryOf(
        leached,
        oxides.map((grams, other) => (other === ion ? grams : 0)),
      ),
    })),
    peak: peakOf(leached, oxides),
    collected,
    ions: ions.names.map((name, ion) => ionLeft(leached, name, ion, oxideKilogram)),
    salts: saltsFed(leached, oxideKilogram),
    curve: curveOf(run, text.points).map((point) => pointOf(leached, oxides, point)),
    closure: run.closure,
    streams,
    consumed: [hourly('lixiviant', litres, run.fed, hours, ions)],
  };
}

/** Grams of oxide, as the trade counts it, that a mole of each ion makes; 0 of what is no rare earth. */
function oxideGramsOf({ names }: IonList): number[] {
  return names.map((name) => {
    const facts = RARE_EARTH_FACTS[rareEarthIndex(name) ?? -1];
    return facts === undefined ? 0 : facts.atomicMass * facts.oxidePerElement;
  });
}

function rareEarthsOf(oxides: readonly number[]): number[] {
  return [...oxides.keys()].filter((ion) => oxides[ion]! > 0);
}

function weighted(amounts: Float64Array, weights: readonly number[]): number {
  return amounts.reduce((sum, amount, ion) => sum + amount * weights[ion]!, 0);
}

/** What was on the ore, in its water and fed. */
function broughtOf({ heldBefore, fed }: ColumnRun): Float64Array {
  return heldBefore.map((mol, ion) => mol + fed[ion]!);
}

/** Of some rare earths together, by the mass of their oxides. */
function recoveryOf(leached: InSituRun, weights: readonly number[]): InSituLeachingAnswer['total'] {
  const brought = weighted(broughtOf(leached.run), weights);
  const left = weighted(curveOf(leached.run, 1)[0]!.left, weights);
  return {
    oxideKilogram: left / 1000,
    recovery: brought > 0 ? left / brought : 0,
    at90: reached(leached, weights, 0.9 * brought),
    at95: reached(leached, weights, 0.95 * brought),
  };
}

function reached(leached: InSituRun, weights: readonly number[], amount: number): Reached | null {
  const shifts = amount > 0 ? shiftsUntil(leached.run, weights, amount) : null;
  return shifts === null ? null : placeOf(leached, shifts);
}

function placeOf({ run, poreLitres }: InSituRun, shifts: number): Reached {
  return { poreVolumes: (shifts * run.litresPerShift) / poreLitres, hours: hoursAt(run, shifts) };
}

/** Where the liquor is strongest; the middle of its shift. */
function peakOf(leached: InSituRun, oxides: readonly number[]): InSituLeachingAnswer['peak'] {
  let [strongest, at] = [0, 0];
  for (let shift = 0; shift < leached.run.shifts; shift++) {
    const strength = weighted(liquorOf(leached.run, shift), oxides);
    if (strength > strongest) [strongest, at] = [strength, shift];
  }
  return { oxideGramPerLitre: strongest, ...placeOf(leached, at + 0.5) };
}

function liquorOf({ effluent, fed }: ColumnRun, shift: number): Float64Array {
  return effluent.subarray(shift * fed.length, (shift + 1) * fed.length);
}

/** Liquor that is strong enough, and the other. */
function collect(
  { text, ions, run }: InSituRun,
  oxides: readonly number[],
  hours: number,
): Pick<InSituLeachingAnswer, 'collected' | 'streams'> {
  const [strong, weak] = [new Float64Array(oxides.length), new Float64Array(oxides.length)];
  let shifts = 0;
  for (let shift = 0; shift < run.shifts; shift++) {
    const liquor = liquorOf(run, shift);
    const isStrong = weighted(liquor, oxides) >= text.collectOxideGramPerLitre;
    if (isStrong) shifts++;
    const moles = isStrong ? strong : weak;
    for (let ion = 0; ion < moles.length; ion++) moles[ion]! += liquor[ion]! * run.litresPerShift;
  }
  const [litres, oxideGram] = [shifts * run.litresPerShift, weighted(strong, oxides)];
  const brought = weighted(broughtOf(run), oxides);
  return {
    collected: {
      cubicMetre: litres / 1000,
      oxideKilogram: oxideGram / 1000,
      oxideGramPerLitre: litres > 0 ? oxideGram / litres : 0,
      recovery: brought > 0 ? oxideGram / brought : 0,
      molPerLitre: litres > 0 ? ions.recordOf(strong.map((mol) => mol / litres)) : {},
    },
    streams: [
      hourly('pregnant solution', litres, strong, hours, ions),
      hourly('lean solution', (run.shifts - shifts) * run.litresPerShift, weak, hours, ions),
    ],
  };
}

/** What was fed or left, spread over all hours. */
function hourly(name: string, litres: number, moles: Float64Array, hours: number, ions: IonList): UnitStream {
  return { name, phase: 'liquid', litrePerHour: litres / hours, molPerHour: ions.recordOf(moles.map((mol) => mol / hours)) };
}

function ionLeft({ run }: InSituRun, name: string, ion: number, oxideKilogram: number): InSituLeachingAnswer['ions'][number] {
  const [fedMol, sorbedMol, dissolvedMol] = [run.fed[ion]!, run.sorbedAfter[ion]!, run.dissolvedAfter[ion]!];
  const kilograms = (mol: number): number => (mol * gramsOf(name)) / 1000;
  return {
    name,
    fedMol,
    sorbedMol,
    dissolvedMol,
    leftKilogram: kilograms(sorbedMol + dissolvedMol),
    fedKilogramPerKilogramOxide: oxideKilogram > 0 ? kilograms(fedMol) / oxideKilogram : null,
  };
}

function saltsFed({ text, steps }: InSituRun, oxideKilogram: number): InSituLeachingAnswer['salts'] {
  const kilograms = new Map<string, number>();
  for (const [at, { saltGramPerLitre }] of text.schedule.entries())
    for (const [formula, gram] of Object.entries(saltGramPerLitre))
      kilograms.set(formula, (kilograms.get(formula) ?? 0) + (gram * steps[at]!.litres) / 1000);
  return [...kilograms].map(([formula, kilogram]) => ({
    formula,
    kilogram,
    perKilogramOxide: oxideKilogram > 0 ? kilogram / oxideKilogram : null,
  }));
}

function pointOf(
  { ions, run, poreLitres }: InSituRun,
  oxides: readonly number[],
  { litres, hours, molPerLitre, left }: CurvePoint,
): InSituLeachingAnswer['curve'][number] {
  const brought = broughtOf(run);
  const recovery = rareEarthsOf(oxides).map(
    (ion) => [ions.names[ion]!, brought[ion]! > 0 ? left[ion]! / brought[ion]! : 0] as const,
  );
  return {
    poreVolumes: litres / poreLitres,
    hours,
    molPerLitre: ions.recordOf(molPerLitre),
    oxideGramPerLitre: weighted(molPerLitre, oxides),
    recovery: Object.fromEntries(recovery),
  };
}
