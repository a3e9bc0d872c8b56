import { numberAt, stepsOf, withNumber } from '../case/case-number.ts';
import { cascadeAnswer, type CascadeAnswer } from '../case/cascade-answer.ts';
import { cascadeSchema, type CascadeCase } from '../case/cascade-schema.ts';
import { compileCascade, compileUnchecked } from '../case/compile-cascade.ts';
import { readForm } from '../case/read-form.ts';
import { settle, type Watch } from '../case/solve-cascade.ts';
import type { Cascade } from '../cascade/cascade.ts';
import type { SteadyState } from '../cascade/steady.ts';
import { Tangents, type TangentFault } from '../cascade/tangent.ts';
import { SeparationRefused } from '../refusal.ts';
import { outcomesAlong, type Moving, type Outcome } from './outcomes.ts';

/** A number of the case with respect to which derivatives are told. */
export interface SensitivityParameter {
  readonly path: string;
  readonly value: number;
}

/** One number of the answer, and how it goes with each parameter. */
export interface OutcomeSensitivity extends Omit<Outcome, 'slope'> {
  /** Derivatives with each parameter in its own unit, in the order of the parameters. */
  readonly slopes: readonly number[];
  /** Percent of change for one percent of each parameter; null where the parameter or the outcome is 0, and for pH. */
  readonly elasticities: readonly (number | null)[];
}

/** Stages in which an isotherm by points is read at one of its points: the slope told is that of one side. */
export interface TableCorner {
  readonly component: string;
  /** From 1. */
  readonly stages: readonly number[];
}

export interface SensitivityAnswer {
  readonly unit: 'cascade';
  readonly name: string | null;
  readonly status: 'solved';
  readonly parameters: readonly SensitivityParameter[];
  readonly sensitivities: readonly OutcomeSensitivity[];
  readonly corners: readonly TableCorner[];
}

/**
 * Derivatives of every purity, recovery, concentration and pH of the streams that leave a cascade with numbers of its case, at the steady
 * state: by implicit functions, from the model's own equations, without a further solve (docs/separation.md).
 * @param json a cascade case, with `sensitivities.parameters` or without: then all flows, acids and extractants
 * @throws SeparationRefused where there is no steady state, a path names no number that may be moved, or there is no derivative
 */
export function cascadeSensitivities(json: unknown, watch: Watch): SensitivityAnswer {
  return solveWithSensitivities(json, watch).sensitivities;
}

/** A cascade's answer and its sensitivities, of one steady state. @throws SeparationRefused as `cascadeSensitivities` */
export function solveWithSensitivities(
  json: unknown,
  watch: Watch,
): { readonly answer: CascadeAnswer; readonly sensitivities: SensitivityAnswer } {
  const text = readForm(cascadeSchema, json);
  const cascade = compileCascade(text);
  const paths = text.sensitivities?.parameters ?? defaultPaths(text);
  const asked = (n: number): string => (text.sensitivities === undefined ? '$' : `$.sensitivities.parameters[${n}]`);
  const parameters = paths.map((path, n) => ({ path, value: movableAt(text, path, asked(n)) }));
  const state = settle(text, cascade, watch);
  const sloped = slopesAlong(text, cascade, state, paths, asked);
  const sensitivities = tabulated(outcomesAlong(text, cascade, state, null, null), sloped, parameters);
  const corners = cornersOf(text, cascade, state);
  const name = text.name ?? null;
  return {
    answer: cascadeAnswer(text, cascade, state),
    sensitivities: { unit: 'cascade', name, status: 'solved', parameters, sensitivities, corners },
  };
}

/** Outcomes with their slopes along each parameter beside each other. @param sloped the same outcomes along each parameter */
export function tabulated(
  outcomes: readonly Outcome[],
  sloped: readonly (readonly Outcome[])[],
  parameters: readonly SensitivityParameter[],
): OutcomeSensitivity[] {
  return outcomes.map(({ slope: _, ...outcome }, at) => {
    const slopes = sloped.map((each) => each[at]!.slope);
    const elasticities = slopes.map((slope, n) => elasticityOf(outcome, slope, parameters[n]!.value));
    return { ...outcome, slopes, elasticities };
  });
}

