import type { IdentifierRole } from '../../record/index.ts';
import { IDENTIFIER_ROLES } from '../../record/index.ts';
import type { Flow } from '../../ledger/index.ts';

/** Event types by the number that a row holds: append new ones at the end. */
const EVENT_TYPES = ['ObjectEvent', 'AggregationEvent', 'AssociationEvent', 'TransformationEvent', 'TransactionEvent'];

/** The number of an event type; types beyond the standard's share one number. */
export function eventTypeNumber(type: string): number {
  const place = EVENT_TYPES.indexOf(type);
  return place === -1 ? EVENT_TYPES.length : place;
}

/** The event type of a number; empty for those beyond the standard's. */
export function eventTypeOf(number: number): string {
  return EVENT_TYPES[number] ?? '';
}

/** The number of a role in `event_identifier`. */
export function roleNumber(role: IdentifierRole): number {
  return IDENTIFIER_ROLES.indexOf(role);
}

/** In `event_identifier` the lots that a commissioning brought in bear a role of their own, beside those that events name. */
export const SOURCE_ROLE = 100;

/** The number of a flow's role in `flow` and in `event_identifier`; inputs and outputs are those that the event names. */
export function flowRoleNumber(role: Flow['role']): number {
  return role === 'source' ? SOURCE_ROLE : roleNumber(role);
}

/** The flow's role of a number. */
export function flowRole(number: number): Flow['role'] {
  if (number === SOURCE_ROLE) return 'source';
  return number === roleNumber('input') ? 'input' : 'output';
}
