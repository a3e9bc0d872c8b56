import { choleskyOf, choleskySolve, studentQuantile, zeros, type Matrix } from '../../numerics/index.ts';

/** One parameter of a fit. */
export interface Parameter {
  readonly name: string;
  readonly start: number;
  /** What is known before, as a normal distribution; none unless stated. */
  readonly prior?: { readonly mean: number; readonly sd: number };
  /** Whether it is drawn, as the others marked so, around 0 with a spread that the fit finds: a random effect, as of a laboratory. */
  readonly isEffect?: boolean;
}

/** What is to be made small: weighted residuals, all with one spread that the fit finds. */
export interface FitProblem {
  readonly parameters: readonly Parameter[];
  readonly residuals: (values: Float64Array) => Float64Array;
}

/** A parameter with how sure it is. */
export interface Estimate {
  readonly name: string;
  readonly value: number;
  readonly standardError: number;
  /** 95 % interval of Student's distribution. */
  readonly interval95: readonly [number, number];
}

/** A fit, or why there is none. */
export interface ParameterFit {
  readonly status: 'solved' | 'iteration-limit' | 'undetermined';
  readonly estimates: readonly Estimate[];
  readonly values: Float64Array;
  readonly covariance: Matrix;
  /** Spread of a weighted residual. */
  readonly residualSd: number;
  /** Spread of random effects; 0 where there are none. */
  readonly effectSd: number;
  /** Of Student's distribution: effects less one where there are effects, rows less parameters else. */
  readonly degreesOfFreedom: number;
  readonly iterations: number;
}

const ITERATIONS_MAX = 100;
const VARIANCE_ROUNDS_MAX = 2000;
const STEP_ENDS = 1e-9;
const HALVINGS_MAX = 30;
const SPREAD_FIRST = 0.3;
/** What rows without error are taken to spread by, squared, so that nothing is divided by 0. */
const VARIANCE_LEAST = 1e-20;
/** A column that the others explain but for this share leaves its parameter undetermined. */
const DIFFERENCE = 1e-6;

/**
 * Least squares with random effects: Gauss and Newton's steps, halved where they overshoot, with the spread of residuals and of effects found
 * by expectation and maximisation of the restricted likelihood in each linearised problem (Laird and Ware 1982, Biometrics 38, 963;
 * Lindstrom and Bates 1990, Biometrics 46, 673). With effects, intervals take the degrees of freedom of the effects (containment): a constant
 * that three laboratories measured is known as well as three numbers tell, however many rows they filled.
 */
export function fitParameters({ parameters, residuals }: FitProblem): ParameterFit {
  let values = Float64Array.from(parameters, ({ start }) => start);
  let spread: Spread = { residual: 1, effect: parameters.some(({ isEffect }) => isEffect) ? SPREAD_FIRST ** 2 : 0 };
  for (let iterations = 1; ; iterations++) {
    const linear = linearised(parameters, residuals, values);
    if (linear.rows <= parameters.filter(({ isEffect }) => !isEffect).length)
      return failed('undetermined', parameters, values, iterations);
    const solved = spreadOf(linear, parameters, values, spread);
    if (solved === null) return failed('undetermined', parameters, values, iterations);
    spread = solved.spread;
    const next = shortened(parameters, residuals, values, solved.step, spread);
    const moved = next.reduce((most, value, k) => Math.max(most, Math.abs(value - values[k]!)), 0);
    values = next;
    if (moved < STEP_ENDS) return told('solved', parameters, linear.rows, values, solved, iterations);
    if (iterations === ITERATIONS_MAX) return told('iteration-limit', parameters, linear.rows, values, solved, iterations);
  }
}

interface Spread {
  readonly residual: number;
  readonly effect: number;
}

interface Linear {
  readonly rows: number;
  readonly square: number;
  readonly gradient: Float64Array;
  readonly normal: Matrix;
}

/** Slopes by differences, and what least squares make of them. */
function linearised(parameters: readonly Parameter[], residuals: FitProblem['residuals'], values: Float64Array): Linear {
  const at = residuals(values).slice();
  const size = parameters.length;
  const columns = parameters.map((_, k) => {
    const moved = values.slice();
    moved[k]! += DIFFERENCE;
    const beyond = residuals(moved).slice();
    moved[k] = values[k]! - DIFFERENCE;
    const before = residuals(moved);
    return beyond.map((value, row) => (value - before[row]!) / (2 * DIFFERENCE));
  });
  const normal = zeros(size, size);
  for (let a = 0; a < size; a++)
    for (let b = 0; b <= a; b++) normal.values[a * size + b] = normal.values[b * size + a] = product(columns[a]!, columns[b]!);
  const gradient = Float64Array.from(columns, (column) => product(column, at));
  return { rows: at.length, square: product(at, at), gradient, normal };
}

function product(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}

interface Solved {
  readonly step: Float64Array;
  readonly covariance: Matrix;
  readonly spread: Spread;
}

