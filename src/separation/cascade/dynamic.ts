import type { Cascade } from './cascade.ts';
import { flowsOf, type Flows } from './flows.ts';
import { NewtonSolver, type Goal, type StepCounter } from './newton.ts';
import type { Iterate } from './newton-step.ts';
import type { Held } from './profile.ts';
import type { StageTotals } from './stage-scalars.ts';
import { Trend } from './trend.ts';

/** What the stages of a cascade hold, moles; and the scalars at which they hold it. */
export interface Holdings {
  /** `[component · stages + stage]`. */
  readonly mol: Float64Array;
  readonly charge: Float64Array;
  readonly buffers: readonly Float64Array[];
  readonly extractant: Float64Array;
  readonly scalars: Float64Array;
}

/** The end of a step of time. */
export interface TimeStep {
  readonly holdings: Holdings;
  /** What leaves the cascade while the step lasts, mol of each component. */
  readonly leaving: Float64Array;
  /** Local error against the tolerance; above 1 the step was too long. */
  readonly error: number;
  readonly iterate: Iterate;
}

/** γ of the two-stage diagonally implicit Runge–Kutta method of order 2 that is L-stable and stiffly accurate (Alexander 1977). */
const GAMMA = 1 - Math.SQRT1_2;
/** Equations are solved to a thousandth of what a step may miss, within these bounds. */
const [TOLERANCE_MIN, TOLERANCE_MAX] = [1e-8, 1e-7];
const STEPS_MAX = 25;
/** Amounts below this share of the greatest that a component has anywhere are not watched. */
const UNWATCHED = 1e-4;

/** A cascade through time, its feeds as they are now. Volumes stand still; what is held changes. */
export class Transient {
  readonly cascade: Cascade;
  readonly flows: Flows;
  readonly #solver: NewtonSolver;
  readonly #counter: StepCounter;
  #goal: Goal = { tolerance: TOLERANCE_MIN, stepsMax: STEPS_MAX, measure: 'squares' };
  #trends: readonly [Trend, Trend] = [new Trend(), new Trend()];
  #last: { readonly from: Holdings; readonly middle: Holdings; readonly to: Holdings; readonly hours: number } | null = null;

  constructor(cascade: Cascade, counter: StepCounter) {
    this.cascade = cascade;
    this.flows = flowsOf(cascade);
    this.#solver = new NewtonSolver(cascade, this.flows);
    this.#counter = counter;
  }

  /**
   * One step of time.
   * @param hours its length
   * @param relative tolerance of what is held
   * @returns null when the equations could not be solved: shorten the step
   */
  step(from: Holdings, hours: number, relative: number): TimeStep | null {
    const rate = 1 / (GAMMA * hours);
    this.#goal = { ...this.#goal, tolerance: Math.max(TOLERANCE_MIN, Math.min(TOLERANCE_MAX, 1e-3 * relative)) };
    this.#learn(from);
    const first = this.#implicit(from, this.#trends[0].predict(from.scalars, hours), rate);
    if (first === null) return null;
    const base: Holdings = {
      mol: onward(from.mol, first.holdings.mol),
      charge: onward(from.charge, first.holdings.charge),
      extractant: onward(from.extractant, first.holdings.extractant),
      buffers: from.buffers.map((buffer, n) => onward(buffer, first.holdings.buffers[n]!)),
      scalars: first.holdings.scalars,
    };
    const second = this.#implicit(base, this.#trends[1].predict(base.scalars, hours), rate);
    if (second === null) return null;
    this.#last = { from, middle: first.holdings, to: second.holdings, hours };
    const [a, b] = [this.#outflow(first.iterate), this.#outflow(second.iterate)];
    return {
      holdings: second.holdings,
      leaving: a.map((mol, i) => hours * ((1 - GAMMA) * mol + GAMMA * b[i]!)),
      error: this.#errorOf(from, first.holdings, second.holdings, relative),
      iterate: second.iterate,
    };
  }

  /** What the last step tells of the next: nothing new where it is taken again, and nothing at all where one begins elsewhere. */
  #learn(start: Holdings): void {
    const last = this.#last;
    if (last === null || start === last.from) return;
    if (start !== last.to) this.#trends = [new Trend(), new Trend()];
    else {
      this.#trends[0].add(last.from.scalars, last.middle.scalars, last.hours);
      this.#trends[1].add(last.middle.scalars, last.to.scalars, last.hours);
    }
    this.#last = null;
  }

