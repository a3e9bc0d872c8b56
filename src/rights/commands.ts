import type { Allotment, Cut, Movement, Release, Reservation } from './movement.ts';
import type { QuotaState } from './quota-state.ts';
import { type Refusal, refusalOf } from './refusal.ts';

/** The movements that a command comes to (none when it is on record already), or why it is refused. */
export type Decision = { readonly movements: readonly Movement[] } | { readonly refusal: Refusal };

/** Gives a part of a quota to `quota.holder`. Refused when it would pass what the parent has left. */
export function allot(state: QuotaState, command: Omit<Allotment, 'kind' | 'ground'>): Decision {
  return decide(state, { ...command, kind: 'allot', ground: 'command' });
}

/** Sets an amount of a quota aside under the name `reservation`. Refused when it would pass what is available. */
export function reserve(state: QuotaState, command: Omit<Reservation, 'kind'>): Decision {
  return decide(state, { ...command, kind: 'reserve' });
}

/** Frees what is left of a reservation. */
export function release(state: QuotaState, command: Omit<Release, 'kind'>): Decision {
  return decide(state, { ...command, kind: 'release' });
}

/** Makes a quota smaller. Refused when more would be cut than is available. */
export function cut(state: QuotaState, command: Omit<Cut, 'kind' | 'ground'>): Decision {
  return decide(state, { ...command, kind: 'cut', ground: 'command' });
}

function decide(state: QuotaState, movement: Movement): Decision {
  const refusal = refusalOf(state, movement);
  if (refusal !== null) return { refusal };
  return { movements: state.applied.has(movement.id) ? [] : [movement] };
}
