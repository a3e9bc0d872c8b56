import { extensionValues, namespacesOfEvent, scalarsOf } from './event-fields.ts';
import { instantMs } from './instant.ts';
import type { JsonObject } from './json.ts';
import type { EventMeta, OrderKey, SimpleEventQuery } from './query-model.ts';
import { numberIn, timeIn } from './query-operands.ts';

/** An event on record; the sequence is its place in the record, unique and rising. */
export interface RecordedEvent {
  readonly event: JsonObject;
  readonly meta: EventMeta;
  readonly sequence: number | bigint;
}

/** A key by kind: numbers before instants before strings; a missing key is null and comes last either way. */
type SortKey = { readonly rank: 0 | 1; readonly value: number } | { readonly rank: 2; readonly value: string } | null;

/**
 * The comparator of a query's order. Ties, and queries that ask for no order, go by sequence, in the query's direction where it
 * states an order and ascending where not; so the order is total and the same whatever events arrive later.
 */
export function orderEvents(
  query: Pick<SimpleEventQuery, 'orderBy' | 'orderDirection'>,
): (a: RecordedEvent, b: RecordedEvent) => number {
  const { orderBy } = query;
  if (orderBy === null) return compareSequences;
  const sign = query.orderDirection === 'ASC' ? 1 : -1;
  const keys = new WeakMap<RecordedEvent, { readonly key: SortKey }>();
  const keyOf = (recorded: RecordedEvent): SortKey => {
    const known = keys.get(recorded) ?? { key: sortKey(recorded, orderBy) };
    keys.set(recorded, known);
    return known.key;
  };
  return (a, b) => {
    const left = keyOf(a);
    const right = keyOf(b);
    if (left === null || right === null) {
      return left === right ? sign * compareSequences(a, b) : left === null ? 1 : -1;
    }
    return sign * (compareKeys(left, right) || compareSequences(a, b));
  };
}

function sortKey(recorded: RecordedEvent, orderBy: OrderKey): SortKey {
  if (orderBy === 'eventTime') return timeKey(recorded.event['eventTime']);
  if (orderBy === 'recordTime') return timeKey(recorded.meta.recordTime);
  const { event, meta } = recorded;
  const field = { scope: 'event', inner: false, names: orderBy } as const;
  const [scalar] = extensionValues(event, field, namespacesOfEvent(event, meta.context)).flatMap(scalarsOf);
  if (scalar === undefined) return null;
  const number = numberIn(scalar);
  if (number !== null) return { rank: 0, value: number };
  const time = timeIn(scalar);
  return time === null ? { rank: 2, value: String(scalar) } : { rank: 1, value: time };
}

function timeKey(text: unknown): SortKey {
  const ms = typeof text === 'string' ? instantMs(text) : null;
  return ms === null ? null : { rank: 1, value: ms };
}

function compareKeys(a: NonNullable<SortKey>, b: NonNullable<SortKey>): number {
  if (a.rank === 2 && b.rank === 2) return compareCodePoints(a.value, b.value);
  return a.rank - b.rank || Number(a.value) - Number(b.value);
}

function compareSequences(a: RecordedEvent, b: RecordedEvent): number {
  return a.sequence < b.sequence ? -1 : a.sequence > b.sequence ? 1 : 0;
}

/** Order by code points, which is the order of UTF-8 that the standard asks for; that of UTF-16 differs beyond U+FFFF. */
function compareCodePoints(a: string, b: string): number {
  let at = 0;
  while (at < a.length && a.charCodeAt(at) === b.charCodeAt(at)) at++;
  // A difference inside a surrogate pair is met at its second half: look from the pair's start.
  if (at > 0 && isLowSurrogate(a.charCodeAt(at)) && isLowSurrogate(b.charCodeAt(at))) at--;
  return (a.codePointAt(at) ?? -1) - (b.codePointAt(at) ?? -1);
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
