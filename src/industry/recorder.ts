import type { RandomStream } from '../numerics/index.ts';

/** Any JSON value and object, as events are written. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [key: string]: Json;
}

/** Takes the events of a run as they happen: keeps them for the reader, or only counts them. */
export interface Recorder {
  /**
   * Records one event. Times are made strictly increasing, so that a replay by event time keeps the order of what happened.
   * `write` is not called by a recorder that only counts; it must not touch the simulation.
   */
  record(timeMs: number, write: (eventTime: string, eventId: string) => JsonObject): void;
  /** The events recorded since the last call. */
  drain(): JsonObject[];
  readonly count: number;
}

const OFFSET_MS = 8 * 3_600_000;

/** A recorder that keeps events until they are drained, with identifiers from the stream; or counts only when `keep` is false. */
export function newRecorder(ids: RandomStream, keep: boolean): Recorder {
  let events: JsonObject[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  let count = 0;
  return {
    record(timeMs, write) {
      count++;
      if (!keep) return;
      lastMs = Math.max(Math.round(timeMs), lastMs + 1);
      events.push(write(localTime(lastMs), uuidFrom(ids)));
    },
    drain() {
      const drained = events;
      events = [];
      return drained;
    },
    get count() {
      return count;
    },
  };
}

/** A moment as `2015-03-04T09:10:11.123+08:00`. */
function localTime(timeMs: number): string {
  return `${new Date(timeMs + OFFSET_MS).toISOString().slice(0, -1)}+08:00`;
}

const HEX = Array.from({ length: 65_536 }, (_, value) => value.toString(16).padStart(4, '0'));

/** A version 4 UUID (RFC 9562) from the stream, as a URN. */
function uuidFrom(random: RandomStream): string {
  const a = random.uint32();
  const b = random.uint32();
  const c = random.uint32();
  const d = random.uint32();
  const version = HEX[(b & 0x0fff) | 0x4000] ?? '';
  const variant = HEX[((c >>> 16) & 0x3fff) | 0x8000] ?? '';
  const tail = `${HEX[c & 0xffff]}${HEX[d >>> 16]}${HEX[d & 0xffff]}`;
  return `urn:uuid:${HEX[a >>> 16]}${HEX[a & 0xffff]}-${HEX[b >>> 16]}-${version}-${variant}-${tail}`;
}
