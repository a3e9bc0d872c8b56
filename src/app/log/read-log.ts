import {
  encodeEntryBundle,
  formatTlogProof,
  formatVerifierKey,
  HASH_BYTES,
  parseCheckpoint,
  parseNote,
  proveInclusion,
  TILE_WIDTH,
  tileWidth,
  type Checkpoint,
  type HashTile,
  type ReadTiles,
  type Tile,
} from '../../merkle/index.ts';
import { CHECKPOINT_DOCUMENT, logEntryText, type RecordReader, type SealedEvent } from '../../record/index.ts';
import type { EventProof } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import { commitmentOf } from '../capture/prepare.ts';
import { LOG_HASHER } from './event-log.ts';

/** The log's latest checkpoint, a signed note; null while nothing is on record. */
export function readCheckpoint(app: Application): Promise<string | null> {
  return app.store.read((reader) => reader.document(CHECKPOINT_DOCUMENT));
}

/** The key that the log is signed with, as a verifier key: `name+id+base64`. */
export function logKey(app: Application): string {
  return formatVerifierKey(app.log.key);
}

/**
 * A tile or a bundle of entries of the log.
 * @returns its bytes, exactly as many hashes or entries as its width asks for; null when the log is not as long
 */
export function readTile(app: Application, tile: Tile): Promise<Uint8Array | null> {
  return app.whole.read(async (reader) => {
    const { level, index, width } = tile;
    if (tileWidth(level, index, await reader.head()) < width) return null;
    if (level === 'entries') return entriesOf(await reader.sealedEvents(index * TILE_WIDTH, width));
    const [bytes] = await reader.logTiles([{ level, index, width }]);
    return bytes?.slice(0, width * HASH_BYTES) ?? null;
  });
}

/** Entries are made anew from the events: what was changed since does not fit its hash. */
function entriesOf(events: readonly SealedEvent[]): Uint8Array {
  return encodeEntryBundle(events.map((event) => Buffer.from(logEntryText(event.recordedMs, commitmentOfEvent(event)))));
}

function commitmentOfEvent({ salt, context, body }: SealedEvent): string {
  return commitmentOf(salt, context, body);
}

/**
 * All that shows, without this program, that an event is in the log: its texts and its salt, and a proof in the form of C2SP tlog-proof.
 * @param id the event's eventID or event hash
 * @throws NotOnRecord when there is none
 */
export function proveEvent(app: Application, id: string): Promise<EventProof> {
  return app.store.read(async (reader) => {
    const found = (await reader.findKeys([id])).get(id) ?? [];
    const seq = (found.find((event) => !event.declaresError) ?? found[0])?.seq;
    const checkpoint = await reader.document(CHECKPOINT_DOCUMENT);
    if (seq === undefined || checkpoint === null) throw new NotOnRecord('event', id);
    const { sealed: event, proof } = await proveSeq(reader, seq);
    return {
      log: logKey(app),
      event: event.body,
      context: event.context,
      salt: event.salt,
      recorded: new Date(event.recordedMs).toISOString(),
      proof,
    };
  });
}

/** An event's row and the proof of its leaf under the checkpoint on record. @throws Error when the log and the events do not agree */
export async function proveSeq(reader: RecordReader, seq: number): Promise<{ sealed: SealedEvent; proof: string }> {
  const [sealed] = await reader.sealedEvents(seq - 1, 1);
  const checkpoint = await reader.document(CHECKPOINT_DOCUMENT);
  if (sealed?.seq !== seq || checkpoint === null) throw new Error(`the event at place ${seq} is missing; run \`ytterby verify\``);
  return { sealed, proof: await tlogProof(reader, seq - 1, checkpoint) };
}

async function tlogProof(reader: RecordReader, index: number, checkpoint: string): Promise<string> {
  const proof = await proveInclusion(LOG_HASHER, index, sizeOf(checkpoint), tilesOf(reader));
  if (!proof.ok) throw new Error(`the log cannot prove its entry ${index} (${proof.refusal}); run \`ytterby verify\``);
  return formatTlogProof({ extra: undefined, index, proof: proof.value, checkpoint });
}

function sizeOf(checkpoint: string): number {
  return statedBy(checkpoint).size;
}

/**
 * What a checkpoint on record says.
 * @throws Error when it is none: it was changed by hand
 */
export function statedBy(checkpoint: string): Checkpoint {
  const note = parseNote(checkpoint);
  const parsed = note.ok ? parseCheckpoint(note.value.text) : note;
  if (!parsed.ok) throw new Error(`the log's checkpoint cannot be read (${parsed.refusal}); run \`ytterby verify\``);
  return parsed.value;
}

function tilesOf(reader: RecordReader): ReadTiles {
  return async (tiles: readonly HashTile[]) => (await reader.logTiles(tiles)).map((bytes) => bytes ?? undefined);
}
