import type { Cascade } from './cascade.ts';
import { flowsOf, mixedBack, type Flows } from './flows.ts';
import { NewtonSolver, type Goal } from './newton.ts';
import { closureOf, type Profile } from './profile.ts';
import { firstGuess, totalsOf, type StageTotals } from './stage-scalars.ts';

/** Limits of a solve, and whom it tells how far it is. */
export interface SolveLimits {
  /** Newton steps, all of a solve's. */
  readonly iterationsMax: number;
  /** Asked between steps: true ends the solve. */
  readonly isOver: () => boolean;
  readonly report?: (progress: SolveProgress) => void;
}

export interface SolveProgress {
  readonly iterations: number;
  /** How much stages are still mixed back with their neighbours on the way to the answer; 0 at the end. */
  readonly mixing: number;
  readonly residual: number;
}

export type SolveStatus = 'solved' | 'iteration-limit' | 'time-limit' | 'no-solution';

/** A steady state, or why there is none. */
export interface SteadyState {
  readonly status: SolveStatus;
  readonly iterations: number;
  /** The largest residual of charge, extractant, loading and tables in any stage, as a logarithm of a ratio. */
  readonly residual: number;
  /** The largest relative difference between what a component brings in and takes out. */
  readonly closure: number;
  readonly profile: Profile;
  /** `[stage · scalars + scalar]`: what a solve nearby can begin with. */
  readonly scalars: Float64Array;
  readonly flows: Flows;
  readonly totals: StageTotals;
}

const TOLERANCE = 1e-11;
/** Where rounding lets a residual fall no further, so much of it is as good as none. */
const ROUNDING = 1e-8;
/** So near, a few more steps are worth it. */
const NEARLY = 1e-3;
const LAST_STEPS = 5;

/** A way from a cascade that is mixed back like one vessel to the cascade itself. */
interface Path extends Goal {
  /** The mixing falls by this factor at first; more when it goes well, less when it does not. */
  readonly ratio: number;
  /** Below this mixing the next cascade is the one that was asked for. */
  readonly last: number;
  /** Cascades on the way, at most. */
  readonly cascadesMax: number;
}

type SolveAt = (mixing: number, from: Float64Array | null, goal: Goal) => SteadyState;

const DIRECT: Goal = { tolerance: TOLERANCE, stepsMax: 60, measure: 'largest' };

/** A way that has to be taken in steps smaller than this leads nowhere. */
const RATIO_MIN = 1.00005;

/** The quick way, and those that are taken where it fails. */
const PATHS: readonly Path[] = [
  { ratio: 8, tolerance: 0.03, last: 0.05, stepsMax: 20, cascadesMax: 14, measure: 'squares' },
  { ratio: 4, tolerance: 1e-9, last: 1e-3, stepsMax: 40, cascadesMax: 600, measure: 'largest' },
  { ratio: 1.5, tolerance: 1e-9, last: 1e-5, stepsMax: 80, cascadesMax: 3000, measure: 'squares' },
];

/**
 * The steady state of a cascade. Newton's method finds the scalars of all stages; each trial solves every component's balances exactly, so that
 * whatever it ends with is positive and closes. From a cold start it goes by way of cascades whose stages are mixed back with their neighbours:
 * with much mixing all stages are alike, and as it fades the profile sharpens. A start of a solve nearby is tried first.
 * @param start scalars to begin with
 */
export function solveSteady(cascade: Cascade, limits: SolveLimits, start: Float64Array | null = null): SteadyState {
  const flows = flowsOf(cascade);
  const counted = new CountedLimits(limits);
  const solveAt: SolveAt = (mixing, from, goal) => solveMixed(cascade, flows, mixing, from, goal, counted);
  if (start !== null || cascade.scalars.every(({ kind }) => kind !== 'exchange')) {
    const direct = solveAt(0, start, DIRECT);
    if (direct.status === 'solved' || counted.isOver()) return direct;
  }
  if (cascade.scalars.some(({ kind }) => kind === 'loading')) {
    const softened = followSoftened(cascade, flows, counted);
    if (softened.status === 'solved' || counted.isOver())
      return { ...softened, status: softened.status === 'solved' ? 'solved' : counted.reason(), iterations: counted.iterations };
  }
  let state: SteadyState | null = null;
  for (const path of PATHS) {
    state = followPath(path, cascade.stages, counted, solveAt);
    if (state.status === 'solved' || counted.isOver()) break;
  }
  return { ...state!, status: state!.status === 'solved' ? 'solved' : counted.reason(), iterations: counted.iterations };
}