  /** The end of an implicit Euler step from a base. */
  #implicit(base: Holdings, start: Float64Array, ratePerHour: number): { holdings: Holdings; iterate: Iterate } | null {
    const { aqueousHold, organicHold, chargeFeed, extractantFeed, buffers, stages, components } = this.cascade;
    const { sweep } = this.#solver;
    const held = (mol: Float64Array): Held => ({ ratePerHour, mol });
    const totals: StageTotals = {
      charge: sweep.solveInert('aqueous', chargeFeed, held(base.charge)),
      extractant: sweep.solveInert('organic', extractantFeed, held(base.extractant)),
      buffers: buffers.map(({ dissociationMolPerLitre, feedMolPerHour }, n) => ({
        dissociation: dissociationMolPerLitre,
        total: sweep.solveInert('aqueous', feedMolPerHour, held(base.buffers[n]!)),
      })),
      loading: this.cascade.loadingMolPerLitre,
      unloaded: this.cascade.loadingMolPerLitre,
    };
    const iterate = this.#solver.newIterate(start, held(base.mol));
    const { residual } = this.#solver.run(iterate, totals, this.#goal, this.#counter);
    if (!(residual < this.#goal.tolerance)) return null;
    const { aqueous, organic } = iterate.profile;
    const mol = new Float64Array(stages * components.length);
    for (let i = 0, at = 0; i < components.length; i++)
      for (let j = 0; j < stages; j++, at++) mol[at] = aqueousHold[j]! * aqueous[at]! + organicHold[j]! * organic[at]!;
    const holdings = {
      mol,
      charge: totals.charge.map((value, j) => value * aqueousHold[j]!),
      extractant: totals.extractant.map((value, j) => value * organicHold[j]!),
      buffers: totals.buffers.map(({ total }) => total.map((value, j) => value * aqueousHold[j]!)),
      scalars: this.#solver.refined(iterate, totals),
    };
    return { holdings, iterate };
  }

  /** What leaves the cascade, mol/h of each component. */
  #outflow({ profile: { aqueous, organic } }: Iterate): Float64Array {
    const { stages, components, aqueousDraw, organicDraw } = this.cascade;
    const last = stages - 1;
    return Float64Array.from(components, (_, i) => {
      const at = i * stages;
      let mol = this.flows.aqueous[0]! * aqueous[at]! + this.flows.organicEntrained[0]! * organic[at]!;
      mol += this.flows.organic[last]! * organic[at + last]! + this.flows.aqueousEntrained[last]! * aqueous[at + last]!;
      for (let j = 0; j < stages; j++) mol += aqueousDraw[j]! * aqueous[at + j]! + organicDraw[j]! * organic[at + j]!;
      return mol;
    });
  }

  /** The method against one of first order from the same stages. */
  #errorOf(from: Holdings, first: Holdings, second: Holdings, relative: number): number {
    const { stages, components } = this.cascade;
    let worst = 0;
    for (let i = 0; i < components.length; i++) {
      let most = 0;
      for (let at = i * stages; at < (i + 1) * stages; at++) most = Math.max(most, second.mol[at]!, from.mol[at]!);
      for (let at = i * stages; at < (i + 1) * stages; at++) {
        const lower = from.mol[at]! + (first.mol[at]! - from.mol[at]!) / GAMMA;
        worst = Math.max(worst, Math.abs(second.mol[at]! - lower) / (relative * (second.mol[at]! + UNWATCHED * most) + 1e-300));
      }
    }
    return worst;
  }
}

/** Where the second stage of the method begins: on the line from the start through the end of the first. */
function onward(start: Float64Array, middle: Float64Array): Float64Array {
  const ratio = (1 - GAMMA) / GAMMA;
  const result = new Float64Array(start.length);
  for (let at = 0; at < start.length; at++) result[at] = start[at]! + ratio * (middle[at]! - start[at]!);
  return result;
}
