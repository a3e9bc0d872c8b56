import { multiply, zeros, type Matrix } from './dense.ts';
import { solveQuadratic } from './quadratic-program.ts';

/** What a program says of a point. */
export interface Evaluation {
  readonly value: number;
  readonly gradient: Float64Array;
  /** Each must not be below 0. */
  readonly constraints: Float64Array;
  /** ∂constraint/∂x, one row a constraint. */
  readonly jacobian: Matrix;
}

/** The least `value` of all x between bounds whose `constraints` are not below 0. Everything should be of the order of 1. */
export interface SmoothProgram {
  readonly start: Float64Array;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Null where there is no answer: such a point is stepped back from. */
  readonly evaluate: (x: Float64Array) => Evaluation | null;
}

export interface SmoothOptimum {
  /** `stalled`: no step makes anything better, though the conditions of an optimum do not hold to the tolerance. */
  readonly status: 'solved' | 'infeasible' | 'stalled' | 'iteration-limit' | 'no-start';
  readonly x: Float64Array;
  readonly evaluation: Evaluation | null;
  /** What the least value would rise by for each unit that a constraint, or a bound, is tightened by. */
  readonly multipliers: Float64Array;
  readonly lowerMultipliers: Float64Array;
  readonly upperMultipliers: Float64Array;
  /** By how much the constraint that is missed most is missed. */
  readonly violation: number;
  /** What the quadratic program at the end still promises: an optimum promises nothing. */
  readonly promised: number;
  readonly iterations: number;
}

export interface SmoothLimits {
  readonly tolerance: number;
  readonly iterationsMax: number;
  /** No unknown changes by more in one step. */
  readonly stepMax: number;
}

const PENALTY_FIRST = 10;
const PENALTY_MAX = 1e7;
const SUFFICIENT = 1e-4;
/** Promises and steps below these shares of the tolerance are none. */
const [GAIN_LEAST, STEP_LEAST] = [1e-6, 1e-3];
const HALVINGS_MAX = 25;
/** Weight of the square of what is missed: keeps a program convex in it. */
const SLACK_WEIGHT = 1e-6;

/**
 * Sequential quadratic programming with exact gradients: the Lagrangian's curvature by damped updates (Powell 1978, as in Nocedal and Wright,
 * Numerical Optimization, ch. 18), steps of a quadratic program in which constraints may be missed at a price, a merit function of the largest
 * miss, and a second-order correction. What is missed at the start is made good first, so that an infeasible program ends at its least miss.
 */
export function minimise(program: SmoothProgram, limits: SmoothLimits): SmoothOptimum {
  const search = new Search(program, limits);
  if (!search.begin()) return search.result('no-start');
  if (search.violation > limits.tolerance) {
    const status = search.descend(0, 1, true);
    if (search.violation > limits.tolerance) return search.result(status === 'iteration-limit' ? status : 'infeasible');
  }
  for (let penalty = PENALTY_FIRST; ; penalty *= 10) {
    const status = search.descend(1, penalty, false);
    if (search.violation <= limits.tolerance || penalty >= PENALTY_MAX || status === 'iteration-limit')
      return search.result(status);
  }
}

/** A step of the quadratic program, and what it promises. */
interface Step {
  readonly change: Float64Array;
  readonly gain: number;
}

class Search {
  readonly #program: SmoothProgram;
  readonly #limits: SmoothLimits;
  readonly #size: number;
  #x: Float64Array;
  #at: Evaluation | null = null;
  #curvature: Matrix;
  #multipliers = new Float64Array(0);
  #lower: Float64Array;
  #upper: Float64Array;
  #promised = 0;
  #iterations = 0;