/** Goes a path to its end, or as far as it leads. */
function followPath(path: Path, stages: number, counted: CountedLimits, solveAt: SolveAt): SteadyState {
  let { ratio, last } = path;
  const way = new Way();
  let mixing = stages;
  for (let cascades = 1; ; cascades++) {
    const isLast = mixing < last;
    const state = solveAt(
      isLast ? 0 : mixing,
      way.predict(isLast ? last : mixing),
      isLast ? { ...path, tolerance: TOLERANCE } : path,
    );
    const isSolved = state.status === 'solved';
    if ((isLast && isSolved) || counted.isOver() || cascades >= path.cascadesMax)
      return isLast || !isSolved ? state : { ...state, status: 'no-solution' };
    if (isSolved) {
      way.add(mixing, state.scalars);
      if (state.iterations > 6) ratio **= 0.7;
      else if (state.iterations <= 3) ratio **= 1.5;
      mixing /= ratio;
    } else if (way.reached === null) mixing *= 8;
    else {
      if (isLast) last /= 4;
      ratio **= 0.4;
      if (ratio < RATIO_MIN) return state;
      mixing = way.reached / ratio;
    }
  }
}

/** The last two cascades of a way, and where they point. */
class Way {
  #before: { readonly mixing: number; readonly scalars: Float64Array } | null = null;
  #last: { readonly mixing: number; readonly scalars: Float64Array } | null = null;

  /** The mixing of the last cascade that was solved. */
  get reached(): number | null {
    return this.#last?.mixing ?? null;
  }

  add(mixing: number, scalars: Float64Array): void {
    [this.#before, this.#last] = [this.#last, { mixing, scalars }];
  }

  /** Scalars to begin with at a mixing: straight on in its logarithm, no further than the last step went. */
  predict(mixing: number): Float64Array | null {
    if (this.#last === null || this.#before === null) return this.#last?.scalars ?? null;
    const { scalars: here, mixing: at } = this.#last;
    const { scalars: before, mixing: from } = this.#before;
    const share = Math.min(1, Math.log(at / mixing) / Math.log(from / at));
    return here.map((value, k) => value + share * (value - before[k]!));
  }
}

/** Factors go from 1 to what they are in steps of so much at most, and at least. */
const SOFTER_MAX = 0.25;
const SOFTER_MIN = 1 / 4096;

/**
 * Under a given loading the quick way begins where all components are alike, whose state is known, and sets them apart little by little. Where
 * it stops, as between several products with a front each, the way of mixing is taken.
 */
function followSoftened(cascade: Cascade, flows: Flows, counted: CountedLimits): SteadyState {
  let [reached, step] = [0, SOFTER_MAX];
  let from: Float64Array | null = null;
  for (;;) {
    const share = Math.min(1, reached + step);
    const components = cascade.components.map((each) => ({ ...each, law: each.law.softened?.(share) ?? each.law }));
    const softer = { ...cascade, components };
    let state = solveMixed(softer, flows, 0, from, DIRECT, counted);
    if (state.status !== 'solved') state = solveMixed(softer, flows, 0, from, { ...DIRECT, measure: 'squares' }, counted);
    if (state.status === 'solved') {
      if (share === 1) return state;
      [from, reached, step] = [state.scalars, share, Math.min(SOFTER_MAX, 2 * step)];
    } else step /= 2;
    if (counted.isOver() || step < SOFTER_MIN) return { ...state, status: 'no-solution' };
  }
}

/** Counts the steps of all solves on a way. */
class CountedLimits {
  iterations = 0;
  readonly #limits: SolveLimits;

  constructor(limits: SolveLimits) {
    this.#limits = limits;
  }

  isOver(): boolean {
    return this.iterations >= this.#limits.iterationsMax || this.#limits.isOver();
  }

  reason(): SolveStatus {
    if (this.#limits.isOver()) return 'time-limit';
    return this.iterations >= this.#limits.iterationsMax ? 'iteration-limit' : 'no-solution';
  }

  count(mixing: number, residual: number): void {
    this.iterations++;
    this.#limits.report?.({ iterations: this.iterations, mixing, residual });
  }
}

/** The cascade with its stages mixed back, as far as one run of Newton's method brings it. */
function solveMixed(
  cascade: Cascade,
  unmixed: Flows,
  mixing: number,
  from: Float64Array | null,
  goal: Goal,
  counted: CountedLimits,
): SteadyState {
  const flows = mixing > 0 ? mixedBack(unmixed, mixing) : unmixed;
  const solver = new NewtonSolver(cascade, flows);
  const totals = totalsOf(cascade, solver.sweep);
  const iterate = solver.newIterate(from ?? firstGuess(cascade, totals, flows));
  const counter = { isOver: () => counted.isOver(), count: (residual: number) => counted.count(mixing, residual) };
  let { residual, iterations } = solver.run(iterate, totals, goal, counter);
  if (residual >= goal.tolerance && residual < NEARLY) {
    const more = solver.run(iterate, totals, { ...goal, stepsMax: LAST_STEPS }, counter);
    [residual, iterations] = [more.residual, iterations + more.iterations];
  }
  const { profile, scalars } = iterate;
  const status = residual < Math.max(goal.tolerance, ROUNDING) ? 'solved' : 'no-solution';
  return { status, iterations, residual, closure: closureOf(cascade, flows, profile), profile, scalars, flows, totals };
}
