import { createPrivateKey, createPublicKey, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import {
  formatSignerKey,
  parseSignerKey,
  signerKey,
  type Ed25519Verify,
  type SignatureType,
  type SignerKey,
} from '../../merkle/index.ts';
import { sha256Bytes, type LogSigner } from './event-log.ts';

const SEED_BYTES = 32;

/** What stands before a seed and a public key in PKCS #8 and SPKI (RFC 8410). */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * A new key for a log, as text: a secret.
 * @param name the log's name; by custom its address without scheme
 * @param type `cosignature/v1` for the key of a witness
 */
export function newLogKey(name: string, type: SignatureType = 'ed25519'): string {
  return formatSignerKey(signerKey(sha256Bytes, publicKeyOf, name, type, randomBytes(SEED_BYTES)));
}

/**
 * The signer whose key a text of {@link newLogKey} holds.
 * @throws Error when the text is no such key
 */
export function logSigner(text: string): LogSigner {
  const key = parseSignerKey(sha256Bytes, publicKeyOf, text.trim());
  if (!key.ok) throw new Error(`the log's key cannot be read (${key.refusal}): expected PRIVATE+KEY+name+id+base64 in one line`);
  return signerOf(key.value);
}

/** A signer whose key nobody keeps. */
export function passingSigner(): LogSigner {
  return logSigner(newLogKey('passing.ytterby'));
}

function signerOf(key: SignerKey): LogSigner {
  const secret = privateKey(key.seed);
  return { key, sign: (message) => sign(null, message, secret) };
}

function privateKey(seed: Uint8Array): KeyObject {
  return createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(seed: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKey(seed)).export({ format: 'der', type: 'spki' });
  return spki.subarray(PUBLIC_PREFIX.length);
}

/** Verifies an Ed25519 signature (RFC 8032). */
export const ed25519Verify: Ed25519Verify = (publicKey, message, signature) => {
  const key = createPublicKey({ key: Buffer.concat([PUBLIC_PREFIX, publicKey]), format: 'der', type: 'spki' });
  return verify(null, message, key, signature);
};
