import { ReconcileRefused, reconcileCase, type ReconciliationAnswer } from '../../reconcile/index.ts';
import { SeparationRefused, simulateCase, solveCase, type CaseAnswer, type SimulationAnswer } from '../../separation/index.ts';

/** What can be asked of the models. */
export const MODEL_TASKS = ['separation', 'simulation', 'reconciliation'] as const;
export type ModelTask = (typeof MODEL_TASKS)[number];

export type ModelAnswer = CaseAnswer | SimulationAnswer | ReconciliationAnswer;

/** Why a case has no answer: a code of the model's closed list, where in the JSON, and what to do. */
export interface ModelRefusal {
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
}

export type ModelOutcome = { readonly answer: ModelAnswer } | { readonly refusal: ModelRefusal };

/** Does a task where it is called. @param json the case, in its JSON form */
export function doTask(task: ModelTask, json: unknown): ModelOutcome {
  const watch = { now: () => performance.now() };
  try {
    if (task === 'reconciliation') return { answer: reconcileCase(json) };
    return { answer: task === 'separation' ? solveCase(json, watch) : simulateCase(json, watch) };
  } catch (error) {
    if (!(error instanceof SeparationRefused) && !(error instanceof ReconcileRefused)) throw error;
    return { refusal: { code: error.code, path: error.path, message: error.message } };
  }
}