/**
 * Outcomes of a solved cascade along each of some numbers of its case.
 * @param asked JSON path of whoever named number `n`
 * @throws SeparationRefused where one of them has no derivative
 */
export function slopesAlong(
  text: CascadeCase,
  cascade: Cascade,
  state: SteadyState,
  paths: readonly string[],
  asked: (n: number) => string,
): Outcome[][] {
  const tangents = new Tangents(cascade, state);
  return paths.map((path, n) => {
    const moving = movingOf(text, path, asked(n));
    const tangent = tangents.along(moving.value, (value) => compileUnchecked(moving.moved(value)));
    if (typeof tangent === 'string') throw refusalOf(tangent, path, asked(n));
    return outcomesAlong(text, cascade, state, tangent, moving);
  });
}

/** A number of a case that may be moved. @throws SeparationRefused where it may not */
export function movingOf(text: CascadeCase, path: string, asked: string): Moving {
  return { value: movableAt(text, path, asked), moved: (value) => withNumber(text, path, () => value, asked) };
}

/** What of a case a steady state depends on. */
const ROOTS = new Set([
  'components',
  'extractant',
  'buffers',
  'aqueousFeeds',
  'organicFeeds',
  'aqueousDraws',
  'organicDraws',
  'loading',
  'efficiency',
  'entrainment',
  'temperatureCelsius',
]);
/** Numbers that count stages. */
const WHOLE = new Set(['stage', 'from', 'to']);

/** Whether the number at a path counts stages. */
export function countsStages(path: string): boolean {
  return path === 'stages' || WHOLE.has(stepsOf(path).at(-1)!);
}

/** The number at a path, if it may be moved. @throws SeparationRefused */
function movableAt(text: CascadeCase, path: string, asked: string): number {
  const steps = stepsOf(path);
  const value = numberAt(text, path, asked);
  if (countsStages(path))
    throw new SeparationRefused('form', asked, `${path} counts stages: there is no derivative with a whole number`);
  if (ROOTS.has(steps[0]!)) return value;
  throw new SeparationRefused('form', asked, `no steady state depends on ${path}: name one of ${[...ROOTS].join(', ')}`);
}

/** All volumes, acids and extractants that are not 0. */
function defaultPaths(text: CascadeCase): string[] {
  const lists = ['aqueousFeeds', 'organicFeeds', 'aqueousDraws', 'organicDraws'] as const;
  return lists.flatMap((list) =>
    text[list].flatMap((each, n) =>
      ['litrePerHour', 'acid', 'extractant'].flatMap((key) => {
        const value = (each as unknown as Record<string, unknown>)[key];
        return typeof value === 'number' && value > 0 ? [`${list}[${n}].${key}`] : [];
      }),
    ),
  );
}

function elasticityOf({ kind, value }: Omit<Outcome, 'slope'>, slope: number, parameter: number): number | null {
  if (kind === 'pH' || parameter === 0 || value === 0) return null;
  const elasticity = (slope * parameter) / value;
  return Number.isFinite(elasticity) ? elasticity : null;
}

const FAULTS: Readonly<Record<TangentFault, string>> = {
  'component-begins': 'brings a component that is nowhere else: state a trace of it instead of 0',
  'equations-change': 'makes other equations as soon as it moves',
  'no-tangent': 'has no derivative here: the steady state turns back, or is lost in rounding',
};

function refusalOf(fault: TangentFault, path: string, asked: string): SeparationRefused {
  return new SeparationRefused(fault === 'no-tangent' ? 'no-solution' : 'form', asked, `${path} ${FAULTS[fault]}`);
}

/** An isotherm is read at one of its points where logarithms are as near. */
const AT_A_POINT = 1e-9;

function cornersOf(text: CascadeCase, { components, stages }: Cascade, { profile }: SteadyState): TableCorner[] {
  return components.flatMap(({ name }, i) => {
    const law = text.components[name]?.law;
    if (law?.model !== 'table') return [];
    const at = Array.from({ length: stages }, (_, stage) => stage).filter((stage) => {
      const ln = Math.log(profile.aqueous[i * stages + stage]!);
      return law.points.some(([x]) => Math.abs(Math.log(x) - ln) < AT_A_POINT);
    });
    return at.length === 0 ? [] : [{ component: name, stages: at.map((stage) => stage + 1) }];
  });
}
