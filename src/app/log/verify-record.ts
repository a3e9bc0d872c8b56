import { setImmediate } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../../epcis/index.ts';
import {
  HASH_BYTES,
  openCheckpoint,
  TILE_WIDTH,
  TileEdge,
  TreeEdge,
  type Checkpoint,
  type VerifierKey,
} from '../../merkle/index.ts';
import { CHECKPOINT_DOCUMENT, type RecordReader, type SealedEvent } from '../../record/index.ts';
import type { Application } from '../application.ts';
import type { Progress } from '../capture/capture-lines.ts';
import { commitmentOf, derivedOnRecord, hashOf } from '../capture/prepare.ts';
import { deriveAnew } from './derive-anew.ts';
import { leafHash, LOG_HASHER } from './event-log.ts';
import { ed25519Verify } from './log-signer.ts';
import { derivedFault } from './verify-derived.ts';

/** What can be wrong with a record, in the order in which it is looked for. */
export const RECORD_FAULTS = [
  /** There are events and no checkpoint over them. */
  'checkpoint-missing',
  /** The checkpoint is no signed note of this log: changed, or signed with another key. */
  'checkpoint-unsigned',
  /** An event that the log has is not on record. */
  'event-missing',
  /** An event is not the one that was recorded: its text, its context, its time of recording or its salt was changed. */
  'event-changed',
  /** A column of the event's row does not say what its text says. */
  'row-changed',
  /** There are more events on record than in the log. */
  'event-unlogged',
  /** A tile of the log is missing or was changed. */
  'tile-changed',
  /** The checkpoint is over another log than that of these events. */
  'root-differs',
  /** An earlier checkpoint is over more events: the record went back, as when an old backup is put in place. */
  'went-back',
  /** An earlier checkpoint is over other events: history was written anew. */
  'history-differs',
  /** An earlier checkpoint is no signed note of this log. */
  'earlier-unsigned',
  /** The events are sound; what is kept of them (postings, balances, lineage, indexes) is not what follows from them. */
  'derived-changed',
] as const;

export type RecordFaultCode = (typeof RECORD_FAULTS)[number];

/** The first thing that is wrong. */
export interface RecordFault {
  readonly code: RecordFaultCode;
  /** The place in the record of the event that it is about, where it is about one. */
  readonly seq: number | null;
  readonly message: string;
}

/** What a verification found. */
export interface RecordVerdict {
  /** Events on record. */
  readonly events: number;
  /** The origin and size of the checkpoint; null when it could not be read. */
  readonly checkpoint: { readonly origin: string; readonly size: number } | null;
  readonly fault: RecordFault | null;
}

/** What to hold the record against. */
export interface Expectations {
  /** Keys that may have signed: the verifier's own knowledge, not the record's. */
  readonly keys: readonly VerifierKey[];
  /** A checkpoint that was kept elsewhere, as a signed note. */
  readonly earlier: string | null;
  /** Whether to look at the log alone, not at what is derived from events. */
  readonly logOnly?: boolean;
}

const EVENTS_AT_ONCE = TILE_WIDTH;

/**
 * Checks the whole record against its log: every event's text and row, every tile, the signed checkpoint over all, and that the log grew
 * out of an earlier checkpoint; then all that is kept of the events against what follows from them. Names the first event that differs.
 * @throws the reason of `stop` when it is aborted
 */
export function verifyRecord(
  app: Application,
  expectations: Expectations,
  stop: AbortSignal,
  progress: Progress,
): Promise<RecordVerdict> {
  return app.whole.read(async (reader) => {
    const verdict = await new Verification(reader, expectations, stop, progress).run();
    if (verdict.fault !== null || expectations.logOnly === true) return verdict;
    const world = await app.worlds.current(reader);
    const found = await derivedFault(reader, world, await deriveAnew(reader, world, stop, progress), stop);
    const fault = found === null ? null : faultOf('derived-changed', found.seq, `${found.message} (${found.table})`);
    return { ...verdict, fault };
  });
}

class Verification {
  private readonly reader: RecordReader;
  private readonly expectations: Expectations;
  private readonly stop: AbortSignal;
  private readonly progress: Progress;
  /** The log as the events on record make it, and as the tiles of its lowest level say it was. */
  private readonly computed = new TreeEdge(LOG_HASHER);
  private readonly stored = TileEdge.empty(LOG_HASHER);
  private earlier: Checkpoint | null = null;
  private rootThen: Uint8Array | null = null;
  private firstChanged: number | null = null;
  private fault: RecordFault | null = null;

  constructor(reader: RecordReader, expectations: Expectations, stop: AbortSignal, progress: Progress) {
    this.reader = reader;
    this.expectations = expectations;
    this.stop = stop;
    this.progress = progress;
  }

  async run(): Promise<RecordVerdict> {
    const events = await this.reader.head();
    const note = await this.reader.document(CHECKPOINT_DOCUMENT);
    const checkpoint = note === null ? null : await this.open(note);
    const stated = checkpoint === null ? null : { origin: checkpoint.origin, size: checkpoint.size };
    const fault = await this.firstFault(events, note, checkpoint);
    return { events, checkpoint: stated, fault };
  }

  private async firstFault(events: number, note: string | null, checkpoint: Checkpoint | null): Promise<RecordFault | null> {
    const { earlier } = this.expectations;
    this.earlier = earlier === null ? null : await this.open(earlier);
    if (earlier !== null && this.earlier === null)
      return faultOf('earlier-unsigned', null, 'the earlier checkpoint is not signed with a known key of this log');
    if (note === null && events > 0)
      return faultOf('checkpoint-missing', null, `there are ${events} events and no checkpoint over them`);
    if (note !== null && checkpoint === null)
      return faultOf('checkpoint-unsigned', null, 'the checkpoint is not signed with a known key of this log');
    const size = checkpoint?.size ?? 0;
    await this.walk(size);
    return this.fault ?? this.faultOfLog(events, size, checkpoint) ?? this.faultOfHistory(size);
  }

