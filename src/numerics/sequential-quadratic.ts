import { dot, multiply, zeros, type Matrix } from './dense.ts';
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

/** What a miss costs in a step's program: more than any multiplier of what is of the order of 1. */
const PENALTY = 1e4;
/** What a miss costs at least when steps are judged: first what the multipliers say, then more. */
const PRICE_FLOORS = [0, 10, 1e4];
/** No step may miss more than this, or than the step before. */
const MISS_MAX = 0.3;
const SUFFICIENT = 1e-4;
/** So much of the slope may be left at an optimum. */
const STATIONARY = 1e-5;
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
  for (const floor of PRICE_FLOORS) {
    const status = search.descend(1, floor, false);
    if (search.violation <= limits.tolerance) return search.result(status);
    // The value led astray, to where what is missed is felt no more: from the best that missed nothing, at a higher price.
    search.returnToBest();
  }
  return search.result('stalled');
}

/** A step of the quadratic program, and what constraints will miss after it if they are straight. */
interface Step {
  readonly change: Float64Array;
  readonly missed: number;
}

class Search {
  readonly #program: SmoothProgram;
  readonly #limits: SmoothLimits;
  readonly #size: number;
  #x: Float64Array;
  #at: Evaluation | null = null;
  #curvature: Matrix;
  #best: { readonly x: Float64Array; readonly at: Evaluation } | null = null;
  #multipliers = new Float64Array(0);
  #lower: Float64Array;
  #upper: Float64Array;
  /** What the merit function takes for what is missed: it follows the multipliers, so that it does not keep steps short where they are small. */
  #price = 0;
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

  #remember(): void {
    const at = this.#at!;
    if (violationOf(at) > this.#limits.tolerance || (this.#best !== null && this.#best.at.value <= at.value)) return;
    this.#best = { x: this.#x, at };
  }

  /** Goes back to the point of least value that missed nothing, if there was one. */
  returnToBest(): void {
    if (this.#best !== null) [this.#x, this.#at] = [this.#best.x, this.#best.at];
  }

  begin(): boolean {
    this.#at = this.#program.evaluate(this.#x);
    this.#multipliers = new Float64Array(this.#at?.constraints.length ?? 0);
    if (this.#at !== null) this.#remember();
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
   * Makes `weight · value + price · violation` least.
   * @param floor of the price
   * @param endsFeasible ends as soon as nothing is missed
   */
  descend(weight: number, floor: number, endsFeasible: boolean): 'solved' | 'stalled' | 'iteration-limit' {
    [this.#curvature, this.#price] = [identity(this.#size), floor];
    const penalty = weight === 0 ? floor : Math.max(PENALTY, floor);
    for (let isFresh = true; ;) {
      if (endsFeasible && this.violation <= this.#limits.tolerance) return 'solved';
      const step = this.#plan(this.#at!.constraints, weight, penalty);
      const scale = 1 + Math.abs(weight * this.#at!.value);
      if (step === null) return 'stalled';
      const priced = 1.5 * this.#multipliers.reduce((sum, value) => sum + value, 0);
      this.#price = weight === 0 ? floor : Math.max(floor, priced, (this.#price + priced) / 2);
      const gain = -weight * dot(this.#at!.gradient, step.change) + this.#price * (this.violation - step.missed);
      this.#promised = gain;
      const { tolerance } = this.#limits;
      if (gain <= GAIN_LEAST * tolerance * scale || largest(step.change) <= STEP_LEAST * tolerance) {
        if (isFresh || this.#isStationary(step.change, weight)) return 'solved';
        // Curvature learned on the way holds steps short that would better something.
        this.#curvature = identity(this.#size);
        isFresh = true;
        continue;
      }
      if (this.#iterations >= this.#limits.iterationsMax) return 'iteration-limit';
      this.#iterations++;
      if (this.#advance(step.change, gain, weight, penalty)) isFresh = false;
      else if (isFresh) return 'stalled';
      else {
        // What was learned of curvature elsewhere may mislead here.
        this.#curvature = identity(this.#size);
        isFresh = true;
      }
    }
  }

  /** Whether what curvature holds a step back with is next to nothing beside the slope. */
  #isStationary(change: Float64Array, weight: number): boolean {
    const held = multiply(this.#curvature, { rows: this.#size, columns: 1, values: change }).values;
    const slope = this.#at!.gradient.map((value) => weight * value);
    return largest(held) <= STATIONARY * Math.max(largest(slope), ...this.#multipliers.map(Math.abs));
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
    return { change: optimum.x.slice(0, n), missed: Math.max(0, optimum.x[n]!) };
  }

  /** Goes along a step as far as that makes things better. @returns false when nothing did */
  #advance(change: Float64Array, gain: number, weight: number, penalty: number): boolean {
    const before = this.#at!;
    const merit = ({ value, ...rest }: Evaluation): number => weight * value + this.#price * violationOf(rest);
    const most = Math.max(MISS_MAX, violationOf(before));
    const isBetter = (trial: Evaluation | null, share: number): trial is Evaluation =>
      trial !== null && violationOf(trial) <= most && merit(trial) <= merit(before) - SUFFICIENT * share * gain;
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
      this.#remember();
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
