import { decodeBase64, encodeBase64 } from './base64.ts';
import { joinBytes, viewOf } from './bytes.ts';
import { isKeyName } from './note-key.ts';
import { accept, type Outcome, refuse } from './outcome.ts';

/** The most signatures that are read; a note with more is refused (the standard asks for 16 at least). */
export const SIGNATURES_MAX = 100;

/** One signature line. */
export interface NoteSignature {
  /** The name of the key that made it. */
  readonly name: string;
  /** The 32 bits that, with the name, say which key that is. */
  readonly keyId: number;
  /** What the key made, without the key ID: 64 bytes for Ed25519, 72 for a cosignature. */
  readonly bytes: Uint8Array;
}

/** A text with signatures, none of them checked yet. */
export interface SignedNote {
  /** Ends in a newline; it is what the signatures are of. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** Why input is no signed note, in the order in which the reasons are looked for. */
export const NOTE_REFUSALS = [
  'not-utf8',
  /** A character below U+0020 other than newline. */
  'control-character',
  /** No text that ends in a newline, then an empty line, then at least one line that ends in a newline. */
  'no-signature-block',
  'too-many-signatures',
  /** A line after the last empty one that is not exactly `— <key name> <base64 of a key ID and a signature>`. */
  'malformed-signature',
] as const;

export type NoteRefusal = (typeof NOTE_REFUSALS)[number];

const KEY_ID_BYTES = 4;
const LINE_FORM = /^— ([^ ]+) ([^ ]+)$/;
// oxlint-disable-next-line no-control-regex -- these characters are what the standard forbids
const CONTROL = /[\u0000-\u0009\u000b-\u001f]/;

/**
 * Reads a signed note (C2SP signed-note, Format). Signatures of any key and kind are kept; {@link openNote} checks them.
 * @param note its bytes, or its text
 */
export function parseNote(note: Uint8Array | string): Outcome<SignedNote, NoteRefusal> {
  const whole = typeof note === 'string' ? note : decodeUtf8(note);
  if (whole?.isWellFormed() !== true) return refuse('not-utf8');
  if (CONTROL.test(whole)) return refuse('control-character');
  const split = whole.lastIndexOf('\n\n');
  if (split < 0) return refuse('no-signature-block');
  const signatures = parseSignatureLines(whole.slice(split + 2));
  return signatures.ok ? accept({ text: whole.slice(0, split + 1), signatures: signatures.value }) : signatures;
}

/** Reads signature lines that stand alone, as a witness answers with them: each ends in a newline, and there is at least one. */
export function parseSignatureLines(lines: string): Outcome<readonly NoteSignature[], NoteRefusal> {
  if (!lines.endsWith('\n')) return refuse('no-signature-block');
  const each = lines.slice(0, -1).split('\n');
  if (each.length > SIGNATURES_MAX) return refuse('too-many-signatures');
  const signatures = each.map(parseSignatureLine);
  return signatures.every((signature) => signature !== undefined) ? accept(signatures) : refuse('malformed-signature');
}

/**
 * A signed note as text; the same as was read, for a note that {@link parseNote} gave.
 * @throws RangeError when the text, a name or the number of signatures is not what a note can have
 */
export function formatNote(note: SignedNote): string {
  assertNoteText(note.text);
  const count = note.signatures.length;
  if (count < 1 || count > SIGNATURES_MAX) throw new RangeError(`expected 1 to ${SIGNATURES_MAX} signatures, got ${count}`);
  return `${note.text}\n${note.signatures.map(formatSignatureLine).join('')}`;
}

/**
 * A signature line, with its newline: `— <key name> <base64 of key ID and signature>`.
 * @throws RangeError when the name is no key name or the signature is empty
 */
export function formatSignatureLine({ name, keyId, bytes }: NoteSignature): string {
  if (!isKeyName(name)) throw new RangeError(`expected a key name without spaces and plus signs, got ${JSON.stringify(name)}`);
  if (bytes.length === 0) throw new RangeError(`expected a signature of ${name}, got no bytes`);
  const id = new Uint8Array(KEY_ID_BYTES);
  viewOf(id).setUint32(0, keyId);
  return `— ${name} ${encodeBase64(joinBytes(id, bytes))}\n`;
}

/** Whether a text can be the text of a note: UTF-8 without control characters, ending in a newline. */
export function isNoteText(text: string): boolean {
  return text.endsWith('\n') && text.isWellFormed() && !CONTROL.test(text);
}

/** @throws RangeError when a text of our own making is no note's */
export function assertNoteText(text: string): void {
  if (!isNoteText(text)) throw new RangeError('expected text without control characters that ends in a newline');
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  const [, name, base64] = LINE_FORM.exec(line) ?? [];
  if (name === undefined || base64 === undefined || !isKeyName(name)) return undefined;
  const whole = decodeBase64(base64);
  if (whole === undefined || whole.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: viewOf(whole).getUint32(0), bytes: whole.subarray(KEY_ID_BYTES) };
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return undefined;
  }
}
