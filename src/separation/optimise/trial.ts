import { matrixOf, type Evaluation, type SmoothOptimum } from '../../numerics/index.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { compileCascade } from '../case/compile-cascade.ts';
import { settle, type Watch } from '../case/solve-cascade.ts';
import type { Cascade } from '../cascade/cascade.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { SeparationRefused, type SeparationRefusalCode } from '../refusal.ts';
import { outcomesAlong } from '../sensitivity/outcomes.ts';
import { movingOf, slopesAlong } from '../sensitivity/sensitivities.ts';
import { costOf } from './cost.ts';
import { isByComplement, measuredOf, measureOf, measureSlope, type Measured, type Told } from './measures.ts';
import type { Optimisation } from './optimisation-schema.ts';

/** A case that was tried: what it says, and what that is worth. */
export interface Trial {
  readonly text: CascadeCase;
  readonly cascade: Cascade;
  readonly state: SteadyState;
  readonly told: Told;
  /** In its own unit. */
  readonly objective: number;
  readonly constraints: readonly Measured[];
  readonly evaluation: Evaluation;
  /** What the objective changes by for each unit of the evaluation's value. */
  readonly objectiveSlope: number;
}

/** Continuous numbers at their best for given whole ones. */
export interface Best {
  readonly optimum: SmoothOptimum;
  readonly trial: Trial;
}

/** Faults of a trial that say that there is no answer at this point, not that the question is wrong. */
const NOWHERE: ReadonlySet<SeparationRefusalCode> = new Set<SeparationRefusalCode>([
  'stages-out-of-range',
  'stage-unknown',
  'draw-beyond-flow',
  'stage-without-phase',
  'loading-beyond-supply',
  'extractant-exhausted',
  'acid-exhausted',
  'no-solution',
  'iteration-limit',
]);

/** Solves cases and puts what is asked of them as numbers of the order of 1, with their slopes. */
export class Trials {
  readonly #asked: Optimisation;
  readonly #paths: readonly string[];
  readonly #watch: Watch;
  #start: Float64Array | null = null;
  /** What a cost is compared with, and whether a share that is to be most is told by what it leaves: fixed by the first trial. */
  #scale: { readonly cost: number; readonly byComplement: boolean } | null = null;
  /** Why the last trial came to nothing. */
  refused: SeparationRefused | null = null;
  count = 0;

  /** @param paths of the numbers along which slopes are asked */
  constructor(asked: Optimisation, paths: readonly string[], watch: Watch) {
    [this.#asked, this.#paths, this.#watch] = [asked, paths, watch];
  }

  /** A case tried; null where it has no steady state. @throws SeparationRefused where the question is wrong, or time is over */
  at(text: CascadeCase): Trial | null {
    if (this.#watch.isStopped?.() === true)
      throw new SeparationRefused('time-limit', '$.limits.seconds', `not optimised in time, after ${this.count} trials`);
    this.count++;
    try {
      const trial = this.#solved(text);
      [this.refused, this.#start] = [null, trial.state.scalars];
      return trial;
    } catch (error) {
      if (!(error instanceof SeparationRefused) || !NOWHERE.has(error.code)) throw error;
      this.refused = error;
      return null;
    }
  }

  #solved(text: CascadeCase): Trial {
    const cascade = compileCascade(text);
    const usable = this.#start?.length === cascade.stages * cascade.scalars.length ? this.#start : null;
    const state = settle(text, cascade, this.#watch, usable);
    const outcomes = outcomesAlong(text, cascade, state, null, null);
    const along = slopesAlong(text, cascade, state, this.#paths, (n) => `$.optimisation.variables[${n}].path`);
    const told = { outcomes, along };
    const objective = this.#objective(text, told);
    const constraints = this.#asked.constraints.map((asked, n) =>
      measuredOf(asked, isByComplement(asked.kind, limitOf(asked)), told, `$.optimisation.constraints[${n}]`),
    );
    const rows = constraints.map(({ slopes }, n) => slopes.map((slope) => signOf(this.#asked.constraints[n]!) * slope));
    return {
      text,
      cascade,
      state,
      told,
      objective: objective.natural,
      objectiveSlope: objective.slope,
      constraints,
      evaluation: {
        value: objective.value,
        gradient: objective.gradient,
        constraints: Float64Array.from(constraints, ({ measure }, n) => {
          const asked = this.#asked.constraints[n]!;
          const limit = limitOf(asked);
          return signOf(asked) * (measure - measureOf(asked.kind, limit, isByComplement(asked.kind, limit)));
        }),
        jacobian: { ...matrixOf(rows.map((row) => [...row])), columns: this.#paths.length },
      },
    };
  }

  #objective(text: CascadeCase, told: Told): { natural: number; value: number; gradient: Float64Array; slope: number } {
    const { objective } = this.#asked;
    if ('prices' in objective) {
      const movings = this.#paths.map((path) => movingOf(text, path, '$.optimisation.variables'));
      const cost = costOf(text, objective.prices, told, movings);
      this.#scale ??= { cost: Math.abs(cost.value) || 1, byComplement: false };
      const { cost: scale } = this.#scale;
      return {
        natural: cost.value,
        value: cost.value / scale,
        gradient: cost.slopes.map((slope) => slope / scale),
        slope: scale,
      };
    }
    const [asked, sign, path] =
      'maximise' in objective
        ? [objective.maximise, -1, '$.optimisation.objective.maximise']
        : [objective.minimise, 1, '$.optimisation.objective.minimise'];
    const plain = measuredOf(asked, false, told, path);
    this.#scale ??= { cost: 1, byComplement: isByComplement(asked.kind, plain.value) };
    const { byComplement } = this.#scale;
    const { value, measure, slopes } = byComplement ? measuredOf(asked, true, told, path) : plain;
    const slope = sign / measureSlope(asked.kind, value, byComplement);
    return { natural: value, value: sign * measure, gradient: slopes.map((each) => sign * each), slope };
  }
}

type Constraint = Optimisation['constraints'][number];

/** The limit of a constraint, in the outcome's own unit. */
export function limitOf({ atLeast, atMost }: Constraint): number {
  return (atLeast ?? atMost)!;
}

/** 1 where a constraint holds above its limit, −1 where below. */
export function signOf({ atLeast }: Constraint): 1 | -1 {
  return atLeast === undefined ? -1 : 1;
}
