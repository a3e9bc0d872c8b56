import { apply, transposed } from '../numerics/index.ts';
import { Linearised, Lines, Normal } from './linearised.ts';
import type { Problem } from './problem.ts';
import { ReconcileRefused } from './refusal.ts';

/** Reconciled values of all variables, and the lines at which they were found. */
export interface Reconciled {
  readonly values: Float64Array;
  readonly iterations: number;
  /** The largest miss of a constraint, relative to what it adds up. */
  readonly residual: number;
  readonly linearised: Linearised;
  readonly normal: Normal;
}

const TOLERANCE = 1e-12;
const CONSISTENT = 1e-9;

/**
 * The values nearest to the measurements, in the metric of their covariance, that fulfil every constraint: successive linearisation, one step
 * where the constraints are straight lines.
 * @throws ReconcileRefused `inconsistent`, `iteration-limit`, `no-solution`
 */
export function reconcile(problem: Problem, iterationsMax: number): Reconciled {
  const { variables } = problem;
  const values = Float64Array.from(variables, ({ measured, start }) => measured?.value ?? start);
  for (let iterations = 0; ; iterations++) {
    const linearised = new Linearised(problem, values);
    const normal = new Normal(linearised.scaled);
    const { step, inconsistency } = stepFrom(linearised, normal, values);
    if (!step.every(Number.isFinite))
      throw new ReconcileRefused(
        'no-solution',
        null,
        'the search left the numbers: give unmeasured variables a start nearer to the truth',
      );
    const residual = missOf(linearised, values);
    const isStill = step.every((change, at) => Math.abs(change) <= TOLERANCE * (1 + Math.abs(values[at]!)));
    if (isStill && inconsistency > CONSISTENT)
      throw new ReconcileRefused('inconsistent', '$.constraints', 'the constraints contradict each other, whatever the values');
    if (isStill && residual <= CONSISTENT) return { values, iterations, residual, linearised, normal };
    if (iterations >= iterationsMax)
      throw new ReconcileRefused('iteration-limit', '$.iterations', `not settled after ${iterations} iterations`);
    damp(problem, values, step, residual);
  }
}

/** The change of all values that the straight lines ask for, and by how much dependent lines contradict each other. */
function stepFrom(linearised: Linearised, normal: Normal, values: Float64Array): { step: Float64Array; inconsistency: number } {
  const { problem, qr, rotated, scaled } = linearised;
  const { variables, measured, unmeasured, root } = problem;
  const offsets = Float64Array.from(measured, (variable) => variables[variable]!.measured!.value - values[variable]!);
  const imbalance = linearised.imbalance(offsets);
  const pull = apply(root, apply(transposed(scaled), normal.solve(imbalance)));
  const change = offsets.map((offset, at) => offset - pull[at]!);
  const settled = apply(linearised.reduced, change);
  const [missing, scale] = [
    linearised.project(linearised.missing),
    Math.max(1e-300, ...imbalance.map(Math.abs), ...values.map(Math.abs)),
  ];
  const inconsistency = Math.max(0, ...settled.map((value, row) => Math.abs(value + missing[row]!))) / scale;
  const step = new Float64Array(variables.length);
  for (const [column, variable] of measured.entries()) step[variable] = change[column]!;
  const [moved, rest] = [apply(rotated, change), apply(qr.qTransposed, linearised.missing)];
  const found = new Float64Array(qr.rank);
  for (let row = qr.rank - 1; row >= 0; row--) {
    let value = -(rest[row]! + moved[row]!);
    for (let column = row + 1; column < qr.rank; column++) value -= qr.r.values[row * qr.r.columns + column]! * found[column]!;
    found[row] = value / qr.r.values[row * qr.r.columns + row]!;
  }
  for (let place = 0; place < qr.rank; place++) step[unmeasured[qr.order[place]!]!] = found[place]!;
  return { step, inconsistency };
}

/** Constraints that add up less than this share of what the largest does count as if they added up that much. */
const SMALL = 1e-6;

/** The largest miss of a constraint against the size of what it adds up. */
function missOf({ missing, byMeasured, byUnmeasured, problem }: Lines, values: Float64Array): number {
  const sizes = new Float64Array(missing.length);
  for (const [matrix, variables] of [
    [byMeasured, problem.measured],
    [byUnmeasured, problem.unmeasured],
  ] as const)
    for (let row = 0; row < sizes.length; row++)
      for (const [column, variable] of variables.entries())
        sizes[row]! += Math.abs(matrix.values[row * matrix.columns + column]! * values[variable]!);
  const least = SMALL * Math.max(1e-300, ...sizes);
  return Math.max(0, ...missing.map((value, row) => Math.abs(value) / Math.max(least, sizes[row]!)));
}

/** Goes the whole step, or half of it and half again while the constraints would be missed by far more than now. */
function damp(problem: Problem, values: Float64Array, step: Float64Array, before: number): void {
  const from = values.slice();
  for (let share = 1; share > 1e-3; share /= 2) {
    for (let at = 0; at < values.length; at++) values[at] = from[at]! + share * step[at]!;
    const after = missOf(new Lines(problem, values), values);
    if (after < Math.max(0.5, 10 * before)) return;
  }
}
