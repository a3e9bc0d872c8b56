import { numberAt } from '../case/case-number.ts';
import { cascadeAnswer, type CascadeAnswer } from '../case/cascade-answer.ts';
import type { CascadeCase } from '../case/cascade-schema.ts';
import { tabulated, type OutcomeSensitivity, type SensitivityParameter } from '../sensitivity/sensitivities.ts';
import { isByComplement, measureSlope } from './measures.ts';
import type { Optimisation } from './optimisation-schema.ts';
import { widthAt } from './variable-scale.ts';
import { limitOf, signOf, type Best, type Trial } from './trial.ts';

/** A number that was free: where it began, where it ended, and what a bound that holds it costs. */
export interface OptimalVariable {
  readonly path: string;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly optimum: number;
  readonly active: 'from' | 'to' | null;
  /** What the objective would change by for each unit that the active bound is raised by; 0 without one, null of a number of stages. */
  readonly multiplier: number | null;
}

/** What had to hold. */
export interface OptimalConstraint {
  readonly kind: string;
  readonly stream: string;
  readonly component: string | null;
  readonly atLeast: number | null;
  readonly atMost: number | null;
  readonly start: number;
  readonly optimum: number;
  readonly isActive: boolean;
  /** What the objective would change by for each unit that the limit is raised by; 0 where it does not bind. */
  readonly multiplier: number;
}

export interface OptimisationAnswer {
  readonly unit: 'cascade';
  readonly name: string | null;
  readonly status: 'solved';
  /** `cost`, or the outcome that was to be most or least. */
  readonly objective: { readonly of: string; readonly start: number; readonly optimum: number };
  readonly variables: readonly OptimalVariable[];
  readonly constraints: readonly OptimalConstraint[];
  /** The largest slope of the Lagrangian along a variable, all the way between its bounds, as a share of the objective's largest: 0 at an optimum. */
  readonly stationarity: number;
  readonly iterations: number;
  readonly trials: number;
  /** The case at the optimum, without `optimisation`. */
  readonly cascade: Omit<CascadeCase, 'optimisation'>;
  readonly answer: CascadeAnswer;
  /** With which of the continuous numbers outcomes are told, and how they go with them at the optimum. */
  readonly parameters: readonly SensitivityParameter[];
  readonly sensitivities: readonly OutcomeSensitivity[];
}

/**
 * What an optimum says.
 * @param continuous the variables that are no numbers of stages
 * @param start the case as it was stated
 */
export function optimisationAnswer(
  text: CascadeCase,
  asked: Optimisation,
  continuous: readonly Optimisation['variables'][number][],
  start: Trial,
  { optimum, trial }: Best,
  trials: number,
): OptimisationAnswer {
  const parameters = continuous.map(({ path }) => ({ path, value: numberAt(trial.text, path, '$') }));
  return {
    unit: 'cascade',
    name: text.name ?? null,
    status: 'solved',
    objective: { of: objectiveName(asked), start: start.objective, optimum: trial.objective },
    variables: asked.variables.map((variable) => variableOf(variable, continuous.indexOf(variable), text, trial, optimum)),
    constraints: asked.constraints.map((constraint, n) => ({
      kind: constraint.kind,
      stream: constraint.stream,
      component: constraint.component ?? null,
      atLeast: constraint.atLeast ?? null,
      atMost: constraint.atMost ?? null,
      start: start.constraints[n]!.value,
      optimum: trial.constraints[n]!.value,
      isActive: optimum.multipliers[n]! > 0,
      multiplier: limitMultiplier(constraint, optimum.multipliers[n]!, trial.objectiveSlope),
    })),
    stationarity: stationarityOf(optimum),
    iterations: optimum.iterations,
    trials,
    cascade: withoutQuestion(trial.text),
    answer: cascadeAnswer(trial.text, trial.cascade, trial.state),
    parameters,
    sensitivities: tabulated(trial.told.outcomes, trial.told.along, parameters),
  };
}

function withoutQuestion({ optimisation: _, ...cascade }: CascadeCase): OptimisationAnswer['cascade'] {
  return cascade;
}

function objectiveName({ objective }: Optimisation): string {
  if ('prices' in objective) return 'cost';
  const { kind, stream, component } = 'maximise' in objective ? objective.maximise : objective.minimise;
  return `${stream} ${kind}${component === undefined ? '' : ` ${component}`}`;
}

function variableOf(
  variable: Optimisation['variables'][number],
  at: number,
  text: CascadeCase,
  { text: best, objectiveSlope }: Trial,
  { lowerMultipliers, upperMultipliers }: Best['optimum'],
): OptimalVariable {
  const { path, from, to } = variable;
  const value = numberAt(best, path, '$');
  const active = value <= from ? 'from' : value >= to ? 'to' : null;
  const start = numberAt(text, path, '$');
  if (at < 0) return { path, from, to, start, optimum: value, active, multiplier: null };
  const pull = (lowerMultipliers[at]! - upperMultipliers[at]!) / widthAt(variable, active === 'to' ? 1 : 0);
  return { path, from, to, start, optimum: value, active, multiplier: pull === 0 ? 0 : objectiveSlope * pull };
}

/** From the scale on which the optimum was sought to the outcome's own unit. */
function limitMultiplier(constraint: Optimisation['constraints'][number], multiplier: number, objectiveSlope: number): number {
  if (multiplier === 0) return 0;
  const limit = limitOf(constraint);
  const slope = measureSlope(constraint.kind, limit, isByComplement(constraint.kind, limit));
  return objectiveSlope * signOf(constraint) * multiplier * slope;
}

function stationarityOf({ evaluation, multipliers, lowerMultipliers, upperMultipliers }: Best['optimum']): number {
  const { gradient, jacobian } = evaluation!;
  let [worst, steepest] = [0, 0];
  for (const [k, slope] of gradient.entries()) {
    let sum = slope - lowerMultipliers[k]! + upperMultipliers[k]!;
    for (const [i, multiplier] of multipliers.entries()) sum -= multiplier * jacobian.values[i * jacobian.columns + k]!;
    [worst, steepest] = [Math.max(worst, Math.abs(sum)), Math.max(steepest, Math.abs(slope))];
  }
  return steepest > 0 ? worst / steepest : 0;
}
