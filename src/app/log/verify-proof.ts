import { openCheckpoint, parseTlogProof, parseVerifierKey, verifyInclusion, type VerifierKey } from '../../merkle/index.ts';
import { commitmentText, logEntryText } from '../../record/index.ts';
import type { EventProof } from '../../wire/index.ts';
import { LOG_HASHER, sha256Bytes } from './event-log.ts';
import { ed25519Verify } from './log-signer.ts';

/** What came of checking an event's proof: where in which log it is, or why that is not shown. */
export type ProofVerdict =
  | { readonly ok: true; readonly origin: string; readonly seq: number; readonly size: number; readonly recorded: string }
  | { readonly ok: false; readonly reason: string };

/**
 * Reads a verifier key: `name+id+base64`.
 * @throws RangeError when the text is none
 */
export function readLogKey(text: string): VerifierKey {
  const key = parseVerifierKey(sha256Bytes, text.trim());
  if (!key.ok) throw new RangeError(`expected a log's key as name+id+base64, got one that is refused: ${key.refusal}`);
  return key.value;
}

/**
 * Whether a proof shows that an event is in a log. Needs no record and no network.
 * @param key whom the verifier trusts to sign for the log; what the proof itself says about that counts for nothing
 */
export async function verifyEventProof(proof: EventProof, key: VerifierKey): Promise<ProofVerdict> {
  const verdict = await verifyLeaf(proof.proof, leafOf(proof), key);
  return verdict.ok ? { ...verdict, recorded: proof.recorded } : verdict;
}

/** What came of checking a leaf: its place in the log, or why it is not shown to have one. */
type LeafVerdict =
  | { readonly ok: true; readonly origin: string; readonly seq: number; readonly size: number }
  | { readonly ok: false; readonly reason: string };

/** Whether a proof (C2SP tlog-proof) shows that a leaf is in a log. */
export async function verifyLeaf(text: string, leaf: Uint8Array, key: VerifierKey): Promise<LeafVerdict> {
  const parsed = parseTlogProof(text);
  if (!parsed.ok) return refused(`the proof cannot be read: ${parsed.refusal}`);
  const { index, checkpoint } = parsed.value;
  const opened = await openCheckpoint(checkpoint, { origin: key.name, keys: [key], witnesses: [] }, ed25519Verify);
  if (!opened.ok) return refused(`the checkpoint is not that of the log ${key.name}: ${opened.refusal}`);
  const { size, root } = opened.value.checkpoint;
  const verdict = verifyInclusion(LOG_HASHER, { index, size, root, leafHash: leaf }, parsed.value.proof);
  if (!verdict.ok) return refused(`the log has not this event at place ${index + 1}: ${verdict.refusal}`);
  return { ok: true, origin: key.name, seq: index + 1, size };
}

/** The hash of the leaf that an event's texts and salt make. */
export function leafOf({ salt, context, event, recorded }: EventProof): Uint8Array {
  const commitment = Buffer.from(sha256Bytes(commitmentText(salt, context, event))).toString('hex');
  return LOG_HASHER.leaf(Buffer.from(logEntryText(Date.parse(recorded), commitment)));
}

function refused(reason: string): { readonly ok: false; readonly reason: string } {
  return { ok: false, reason };
}
