import { setTimeout as wait } from 'node:timers/promises';
import type { Viewer } from '../../access/index.ts';
import { canonicalVocabulary } from '../../epcis/index.ts';
import { indexOf, type CapturedEvent, type ReadScope } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { walkForward } from '../events/walk-events.ts';
import { Follower, keysOfWish, metaOf, ownerNow, type Bring } from './follower.ts';
import { ProgressWriter, readSubscriptions, subscriptionsVersion, sweepProgress } from './kept-subscriptions.ts';
import { destinationFault } from './private-addresses.ts';
import { NotDelivered, sendWebhook, type Sending } from './send-webhook.ts';
import { holdLease, releaseLease } from './lease.ts';
import { countHour, firstProgress, type Progress, type Subscription, type Wish } from './subscription.ts';

/** How the engine sends and what it tells. */
export interface EngineSettings extends Sending {
  /** Says which server this is among several. */
  readonly holder: string;
  readonly log: (line: string) => void;
}

const EVENTS_PER_PASS = 500;
const RECENT_MAX = 2000;
/** Without word of a commit (another server may have recorded it) the record is looked at this often. */
const TICK_MS = 1000;
const FIRST_RETRY_MS = 1000;
const RETRY_MS_MAX = 3_600_000;
const JITTER = 0.2;

/** What owners see, looked up once for many of their subscriptions. */
type ScopesByOwner = Map<string, Promise<ReadScope | null>>;

/** Goes through what is recorded, once for all subscribers, and brings each what he asked for. */
export class SubscriptionEngine {
  readonly #app: Application;
  readonly #settings: EngineSettings;
  readonly #followers = new Map<string, Follower>();
  /** Events that were gone through last, by place. */
  readonly #recent = new Map<number, CapturedEvent>();
  readonly #progress = new Map<string, Progress>();
  readonly #writer: ProgressWriter;
  #byKey = new Map<string, Follower[]>();
  #version: string | null | undefined = undefined;
  #passed = 0;
  readonly #stopping = new AbortController();
  #wake: () => void = () => undefined;
  #awake = false;
  #running: Promise<void> | null = null;
  readonly #underWay = new Set<Promise<void>>();

  constructor(app: Application, settings: EngineSettings) {
    this.#app = app;
    this.#settings = settings;
    this.#writer = new ProgressWriter(app.whole);
  }

  /** Begins to follow the record. */
  start(): void {
    this.#app.committer.onCommit(() => this.look());
    this.#running ??= this.#run();
  }

  /** Lets deliveries under way end, and begins no more. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.look();
    await this.#running;
    await Promise.all(this.#underWay);
    await releaseLease(this.#app, this.#settings.holder);
  }

  /** Says that there may be something new. */
  look(): void {
    this.#awake = true;
    this.#wake();
  }

  /**
   * Adds a subscriber who lives as long as his connection.
   * @param after he is told of what is recorded after this place
   */
  follow(id: string, wish: Wish, bring: Bring, after: number): void {
    this.#progress.set(id, firstProgress(after, this.#app.now()));
    this.#addFollower(new Follower(id, wish, bring, after, this.#app.now()));
    this.look();
  }

  leave(id: string): void {
    this.#followers.delete(id);
    this.#progress.delete(id);
    this.#index();
  }

  async #run(): Promise<void> {
    while (!this.#isStopping()) {
      this.#awake = false;
      try {
        await this.#tick();
      } catch (error) {
        // Storage may be away for a while; what is due then goes out when it is back.
        this.#settings.log(`subscriptions: ${error instanceof Error ? error.message : String(error)}`);
      }
      if (!this.#isWoken()) await this.#sleep();
    }
  }

