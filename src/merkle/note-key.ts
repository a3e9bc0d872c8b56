import { decodeBase64, encodeBase64 } from './base64.ts';
import { joinBytes, sameBytes, utf8, viewOf } from './bytes.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import type { Digest } from './tree-hash.ts';

/** What a key signs: `ed25519` the text of any note, `cosignature/v1` a checkpoint with the time (C2SP tlog-cosignature). */
export type SignatureType = 'ed25519' | 'cosignature/v1';

/** The assigned type bytes (C2SP signed-note, Signature types) of the types that are read here; both have Ed25519 keys. */
const TYPE_BYTES: Readonly<Record<SignatureType, number>> = { ed25519: 0x01, 'cosignature/v1': 0x04 };
const TYPES = Object.keys(TYPE_BYTES) as readonly SignatureType[];

/** The length of an Ed25519 public key, and of the seed that a private key is made of (RFC 8032), in bytes. */
const KEY_BYTES = 32;

/** What it takes to know the signatures of a key. */
export interface VerifierKey {
  readonly name: string;
  readonly type: SignatureType;
  /** 32 bytes (RFC 8032). */
  readonly publicKey: Uint8Array;
  /** 32 bits; with the name it says which key made a signature. */
  readonly keyId: number;
}

/** A key with its secret. */
export interface SignerKey extends VerifierKey {
  /** 32 bytes (RFC 8032: the private key). */
  readonly seed: Uint8Array;
}

/** The Ed25519 public key (32 bytes) of a seed (32 bytes). */
export type PublicKeyOf = (seed: Uint8Array) => Uint8Array;

/** Why a text is no key, in the order in which the reasons are looked for. */
export const KEY_REFUSALS = [
  /** Not of the form `name+hex+base64` (`PRIVATE+KEY+` before it for a signer). */
  'malformed-key',
  /** A type that is not read here, as ECDSA or ML-DSA. */
  'unknown-signature-type',
  /** Not 32 bytes of key. */
  'wrong-key-length',
  /** The key ID is not that of this name and key. */
  'key-id-mismatch',
] as const;

export type KeyRefusal = (typeof KEY_REFUSALS)[number];

const KEY_FORM = /^(?<secret>PRIVATE\+KEY\+)?(?<name>[^+]+)\+(?<id>[\da-f]{8})\+(?<material>.+)$/;
// oxlint-disable-next-line no-control-regex -- no note may contain these characters, so no key in a note either
const UNNAMEABLE = /[\p{White_Space}+\u0000-\u001f]/u;

/** Whether a text can name a key: not empty, no Unicode space, no plus sign, no control character. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !UNNAMEABLE.test(name);
}

/**
 * A key by its name and its bytes.
 * @param publicKey 32 bytes
 * @throws RangeError when the name or the length is wrong
 */
export function verifierKey(digest: Digest, name: string, type: SignatureType, publicKey: Uint8Array): VerifierKey {
  if (!isKeyName(name)) throw new RangeError(`expected a key name without spaces and plus signs, got ${JSON.stringify(name)}`);
  assertKeyLength(publicKey);
  return { name, type, publicKey, keyId: keyIdOf(digest, name, type, publicKey) };
}

/**
 * A signer's key by its name and its seed.
 * @param seed 32 secret bytes
 * @throws RangeError when the name or the length is wrong
 */
export function signerKey(
  digest: Digest,
  publicKeyOf: PublicKeyOf,
  name: string,
  type: SignatureType,
  seed: Uint8Array,
): SignerKey {
  assertKeyLength(seed);
  return { ...verifierKey(digest, name, type, publicKeyOf(seed)), seed };
}

/** A verifier key as text: `name+hex(key ID)+base64(type, public key)` (C2SP signed-note, Verifier keys). */
export function formatVerifierKey(key: VerifierKey): string {
  return formatKey(key, key.publicKey);
}

/** A signer's key as text, a secret: `PRIVATE+KEY+name+hex(key ID)+base64(type, seed)`, as Go's package `sumdb/note` writes it. */
export function formatSignerKey(key: SignerKey): string {
  return `PRIVATE+KEY+${formatKey(key, key.seed)}`;
}

/** Reads a verifier key; its key ID has to be the recommended hash of name and key. */
export function parseVerifierKey(digest: Digest, text: string): Outcome<VerifierKey, KeyRefusal> {
  const parts = parseKey(text, false);
  if (!parts.ok) return parts;
  const { name, type, material, keyId } = parts.value;
  const key = verifierKey(digest, name, type, material);
  return key.keyId === keyId ? accept(key) : refuse('key-id-mismatch');
}

/** Reads a signer's key; its key ID has to be that of the public key that belongs to the seed. */
export function parseSignerKey(digest: Digest, publicKeyOf: PublicKeyOf, text: string): Outcome<SignerKey, KeyRefusal> {
  const parts = parseKey(text, true);
  if (!parts.ok) return parts;
  const { name, type, material, keyId } = parts.value;
  const key = signerKey(digest, publicKeyOf, name, type, material);
  return key.keyId === keyId ? accept(key) : refuse('key-id-mismatch');
}

/** Whether two keys are one: the same name, type and public key. */
export function isSameKey(a: VerifierKey, b: VerifierKey): boolean {
  return a.name === b.name && a.type === b.type && sameBytes(a.publicKey, b.publicKey);
}

interface KeyParts {
  readonly name: string;
  readonly type: SignatureType;
  readonly material: Uint8Array;
  readonly keyId: number;
}

function parseKey(text: string, isSecret: boolean): Outcome<KeyParts, KeyRefusal> {
  const { secret, name = '', id = '', material = '' } = KEY_FORM.exec(text)?.groups ?? {};
  const bytes = decodeBase64(material);
  if ((secret !== undefined) !== isSecret || !isKeyName(name) || !bytes?.length) return refuse('malformed-key');
  const type = TYPES.find((each) => TYPE_BYTES[each] === bytes[0]);
  if (type === undefined) return refuse('unknown-signature-type');
  if (bytes.length !== 1 + KEY_BYTES) return refuse('wrong-key-length');
  return accept({ name, type, material: bytes.slice(1), keyId: Number.parseInt(id, 16) });
}

function formatKey({ name, keyId, type }: VerifierKey, material: Uint8Array): string {
  return `${name}+${keyId.toString(16).padStart(8, '0')}+${encodeBase64(withType(type, material))}`;
}

/** The first 32 bits of the SHA-256 of name, newline, type and public key (C2SP signed-note, Signatures). */
function keyIdOf(digest: Digest, name: string, type: SignatureType, publicKey: Uint8Array): number {
  return viewOf(digest(joinBytes(utf8(`${name}\n`), withType(type, publicKey)))).getUint32(0);
}

function withType(type: SignatureType, material: Uint8Array): Uint8Array {
  return joinBytes(Uint8Array.of(TYPE_BYTES[type]), material);
}

function assertKeyLength(key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new RangeError(`expected an Ed25519 key of ${KEY_BYTES} bytes, got ${key.length}`);
}
