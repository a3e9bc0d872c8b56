import { mayDo, type Viewer } from '../../access/index.ts';
import { candidateHints, compileQuery, type EventMeta, type EventTest, type SimpleEventQuery } from '../../epcis/index.ts';
import type { CapturedEvent } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { plainSpelling } from '../events/epc-format.ts';
import { queryDocument } from '../events/query-document.ts';
import { recordTimeOf } from '../events/query-events.ts';
import { askedBy } from '../queries/named-queries.ts';
import { nextRun } from './schedule.ts';
import type { Wish } from './subscription.ts';

/** Matches that wait for one subscriber at most; beyond them he reads on from the record when he has caught up. */
const QUEUE_MAX = 2000;
/** Events of one delivery. */
const BATCH_MAX = 100;

/** Brings a document to a subscriber. @throws when it did not arrive; the same number comes again with the same events */
export type Bring = (document: string, number: string) => Promise<void>;

/** One subscriber while the engine runs: what waits for him, and how far the record has been gone through for him. */
export class Follower {
  readonly id: string;
  readonly wish: Wish;
  readonly query: SimpleEventQuery;
  readonly test: EventTest;
  readonly bring: Bring;
  /** Places of matches that wait, in ascending order. */
  queue: number[] = [];
  /** The record has been gone through up to here. */
  scanned: number;
  sending = false;
  /** When a schedule comes next, milliseconds; null for a stream. */
  dueMs: number | null;
  /** Not before this moment, after a failure. */
  retryMs = 0;
  failures = 0;

  constructor(id: string, wish: Wish, bring: Bring, after: number, ranMs: number) {
    this.id = id;
    this.wish = wish;
    this.bring = bring;
    this.query = askedBy({ ...wish, name: wish.queryName, createdAt: '' });
    this.test = compileQuery(this.query);
    this.scanned = after;
    this.dueMs = 'schedule' in wish.timing ? nextRun(wish.timing.schedule, ranMs) : null;
  }

  /** Whether no more matches can wait: then he falls behind, and catches up by himself later. */
  isFull(): boolean {
    return this.queue.length >= QUEUE_MAX;
  }

  /** Whether an event is one that he asked for. @param meta of {@link metaOf} */
  wants({ event }: CapturedEvent, meta: EventMeta): boolean {
    return this.test(event, meta);
  }

  /** The places of the next delivery. @param pending where the one before, which did not arrive, ended */
  nextBatch(pending: number | null): number[] {
    if (pending === null) return this.queue.slice(0, BATCH_MAX);
    return this.queue.filter((seq) => seq <= pending);
  }

  /** What a schedule has to wait for next. */
  scheduleNext(ranMs: number): void {
    if ('schedule' in this.wish.timing) this.dueMs = nextRun(this.wish.timing.schedule, ranMs);
  }

  /** The document of a delivery. */
  documentOf(events: readonly CapturedEvent[], nowMs: number): string {
    const document = queryDocument(events, plainSpelling(this.wish.format), nowMs, this.wish.queryName);
    const { epcisBody } = document as { epcisBody: { queryResults: object } };
    const queryResults = { subscriptionID: this.id, ...epcisBody.queryResults };
    return JSON.stringify({ ...document, epcisBody: { queryResults } });
  }
}

/** What a test needs to know of an event beside itself: made once for all subscribers. */
export function metaOf({ recordedMs, context }: CapturedEvent): EventMeta {
  return { recordTime: recordTimeOf(recordedMs), context };
}

/**
 * By what a subscriber can be found quickly for an event: identifiers, else places, else business steps, else types; `*` where nothing narrows
 * it down.
 */
export function keysOfWish(query: SimpleEventQuery): string[] {
  const { anyOfEpcs, sites, bizSteps, eventTypes } = candidateHints(query);
  return (anyOfEpcs ?? sites ?? bizSteps ?? eventTypes)?.slice() ?? ['*'];
}

/**
 * Who a subscriber is now: an account may have been disabled or given another role since he subscribed.
 * @returns null when nothing may go to him
 */
export async function ownerNow(app: Application, owner: Viewer): Promise<Viewer | null> {
  if (owner.account === null) return owner;
  const state = (await app.whole.read((reader) => app.access.current(reader))).accounts.get(owner.account);
  if (state === undefined || state.disabled || !mayDo(state.account.role, 'subscription.hold')) return null;
  const { id: account, organisation, role, mandate } = state.account;
  return { account, organisation, role, mandate };
}