  private async open(note: string): Promise<Checkpoint | null> {
    const { keys } = this.expectations;
    const known = { origin: keys[0]?.name ?? '', keys, witnesses: [] };
    const opened = await openCheckpoint(note, known, ed25519Verify);
    return opened.ok ? opened.value.checkpoint : null;
  }

  /** Goes through the events tile by tile, until the first that is missing or whose row was changed. */
  private async walk(size: number): Promise<void> {
    for (let first = 0; first < size && this.fault === null; first += EVENTS_AT_ONCE) {
      this.stop.throwIfAborted();
      await this.checkTile(first, Math.min(EVENTS_AT_ONCE, size - first));
      this.progress(Math.min(first + EVENTS_AT_ONCE, size));
      await setImmediate();
    }
  }

  private async checkTile(first: number, width: number): Promise<void> {
    const events = await this.reader.sealedEvents(first, width);
    const [tile] = await this.reader.logTiles([{ level: 0, index: first / TILE_WIDTH, width }]);
    if ((tile?.length ?? 0) < width * HASH_BYTES)
      return this.note('tile-changed', first + 1, `the log lacks its hashes of the events from ${first + 1} on`);
    for (let place = 0; place < width && this.fault === null; place++) {
      const seq = first + place + 1;
      const event = events[place];
      if (event?.seq === seq) this.checkEvent(event, tile!.slice(place * HASH_BYTES, (place + 1) * HASH_BYTES));
      else this.note('event-missing', seq, `event ${seq} is in the log and not on record`);
    }
    if (this.fault === null && this.firstChanged === null) await this.checkTilesAbove();
  }

  private checkEvent(event: SealedEvent, stored: Uint8Array): void {
    const leaf = leafHash(event.recordedMs, commitmentOf(event.salt, event.context, event.body));
    const same = Buffer.compare(leaf, stored) === 0;
    if (!same) this.firstChanged ??= event.seq;
    this.computed.append(leaf);
    this.stored.append(stored);
    if (this.earlier?.size === this.computed.size) this.rootThen = this.computed.root();
    const column = same ? changedColumn(event) : null;
    if (column !== null)
      this.note('row-changed', event.seq, `${column} of event ${event.seq} is not what the event's own text says`);
  }

  /** The tiles that the events of one tile complete, but for that one itself, which was compared hash by hash. */
  private async checkTilesAbove(): Promise<void> {
    const grown = this.stored.takeTiles().filter(({ tile }) => tile.level > 0);
    const found = await this.reader.logTiles(grown.map(({ tile }) => tile));
    for (const [place, { tile, bytes }] of grown.entries()) {
      const bytesThere = found[place]?.subarray(0, bytes.length) ?? null;
      if (bytesThere !== null && Buffer.compare(bytesThere, bytes) === 0) continue;
      return this.note(
        'tile-changed',
        null,
        `tile ${tile.index} of level ${tile.level} of the log is not that of the tiles below it`,
      );
    }
  }

  private faultOfLog(events: number, size: number, checkpoint: Checkpoint | null): RecordFault | null {
    const root = checkpoint?.root ?? LOG_HASHER.empty();
    if (this.firstChanged !== null) {
      const tilesHold = Buffer.compare(this.stored.root(), root) === 0;
      const seq = this.firstChanged;
      return tilesHold
        ? faultOf('event-changed', seq, `event ${seq} is not the one that was recorded`)
        : faultOf('tile-changed', seq, `the log's hash of event ${seq} was changed, or the event and its log with it`);
    }
    if (Buffer.compare(this.computed.root(), root) !== 0)
      return faultOf('root-differs', null, 'the checkpoint is over another log than that of these events');
    return events > size ? faultOf('event-unlogged', size + 1, `event ${size + 1} is on record and not in the log`) : null;
  }

  private faultOfHistory(size: number): RecordFault | null {
    const { earlier } = this;
    if (earlier === null) return null;
    if (earlier.size > size)
      return faultOf('went-back', null, `there were ${earlier.size} events and are ${size}: the record went back`);
    const root = earlier.size === 0 ? LOG_HASHER.empty() : this.rootThen;
    const same = root !== null && Buffer.compare(root, earlier.root) === 0;
    return same
      ? null
      : faultOf('history-differs', null, `the first ${earlier.size} events are not those of the earlier checkpoint`);
  }

  private note(code: RecordFaultCode, seq: number | null, message: string): void {
    this.fault ??= faultOf(code, seq, message);
  }
}

function faultOf(code: RecordFaultCode, seq: number | null, message: string): RecordFault {
  return { code, seq, message };
}

/** The first column of an event's row that does not follow from its text; the text was found to be the one that was recorded. */
function changedColumn(event: SealedEvent): string | null {
  const body = JSON.parse(event.body) as JsonObject;
  const context = JSON.parse(event.context) as Json;
  const { hash, eventID, declaresError, index } = derivedOnRecord(body, context, hashOf(body, context));
  if (hash !== event.hash) return 'hash';
  if (eventID !== event.eventID) return 'eventID';
  if (declaresError !== event.declaresError) return 'declaresError';
  const names = Object.keys(event.index) as (keyof SealedEvent['index'])[];
  return names.find((name) => !isDeepStrictEqual(event.index[name], index[name]) && !isOtherType(name, event)) ?? null;
}

/** Event types beyond the standard's are not kept by name. */
function isOtherType(name: string, event: SealedEvent): boolean {
  return name === 'type' && event.index.type === '';
}
