import { candidateHints, compileQuery, orderEvents, type RecordedEvent, type SimpleEventQuery } from '../../epcis/index.ts';
import type { CapturedEvent, ScanHints } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { pageToken, PageTokenRefusal, readPageToken, type PagePosition } from './page-token.ts';
import { walkBackward, walkForward, type Walk } from './walk-events.ts';

/** Which page of an answer is wanted. */
export interface EventPaging {
  /** Events on the page, at least 1. */
  readonly perPage: number;
  /** The token that the page before gave; null or absent for the first page. */
  readonly token?: string | null | undefined;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

/** A page of an answer, and the token of the next page, null on the last. */
export interface EventPage {
  readonly events: readonly CapturedEvent[];
  readonly nextPageToken: string | null;
}

/** More events match than the query's `maxEventCount` allows: the standard's QueryTooLargeException. */
export class QueryTooLarge extends Error {
  readonly maxEventCount: number;

  constructor(maxEventCount: number) {
    super(
      `more than ${maxEventCount} events match (maxEventCount); narrow the query, or leave maxEventCount out and read page by page`,
    );
    this.name = 'QueryTooLarge';
    this.maxEventCount = maxEventCount;
  }
}

type Keep = (event: CapturedEvent) => boolean;

/** A query being answered: what it asks for and where the page begins. */
interface Search {
  readonly app: Application;
  readonly query: SimpleEventQuery;
  readonly hints: ScanHints;
  readonly keep: Keep;
  readonly headSeq: number;
  /** Null on the first page. */
  readonly from: PagePosition | null;
  readonly signal: AbortSignal | undefined;
}

/**
 * Answers a SimpleEventQuery, page by page. All pages of an answer show the record as it stood when the first was made.
 * `query.perPage` and `query.nextPageToken` are the caller's to read: they come in `paging`.
 * @throws QueryTooLarge, PageTokenRefusal
 */
export async function queryEvents(app: Application, query: SimpleEventQuery, paging: EventPaging): Promise<EventPage> {
  const identity = identityOf(query);
  const from = paging.token === undefined || paging.token === null ? null : readPageToken(paging.token, identity);
  const recordHead = await app.store.read((reader) => reader.head());
  if (from !== null && from.headSeq > recordHead) throw new PageTokenRefusal('the nextPageToken is of another record');
  const headSeq = from?.headSeq ?? recordHead;
  const search = { app, query, hints: scanHints(query), keep: testOf(query), headSeq, from, signal: paging.signal };
  const given = from?.given ?? 0;
  const wanted = Math.min(paging.perPage, (query.eventCountLimit ?? Infinity) - given);
  const found = isOrderOfCapture(query) ? await inOrderOfCapture(search, wanted + 1) : await inOrderOfKey(search, wanted + 1);
  const events = found.slice(0, wanted);
  const last = events.at(-1);
  const isLast = last === undefined || found.length <= wanted || given + events.length === query.eventCountLimit;
  const position = { headSeq, lastSeq: last?.seq ?? 0, given: given + events.length };
  return { events, nextPageToken: isLast ? null : pageToken(position, identity) };
}

/** Everything that the answer depends on but the paging. */
function identityOf(query: SimpleEventQuery): unknown {
  return { ...query, perPage: null, nextPageToken: null };
}

/** What storage may skip. */
function scanHints(query: SimpleEventQuery): ScanHints {
  const hints = candidateHints(query);
  return {
    ...(hints.anyOfEpcs === undefined ? {} : { anyOfIdentifiers: hints.anyOfEpcs }),
    ...(hints.eventTypes === undefined ? {} : { types: hints.eventTypes }),
    ...(hints.bizSteps === undefined ? {} : { bizSteps: hints.bizSteps }),
    ...(hints.sites === undefined ? {} : { places: hints.sites }),
    ...(hints.eventTimeFromMs === undefined ? {} : { eventTimeFromMs: hints.eventTimeFromMs }),
    ...(hints.eventTimeToMs === undefined ? {} : { eventTimeBeforeMs: hints.eventTimeToMs }),
    ...(hints.recordTimeFromMs === undefined ? {} : { recordedFromMs: hints.recordTimeFromMs }),
    ...(hints.recordTimeToMs === undefined ? {} : { recordedBeforeMs: hints.recordTimeToMs }),
  };
}

function testOf(query: SimpleEventQuery): Keep {
  const test = compileQuery(query);
  return ({ event, recordedMs, context }) => test(event, { recordTime: recordTimeOf(recordedMs), context });
}

/** The standard's `recordTime` of an event. */
export function recordTimeOf(recordedMs: number): string {
  return new Date(recordedMs).toISOString();
}

/** Times of recording never fall, so their order is that of capture. */
function isOrderOfCapture(query: SimpleEventQuery): boolean {
  return query.orderBy === null || query.orderBy === 'recordTime';
}

/** The next matches in the order of capture or its reverse: the walk ends as soon as there are enough. */
async function inOrderOfCapture(search: Search, limit: number): Promise<CapturedEvent[]> {
  const { query, headSeq, from, hints, signal, keep } = search;
  const backward = query.orderBy !== null && query.orderDirection === 'DESC';
  const afterSeq = backward ? 0 : (from?.lastSeq ?? 0);
  const untilSeq = backward && from !== null ? from.lastSeq - 1 : headSeq;
  const walk: Walk = { hints, afterSeq, untilSeq, signal };
  const countTo = from === null ? query.maxEventCount : null;
  const found: CapturedEvent[] = [];
  let count = 0;
  for await (const events of backward ? walkBackward(search.app.store, walk, keep) : walkForward(search.app.store, walk)) {
    const kept = backward ? events : events.filter(keep);
    count += kept.length;
    refuseBeyond(countTo, count);
    if (found.length < limit) found.push(...kept.slice(0, limit - found.length));
    if (found.length >= limit && countTo === null) break;
  }
  return found;
}

function refuseBeyond(maxEventCount: number | null, count: number): void {
  if (maxEventCount !== null && count > maxEventCount) throw new QueryTooLarge(maxEventCount);
}

/**
 * The next matches in the order of a key: every match is looked at, but no more are held than a few pages, so that an answer of any size
 * can be read.
 */
async function inOrderOfKey(search: Search, limit: number): Promise<CapturedEvent[]> {
  const { query, headSeq, from, hints, signal, keep } = search;
  const compare = orderEvents(query);
  const last = from === null ? null : await lastGiven(search, from);
  const countTo = from === null ? query.maxEventCount : null;
  let best: Ranked[] = [];
  let count = 0;
  for await (const events of walkForward(search.app.store, { hints, afterSeq: 0, untilSeq: headSeq, signal })) {
    const kept = events.filter(keep).map(rankedEvent);
    count += kept.length;
    refuseBeyond(countTo, count);
    best.push(...kept.filter((event) => last === null || compare(last, event) < 0));
    if (best.length > 2 * limit) best = best.toSorted(compare).slice(0, limit);
  }
  return best
    .toSorted(compare)
    .slice(0, limit)
    .map(({ captured }) => captured);
}

interface Ranked extends RecordedEvent {
  readonly captured: CapturedEvent;
}

function rankedEvent(captured: CapturedEvent): Ranked {
  const { event, recordedMs, context, seq } = captured;
  return { event, meta: { recordTime: recordTimeOf(recordedMs), context }, sequence: seq, captured };
}

async function lastGiven({ app }: Search, from: PagePosition): Promise<Ranked> {
  const [event] = await app.store.read((reader) => reader.eventsBySeq([from.lastSeq]));
  if (event === undefined) throw new PageTokenRefusal('the nextPageToken points at an event that is not on record');
  return rankedEvent(event);
}