  constructor(program: SmoothProgram, limits: SmoothLimits) {
    [this.#program, this.#limits, this.#size] = [program, limits, program.start.length];
    this.#x = program.start.map((value, k) => Math.min(program.upper[k]!, Math.max(program.lower[k]!, value)));
    this.#curvature = identity(this.#size);
    [this.#lower, this.#upper] = [new Float64Array(this.#size), new Float64Array(this.#size)];
  }

  get violation(): number {
    return this.#at === null ? Infinity : violationOf(this.#at);
  }

  begin(): boolean {
    this.#at = this.#program.evaluate(this.#x);
    this.#multipliers = new Float64Array(this.#at?.constraints.length ?? 0);
    return this.#at !== null;
  }

  result(status: SmoothOptimum['status']): SmoothOptimum {
    return {
      status,
      x: this.#x,
      evaluation: this.#at,
      multipliers: this.#multipliers,
      lowerMultipliers: this.#lower,
      upperMultipliers: this.#upper,
      violation: this.violation,
      promised: this.#promised,
      iterations: this.#iterations,
    };
  }

  /**
   * Makes `weight · value + penalty · violation` least.
   * @param endsFeasible ends as soon as nothing is missed
   */
  descend(weight: number, penalty: number, endsFeasible: boolean): 'solved' | 'stalled' | 'iteration-limit' {
    this.#curvature = identity(this.#size);
    for (let isFresh = true; ;) {
      if (endsFeasible && this.violation <= this.#limits.tolerance) return 'solved';
      const step = this.#plan(this.#at!.constraints, weight, penalty);
      const scale = 1 + Math.abs(weight * this.#at!.value);
      if (step === null) return 'stalled';
      this.#promised = step.gain;
      const { tolerance } = this.#limits;
      if (step.gain <= GAIN_LEAST * tolerance * scale || largest(step.change) <= STEP_LEAST * tolerance) return 'solved';
      if (this.#iterations >= this.#limits.iterationsMax) return 'iteration-limit';
      this.#iterations++;
      if (this.#advance(step, weight, penalty)) isFresh = false;
      else if (isFresh) return 'stalled';
      else {
        // What was learned of curvature elsewhere may mislead here.
        this.#curvature = identity(this.#size);
        isFresh = true;
      }
    }
  }

  /** The quadratic program at hand, in the change of x and in what is missed. @param constraints what they are before the step */
  #plan(constraints: Float64Array, weight: number, penalty: number): Step | null {
    const { gradient, jacobian } = this.#at!;
    const [n, m] = [this.#size, constraints.length];
    const hessian = zeros(n + 1, n + 1);
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) hessian.values[i * (n + 1) + j] = this.#curvature.values[i * n + j]!;
    hessian.values[n * (n + 1) + n] = SLACK_WEIGHT;
    const slope = Float64Array.from({ length: n + 1 }, (_, k) => (k < n ? weight * gradient[k]! : penalty));
    const rows = zeros(m + 2 * n + 1, n + 1);
    const bounds = new Float64Array(m + 2 * n + 1);
    for (let i = 0; i < m; i++) {
      for (let k = 0; k < n; k++) rows.values[i * (n + 1) + k] = jacobian.values[i * n + k]!;
      rows.values[i * (n + 1) + n] = 1;
      bounds[i] = -constraints[i]!;
    }
    const { lower, upper } = this.#program;
    for (let k = 0; k < n; k++) {
      rows.values[(m + k) * (n + 1) + k] = 1;
      bounds[m + k] = Math.max(lower[k]! - this.#x[k]!, -this.#limits.stepMax);
      rows.values[(m + n + k) * (n + 1) + k] = -1;
      bounds[m + n + k] = -Math.min(upper[k]! - this.#x[k]!, this.#limits.stepMax);
    }
    rows.values[(m + 2 * n) * (n + 1) + n] = 1;
    const optimum = solveQuadratic({ hessian, gradient: slope, rows, bounds });
    if (optimum.status !== 'solved') return null;
    this.#multipliers = optimum.multipliers.slice(0, m);
    this.#lower = optimum.multipliers.slice(m, m + n);
    this.#upper = optimum.multipliers.slice(m + n, m + 2 * n);
    const change = optimum.x.slice(0, n);
    const gain = -weight * dot(gradient, change) + penalty * (this.violation - Math.max(0, optimum.x[n]!));
    return { change, gain };
  }

  /** Goes along a step as far as that makes things better. @returns false when nothing did */
  #advance({ change, gain }: Step, weight: number, penalty: number): boolean {
    const before = this.#at!;
    const merit = ({ value, ...rest }: Evaluation): number => weight * value + penalty * violationOf(rest);
    const isBetter = (trial: Evaluation | null, share: number): trial is Evaluation =>
      trial !== null && merit(trial) <= merit(before) - SUFFICIENT * share * gain;
    const multipliers = this.#multipliers;
    for (let halving = 0, share = 1; halving <= HALVINGS_MAX; halving++, share /= 2) {
      let x = this.#inBounds(this.#x, change, share);
      let trial = this.#program.evaluate(x);
      if (halving === 0 && trial !== null && !isBetter(trial, share)) {
        const corrected = this.#corrected(trial, change, weight, penalty);
        this.#multipliers = multipliers;
        if (corrected !== null) {
          const other = this.#program.evaluate(corrected);
          if (isBetter(other, share)) [x, trial] = [corrected, other];
        }
      }
      if (!isBetter(trial, share)) continue;
      this.#learn(before, trial, this.#x, x, weight);
      [this.#x, this.#at] = [x, trial];
      return true;
    }
    return false;
  }

  /** The step again, with constraints as they turned out at its end. */
  #corrected(trial: Evaluation, change: Float64Array, weight: number, penalty: number): Float64Array | null {
    const { jacobian } = this.#at!;
    const shifted = trial.constraints.map((value, i) => {
      const row = jacobian.values.subarray(i * this.#size, (i + 1) * this.#size);
      return value - dot(row, change);
    });
    const again = this.#plan(shifted, weight, penalty);
    return again === null ? null : this.#inBounds(this.#x, again.change, 1);
  }

  #inBounds(x: Float64Array, change: Float64Array, share: number): Float64Array {
    const { lower, upper } = this.#program;
    return x.map((value, k) => Math.min(upper[k]!, Math.max(lower[k]!, value + share * change[k]!)));
  }

  /** Powell's damped update of the Lagrangian's curvature. */
  #learn(before: Evaluation, after: Evaluation, from: Float64Array, to: Float64Array, weight: number): void {
    const n = this.#size;
    const slope = ({ gradient, jacobian }: Evaluation): Float64Array =>
      gradient.map((value, k) => {
        let sum = weight * value;
        for (const [i, multiplier] of this.#multipliers.entries()) sum -= multiplier * jacobian.values[i * n + k]!;
        return sum;
      });
    const step = to.map((value, k) => value - from[k]!);
    const [a, b] = [slope(before), slope(after)];
    const turn = b.map((value, k) => value - a[k]!);
    const bent = multiply(this.#curvature, { rows: n, columns: 1, values: step }).values;
    const along = dot(step, bent);
    if (!(along > 0)) return;
    const told = dot(step, turn);
    const damping = told >= 0.2 * along ? 1 : (0.8 * along) / (along - told);
    const taken = turn.map((value, k) => damping * value + (1 - damping) * bent[k]!);
    const scale = dot(step, taken);
    const { values } = this.#curvature;
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) values[i * n + j]! += (taken[i]! * taken[j]!) / scale - (bent[i]! * bent[j]!) / along;
  }
}

function violationOf({ constraints }: Pick<Evaluation, 'constraints'>): number {
  return constraints.reduce((worst, value) => Math.max(worst, -value), 0);
}

function largest(values: Float64Array): number {
  return values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}

function identity(size: number): Matrix {
  const matrix = zeros(size, size);
  for (let k = 0; k < size; k++) matrix.values[k * (size + 1)] = 1;
  return matrix;
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}
