import type { Movement } from './movement.ts';
import { draftOf, postMovement } from './posting.ts';
import type { QuotaState } from './quota-state.ts';
import { type Refusal, refusalOf } from './refusal.ts';

/** What became of a list of movements: the state after those that hold, and each refused one with its reason. */
export interface AppliedMovements {
  readonly state: QuotaState;
  readonly refused: readonly { readonly movement: Movement; readonly refusal: Refusal }[];
}

/**
 * One movement applied. The same movement again changes nothing.
 * @returns the new state, or why the movement is refused (`REFUSAL_CODES`, the first that holds); a draw is never refused for
 *   the cap
 */
export function applyMovement(state: QuotaState, movement: Movement): QuotaState | Refusal {
  const { state: after, refused } = applyMovements(state, [movement]);
  return refused[0]?.refusal ?? after;
}

/** Whether the answer of `applyMovement` is a refusal. */
export function isRefusal(answer: QuotaState | Refusal): answer is Refusal {
  return 'code' in answer;
}

/** Movements applied in turn; a refused one is passed over. The given state stays as it was. */
export function applyMovements(state: QuotaState, movements: Iterable<Movement>): AppliedMovements {
  const draft = draftOf(state);
  const refused: { movement: Movement; refusal: Refusal }[] = [];
  for (const movement of movements) {
    const refusal = refusalOf(draft, movement);
    if (refusal !== null) refused.push({ movement, refusal });
    else if (!draft.applied.has(movement.id)) postMovement(draft, movement);
  }
  return { state: draft, refused };
}
