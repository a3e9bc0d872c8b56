import { decodeBase64, encodeBase64 } from './base64.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import { isNoteText } from './signed-note.ts';
import { HASH_BYTES } from './tree-hash.ts';
import { parseDecimal } from './tree-size.ts';

/** What a log says of itself at one moment. */
export interface Checkpoint {
  /** The name of the log; by custom its URL without scheme. */
  readonly origin: string;
  /** How many leaves it has. */
  readonly size: number;
  /** The root of their tree: 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines that the log chose to sign; nobody can audit them, and there are best none. */
  readonly extensions: readonly string[];
}

/** Why a text is no checkpoint, in the order in which the reasons are looked for. */
export const CHECKPOINT_REFUSALS = [
  /** Not three or more lines, none empty, each ending in a newline, without control characters. */
  'malformed-lines',
  /** The second line is no size in decimal without leading zeros, from 0 to 2**53 - 1. */
  'malformed-size',
  /** The third line is not 32 bytes in canonical base64. */
  'malformed-root',
] as const;

export type CheckpointRefusal = (typeof CHECKPOINT_REFUSALS)[number];

/** Reads the text of a note as a checkpoint (C2SP tlog-checkpoint, Note text). */
export function parseCheckpoint(text: string): Outcome<Checkpoint, CheckpointRefusal> {
  const [origin, sizeLine, rootLine, ...extensions] = text.slice(0, -1).split('\n');
  if (!isNoteText(text) || origin === undefined || sizeLine === undefined || rootLine === undefined) {
    return refuse('malformed-lines');
  }
  if ([origin, sizeLine, rootLine, ...extensions].includes('')) return refuse('malformed-lines');
  const size = parseDecimal(sizeLine);
  if (size === undefined) return refuse('malformed-size');
  const root = decodeBase64(rootLine);
  return root?.length === HASH_BYTES ? accept({ origin, size, root, extensions }) : refuse('malformed-root');
}

/**
 * The text of a checkpoint, ready to be signed.
 * @throws RangeError when reading the text back would not give the same checkpoint
 */
export function formatCheckpoint({ origin, size, root, extensions }: Checkpoint): string {
  const lines = [origin, String(size), encodeBase64(root), ...extensions];
  const text = `${lines.join('\n')}\n`;
  const read = parseCheckpoint(text);
  if (!read.ok) throw new RangeError(`expected a checkpoint that can be written, got one with ${read.refusal}`);
  if (read.value.extensions.length !== extensions.length) throw new RangeError('expected lines without line breaks');
  return text;
}
