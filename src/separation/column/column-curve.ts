import { molesLeaving, type ColumnRun } from './column-run.ts';

/** A stretch of what left a column: where it ends, and the mean of what left in it. */
export interface CurvePoint {
  readonly litres: number;
  readonly hours: number;
  /** mol/L by ion. */
  readonly molPerLitre: Float64Array;
  /** Moles by ion that have left since the beginning. */
  readonly left: Float64Array;
}

/** The curve in so many stretches of whole shifts; what they hold is all that left. */
export function curveOf(run: ColumnRun, points: number): CurvePoint[] {
  const width = Math.ceil(run.shifts / points);
  const left = new Float64Array(run.fed.length);
  const curve: CurvePoint[] = [];
  for (let from = 0; from < run.shifts; from += width) {
    const to = Math.min(from + width, run.shifts);
    const moles = molesLeaving(run, from, to);
    const litres = (to - from) * run.litresPerShift;
    for (let ion = 0; ion < left.length; ion++) left[ion]! += moles[ion]!;
    curve.push({
      litres: to * run.litresPerShift,
      hours: run.hours[to - 1]!,
      molPerLitre: moles.map((mol) => mol / litres),
      left: Float64Array.from(left),
    });
  }
  return curve;
}

/** Hours when so many shifts have passed, between whole ones in proportion. */
export function hoursAt({ hours }: ColumnRun, shifts: number): number {
  const whole = Math.floor(shifts);
  const before = whole === 0 ? 0 : hours[whole - 1]!;
  return before + (shifts - whole) * ((hours[whole] ?? before) - before);
}
