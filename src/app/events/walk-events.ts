import { setImmediate } from 'node:timers/promises';
import type { CapturedEvent, RecordStore, ScanHints } from '../../record/index.ts';

/** Which part of the record to walk: events with `afterSeq < seq ≤ untilSeq`. */
export interface Walk {
  readonly hints: ScanHints;
  readonly afterSeq: number;
  readonly untilSeq: number;
  /** Aborted when nobody waits for the answer any more. */
  readonly signal?: AbortSignal | undefined;
}

const STEP_MS_WANTED = 10;
const EVENTS_PER_STEP_FIRST = 64;
const EVENTS_PER_STEP_MAX = 2000;
/** A step looks at no more places than this, whether or not their events pass the hints. */
const PLACES_PER_STEP = 20_000;
const WINDOW_FIRST = 256;

/** How many events a step reads: adapted so that no step holds the event loop much over 10 ms, however large the events are. */
class Stride {
  events = EVENTS_PER_STEP_FIRST;

  adapt(tookMs: number): void {
    if (tookMs > 2 * STEP_MS_WANTED) this.events = Math.max(1, this.events >> 2);
    else if (tookMs > STEP_MS_WANTED) this.events = Math.max(1, this.events >> 1);
    else if (tookMs < STEP_MS_WANTED / 2) this.events = Math.min(EVENTS_PER_STEP_MAX, this.events * 2);
  }
}

/**
 * Walks the record in the order of capture, in steps of bounded work with room for other callers in between. Each step reads a state
 * of its own: events are only ever added, so the places up to `untilSeq` hold the same events in all of them.
 * @yields the events of each step that pass the hints; the work of the caller counts into the step's time
 * @throws the reason of `signal` when it is aborted
 */
export async function* walkForward(store: RecordStore, walk: Walk, stride = new Stride()): AsyncGenerator<CapturedEvent[]> {
  let after = walk.afterSeq;
  while (after < walk.untilSeq) {
    walk.signal?.throwIfAborted();
    const startedMs = performance.now();
    const untilSeq = Math.min(walk.untilSeq, after + PLACES_PER_STEP);
    const limit = stride.events;
    const events = await store.read((reader) => reader.scan(walk.hints, { afterSeq: after, untilSeq, limit }));
    if (events.length > 0) yield events;
    after = events.length < limit ? untilSeq : (events.at(-1)?.seq ?? untilSeq);
    stride.adapt(performance.now() - startedMs);
    await setImmediate();
  }
}

/** The same in the opposite order, latest first: in windows of the record that grow while they yield little. */
export async function* walkBackward(
  store: RecordStore,
  walk: Walk,
  keep: (event: CapturedEvent) => boolean,
): AsyncGenerator<CapturedEvent[]> {
  const stride = new Stride();
  let window = WINDOW_FIRST;
  let until = walk.untilSeq;
  while (until > walk.afterSeq) {
    const afterSeq = Math.max(walk.afterSeq, until - window);
    const kept: CapturedEvent[] = [];
    for await (const events of walkForward(store, { ...walk, afterSeq, untilSeq: until }, stride))
      kept.push(...events.filter(keep));
    if (kept.length > 0) yield kept.reverse();
    until = afterSeq;
    window = Math.min(PLACES_PER_STEP, window * 2);
  }
}
