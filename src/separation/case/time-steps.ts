import type { Cascade } from '../cascade/cascade.ts';
import { Transient, type Holdings, type TimeStep } from '../cascade/dynamic.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { SeparationRefused } from '../refusal.ts';
import type { CascadeCase } from './cascade-schema.ts';
import { compileCascade } from './compile-cascade.ts';
import type { Watch } from './solve-cascade.ts';

const SECONDS = 600;
/** Steps shorter than this share of the whole time say that it cannot be gone on. */
const SHORTEST = 1e-12;

/** How a stretch of time is gone through. */
export interface Pace {
  /** The whole time, hours. */
  readonly hours: number;
  readonly relativeTolerance: number;
  /** Fixed steps; undefined lets them follow the tolerance. */
  readonly stepHours?: number | undefined;
}

/** Steps of time that are good enough, counted, within the limits of a case. */
export class TimeSteps {
  steps = 0;
  iterations = 0;
  readonly #text: CascadeCase;
  readonly #pace: Pace;
  readonly #watch: Watch;
  readonly #endMs: number;

  constructor(text: CascadeCase, pace: Pace, watch: Watch) {
    [this.#text, this.#pace, this.#watch] = [text, pace, watch];
    this.#endMs = watch.now() + (text.limits.seconds ?? SECONDS) * 1000;
  }

  /** A case through time, its feeds as they are. @throws SeparationRefused */
  transient(text: CascadeCase): Transient {
    return new Transient(compileCascade(text), { isOver: () => this.#isOver(), count: () => this.iterations++ });
  }

  /**
   * One step that is good enough, shortened as often as needed.
   * @param wished hours
   * @returns the step, its hours, and what the next may be
   * @throws SeparationRefused where time is over, or no step is short enough
   */
  advance(transient: Transient, from: Holdings, wished: number): { step: TimeStep; hours: number; next: number } {
    const { hours: whole, relativeTolerance, stepHours } = this.#pace;
    for (let hours = wished; ;) {
      if (this.#isOver())
        throw new SeparationRefused('time-limit', '$.limits.seconds', `not simulated in time, after ${this.steps} steps`);
      if (hours < SHORTEST * whole) throw this.#stuck();
      const step = transient.step(from, hours, relativeTolerance);
      const factor = step === null ? 0.25 : Math.min(4, Math.max(0.2, 0.9 / Math.sqrt(step.error + 1e-10)));
      if (step !== null && (step.error <= 1 || stepHours !== undefined)) {
        this.steps++;
        return { step, hours, next: hours * factor };
      }
      hours *= factor;
    }
  }

  #stuck(): SeparationRefused {
    const message = `the simulation cannot go on after ${this.steps} steps: none is short enough`;
    const { dynamics, concentrationUnit } = this.#text;
    if (dynamics === undefined || dynamics.initial === 'steady') return new SeparationRefused('no-solution', null, message);
    const filled = `is what fills the stages at first stated in ${concentrationUnit}, as the feeds are?`;
    return new SeparationRefused('no-solution', '$.dynamics.initial', `${message}; ${filled}`);
  }

  #isOver(): boolean {
    return this.#watch.now() > this.#endMs || this.#watch.isStopped?.() === true;
  }
}

/** @throws SeparationRefused where a case cannot go through time: nothing says what its stages hold, or its loading is given */
export function checkTimely(text: CascadeCase): void {
  if (text.hold === undefined)
    throw new SeparationRefused('form', '$.hold', 'say what a stage holds of each phase: hold.aqueousLitre, hold.organicLitre');
  if (Object.values(text.components).some(({ law }) => law?.model === 'separation-factor'))
    throw new SeparationRefused('form', '$.loading', 'a given loading holds at steady state only: use a law of cation exchange');
}

/** What the stages of a cascade hold at a steady state. */
export function heldBy({ aqueousHold, organicHold, stages }: Cascade, { profile, totals, scalars }: SteadyState): Holdings {
  return {
    mol: profile.aqueous.map((x, at) => aqueousHold[at % stages]! * x + organicHold[at % stages]! * profile.organic[at]!),
    charge: totals.charge.map((value, j) => value * aqueousHold[j]!),
    extractant: totals.extractant.map((value, j) => value * organicHold[j]!),
    buffers: totals.buffers.map(({ total }) => total.map((value, j) => value * aqueousHold[j]!)),
    scalars,
  };
}
