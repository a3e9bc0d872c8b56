import { type Checkpoint, CHECKPOINT_REFUSALS, parseCheckpoint } from './checkpoint.ts';
import { isSameKey, type VerifierKey } from './note-key.ts';
import { type Ed25519Verify, type OpenedNote, OPENING_REFUSALS, openNote } from './open-note.ts';
import { accept, type Outcome, refuse } from './outcome.ts';

/** The log that a checkpoint has to be of. */
export interface KnownLog {
  readonly origin: string;
  /** The keys that may sign for it, at least one. */
  readonly keys: readonly VerifierKey[];
  /** Witnesses whose cosignatures count; a quorum is for the caller to ask for. */
  readonly witnesses: readonly VerifierKey[];
}

/** A checkpoint that the log signed. */
export interface OpenedCheckpoint {
  readonly checkpoint: Checkpoint;
  /** The note that it stands in: which keys of the log and which witnesses signed, and when. */
  readonly note: OpenedNote;
}

/** Why a checkpoint is not to be trusted, in the order in which the reasons are looked for. */
export const CHECKPOINT_OPENING_REFUSALS = [
  ...OPENING_REFUSALS,
  ...CHECKPOINT_REFUSALS,
  /** It is of another log. */
  'wrong-origin',
  /** Witnesses signed it, the log did not. */
  'unsigned-by-log',
] as const;

export type CheckpointOpeningRefusal = (typeof CHECKPOINT_OPENING_REFUSALS)[number];

/**
 * Reads a signed checkpoint and checks that it is the log's own (C2SP tlog-checkpoint).
 * @param note its bytes, or its text
 */
export async function openCheckpoint(
  note: Uint8Array | string,
  log: KnownLog,
  verify: Ed25519Verify,
): Promise<Outcome<OpenedCheckpoint, CheckpointOpeningRefusal>> {
  const opened = await openNote(note, [...log.keys, ...log.witnesses], verify);
  if (!opened.ok) return opened;
  const read = parseCheckpoint(opened.value.text);
  if (!read.ok) return read;
  if (read.value.origin !== log.origin) return refuse('wrong-origin');
  const isSigned = opened.value.known.some(({ key }) => log.keys.some((logKey) => isSameKey(key, logKey)));
  return isSigned ? accept({ checkpoint: read.value, note: opened.value }) : refuse('unsigned-by-log');
}
