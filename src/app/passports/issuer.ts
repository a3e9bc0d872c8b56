import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, type JsonWebKey, type KeyObject } from 'node:crypto';
import { CompactSign } from 'jose';

/** A key that issued or issues passports. */
interface IssuerKey {
  /** RFC 7638 thumbprint. */
  readonly kid: string;
  readonly secret: KeyObject;
  readonly publicJwk: JsonWebKey;
}

/** ECDSA on P-256 with SHA-256: what wallets and libraries of verifiable credentials all know. */
const ALGORITHM = 'ES256';

/** A new key for an issuer, as the text of a JSON Web Key Set: a secret. A key that follows another is put before it. */
export function newIssuerKeys(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return JSON.stringify({ keys: [privateKey.export({ format: 'jwk' })] });
}

/** Signs passports with the first of its keys; the others' signatures stay good. */
export class PassportIssuer {
  readonly #keys: readonly IssuerKey[];

  /** @param text a JSON Web Key Set with private keys. @throws Error when it is none */
  constructor(text: string) {
    const { keys } = JSON.parse(text) as { keys?: JsonWebKey[] };
    if (!Array.isArray(keys) || keys.length === 0)
      throw new Error('the issuer’s keys cannot be read: expected {"keys": […]} with private keys');
    this.#keys = keys.map(keyOf);
  }

  /** Who issues: `did:web` of the address under which others reach this server, else the key itself as `did:jwk`. */
  did(address: string | null): string {
    if (address === null) return `did:jwk:${Buffer.from(JSON.stringify(this.#current.publicJwk)).toString('base64url')}`;
    const { host, pathname } = new URL(address);
    const path = pathname.split('/').filter(Boolean);
    return ['did:web', encodeURIComponent(host), ...path].join(':');
  }

  /** The public keys, the current first. */
  get publicKeys(): { keys: JsonWebKey[] } {
    return { keys: this.#keys.map(({ kid, publicJwk }) => ({ ...publicJwk, kid, alg: ALGORITHM, use: 'sig' })) };
  }

  /** The DID document of `did:web`. */
  document(address: string): object {
    const id = this.did(address);
    const methods = this.#keys.map(({ kid, publicJwk }) => ({
      id: `${id}#${kid}`,
      type: 'JsonWebKey',
      controller: id,
      publicKeyJwk: publicJwk,
    }));
    const context = ['https://www.w3.org/ns/did/v1', 'https://w3id.org/security/jwk/v1'];
    return { '@context': context, id, verificationMethod: methods, assertionMethod: methods.map((method) => method.id) };
  }

  /** A payload as a compact JWS (W3C Securing Verifiable Credentials using JOSE and COSE). */
  sign(payload: object, type: string, address: string | null): Promise<string> {
    const { kid, secret } = this.#current;
    const method = `${this.did(address)}#${address === null ? '0' : kid}`;
    return new CompactSign(Buffer.from(JSON.stringify(payload)))
      .setProtectedHeader({ alg: ALGORITHM, typ: type, cty: 'vc', kid: method })
      .sign(secret);
  }

  get #current(): IssuerKey {
    return this.#keys[0]!;
  }
}

function keyOf(jwk: JsonWebKey): IssuerKey {
  const secret = createPrivateKey({ key: jwk, format: 'jwk' });
  const { kty = '', crv = '', x = '', y = '' } = createPublicKey(secret).export({ format: 'jwk' });
  const publicJwk = { crv, kty, x, y };
  const kid = createHash('sha256').update(JSON.stringify(publicJwk)).digest('base64url');
  return { kid, secret, publicJwk };
}
