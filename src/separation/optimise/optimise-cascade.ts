import { minimise, type Evaluation } from '../../numerics/index.ts';
import { numberAt, withNumber } from '../case/case-number.ts';
import { cascadeSchema, type CascadeCase } from '../case/cascade-schema.ts';
import { readForm } from '../case/read-form.ts';
import type { Watch } from '../case/solve-cascade.ts';
import { SeparationRefused } from '../refusal.ts';
import { countsStages } from '../sensitivity/sensitivities.ts';
import type { Optimisation } from './optimisation-schema.ts';
import { optimisationAnswer, type OptimisationAnswer } from './optimisation-answer.ts';
import { Trials, type Best, type Trial } from './trial.ts';
import { shareOf, valueAt, widthAt } from './variable-scale.ts';
import { searchWhole } from './whole-numbers.ts';

type Variable = Optimisation['variables'][number];

const SECONDS = 600;
const LIMITS = { tolerance: 1e-8, iterationsMax: 200, stepMax: 0.2 };
/** So many points between the bounds are looked at where the case as stated leads nowhere, and so many begun from. */
const [POINTS, BEGINNINGS] = [32, 4];
/** A base for each variable, of which there are 20 at most. */
const PRIMES = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];
/** Where rounding stops the search, an optimum may still promise so much of the objective. */
const PROMISED_MAX = 1e-7;

/**
 * The best of a cascade within bounds: continuous numbers by sequential quadratic programming with the derivatives of the model itself, whole
 * numbers of stages by search around it (docs/separation.md). A local optimum: the one that the case as stated leads to.
 * @param json a cascade case with `optimisation`
 * @throws SeparationRefused, `constraints-infeasible` with the least miss where they exclude each other
 */
export function optimiseCascade(json: unknown, watch: Watch): OptimisationAnswer {
  const text = readForm(cascadeSchema, json);
  if (text.optimisation === undefined)
    throw new SeparationRefused(
      'form',
      '$.optimisation',
      'say what may change and what shall be best: optimisation.variables, …',
    );
  return new Optimiser(text, text.optimisation, watch).run();
}

class Optimiser {
  readonly #text: CascadeCase;
  readonly #asked: Optimisation;
  readonly #continuous: readonly Variable[];
  readonly #whole: readonly Variable[];
  readonly #trials: Trials;

  constructor(text: CascadeCase, asked: Optimisation, watch: Watch) {
    [this.#text, this.#asked] = [text, asked];
    checkVariables(text, asked.variables);
    this.#continuous = asked.variables.filter(({ path }) => !countsStages(path));
    this.#whole = asked.variables.filter(({ path }) => countsStages(path));
    const endMs = watch.now() + (text.limits.seconds ?? SECONDS) * 1000;
    const isStopped = (): boolean => watch.now() > endMs || watch.isStopped?.() === true;
    const paths = this.#continuous.map(({ path }) => path);
    this.#trials = new Trials(asked, paths, { ...watch, isStopped });
  }

  run(): OptimisationAnswer {
    const start = this.#trials.at(this.#text);
    if (start === null) throw this.#trials.refused!;
    const from = this.#continuous.map((variable) => shareOf(variable, numberAt(this.#text, variable.path, '$')));
    const whole = this.#whole.map(({ path, from: low, to }) => Math.min(to, Math.max(low, numberAt(this.#text, path, '$'))));
    const ranges = this.#whole.map(({ from: low, to }) => [low, to] as const);
    const best = searchWhole<Best>(whole, ranges, (at, near) =>
      near === null ? this.#firstAt(at, Float64Array.from(from)) : this.#bestAt(at, near.optimum.x),
    );
    if (best === null)
      throw this.#trials.refused ?? new SeparationRefused('no-solution', null, 'nowhere is there a steady state');
    this.#check(best);
    return optimisationAnswer(this.#text, this.#asked, this.#continuous, start, best, this.#trials.count);
  }

  /**
   * The optimum from the case as stated. Where that does not come to what is asked, as where a front has left the cascade and nothing that
   * changes is felt, from other points between the bounds too.
   */
  #firstAt(whole: readonly number[], from: Float64Array): Best | null {
    const first = this.#bestAt(whole, from);
    if (from.length === 0 || (first !== null && first.optimum.violation <= LIMITS.tolerance)) return first;
    const base = this.#whole.reduce((text, { path }, n) => withWhole(text, path, whole[n]!), this.#text);
    const points = Array.from({ length: POINTS }, (_, n) => from.map((__, k) => radicalInverse(n + 1, PRIMES[k]!)));
    const misses = points.map((x) => {
      const trial = this.#trials.at(this.#continuous.reduce((text, each, k) => atShare(text, each, x[k]!), base));
      return trial === null ? Infinity : Math.max(0, ...trial.evaluation.constraints.map((value) => -value));
    });
    const order = points.map((_, n) => n).toSorted((a, b) => misses[a]! - misses[b]!);
    let best = first;
    for (const n of order.slice(0, BEGINNINGS)) {
      const other = misses[n] === Infinity ? null : this.#bestAt(whole, points[n]!);
      if (other !== null && (best === null || other.optimum.violation < best.optimum.violation)) best = other;
      if (best !== null && best.optimum.violation <= LIMITS.tolerance) return best;
    }
    return best;
  }

  #bestAt(whole: readonly number[], from: Float64Array): Best | null {
    const base = this.#whole.reduce((text, { path }, n) => withWhole(text, path, whole[n]!), this.#text);
    const tried = new Map<Evaluation, Trial>();
    const optimum = minimise(
      {
        start: from,
        lower: new Float64Array(from.length),
        upper: new Float64Array(from.length).fill(1),
        evaluate: (x) => {
          const trial = this.#trials.at(this.#continuous.reduce((text, each, k) => atShare(text, each, x[k]!), base));
          if (trial === null) return null;
          const widths = this.#continuous.map((each, k) => widthAt(each, x[k]!));
          const evaluation = scaled(trial.evaluation, widths);
          tried.set(evaluation, trial);
          return evaluation;
        },
      },
      LIMITS,
    );
    return optimum.evaluation === null ? null : { optimum, trial: tried.get(optimum.evaluation)! };
  }

