import { hash as digest } from 'node:crypto';
import {
  formatCheckpoint,
  formatNote,
  partialTiles,
  signNote,
  TileEdge,
  treeHasher,
  type Ed25519Sign,
  type TreeHasher,
  type VerifierKey,
} from '../../merkle/index.ts';
import { CHECKPOINT_DOCUMENT, logEntryText, type LogGrowth, type RecordReader } from '../../record/index.ts';

/** Who signs the log: its name is the key's. */
export interface LogSigner {
  readonly key: VerifierKey;
  readonly sign: Ed25519Sign;
}

/** What the log needs of a new event; events come in the order of their places in the record, which are those of their leaves. */
export interface LeafFacts {
  readonly recordedMs: number;
  readonly commitment: string;
}

/** SHA-256. By way of hexadecimal digits: Node gives those faster than bytes. */
export function sha256Bytes(data: Uint8Array | string): Uint8Array {
  return Buffer.from(digest('sha256', data, 'hex'), 'hex');
}

/** The hashing of the log's tree. */
export const LOG_HASHER: TreeHasher = treeHasher(sha256Bytes);

/**
 * The log of all events: leaf n − 1 is the event at place n. It is kept in the record itself, in the same change as the events, so that
 * the two cannot part. Its edge is held in memory between changes, and read anew unless the checkpoint on record is the one that was
 * signed over it: a change may have failed after the log had grown, and another process may have written.
 */
export class EventLog {
  private readonly signer: LogSigner;
  private latest: { readonly edge: TileEdge; readonly checkpoint: string } | null = null;

  constructor(signer: LogSigner) {
    this.signer = signer;
  }

  /** The key that the log is signed with. */
  get key(): VerifierKey {
    return this.signer.key;
  }

  /**
   * Lets the log grow by the events of a change.
   * @param reader the change in progress
   * @throws Error when the record's log is not as long as the record: it was tampered with, and nothing is added to it
   */
  async grow(reader: RecordReader, events: readonly LeafFacts[]): Promise<LogGrowth> {
    const edge = await this.edgeOnRecord(reader);
    this.latest = null;
    for (const { recordedMs, commitment } of events) edge.append(leafHash(recordedMs, commitment));
    const checkpoint = this.signedCheckpoint(edge);
    this.latest = { edge, checkpoint };
    return { tiles: edge.takeTiles(), checkpoint };
  }

  private async edgeOnRecord(reader: RecordReader): Promise<TileEdge> {
    const [size, checkpoint] = [await reader.head(), await reader.document(CHECKPOINT_DOCUMENT)];
    const isCurrent = this.latest !== null && this.latest.checkpoint === checkpoint && this.latest.edge.size === size;
    return isCurrent ? this.latest!.edge : readEdge(reader, size);
  }

  private signedCheckpoint(edge: TileEdge): string {
    const { key, sign } = this.signer;
    const text = formatCheckpoint({ origin: key.name, size: edge.size, root: edge.root(), extensions: [] });
    return formatNote({ text, signatures: [signNote(text, key, sign)] });
  }
}

/** The hash of an event's leaf. */
export function leafHash(recordedMs: number, commitment: string): Uint8Array {
  return LOG_HASHER.leaf(Buffer.from(logEntryText(recordedMs, commitment)));
}

async function readEdge(reader: RecordReader, size: number): Promise<TileEdge> {
  const tiles = await reader.logTiles(partialTiles(size));
  const missing = tiles.indexOf(null);
  if (missing >= 0) throw new Error(`the log lacks a tile of its right edge at ${size} events; run \`ytterby verify\``);
  return TileEdge.restore(LOG_HASHER, size, tiles as Uint8Array[]);
}
