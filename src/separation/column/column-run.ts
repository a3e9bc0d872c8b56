import type { Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import { ExchangeColumn, type ColumnOptions } from './exchange-column.ts';

/** A water that is fed for a while. */
export interface FeedStep {
  readonly litres: number;
  readonly litrePerHour: number;
  /** By ion, in the order of the exchanger. */
  readonly molPerLitre: Float64Array;
}

export interface RunOptions extends ColumnOptions {
  /** Water in the pores of all cells. */
  readonly poreLitres: number;
  readonly steps: readonly FeedStep[];
  readonly limits: { readonly iterations?: number | undefined; readonly seconds?: number | undefined };
}

/** What ran through: each shift is the water of one cell's pores. */
export interface ColumnRun {
  readonly litresPerShift: number;
  readonly shifts: number;
  /** mol/L that left in each shift, ion by ion. */
  readonly effluent: Float64Array;
  /** At the end of each shift. */
  readonly hours: Float64Array;
  /** Moles by ion: fed, and in the column at the beginning and the end. */
  readonly fed: Float64Array;
  readonly heldBefore: Float64Array;
  readonly sorbedAfter: Float64Array;
  readonly dissolvedAfter: Float64Array;
  /** Moles on the solid by ion at the end of the shift in which each step of the schedule ends. */
  readonly sorbedAtEnds: readonly Float64Array[];
  /** The largest relative difference, over ions, between what was there and fed, and what left and is there. */
  readonly closure: number;
}

const SHIFTS = 200_000;
const SECONDS = 60;

/**
 * Feeds a column by its schedule. The last feed goes on until the last shift is whole.
 * @throws SeparationRefused where it takes too long
 */
export function runColumn(options: RunOptions, watch: Watch): ColumnRun {
  const { cells, poreLitres, steps, limits, exchanger } = options;
  const endMs = watch.now() + (limits.seconds ?? SECONDS) * 1000;
  const litresPerShift = poreLitres / cells;
  const shifts = shiftsOf(steps, litresPerShift, limits.iterations ?? SHIFTS);
  const column = new ExchangeColumn(options);
  const before = column.held();
  const [ions, feeds] = [exchanger.charges.length, new FeedReader(steps)];
  const sorbedAtEnds: Float64Array[] = [];
  const [effluent, hours, fed] = [new Float64Array(shifts * ions), new Float64Array(shifts), new Float64Array(ions)];
  for (let shift = 0; shift < shifts; shift++) {
    if (watch.now() > endMs || watch.isStopped?.() === true)
      throw new SeparationRefused('time-limit', '$.limits.seconds', `stopped after ${shift} of ${shifts} shifts of the column`);
    const { molPerLitre, hours: taken } = feeds.take(litresPerShift);
    if (!column.step(molPerLitre, taken))
      throw new SeparationRefused('no-solution', null, `no equilibrium was found in shift ${shift + 1} of the column`);
    effluent.set(column.effluent, shift * ions);
    hours[shift] = (hours[shift - 1] ?? 0) + taken;
    for (let ion = 0; ion < ions; ion++) fed[ion]! += molPerLitre[ion]! * litresPerShift;
    while (sorbedAtEnds.length < feeds.ended || (sorbedAtEnds.length < steps.length && shift === shifts - 1))
      sorbedAtEnds.push(column.held().sorbed.map((amount) => amount * litresPerShift));
    watch.report?.({ iterations: shift + 1, mixing: 0, residual: 1 - (shift + 1) / shifts });
  }
  const after = column.held();
  const moles = (amounts: Float64Array): Float64Array => amounts.map((amount) => amount * litresPerShift);
  const [sorbedAfter, dissolvedAfter] = [moles(after.sorbed), moles(after.dissolved)];
  const heldBefore = moles(before.sorbed.map((amount, ion) => amount + before.dissolved[ion]!));
  const run = { litresPerShift, shifts, effluent, hours, fed, heldBefore, sorbedAfter, dissolvedAfter, sorbedAtEnds };
  return { ...run, closure: closureOf(run) };
}

/** @throws SeparationRefused */
function shiftsOf(steps: readonly FeedStep[], litresPerShift: number, most: number): number {
  const litres = steps.reduce((sum, step) => sum + step.litres, 0);
  // A hair less than a whole shift is rounding.
  const shifts = Math.max(1, Math.ceil(litres / litresPerShift - 1e-9));
  if (shifts <= most) return shifts;
  const message = `${shifts} shifts of a cell are more than ${most}: take fewer cells, feed less, or raise limits.iterations`;
  throw new SeparationRefused('iteration-limit', '$.limits.iterations', message);
}

/** Takes the schedule litre by litre. */
class FeedReader {
  readonly #steps: readonly FeedStep[];
  #at = 0;
  #taken = 0;

  constructor(steps: readonly FeedStep[]) {
    this.#steps = steps;
  }

  /** How many steps have been taken whole. */
  get ended(): number {
    return this.#at;
  }

  /** The mean of the next so many litres, and the hours they take. */
  take(litres: number): { molPerLitre: Float64Array; hours: number } {
    const molPerLitre = new Float64Array(this.#steps[0]!.molPerLitre.length);
    let [left, hours] = [litres, 0];
    while (left > 0) {
      const step = this.#steps[this.#at]!;
      const isLast = this.#at === this.#steps.length - 1;
      const there = step.litres - this.#taken;
      const part = isLast ? left : Math.min(left, there);
      for (let ion = 0; ion < molPerLitre.length; ion++) molPerLitre[ion]! += (part / litres) * step.molPerLitre[ion]!;
      hours += part / step.litrePerHour;
      left -= part;
      this.#taken += part;
      if (!isLast && part === there) {
        this.#at++;
        this.#taken = 0;
      }
    }
    return { molPerLitre, hours };
  }
}

function closureOf(run: Omit<ColumnRun, 'closure'>): number {
  const left = molesLeaving(run, 0, run.shifts);
  return run.fed.reduce((worst, fed, ion) => {
    const before = fed + run.heldBefore[ion]!;
    const after = left[ion]! + run.sorbedAfter[ion]! + run.dissolvedAfter[ion]!;
    return Math.max(worst, Math.abs(before - after) / Math.max(before, after, Number.MIN_VALUE));
  }, 0);
}

/** Moles by ion that left between two places in the volume, both in shifts and not always whole. */
export function molesLeaving(
  { effluent, fed, litresPerShift, shifts }: Omit<ColumnRun, 'closure'>,
  from: number,
  to: number,
): Float64Array {
  const moles = new Float64Array(fed.length);
  for (let shift = Math.max(0, Math.floor(from)); shift < Math.min(shifts, to); shift++) {
    const part = Math.min(shift + 1, to) - Math.max(shift, from);
    for (let ion = 0; ion < moles.length; ion++) moles[ion]! += part * litresPerShift * effluent[shift * moles.length + ion]!;
  }
  return moles;
}

/**
 * Where in the volume, in shifts, so much has left, counted by ion with weights; null where it never does.
 * @param amount above 0
 */
export function shiftsUntil(
  { effluent, litresPerShift, shifts }: ColumnRun,
  weights: readonly number[],
  amount: number,
): number | null {
  let sum = 0;
  for (let shift = 0; shift < shifts; shift++) {
    const leaving =
      weights.reduce((all, weight, ion) => all + weight * effluent[shift * weights.length + ion]!, 0) * litresPerShift;
    if (sum + leaving >= amount) return shift + (amount - sum) / leaving;
    sum += leaving;
  }
  return null;
}
