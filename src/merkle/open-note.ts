import { utf8 } from './bytes.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { cosignatureMessage, decodeCosignature } from './cosignature.ts';
import type { VerifierKey } from './note-key.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import { NOTE_REFUSALS, type NoteSignature, parseNote } from './signed-note.ts';

/** Whether a signature of a message is that of an Ed25519 public key (RFC 8032). Must answer false to malformed ones, not throw. */
export type Ed25519Verify = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean | Promise<boolean>;

/** A signature that was checked and holds. */
export interface KnownSignature {
  readonly key: VerifierKey;
  readonly signature: NoteSignature;
  /** For a cosignature, when it was made: seconds since 1970-01-01 UTC. */
  readonly time: number | undefined;
}

/** A note that at least one known key signed. */
export interface OpenedNote {
  readonly text: string;
  /** The first signature of each known key, in the order of the note. */
  readonly known: readonly KnownSignature[];
  /** Those of keys that are not known: they prove nothing, but belong to the note. */
  readonly unknown: readonly NoteSignature[];
}

/** Why a note is not to be trusted, in the order in which the reasons are looked for. */
export const OPENING_REFUSALS = [
  ...NOTE_REFUSALS,
  /** Name and key ID are those of a known key, and the signature is not. */
  'false-signature',
  'no-known-signature',
] as const;

export type OpeningRefusal = (typeof OPENING_REFUSALS)[number];

/**
 * Reads a signed note and checks every signature of a known key (C2SP signed-note, Signatures); one that is false refuses the note.
 * @param note its bytes, or its text
 * @param keys the keys that are known, at least one
 */
export async function openNote(
  note: Uint8Array | string,
  keys: readonly VerifierKey[],
  verify: Ed25519Verify,
): Promise<Outcome<OpenedNote, OpeningRefusal>> {
  const parsed = parseNote(note);
  if (!parsed.ok) return parsed;
  const { text, signatures } = parsed.value;
  const known = new Map<VerifierKey, KnownSignature>();
  const unknown: NoteSignature[] = [];
  for (const signature of signatures) {
    const key = keys.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (key === undefined) unknown.push(signature);
    else if (!(await isSignedBy(key, text, signature.bytes, verify))) return refuse('false-signature');
    else if (!known.has(key)) known.set(key, { key, signature, time: timeOf(key, signature) });
  }
  return known.size > 0 ? accept({ text, known: [...known.values()], unknown }) : refuse('no-known-signature');
}

async function isSignedBy(key: VerifierKey, text: string, bytes: Uint8Array, verify: Ed25519Verify): Promise<boolean> {
  if (key.type === 'ed25519') return verify(key.publicKey, utf8(text), bytes);
  const cosignature = decodeCosignature(bytes);
  if (cosignature === undefined || !parseCheckpoint(text).ok) return false;
  return verify(key.publicKey, cosignatureMessage(text, cosignature.time), cosignature.signature);
}

function timeOf(key: VerifierKey, signature: NoteSignature): number | undefined {
  return key.type === 'ed25519' ? undefined : decodeCosignature(signature.bytes)?.time;
}