  #check({ optimum, trial }: Best): void {
    const { status, violation, promised, iterations, evaluation } = optimum;
    if (violation > LIMITS.tolerance) {
      const message = `within these bounds not all constraints can be met; the least miss found has ${missedOf(this.#asked, trial)}`;
      throw new SeparationRefused('constraints-infeasible', '$.optimisation.constraints', message);
    }
    if (status === 'solved' || promised <= PROMISED_MAX * (1 + Math.abs(evaluation!.value))) return;
    const code = status === 'iteration-limit' ? status : 'no-solution';
    throw new SeparationRefused(code, '$.optimisation', `no optimum was found after ${iterations} steps: begin elsewhere`);
  }
}

/** Digits of a number mirrored at the point: points that fill a box evenly (Halton 1960). */
function radicalInverse(n: number, base: number): number {
  let [result, place] = [0, 1 / base];
  for (let rest = n; rest > 0; rest = Math.floor(rest / base), place /= base) result += (rest % base) * place;
  return result;
}

/** An evaluation with variables by their share of the way between their bounds. */
function scaled({ value, gradient, constraints, jacobian }: Evaluation, widths: readonly number[]): Evaluation {
  return {
    value,
    constraints,
    gradient: gradient.map((slope, k) => slope * widths[k]!),
    jacobian: { ...jacobian, values: jacobian.values.map((slope, n) => slope * widths[n % widths.length]!) },
  };
}

function atShare(text: CascadeCase, variable: Variable, share: number): CascadeCase {
  return withNumber(text, variable.path, () => valueAt(variable, share), '$.optimisation.variables');
}

/** A whole number of a case; what stands at the last stage stays there when the number of stages changes. */
function withWhole(text: CascadeCase, path: string, value: number): CascadeCase {
  const asked = '$.optimisation.variables';
  if (path !== 'stages') return withNumber(text, path, () => value, asked);
  const moved = withNumber(text, path, () => value, asked);
  for (const list of ['aqueousFeeds', 'organicFeeds', 'aqueousDraws', 'organicDraws'] as const)
    for (const each of moved[list]) if (each.stage === text.stages) each.stage = value;
  return moved;
}

/** @throws SeparationRefused where a variable is no number of the case, or its bounds are beyond what the form allows */
function checkVariables(text: CascadeCase, variables: readonly Variable[]): void {
  for (const [n, { path, from, to }] of variables.entries()) {
    const asked = `$.optimisation.variables[${n}]`;
    if (variables.findIndex((each) => each.path === path) < n)
      throw new SeparationRefused('form', `${asked}.path`, `${path} is named twice`);
    if (countsStages(path) && !(Number.isInteger(from) && Number.isInteger(to) && from >= 1))
      throw new SeparationRefused('form', asked, `${path} counts stages: its bounds are whole numbers from 1`);
    for (const [side, value] of Object.entries({ from, to })) {
      const parsed = cascadeSchema.safeParse(withNumber(text, path, () => value, `${asked}.path`));
      if (!parsed.success) {
        const message = `${path} cannot be ${value}: ${parsed.error.issues[0]?.message ?? 'the form does not allow it'}`;
        throw new SeparationRefused('form', `${asked}.${side}`, message);
      }
    }
  }
}

function missedOf({ constraints }: Optimisation, { constraints: reached, evaluation }: Trial): string {
  const missed = constraints.flatMap(({ kind, stream, component, atLeast, atMost }, n) => {
    if (evaluation.constraints[n]! >= -LIMITS.tolerance) return [];
    const limit = atLeast === undefined ? `at most ${atMost}` : `at least ${atLeast}`;
    const what = component === undefined ? kind : `${kind} of ${component}`;
    return [`a ${what} in ${stream} of ${reached[n]!.value.toPrecision(6)} where ${limit} is asked`];
  });
  return missed.join(' and ');
}
