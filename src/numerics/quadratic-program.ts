import { dot, choleskyOf, choleskySolve, zeros, type Matrix } from './dense.ts';

/** The least ½xᵀHx + gᵀx of all x with A·x ≥ b: H symmetric and positive definite. */
export interface QuadraticProgram {
  readonly hessian: Matrix;
  readonly gradient: Float64Array;
  /** One row a constraint. */
  readonly rows: Matrix;
  readonly bounds: Float64Array;
}

export interface QuadraticOptimum {
  readonly status: 'solved' | 'infeasible' | 'not-convex' | 'iteration-limit';
  readonly x: Float64Array;
  /** What the value would rise by for each unit of a bound; 0 where a constraint does not bind. */
  readonly multipliers: Float64Array;
  readonly iterations: number;
}

/** Constraints missed by less, relative to their size, are met. */
const TOLERANCE = 1e-10;
const ITERATIONS_PER_ROW = 20;

/**
 * The dual active set method of Goldfarb and Idnani (1983, Math. Program. 27, 1–33): it begins where nothing constrains, and takes in the
 * constraint that is missed most until none is; whatever it ends with is optimal for what it has taken in. For tens of unknowns: normal
 * equations of the active set are factorised anew in each step.
 */
export function solveQuadratic(program: QuadraticProgram): QuadraticOptimum {
  const factor = choleskyOf(program.hessian);
  const count = program.rows.rows;
  if (factor === null) {
    const x = new Float64Array(program.gradient.length);
    return { status: 'not-convex', x, multipliers: new Float64Array(count), iterations: 0 };
  }
  const search = new ActiveSet(program, factor);
  const limit = ITERATIONS_PER_ROW * (count + program.gradient.length + 1);
  for (let iterations = 0; iterations < limit; iterations++) {
    const status = search.step();
    if (status !== null) return { status, x: search.x, multipliers: search.multipliers(), iterations };
  }
  return { status: 'iteration-limit', x: search.x, multipliers: search.multipliers(), iterations: limit };
}

class ActiveSet {
  readonly x: Float64Array;
  readonly #program: QuadraticProgram;
  readonly #factor: Matrix;
  readonly #norms: Float64Array;
  /** H⁻¹·aᵢ of each constraint, as far as it was asked for. */
  readonly #images = new Map<number, Float64Array>();
  #active: { readonly row: number; multiplier: number }[] = [];
  /** The constraint that is being taken in, with its multiplier so far. */
  #entering: { readonly row: number; multiplier: number } | null = null;

  constructor(program: QuadraticProgram, factor: Matrix) {
    this.#program = program;
    this.#factor = factor;
    this.x = choleskySolve(
      factor,
      program.gradient.map((value) => -value),
    );
    this.#norms = Float64Array.from({ length: program.rows.rows }, (_, row) => Math.hypot(...this.#row(row)));
  }

  multipliers(): Float64Array {
    const all = new Float64Array(this.#program.rows.rows);
    for (const { row, multiplier } of this.#active) all[row] = multiplier;
    return all;
  }

  /** One step towards the constraint that is missed most. @returns how it ended, or null to go on */
  step(): 'solved' | 'infeasible' | null {
    if (this.#entering === null) {
      const row = this.#missedMost();
      if (row < 0) return 'solved';
      this.#entering = { row, multiplier: 0 };
    }
    const { row, multiplier } = this.#entering;
    const { direction, duals } = this.#directions(row);
    const slope = dot(direction, this.#row(row));
    const [partial, leaving] = this.#firstToLeave(duals);
    const isFixed = !(slope > TOLERANCE * this.#norms[row]! * Math.hypot(...this.#image(row)));
    const full = isFixed ? Infinity : -this.#slack(row) / slope;
    const length = Math.min(partial, full);
    if (!Number.isFinite(length)) return 'infeasible';
    if (!isFixed) for (let k = 0; k < this.x.length; k++) this.x[k]! += length * direction[k]!;
    for (const [n, each] of this.#active.entries()) each.multiplier = Math.max(0, each.multiplier + length * duals[n]!);
    this.#entering.multiplier = multiplier + length;
    if (length === full) {
      this.#active.push(this.#entering);
      this.#entering = null;
    } else this.#active.splice(leaving, 1);
    return null;
  }

  #row(row: number): Float64Array {
    const { columns, values } = this.#program.rows;
    return values.subarray(row * columns, (row + 1) * columns);
  }

  #image(row: number): Float64Array {
    const known = this.#images.get(row);
    if (known !== undefined) return known;
    const image = choleskySolve(this.#factor, this.#row(row));
    this.#images.set(row, image);
    return image;
  }

  #slack(row: number): number {
    return dot(this.#row(row), this.x) - this.#program.bounds[row]!;
  }

  /** −1 where all are met. */
  #missedMost(): number {
    let [most, worst] = [-1, TOLERANCE];
    for (let row = 0; row < this.#norms.length; row++) {
      if (this.#active.some((each) => each.row === row)) continue;
      const scale = Math.max(this.#norms[row]!, Math.abs(this.#program.bounds[row]!), 1e-300);
      const missed = -this.#slack(row) / scale;
      if (missed > worst) [most, worst] = [row, missed];
    }
    return most;
  }

  /** Where x goes when a constraint is taken in while the active ones hold, and what their multipliers change by. */
  #directions(row: number): { direction: Float64Array; duals: Float64Array } {
    const image = this.#image(row);
    const count = this.#active.length;
    if (count === 0) return { direction: image, duals: new Float64Array(0) };
    const normal = zeros(count, count);
    const right = new Float64Array(count);
    for (const [n, a] of this.#active.entries()) {
      right[n] = -dot(this.#row(a.row), image);
      for (const [m, b] of this.#active.entries()) normal.values[n * count + m] = dot(this.#row(a.row), this.#image(b.row));
    }
    const factor = choleskyOf(normal);
    if (factor === null) throw new RangeError('solveQuadratic: active constraints depend on each other');
    const duals = choleskySolve(factor, right);
    const direction = image.slice();
    for (const [n, { row: other }] of this.#active.entries()) {
      const own = this.#image(other);
      for (let k = 0; k < direction.length; k++) direction[k]! += duals[n]! * own[k]!;
    }
    return { direction, duals };
  }

  /** How far until a multiplier falls to 0, and whose. */
  #firstToLeave(duals: Float64Array): [length: number, index: number] {
    let [length, index] = [Infinity, -1];
    for (const [n, { multiplier }] of this.#active.entries()) {
      if (!(duals[n]! < 0)) continue;
      const until = -multiplier / duals[n]!;
      if (until < length) [length, index] = [until, n];
    }
    return [length, index];
  }
}
