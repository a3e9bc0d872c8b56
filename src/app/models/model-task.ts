import { ReconcileRefused, reconcileCase } from '../../reconcile/index.ts';
import {
  cascadeSensitivities,
  controlCascade,
  optimiseCascade,
  planBlend,
  SeparationRefused,
  simulateCase,
  solveCase,
} from '../../separation/index.ts';
import { loadLinearSolver } from './linear-solver.ts';

const watch = { now: () => performance.now() };

/** What can be asked of the models. */
export const MODEL_TASKS = [
  'separation',
  'simulation',
  'sensitivities',
  'optimisation',
  'control',
  'blend-plan',
  'reconciliation',
] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];

/** How each is done where it is called. */
const DOING = {
  separation: (json: unknown) => solveCase(json, watch),
  simulation: (json: unknown) => simulateCase(json, watch),
  sensitivities: (json: unknown) => cascadeSensitivities(json, watch),
  optimisation: (json: unknown) => optimiseCascade(json, watch),
  control: (json: unknown) => controlCascade(json, watch),
  'blend-plan': async (json: unknown) => planBlend(json, await loadLinearSolver()),
  reconciliation: reconcileCase,
} as const satisfies Record<ModelTask, (json: unknown) => unknown>;

type ModelAnswer = Awaited<ReturnType<(typeof DOING)[ModelTask]>>;

/** Why a case has no answer: a code of the model's closed list, where in the JSON, and what to do. */
export interface ModelRefusal {
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
}

export type ModelOutcome = { readonly answer: ModelAnswer } | { readonly refusal: ModelRefusal };

/** Does a task where it is called. @param json the case, in its JSON form */
export async function doTask(task: ModelTask, json: unknown): Promise<ModelOutcome> {
  try {
    return { answer: await DOING[task](json) };
  } catch (error) {
    if (!(error instanceof SeparationRefused) && !(error instanceof ReconcileRefused)) throw error;
    return { refusal: { code: error.code, path: error.path, message: error.message } };
  }
}
