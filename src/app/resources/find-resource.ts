import { conditionOf, type Condition, type EventGrouping } from '../../epcis/index.ts';
import type { Application } from '../application.ts';
import { queryEvents } from '../events/query-events.ts';
import { listResources } from './list-resources.ts';

/** More than any vocabulary has. */
const ALL = 10_000;

/**
 * The condition that events of a resource fulfil.
 * @param id as it stands in the path
 * @returns null when there is no such resource: no word of the standard, and no event that the viewer sees has it
 */
export async function findResource(app: Application, grouping: EventGrouping, id: string): Promise<Condition | null> {
  const condition = conditionOf(grouping, id);
  if (condition === null) return null;
  if (grouping !== 'epcs' && grouping !== 'bizLocations' && grouping !== 'readPoints') {
    const { members } = await listResources(app, grouping, { perPage: ALL, token: null });
    if (members.includes(id)) return condition;
  }
  const query = { ...NO_LIMITS, conditions: [condition] };
  const { events } = await queryEvents(app, query, { perPage: 1 });
  return events.length > 0 ? condition : null;
}

const NO_LIMITS = {
  orderBy: null,
  orderDirection: 'DESC',
  eventCountLimit: null,
  maxEventCount: null,
  perPage: null,
  nextPageToken: null,
} as const;
