import type { Json, JsonObject } from '../../epcis/index.ts';
import type { CapturedEvent } from '../../record/index.ts';
import type { EpcSpelling } from './epc-format.ts';
import { joinContexts } from './join-contexts.ts';
import { recordTimeOf } from './query-events.ts';

/**
 * An EPCISQueryDocument of events on record. The events are as they came, but for their `recordTime`, which is the record's, and
 * their `@context`, which the document states for all where it can.
 * @param spelling how identifiers are written
 * @param nowMs when the document is made
 * @param queryName the name of the query that asked for them
 */
export function queryDocument(
  events: readonly CapturedEvent[],
  spelling: EpcSpelling,
  nowMs: number,
  queryName = 'SimpleEventQuery',
): JsonObject {
  const contexts = joinContexts(events);
  const eventList = events.map((captured, place) => answered(captured, contexts.own[place] ?? null, spelling));
  return {
    '@context': contexts.document,
    type: 'EPCISQueryDocument',
    schemaVersion: '2.0',
    creationDate: new Date(nowMs).toISOString(),
    epcisBody: { queryResults: { queryName, resultsBody: { eventList } } },
  };
}

/** An event on record that stands alone, with its own context and `recordTime`. */
export function loneEvent(captured: CapturedEvent, spelling: EpcSpelling = (event) => event): JsonObject {
  const { document, own } = joinContexts([captured]);
  return answered(captured, own[0] ?? document, spelling);
}

function answered({ event, recordedMs }: CapturedEvent, ownContext: Json, spelling: EpcSpelling): JsonObject {
  const fields = Object.entries(spelling(event)).filter(([name]) => name !== '@context');
  return {
    ...(ownContext === null ? {} : { '@context': ownContext }),
    ...Object.fromEntries(fields),
    recordTime: recordTimeOf(recordedMs),
  };
}
