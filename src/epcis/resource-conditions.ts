import { canonicalUri } from './identifiers.ts';
import type { Condition } from './query-model.ts';
import { parseQuery } from './query-parameters.ts';

/** The top-level resources that events are grouped by, and the query parameter that each stands for. */
const PARAMETERS = {
  eventTypes: 'eventType',
  bizSteps: 'EQ_bizStep',
  bizLocations: 'EQ_bizLocation',
  readPoints: 'EQ_readPoint',
  dispositions: 'EQ_disposition',
} as const;

/** A top-level resource of the standard that groups events. */
export type EventGrouping = keyof typeof PARAMETERS | 'epcs';

/**
 * The condition that an event belongs to a resource, such as `/bizSteps/shipping`.
 * @param id as it stands in the path, in any spelling of the standard
 * @returns null when no event can belong to it: the text is no such identifier
 */
export function conditionOf(grouping: EventGrouping, id: string): Condition | null {
  if (grouping === 'epcs') return { on: 'match', field: 'anyIdentifier', exact: [canonicalUri(id)], patterns: [] };
  const parsed = parseQuery({ [PARAMETERS[grouping]]: [id] });
  return parsed.ok ? (parsed.query.conditions[0] ?? null) : null;
}
