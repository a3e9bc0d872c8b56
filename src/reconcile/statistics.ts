import {
  apply,
  chiSquareCdf,
  chiSquareQuantile,
  choleskySolve,
  multiply,
  normalQuantile,
  transposed,
  zeros,
  type Matrix,
} from '../numerics/index.ts';
import { spokenColumns } from './linearised.ts';
import type { Problem } from './problem.ts';
import type { Reconciled } from './solve.ts';

/** What is known of a variable: by itself and by others, by itself alone, by others alone, or not at all. */
export type VariableClass = 'redundant' | 'nonredundant' | 'observable' | 'unobservable';

/** How the adjustments compare with what errors of measurement explain. */
export interface GlobalTest {
  /** Σ of squared adjustments in the metric of the covariance. */
  readonly statistic: number;
  readonly degreesOfFreedom: number;
  readonly threshold: number;
  readonly pValue: number;
  readonly passed: boolean;
}

/** The global test at a level of significance. */
export function globalTest(statistic: number, degreesOfFreedom: number, alpha: number): GlobalTest {
  if (degreesOfFreedom === 0) return { statistic, degreesOfFreedom, threshold: 0, pValue: 1, passed: true };
  const threshold = chiSquareQuantile(1 - alpha, degreesOfFreedom);
  return {
    statistic,
    degreesOfFreedom,
    threshold,
    pValue: 1 - chiSquareCdf(statistic, degreesOfFreedom),
    passed: statistic <= threshold,
  };
}

/** Σ of squared adjustments. */
export function objectiveOf({ root, measured, variables }: Problem, values: Float64Array): number {
  const adjustments = Float64Array.from(measured, (variable) => values[variable]! - variables[variable]!.measured!.value);
  const solved = choleskySolve(root, adjustments);
  return adjustments.reduce((sum, adjustment, at) => sum + adjustment * solved[at]!, 0);
}

/** Covariance of the adjustments of the measurements: `V·Rᵀ·(R·V·Rᵀ)⁻¹·R·V`. */
export function adjustmentCovariance({ linearised, normal }: Reconciled): Matrix {
  const { scaled, problem } = linearised;
  const size = problem.measured.length;
  const spread = multiply(problem.root, transposed(scaled));
  const result = zeros(size, size);
  const solved = zeros(scaled.rows, size);
  const columns = transposed(spread);
  for (let column = 0; column < size; column++) {
    const vector = Float64Array.from({ length: scaled.rows }, (_, row) => columns.values[row * size + column]!);
    const answer = normal.solve(vector);
    for (let row = 0; row < scaled.rows; row++) solved.values[row * size + column] = answer[row]!;
  }
  result.values.set(multiply(spread, solved).values);
  return result;
}

/** How each variable is known, by index. */
export function classify({ linearised }: Reconciled): VariableClass[] {
  const { problem, reduced, qr } = linearised;
  const sds = Float64Array.from(problem.measured, (variable) => problem.variables[variable]!.measured!.sd);
  const classes = new Array<VariableClass>(problem.variables.length).fill('unobservable');
  for (const [column, isSpoken] of spokenColumns(reduced, sds).entries())
    classes[problem.measured[column]!] = isSpoken ? 'redundant' : 'nonredundant';
  const hanging = dependence(qr.rank, qr.r);
  for (let place = 0; place < qr.rank; place++)
    if (!hanging[place]!) classes[problem.unmeasured[qr.order[place]!]!] = 'observable';
  return classes;
}

/** Whether an unmeasured variable that the constraints give depends on one that they do not. */
function dependence(rank: number, { columns, values }: Matrix): boolean[] {
  const hanging = new Array<boolean>(rank).fill(false);
  for (let column = rank; column < columns; column++) {
    const solved = new Float64Array(rank);
    for (let row = rank - 1; row >= 0; row--) {
      let value = values[row * columns + column]!;
      for (let k = row + 1; k < rank; k++) value -= values[row * columns + k]! * solved[k]!;
      solved[row] = value / values[row * columns + row]!;
      if (Math.abs(solved[row]!) > 1e-8) hanging[row] = true;
    }
  }
  return hanging;
}

