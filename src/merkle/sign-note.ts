import { utf8 } from './bytes.ts';
import { cosignatureMessage, encodeCosignature } from './cosignature.ts';
import type { SignatureType, VerifierKey } from './note-key.ts';
import { assertNoteText, type NoteSignature } from './signed-note.ts';

/** Signs a message with the private half of a key: 64 bytes of Ed25519 (RFC 8032). */
export type Ed25519Sign = (message: Uint8Array) => Uint8Array;

/**
 * Signs the text of a note.
 * @param key of type `ed25519`; its private half is in `sign` alone
 * @throws RangeError when the text is no note's or the key is of another type
 */
export function signNote(text: string, key: VerifierKey, sign: Ed25519Sign): NoteSignature {
  assertType(key, 'ed25519');
  assertNoteText(text);
  return { name: key.name, keyId: key.keyId, bytes: sign(utf8(text)) };
}

/**
 * Cosigns a checkpoint, as a witness that has seen it to be consistent with all that it saw before (C2SP tlog-cosignature).
 * @param checkpoint the text of the checkpoint's note
 * @param key of type `cosignature/v1`; its private half is in `sign` alone
 * @param time now, in whole seconds since 1970-01-01 UTC
 * @throws RangeError when the text is no checkpoint or the key is of another type
 */
export function cosignCheckpoint(checkpoint: string, key: VerifierKey, time: number, sign: Ed25519Sign): NoteSignature {
  assertType(key, 'cosignature/v1');
  const signature = sign(cosignatureMessage(checkpoint, time));
  return { name: key.name, keyId: key.keyId, bytes: encodeCosignature({ time, signature }) };
}

function assertType(key: VerifierKey, type: SignatureType): void {
  if (key.type !== type) throw new RangeError(`expected a key of type ${type}, got ${key.name} of type ${key.type}`);
}
