import {
  cosignCheckpoint,
  formatSignatureLine,
  formatVerifierKey,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  verifyConsistency,
  type Checkpoint,
  type VerifierKey,
} from '../../merkle/index.ts';
import type { RecordReader } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { LOG_HASHER, type LogSigner } from './event-log.ts';
import { ed25519Verify } from './log-signer.ts';

/** Whom a witness vouches for, and with which key: one of type `cosignature/v1`. */
export interface Witness {
  readonly signer: LogSigner;
  /** The keys of the logs that it knows. */
  readonly logs: readonly VerifierKey[];
}

/** What a witness answers (C2SP tlog-witness): its cosignature, or why there is none. */
export type WitnessAnswer =
  | { readonly is: 'cosigned'; readonly line: string }
  /** The old size is not that of the checkpoint that was cosigned last: this one is. */
  | { readonly is: 'conflict'; readonly size: number }
  | { readonly is: 'malformed' | 'unknown-log' | 'unsigned' | 'old-size-above' | 'inconsistent'; readonly reason: string };

/** The key that a witness cosigns with: `name+id+base64`. */
export function witnessKey({ signer }: Witness): string {
  return formatVerifierKey(signer.key);
}

/** The last checkpoint of a log that was cosigned, by its origin: the memory of a witness. */
const SEEN = 'witness/';

/**
 * Cosigns a checkpoint of another log that grew out of the one that was cosigned last. What was cosigned is on record before the answer, so
 * that two checkpoints that contradict each other are never both cosigned.
 * @param body an add-checkpoint request
 */
export async function witnessCheckpoint(app: Application, { signer, logs }: Witness, body: string): Promise<WitnessAnswer> {
  const request = parseAddCheckpoint(body);
  if (!request.ok) return { is: 'malformed', reason: request.refusal };
  const { oldSize, proof, checkpoint: text } = request.value;
  const stated = statedIn(text);
  if (stated === null) return { is: 'malformed', reason: 'the checkpoint cannot be read' };
  const keys = logs.filter(({ name }) => name === stated.origin);
  if (keys.length === 0) return { is: 'unknown-log', reason: `the log ${stated.origin} is not known here` };
  const opened = await openCheckpoint(text, { origin: stated.origin, keys, witnesses: [] }, ed25519Verify);
  if (!opened.ok) return { is: 'unsigned', reason: opened.refusal };
  const { checkpoint, note } = opened.value;
  if (oldSize > checkpoint.size) return { is: 'old-size-above', reason: 'the old size is above that of the checkpoint' };
  return app.whole.write(async (writer) => {
    const seen = await seenOf(writer, checkpoint.origin);
    if (oldSize !== (seen?.size ?? 0)) return { is: 'conflict', size: seen?.size ?? 0 };
    const fault = growthFault(seen, checkpoint, proof);
    if (fault !== null && seen?.size === checkpoint.size) return { is: 'conflict', size: seen.size };
    if (fault !== null) return { is: 'inconsistent', reason: fault };
    await writer.putDocument(SEEN + checkpoint.origin, text);
    const time = Math.floor(app.now() / 1000);
    return { is: 'cosigned', line: formatSignatureLine(cosignCheckpoint(note.text, signer.key, time, signer.sign)) };
  });
}

async function seenOf(reader: RecordReader, origin: string): Promise<Checkpoint | null> {
  const text = await reader.document(SEEN + origin);
  return text === null ? null : statedIn(text);
}

function statedIn(text: string): Checkpoint | null {
  const note = parseNote(text);
  const parsed = note.ok ? parseCheckpoint(note.value.text) : note;
  return parsed.ok ? parsed.value : null;
}

/** Why a checkpoint did not grow out of the one before; null when it did. */
function growthFault(seen: Checkpoint | null, { size, root }: Checkpoint, proof: readonly Uint8Array[]): string | null {
  const before = seen ?? { size: 0, root: LOG_HASHER.empty() };
  const verdict = verifyConsistency(
    LOG_HASHER,
    { oldSize: before.size, oldRoot: before.root, newSize: size, newRoot: root },
    proof,
  );
  return verdict.ok ? null : verdict.refusal;
}
