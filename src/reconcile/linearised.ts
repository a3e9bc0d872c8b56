import {
  apply,
  choleskyOf,
  choleskySolve,
  multiply,
  pivotedQr,
  transposed,
  zeros,
  type Matrix,
  type PivotedQr,
} from '../numerics/index.ts';
import type { Problem } from './problem.ts';

/** Below this share of the largest, an entry of a projection counts as zero. */
const NEGLIGIBLE = 1e-9;

/** The constraints at some values, as straight lines. */
export class Lines {
  readonly problem: Problem;
  /** What each constraint misses. */
  readonly missing: Float64Array;
  /** ∂constraint/∂measured and ∂constraint/∂unmeasured. */
  readonly byMeasured: Matrix;
  readonly byUnmeasured: Matrix;

  constructor(problem: Problem, values: Float64Array) {
    const { constraints, measured, unmeasured } = problem;
    this.problem = problem;
    this.missing = new Float64Array(constraints.length);
    this.byMeasured = zeros(constraints.length, measured.length);
    this.byUnmeasured = zeros(constraints.length, unmeasured.length);
    const place = placesOf(problem);
    for (const [row, constraint] of constraints.entries())
      this.missing[row] = constraint.evaluate(values, (variable, derivative) => {
        const [matrix, column] =
          place[variable]! >= 0 ? [this.byMeasured, place[variable]!] : [this.byUnmeasured, -1 - place[variable]!];
        matrix.values[row * matrix.columns + column]! += derivative;
      });
  }
}

/**
 * The same with the unmeasured projected out (Crowe, García Campos and Hrymak 1983): what is left speaks of measurements alone.
 */
export class Linearised extends Lines {
  /** The unmeasured columns taken apart. */
  readonly qr: PivotedQr;
  /** Qᵀ·byMeasured, all rows. */
  readonly rotated: Matrix;
  /** Rows of `rotated` in which no unmeasured variable is left. */
  readonly reduced: Matrix;
  /** `reduced · L`. */
  readonly scaled: Matrix;

  constructor(problem: Problem, values: Float64Array) {
    super(problem, values);
    this.qr = pivotedQr(this.byUnmeasured);
    this.rotated = multiply(this.qr.qTransposed, this.byMeasured);
    this.reduced = lastRows(this.rotated, this.qr.rank);
    this.scaled = timesRoot(this.reduced, problem);
  }

  /** A vector of constraints with the unmeasured projected out. */
  project(vector: Float64Array): Float64Array {
    return apply(this.qr.qTransposed, vector).slice(this.qr.rank);
  }

  /** What the measurements miss of the reduced constraints, per step: `reduced·(measured − values) + missing`. */
  imbalance(offsets: Float64Array): Float64Array {
    const moved = apply(this.reduced, offsets);
    return this.project(this.missing).map((value, row) => value + moved[row]!);
  }
}

/** Where each variable stands: its column among the measured, or −1 less its column among the others. */
export function placesOf({ variables, measured, unmeasured }: Problem): Int32Array {
  const place = new Int32Array(variables.length);
  for (const [column, variable] of measured.entries()) place[variable] = column;
  for (const [column, variable] of unmeasured.entries()) place[variable] = -1 - column;
  return place;
}

/** A matrix times the root of the covariance, which is diagonal where nothing is correlated. */
function timesRoot(matrix: Matrix, { root, isCorrelated }: Problem): Matrix {
  if (isCorrelated) return multiply(matrix, root);
  const { rows, columns, values } = matrix;
  const scaled = zeros(rows, columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      scaled.values[row * columns + column] = values[row * columns + column]! * root.values[column * columns + column]!;
  return scaled;
}

function lastRows({ rows, columns, values }: Matrix, from: number): Matrix {
  return { rows: rows - from, columns, values: values.slice(from * columns) };
}

/** `B·Bᵀ` inverted, for a B whose rows may depend on each other: the independent ones speak for all. */
export class Normal {
  /** Independent rows of B. */
  readonly rows: readonly number[];
  readonly #factor: Matrix;

  constructor(scaled: Matrix) {
    const qr = pivotedQr(transposed(scaled));
    this.rows = Array.from(qr.order.slice(0, qr.rank).toSorted());
    const size = this.rows.length;
    const product = zeros(size, size);
    for (let i = 0; i < size; i++)
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        const [a, b] = [this.rows[i]! * scaled.columns, this.rows[j]! * scaled.columns];
        for (let k = 0; k < scaled.columns; k++) sum += scaled.values[a + k]! * scaled.values[b + k]!;
        product.values[i * size + j] = product.values[j * size + i] = sum;
      }
    const factor = choleskyOf(product);
    if (factor === null) throw new Error('Normal: independent rows are not positive definite');
    this.#factor = factor;
  }

  get rank(): number {
    return this.rows.length;
  }

  /** `(B·Bᵀ)⁻¹·vector` over the independent rows; 0 for the others. */
  solve(vector: Float64Array): Float64Array {
    const solved = choleskySolve(
      this.#factor,
      Float64Array.from(this.rows, (row) => vector[row]!),
    );
    const result = new Float64Array(vector.length);
    for (const [k, row] of this.rows.entries()) result[row] = solved[k]!;
    return result;
  }
}

/** Whether each column of a matrix says anything. */
export function spokenColumns({ rows, columns, values }: Matrix, scale: Float64Array | null = null): boolean[] {
  const sizes = new Float64Array(columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      sizes[column] = Math.max(sizes[column]!, Math.abs(values[row * columns + column]!) * (scale?.[column] ?? 1));
  const largest = Math.max(0, ...sizes);
  return Array.from(sizes, (size) => size > NEGLIGIBLE * largest);
}
