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

/** The quick way, and the way that is taken where it fails. */
const PATHS: readonly Path[] = [
  { ratio: 8, tolerance: 0.03, last: 0.05, stepsMax: 20, cascadesMax: 14, measure: 'squares' },
  { ratio: 4, tolerance: 1e-11, last: 1e-3, stepsMax: 60, cascadesMax: 80, measure: 'largest' },
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
  let from: Float64Array | null = null;
  let reached = Infinity;
  let mixing = stages;
  for (let cascades = 1; ; cascades++) {
    const isLast = mixing < last;
    const state = solveAt(isLast ? 0 : mixing, from, isLast ? { ...path, tolerance: TOLERANCE } : path);
    const isSolved = state.status === 'solved';
    if ((isLast && isSolved) || counted.isOver() || cascades >= path.cascadesMax)
      return isLast || !isSolved ? state : { ...state, status: 'no-solution' };
    if (isSolved) {
      [from, reached] = [state.scalars, mixing];
      if (state.iterations > 5) ratio = Math.max(2, ratio / 2);
      else if (state.iterations <= 2) ratio *= 2;
      mixing /= ratio;
    } else if (reached === Infinity) mixing *= 8;
    else {
      if (isLast) last /= 4;
      ratio = Math.sqrt(ratio);
      mixing = reached / ratio;
    }
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
  const { residual, iterations } = solver.run(iterate, totals, goal, counter);
  const { profile, scalars } = iterate;
  const status = residual < goal.tolerance ? 'solved' : 'no-solution';
  return { status, iterations, residual, closure: closureOf(cascade, flows, profile), profile, scalars, flows, totals };
}
