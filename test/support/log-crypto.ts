import { createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from 'node:crypto';
import { type Ed25519Sign, type Ed25519Verify, treeHasher } from '../../src/merkle/index.ts';

/** The cryptography that the pure module is given, from `node:crypto`. */
export const sha256 = (bytes: Uint8Array): Uint8Array => hash('sha256', bytes, 'buffer');

export const hasher = treeHasher(sha256);

export const ed25519Verify: Ed25519Verify = (publicKey, message, signature) =>
  verify(null, message, publicKeyObject(publicKey), signature);

/** Signs with the private key that a seed of 32 bytes makes (RFC 8032). */
export function ed25519Sign(seed: Uint8Array): Ed25519Sign {
  return (message) => sign(null, message, privateKeyObject(seed));
}

export function publicKeyOf(seed: Uint8Array): Uint8Array {
  const { x } = createPublicKey(privateKeyObject(seed)).export({ format: 'jwk' });
  return Buffer.from(x ?? '', 'base64url');
}

/** A seed whose first byte alone is not 0. */
export function seedOf(firstByte: number): Uint8Array {
  const seed = new Uint8Array(32);
  seed[0] = firstByte;
  return seed;
}

export function fromHex(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, 'hex'));
}

export function toHex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const x = Buffer.from(publicKey).toString('base64url');
  return createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' });
}

/** PKCS #8 wraps the seed in 16 bytes that are the same for every Ed25519 key (RFC 8410). */
function privateKeyObject(seed: Uint8Array): KeyObject {
  const key = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), seed]);
  return createPrivateKey({ key, format: 'der', type: 'pkcs8' });
}
