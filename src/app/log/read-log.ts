import {
  encodeEntryBundle,
  formatTlogProof,
  formatVerifierKey,
  HASH_BYTES,
  parseCheckpoint,
  parseNote,
  proveConsistency,
  proveInclusion,
  TILE_WIDTH,
  tileWidth,
  type Checkpoint,
  type HashTile,
  type ReadTiles,
  type Tile,
} from '../../merkle/index.ts';
import {
  CHECKPOINT_DOCUMENT,
  logEntryText,
  WITNESSED_DOCUMENT,
  type RecordReader,
  type SealedEvent,
} from '../../record/index.ts';
import type { EventProof } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import { commitmentOf } from '../capture/prepare.ts';
import { LOG_HASHER } from './event-log.ts';

/** The log's latest checkpoint, a signed note, with the cosignatures that it has got so far; null while nothing is on record. */
export function readCheckpoint(app: Application): Promise<string | null> {
  return app.whole.read(async (reader) => {
    const latest = await reader.document(CHECKPOINT_DOCUMENT);
    const witnessed = await reader.document(WITNESSED_DOCUMENT);
    return latest !== null && witnessed?.startsWith(latest) === true ? witnessed : latest;
  });
}

/** The latest checkpoint that witnesses cosigned, a signed note with their cosignatures; null while there is none. */
export function readWitnessed(app: Application): Promise<string | null> {
  return app.whole.read((reader) => reader.document(WITNESSED_DOCUMENT));
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

/**
 * The proof that the log of `newSize` events grew out of that of `oldSize` (RFC 6962, section 2.1.2): its hashes.
 * @throws ProofRefused when there are no such sizes
 */
export async function proveGrowth(app: Application, oldSize: number, newSize: number): Promise<readonly Uint8Array[]> {
  return app.whole.read(async (reader) => {
    if (newSize > (await reader.head())) throw new ProofRefused(`the log has ${await reader.head()} entries, not ${newSize}`);
    const proof = await proveConsistency(LOG_HASHER, oldSize, newSize, tilesOf(reader));
    if (!proof.ok) throw new ProofRefused(`there is no proof from ${oldSize} to ${newSize} entries: ${proof.refusal}`);
    return proof.value;
  });
}

/**
 * The proof that an entry is in the log of a size (RFC 6962, section 2.1.1): its hashes.
 * @param index the entry's place, from 0
 * @throws ProofRefused when there is no such place or size
 */
export async function proveEntry(app: Application, index: number, size: number): Promise<readonly Uint8Array[]> {
  return app.whole.read(async (reader) => {
    if (size > (await reader.head())) throw new ProofRefused(`the log has ${await reader.head()} entries, not ${size}`);
    const proof = await proveInclusion(LOG_HASHER, index, size, tilesOf(reader));
    if (!proof.ok) throw new ProofRefused(`there is no proof of entry ${index} in ${size}: ${proof.refusal}`);
    return proof.value;
  });
}

/** A proof that cannot be made, as of a place that the log has not. */
export class ProofRefused extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ProofRefused';
  }
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
