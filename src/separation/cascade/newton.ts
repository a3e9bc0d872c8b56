import type { Cascade } from './cascade.ts';
import { Distributor } from './distributor.ts';
import type { Flows } from './flows.ts';
import { NewtonStep, type Iterate } from './newton-step.ts';
import { ComponentSweep, newProfile, type Held } from './profile.ts';
import { newScalarResidual, residualOf, type ScalarResidual, type StageTotals } from './stage-scalars.ts';

/** A step changes no logarithm by more: exponentials stay within sight. */
const STEP_MAX = 2.5;
const HALVINGS_MAX = 6;
/** Rounds of relaxation, and how much each must take off for it to go on. */
const ROUNDS_MAX = 12;
const QUICKLY = 0.4;

/** What a step must make smaller. */
export type Measure = 'largest' | 'squares';

/** When a cascade counts as solved, and what is done for it. */
export interface Goal {
  readonly tolerance: number;
  readonly stepsMax: number;
  readonly measure: Measure;
}

/** How far the scalars are from what the profile says, as logarithms of ratios. */
export interface Residual {
  readonly largest: number;
  readonly squares: number;
}

/** Counts Newton steps, and says when to give up. */
export interface StepCounter {
  readonly isOver: () => boolean;
  readonly count: (residual: number) => void;
}

/** Newton's method on the scalars of all stages, at a steady state or at the end of a step of time. */
export class NewtonSolver {
  readonly sweep: ComponentSweep;
  readonly #cascade: Cascade;
  readonly #newton: NewtonStep;
  readonly #residual: ScalarResidual;
  readonly #distributor: Distributor;
  readonly #distribution: Float64Array;
  readonly #slopes: Float64Array;
  readonly #nothingHeld: Held;
  readonly #step: Float64Array;

  constructor(cascade: Cascade, flows: Flows) {
    this.#cascade = cascade;
    this.sweep = new ComponentSweep(cascade, flows);
    this.#newton = new NewtonStep(cascade, flows, this.sweep.isIdeal);
    this.#residual = newScalarResidual(cascade.components.length);
    this.#distributor = new Distributor(cascade);
    this.#distribution = new Float64Array(cascade.stages * cascade.components.length);
    this.#slopes = this.#distributor.newSlopes();
    this.#nothingHeld = { ratePerHour: 0, mol: new Float64Array(this.#distribution.length) };
    this.#step = new Float64Array(cascade.scalars.length * cascade.stages);
  }

  /** Distributions and their slopes are in one place for all iterates of a solver: those of the last that was evaluated. */
  newIterate(scalars: Float64Array, held: Held = this.#nothingHeld): Iterate {
    const [distribution, slopes] = [this.#distribution, this.#slopes];
    return { scalars: scalars.slice(), distribution, slopes, profile: newProfile(this.#cascade), held };
  }

  /** @returns how near it came, and in how many steps */
  run(iterate: Iterate, totals: StageTotals, { tolerance, stepsMax, measure }: Goal, counter: StepCounter) {
    let residual = this.evaluate(iterate, totals);
    if (iterate.held.ratePerHour > 0) residual = this.#relax(iterate, totals, residual, tolerance);
    let iterations = 0;
    while (!(residual.largest < tolerance) && iterations < stepsMax && !counter.isOver()) {
      iterations++;
      counter.count(residual.largest);
      if (!this.#newton.solve(iterate, totals, this.#step)) break;
      const better = this.#descend(iterate, totals, residual, tolerance, measure);
      if (better === null) break;
      residual = better;
    }
    return { residual: residual.largest, iterations };
  }

  /**
   * Newton's method in each stage by itself, as if what comes from the neighbours stood still: over a short step of time it nearly does, and
   * no system has to be solved.
   * @returns the residual that was reached; as soon as it stops falling quickly, the rest is left to others
   */
  #relax(iterate: Iterate, totals: StageTotals, first: Residual, tolerance: number): Residual {
    let residual = first;
    for (let round = 0; round < ROUNDS_MAX && residual.largest >= tolerance; round++) {
      this.#newton.relax(iterate, totals, this.#step);
      const { scalars } = iterate;
      const from = scalars.slice();
      for (let at = 0; at < scalars.length; at++) scalars[at]! += Math.max(-1, Math.min(1, this.#step[at]!));
      const next = this.evaluate(iterate, totals);
      if (next.largest < QUICKLY * residual.largest) {
        residual = next;
        continue;
      }
      if (next.largest < residual.largest) return next;
      scalars.set(from);
      return this.evaluate(iterate, totals);
    }
    return residual;
  }

  /** An iterate's scalars a round of relaxation nearer than its profile: what begins there or foresees from there needs no profile. */
  refined({ scalars, ...iterate }: Iterate, totals: StageTotals): Float64Array {
    // Several scalars of a stage, each by itself, may miss what they have together.
    if (this.#cascade.scalars.length > 1) return scalars;
    this.#newton.relax({ scalars, ...iterate }, totals, this.#step);
    return scalars.map((value, at) => value + Math.max(-1, Math.min(1, this.#step[at]!)));
  }

  /** Fills in what follows from an iterate's scalars. */
  evaluate(iterate: Iterate, totals: StageTotals): Residual {
    const { stages, components, scalars: kinds } = this.#cascade;
    this.#distributor.distribute(iterate.scalars, iterate.distribution, iterate.slopes);
    for (let i = 0; i < components.length; i++) this.sweep.solve(i, iterate.distribution, iterate.held, iterate.profile);
    const place = { cascade: this.#cascade, totals, profile: iterate.profile, stage: 0 };
    let [largest, squares] = [0, 0];
    for (; place.stage < stages; place.stage++)
      for (let k = 0; k < kinds.length; k++) {
        residualOf(place, k, iterate.scalars[place.stage * kinds.length + k]!, this.#residual);
        const size = Math.abs(this.#residual.value);
        if (!(size <= largest)) largest = size;
        squares += size * size;
      }
    // What is no number is forgotten by comparisons, and not by a sum.
    return { largest: Number.isNaN(squares) ? NaN : largest, squares };
  }

  /** Goes along the step as far as that makes things better. @returns null when nothing did */
  #descend(iterate: Iterate, totals: StageTotals, before: Residual, tolerance: number, measure: Measure): Residual | null {
    const { scalars } = iterate;
    const from = scalars.slice();
    let longest = 0;
    for (const change of this.#step) {
      if (!Number.isFinite(change)) return null;
      longest = Math.max(longest, Math.abs(change));
    }
    let share = Math.min(1, STEP_MAX / longest);
    for (let halving = 0; halving <= HALVINGS_MAX; halving++, share /= 2) {
      for (let at = 0; at < scalars.length; at++) scalars[at] = from[at]! + share * this.#step[at]!;
      const residual = this.evaluate(iterate, totals);
      if (residual[measure] < before[measure] * (1 - 0.1 * share) || residual.largest < tolerance) return residual;
    }
    scalars.set(from);
    this.evaluate(iterate, totals);
    return null;
  }
}