/** The step that the linearised problem asks for, with its spreads; null where the rows do not determine every parameter. */
function spreadOf(linear: Linear, parameters: readonly Parameter[], values: Float64Array, first: Spread): Solved | null {
  const effects = parameters.flatMap(({ isEffect }, k) => (isEffect ? [k] : []));
  let spread = first;
  for (let round = 0; ; round++) {
    const solved = stepOf(linear, parameters, values, spread);
    if (solved === null) return null;
    const { step, covariance } = solved;
    const variances = parameters.map((_, k) => covariance.values[k * parameters.length + k]!);
    const rest = linear.square + 2 * product(step, linear.gradient) + quadratic(linear.normal, step);
    const determined = parameters.reduce((sum, _, k) => sum + 1 - variances[k]! * priorWeight(parameters[k]!, spread), 0);
    const drawn = effects.reduce((sum, k) => sum + (values[k]! + step[k]!) ** 2 + variances[k]!, 0);
    const next = {
      residual: Math.max(rest / (linear.rows - determined), VARIANCE_LEAST),
      effect: effects.length === 0 ? 0 : drawn / effects.length,
    };
    const isStill =
      Math.abs(next.residual - spread.residual) <= 1e-10 * spread.residual &&
      Math.abs(next.effect - spread.effect) <= 1e-8 * spread.effect;
    if (isStill || round === VARIANCE_ROUNDS_MAX) return { ...solved, spread };
    spread = next;
  }
}

/** How much a parameter's own distribution weighs. */
function priorWeight({ prior, isEffect }: Parameter, { effect }: Spread): number {
  if (isEffect === true) return 1 / effect;
  return prior === undefined ? 0 : 1 / prior.sd ** 2;
}

function stepOf(
  { gradient, normal }: Linear,
  parameters: readonly Parameter[],
  values: Float64Array,
  spread: Spread,
): Pick<Solved, 'step' | 'covariance'> | null {
  const size = parameters.length;
  const matrix = zeros(size, size);
  const right = new Float64Array(size);
  for (const [k, parameter] of parameters.entries()) {
    const weight = priorWeight(parameter, spread);
    for (let b = 0; b < size; b++) matrix.values[k * size + b] = normal.values[k * size + b]! / spread.residual;
    matrix.values[k * size + k]! += weight;
    right[k] = -gradient[k]! / spread.residual - weight * (values[k]! - (parameter.prior?.mean ?? 0));
  }
  const lower = choleskyOf(matrix);
  if (lower === null) return null;
  const covariance = zeros(size, size);
  for (let k = 0; k < size; k++) {
    const unit = new Float64Array(size);
    unit[k] = 1;
    covariance.values.set(choleskySolve(lower, unit), k * size);
  }
  return { step: choleskySolve(lower, right), covariance };
}

function quadratic({ columns, values }: Matrix, step: Float64Array): number {
  let sum = 0;
  for (let a = 0; a < columns; a++) for (let b = 0; b < columns; b++) sum += step[a]! * values[a * columns + b]! * step[b]!;
  return sum;
}

/** A step, halved until what is to be small does not rise. */
function shortened(
  parameters: readonly Parameter[],
  residuals: FitProblem['residuals'],
  values: Float64Array,
  step: Float64Array,
  spread: Spread,
): Float64Array<ArrayBuffer> {
  const cost = (at: Float64Array): number => {
    const rest = residuals(at);
    const own = parameters.reduce(
      (sum, parameter, k) => sum + priorWeight(parameter, spread) * (at[k]! - (parameter.prior?.mean ?? 0)) ** 2,
      0,
    );
    return product(rest, rest) / spread.residual + own;
  };
  const before = cost(values);
  for (let share = 1, halving = 0; halving < HALVINGS_MAX; halving++, share /= 2) {
    const next = Float64Array.from(values, (value, k) => value + share * step[k]!);
    if (cost(next) <= before * (1 + 1e-12)) return next;
  }
  return Float64Array.from(values);
}

function told(
  status: ParameterFit['status'],
  parameters: readonly Parameter[],
  rows: number,
  values: Float64Array,
  { covariance, spread }: Solved,
  iterations: number,
): ParameterFit {
  const effects = parameters.filter(({ isEffect }) => isEffect).length;
  const degreesOfFreedom = effects > 1 ? effects - 1 : rows - parameters.length;
  const width = studentQuantile(0.975, degreesOfFreedom);
  const estimates = parameters.map(({ name }, k): Estimate => {
    const standardError = Math.sqrt(covariance.values[k * parameters.length + k]!);
    const value = values[k]!;
    return { name, value, standardError, interval95: [value - width * standardError, value + width * standardError] };
  });
  const [residualSd, effectSd] = [Math.sqrt(spread.residual), Math.sqrt(spread.effect)];
  return { status, estimates, values, covariance, residualSd, effectSd, degreesOfFreedom, iterations };
}

function failed(
  status: ParameterFit['status'],
  parameters: readonly Parameter[],
  values: Float64Array,
  iterations: number,
): ParameterFit {
  const covariance = zeros(parameters.length, parameters.length);
  return { status, estimates: [], values, covariance, residualSd: 0, effectSd: 0, degreesOfFreedom: 0, iterations };
}