/** Covariance of the reconciled values of all variables that are known; 0 for the others. */
export function estimateCovariance({ linearised }: Reconciled, adjustments: Matrix): Matrix {
  const { problem, qr } = linearised;
  const { measured, unmeasured, variables, covariance } = problem;
  const count = measured.length;
  const left = { rows: count, columns: count, values: covariance.values.map((value, at) => value - adjustments.values[at]!) };
  const follows = followsOf(linearised);
  const crossed = multiply(follows, left);
  const found = multiply(crossed, transposed(follows));
  const places = [...measured, ...Array.from(qr.order.slice(0, qr.rank), (column) => unmeasured[column]!)];
  const entry = (a: number, b: number): number => {
    if (a < count && b < count) return left.values[a * count + b]!;
    if (a >= count && b >= count) return found.values[(a - count) * qr.rank + b - count]!;
    return a < count ? crossed.values[(b - count) * count + a]! : crossed.values[(a - count) * count + b]!;
  };
  const result = zeros(variables.length, variables.length);
  for (const [a, row] of places.entries())
    for (const [b, column] of places.entries()) result.values[row * variables.length + column] = entry(a, b);
  return result;
}

/** How the unmeasured that the constraints give follow from the measured, in the order in which they were taken apart. */
function followsOf({ qr, rotated, problem }: Reconciled['linearised']): Matrix {
  const count = problem.measured.length;
  const follows = zeros(qr.rank, count);
  for (let row = qr.rank - 1; row >= 0; row--) {
    const diagonal = qr.r.values[row * qr.r.columns + row]!;
    for (let column = 0; column < count; column++) follows.values[row * count + column] = -rotated.values[row * count + column]!;
    for (let k = row + 1; k < qr.rank; k++) {
      const weight = qr.r.values[row * qr.r.columns + k]!;
      if (weight === 0) continue;
      for (let column = 0; column < count; column++)
        follows.values[row * count + column]! -= weight * follows.values[k * count + column]!;
    }
    for (let column = 0; column < count; column++) follows.values[row * count + column]! /= diagonal;
  }
  return follows;
}

/** One measurement against what the others say of it (Mah and Tamhane 1982). */
export interface MeasurementTest {
  readonly z: number;
  readonly threshold: number;
  readonly suspected: boolean;
}

/**
 * The measurement test of maximum power: `|V⁻¹a|` over its standard deviation, for each measured variable; null where nothing else speaks of it.
 * @param alpha chance that any of the tests rings where nothing is wrong (Šidák's correction)
 */
export function measurementTests(
  { linearised, normal, values }: Reconciled,
  classes: readonly VariableClass[],
  alpha: number,
): (MeasurementTest | null)[] {
  const { problem, reduced, scaled } = linearised;
  const { measured, variables } = problem;
  const tested = measured.filter((variable) => classes[variable] === 'redundant').length;
  const threshold = tested === 0 ? 0 : normalQuantile(1 - (1 - (1 - alpha) ** (1 / tested)) / 2);
  const offsets = Float64Array.from(measured, (variable) => variables[variable]!.measured!.value - values[variable]!);
  // V⁻¹·a = −Rᵀ·(R·V·Rᵀ)⁻¹·R·(measured − reconciled), with covariance Rᵀ·(R·V·Rᵀ)⁻¹·R.
  const weighted = apply(transposed(reduced), normal.solve(apply(reduced, offsets)));
  return measured.map((variable, column) => {
    if (classes[variable] !== 'redundant') return null;
    const signature = Float64Array.from({ length: scaled.rows }, (_, row) => reduced.values[row * reduced.columns + column]!);
    const solved = normal.solve(signature);
    const variance = signature.reduce((sum, value, row) => sum + value * solved[row]!, 0);
    const z = variance > 0 ? Math.abs(weighted[column]!) / Math.sqrt(variance) : 0;
    return { z, threshold, suspected: z > threshold };
  });
}