  #isStopping(): boolean {
    return this.#stopping.signal.aborted;
  }

  /** Whether something came while the last round was under way. */
  #isWoken(): boolean {
    return this.#awake || this.#isStopping();
  }

  async #sleep(): Promise<void> {
    const woken = new AbortController();
    this.#wake = () => woken.abort();
    await wait(TICK_MS, undefined, { signal: woken.signal }).catch(() => undefined);
    this.#wake = () => undefined;
  }

  async #tick(): Promise<void> {
    await this.#reload(await holdLease(this.#app, this.#settings.holder));
    await this.#pass();
    for (const follower of this.#followers.values()) await this.#catchUp(follower);
    const nowMs = this.#app.now();
    for (const follower of this.#followers.values()) if (this.#isDue(follower, nowMs)) this.#begin(follower);
  }

  /** Reads the kept subscriptions anew when one came or went. Those of webhooks are followed by one server alone. */
  async #reload(isHolder: boolean): Promise<void> {
    const version = isHolder ? await this.#app.whole.read(subscriptionsVersion) : undefined;
    if (version === this.#version) return;
    if (this.#version === undefined) await this.#app.whole.write(sweepProgress);
    this.#version = version;
    const kept = isHolder ? await this.#app.whole.read(readSubscriptions) : [];
    const ids = new Set(kept.map(({ subscription }) => subscription.id));
    for (const id of this.#followers.keys()) if (!ids.has(id) && !id.startsWith(LIVE)) this.leave(id);
    for (const { subscription, progress } of kept) {
      if (this.#followers.has(subscription.id)) continue;
      this.#progress.set(subscription.id, progress);
      const bring = this.#bringerOf(subscription);
      const follower = new Follower(subscription.id, subscription, bring, progress.after, progress.ranMs);
      follower.failures = progress.failures;
      this.#addFollower(follower);
    }
  }

  #bringerOf({ dest, signatureToken }: Subscription): Bring {
    return async (body, id) => {
      const fault = destinationFault(dest, this.#settings.allowsPrivate);
      if (fault !== null) throw new NotDelivered(`${dest} ${fault}`);
      await sendWebhook({ id, body, dest, signatureToken }, this.#settings, this.#app.now());
    };
  }

  #addFollower(follower: Follower): void {
    if (this.#followers.size === 0) this.#passed = Math.max(this.#passed, follower.scanned);
    this.#followers.set(follower.id, follower);
    this.#indexOne(follower);
  }

  #index(): void {
    this.#byKey = new Map();
    for (const follower of this.#followers.values()) this.#indexOne(follower);
  }

  #indexOne(follower: Follower): void {
    for (const key of keysOfWish(follower.query)) {
      const same = this.#byKey.get(key);
      if (same === undefined) this.#byKey.set(key, [follower]);
      else same.push(follower);
    }
  }

  /** Goes through what is new, once for all who follow. */
  async #pass(): Promise<void> {
    const { whole } = this.#app;
    const head = await whole.read((reader) => reader.head());
    if (this.#followers.size === 0) this.#passed = head;
    while (this.#passed < head && !this.#isStopping()) {
      const range = { afterSeq: this.#passed, untilSeq: head, limit: EVENTS_PER_PASS };
      const events = await whole.read((reader) => reader.scan({}, range));
      const last = events.at(-1)?.seq ?? head;
      this.#remember(events);
      await this.#hand(events, last);
      this.#passed = last;
    }
  }

  #remember(events: readonly CapturedEvent[]): void {
    for (const event of events) this.#recent.set(event.seq, event);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= RECENT_MAX) break;
      this.#recent.delete(oldest);
    }
  }

  /** Hands events to those who follow, want and may see them. */
  async #hand(events: readonly CapturedEvent[], last: number): Promise<void> {
    const current = [...this.#followers.values()].filter((each) => each.scanned === this.#passed && !each.isFull());
    const following = new Set(current);
    const wanted = new Map<Follower, number[]>();
    for (const event of events) {
      const meta = metaOf(event);
      for (const follower of this.#candidates(event)) {
        if (!following.has(follower) || !follower.wants(event, meta)) continue;
        const seqs = wanted.get(follower) ?? [];
        seqs.push(event.seq);
        wanted.set(follower, seqs);
      }
    }
    const scopes: ScopesByOwner = new Map();
    for (const follower of current) {
      // First the waiting, then the queue: a delivery that ends meanwhile makes a new one.
      const seen = await this.#seenBy(follower, wanted.get(follower) ?? [], scopes);
      follower.queue.push(...seen);
      follower.scanned = last;
    }
  }

  #candidates({ event }: CapturedEvent): Set<Follower> {
    const { type, bizStep, readPoint, bizLocation, identifiers } = indexOf(event, []);
    const keys = ['*', type, ...identifiers.map(({ id }) => id)];
    for (const place of [readPoint, bizLocation]) if (place !== null) keys.push(place);
    if (bizStep !== null) keys.push(bizStep, canonicalVocabulary('bizStep', bizStep));
    return new Set(keys.flatMap((key) => this.#byKey.get(key) ?? []));
  }

  /** Of some matches those that the owner may see; all of them while he may hold nothing: they wait until he may again. */
  async #seenBy({ wish: { owner } }: Follower, seqs: readonly number[], scopes: ScopesByOwner): Promise<number[]> {
    if (seqs.length === 0) return [];
    const key = JSON.stringify(owner);
    const scope = await (scopes.get(key) ?? this.#scopeOf(owner));
    scopes.set(key, Promise.resolve(scope));
    if (scope === null) return [...seqs];
    const seen = await this.#app.whole.read((reader) => reader.concerning(seqs, scope.parties));
    return seqs.filter((seq) => seen.has(seq));
  }

  async #scopeOf(stated: Viewer): Promise<ReadScope | null> {
    const owner = await ownerNow(this.#app, stated);
    return owner === null ? null : this.#app.as(owner).scope();
  }

  /** Who is behind reads on by himself, until his queue is full or he is where the others are. */
  async #catchUp(follower: Follower): Promise<void> {
    if (follower.scanned >= this.#passed || follower.isFull()) return;
    const scopes: ScopesByOwner = new Map();
    const walk = { hints: {}, afterSeq: follower.scanned, untilSeq: this.#passed };
    for await (const events of walkForward(this.#app.whole, walk)) {
      const wanted = events.filter((event) => follower.wants(event, metaOf(event))).map(({ seq }) => seq);
      const seen = await this.#seenBy(follower, wanted, scopes);
      follower.queue.push(...seen);
      follower.scanned = events.at(-1)?.seq ?? follower.scanned;
      if (follower.isFull() || this.#isStopping()) return;
    }
    follower.scanned = this.#passed;
  }

  #isDue(follower: Follower, nowMs: number): boolean {
    if (follower.sending) return false;
    // A clock that was put back must not make anybody wait longer than he would have.
    if (follower.retryMs > nowMs && follower.retryMs - nowMs <= 2 * RETRY_MS_MAX) return false;
    if (follower.dueMs === null) return follower.queue.length > 0;
    return follower.dueMs <= nowMs;
  }

  #begin(follower: Follower): void {
    follower.sending = true;
    const sent = this.#deliver(follower)
      .catch((error: unknown) => this.#settings.log(`subscription ${follower.id}: ${String(error)}`))
      .finally(() => {
        follower.sending = false;
        this.#underWay.delete(sent);
        this.look();
      });
    this.#underWay.add(sent);
  }

  /** One delivery: what will go is on record before it goes, and that it arrived before the next. */
  async #deliver(follower: Follower): Promise<void> {
    const owner = await ownerNow(this.#app, follower.wish.owner);
    if (owner === null) return this.#failed(follower, 'its owner may not hold it any more');
    const before = this.#progress.get(follower.id) ?? firstProgress(0, this.#app.now());
    const batch = follower.nextBatch(before.pending);
    const last = batch.at(-1) ?? null;
    if (last === null && !this.#tellsOfNothing(follower)) return this.#rested(follower, before);
    if (before.pending !== last) await this.#keep(follower, { ...before, pending: last });
    const events = await this.#eventsFor(owner, batch);
    try {
      if (events.length > 0 || last === null)
        await follower.bring(follower.documentOf(events, this.#app.now()), `${follower.id}:${last ?? `at-${follower.dueMs}`}`);
    } catch (error) {
      return this.#failed(follower, error instanceof Error ? error.message : String(error));
    }
    await this.#arrived(follower, last, events.length);
  }

  /** The events of a delivery as its owner may see them now. What was just gone through is at hand for whom all of it is open. */
  async #eventsFor(owner: Viewer, seqs: readonly number[]): Promise<CapturedEvent[]> {
    const atHand = owner.mandate.everything ? seqs.flatMap((seq) => this.#recent.get(seq) ?? []) : [];
    if (atHand.length === seqs.length) return atHand;
    return this.#app.as(owner).store.read((reader) => reader.eventsBySeq(seqs));
  }

  #tellsOfNothing({ wish: { timing } }: Follower): boolean {
    return 'schedule' in timing && timing.reportIfEmpty;
  }

  /** A schedule came and there was nothing to tell. */
  async #rested(follower: Follower, before: Progress): Promise<void> {
    const ranMs = Math.max(before.ranMs, follower.dueMs ?? 0, this.#app.now());
    follower.scheduleNext(ranMs);
    await this.#keep(follower, { ...before, after: follower.scanned, ranMs });
  }

  async #arrived(follower: Follower, last: number | null, delivered: number): Promise<void> {
    const nowMs = this.#app.now();
    const before = this.#progress.get(follower.id) ?? firstProgress(0, nowMs);
    if (last !== null) follower.queue = follower.queue.filter((seq) => seq > last);
    const isDone = follower.queue.length === 0;
    const ranMs = isDone ? Math.max(before.ranMs, follower.dueMs ?? 0, nowMs) : before.ranMs;
    if (isDone) follower.scheduleNext(ranMs);
    follower.failures = 0;
    follower.retryMs = 0;
    await this.#keep(follower, {
      ...before,
      after: isDone ? Math.max(follower.scanned, last ?? 0) : (last ?? before.after),
      pending: null,
      delivered: before.delivered + delivered,
      lastNotifiedAt: new Date(nowMs).toISOString(),
      failures: 0,
      lastFault: null,
      nextAttemptAt: null,
      ranMs,
      hours: countHour(before.hours, nowMs, delivered, 0),
    });
  }

  async #failed(follower: Follower, fault: string): Promise<void> {
    const nowMs = this.#app.now();
    follower.failures += 1;
    const pause = Math.min(RETRY_MS_MAX, FIRST_RETRY_MS * 2 ** (follower.failures - 1));
    follower.retryMs = nowMs + pause * (1 + JITTER * (2 * Math.random() - 1));
    const before = this.#progress.get(follower.id) ?? firstProgress(0, nowMs);
    await this.#keep(follower, {
      ...before,
      failures: follower.failures,
      lastFault: fault,
      nextAttemptAt: new Date(follower.retryMs).toISOString(),
      hours: countHour(before.hours, nowMs, 0, 1),
    });
  }

  async #keep(follower: Follower, progress: Progress): Promise<void> {
    if (!this.#followers.has(follower.id)) return;
    this.#progress.set(follower.id, progress);
    if (!follower.id.startsWith(LIVE)) await this.#writer.put(follower.id, progress);
  }
}

/** Ids of subscribers who live as long as their connection begin so. */
export const LIVE = 'live-';
