import type { OptimisationAnswer } from '../optimise/optimisation-answer.ts';
import type { CaseAnswer } from './solve-case.ts';

/** The cascade that a design or an optimisation found, as a case of its own: in the plant's chemistry where the case states it; null of others. */
export function designedCascade(answer: CaseAnswer | OptimisationAnswer): object | null {
  if (!('cascade' in answer)) return null;
  return 'plant' in answer && answer.plant !== null ? answer.plant.cascade : answer.cascade;
}
