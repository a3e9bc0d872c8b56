import { gunzipSync } from 'node:zlib';
import { compactVerify, decodeProtectedHeader, importJWK, type JWK } from 'jose';
import type { Json, JsonObject } from '../../epcis/index.ts';
import { isStatusSet, revealClaims } from '../../passport/index.ts';
import { digestOf } from '../access/tokens.ts';
import { commitmentOf } from '../capture/prepare.ts';
import { leafHash } from '../log/event-log.ts';
import { readLogKey, verifyLeaf } from '../log/verify-proof.ts';

/** One thing that was checked of a passport. */
export interface PassportCheck {
  readonly name: 'form' | 'signature' | 'issuer' | 'disclosures' | 'validity' | 'status' | 'schema' | 'log' | 'events';
  readonly ok: boolean;
  readonly detail: string;
}

/** What came of checking a passport, and what it says as far as it was disclosed. */
export interface PassportVerdict {
  readonly ok: boolean;
  readonly checks: readonly PassportCheck[];
  readonly credential: JsonObject | null;
}

/** What a verifier trusts and has at hand; nothing is fetched. */
export interface PassportTrust {
  /** Public keys of issuers. */
  readonly issuers: readonly JWK[];
  /** The log's verifier key; null takes the one that the passport states, which its issuer vouches for. */
  readonly logKey: string | null;
  /** A status list credential; null leaves revocation unchecked, which the verdict says. */
  readonly statusList: string | null;
  readonly nowMs: number;
}

const CONCEALING = { digest: digestOf };
/** A list of millions of bits is none that a passport needs. */
const LIST_BYTES_MAX = 4 * 1024 * 1024;
const TEXT = /^[\w-]+\.[\w-]+\.[\w-]+(~[\w-]*)*$/;

/** Checks a passport offline, in the order in which a stranger would: what it is, who signed it, whether it holds, what it rests on. */
export async function verifyPassport(text: string, trust: PassportTrust): Promise<PassportVerdict> {
  const checks: PassportCheck[] = [];
  const note = (name: PassportCheck['name'], ok: boolean, detail: string): boolean => {
    checks.push({ name, ok, detail });
    return ok;
  };
  const end = (credential: JsonObject | null): PassportVerdict => ({ ok: checks.every(({ ok }) => ok), checks, credential });
  const [signed = '', ...rest] = text.trim().split('~');
  if (!note('form', TEXT.test(text.trim()), 'a compact JWS, alone or with disclosures')) return end(null);
  const opened = await openSigned(signed, trust.issuers);
  note('signature', opened.payload !== null, opened.signature);
  if (opened.payload === null) return end(null);
  note('issuer', opened.isTrusted, opened.issuer);
  const revealed = revealClaims(
    opened.payload,
    rest.filter((part) => part !== ''),
    CONCEALING,
    decodeText,
  );
  if (
    !note('disclosures', revealed.ok, revealed.ok ? `${rest.filter(Boolean).length} disclosed` : revealed.reason) ||
    !revealed.ok
  )
    return end(null);
  const credential = revealed.payload;
  note(
    'validity',
    isValidAt(credential, trust.nowMs),
    `from ${textAt(credential, 'validFrom')} until ${textAt(credential, 'validUntil')}`,
  );
  checks.push(await statusCheck(credential, trust));
  checks.push(schemaCheck(credential));
  checks.push(...(await custodyChecks(credential, trust.logKey)));
  return end(credential);
}

interface Opened {
  readonly payload: JsonObject | null;
  readonly signature: string;
  readonly isTrusted: boolean;
  readonly issuer: string;
}

/** Tries the trusted keys, and then the key that the signature itself names, which proves no more than that it was not changed. */
async function openSigned(signed: string, issuers: readonly JWK[]): Promise<Opened> {
  const failed = (signature: string): Opened => ({ payload: null, signature, isTrusted: false, issuer: '' });
  const kid = keyIdOf(signed);
  if (kid === null) return failed('its header cannot be read');
  const own = keyOfDid(kid);
  for (const [key, isTrusted] of [
    ...issuers.map((jwk) => [jwk, true] as const),
    ...(own === null ? [] : [[own, false] as const]),
  ]) {
    const payload = await payloadSignedBy(signed, key);
    if (payload === null) continue;
    const issuer = isTrusted ? 'a key that you trust' : `a key that you have not said you trust: ${kid}; give it with --key`;
    return { payload, signature: 'ES256, not changed since', isTrusted, issuer };
  }
  return failed(
    own === null ? `signed by none of the keys given; it names ${kid}` : 'changed since it was signed, or signed by another',
  );
}

function keyIdOf(signed: string): string | null {
  try {
    const { kid, alg } = decodeProtectedHeader(signed);
    return alg === 'ES256' && typeof kid === 'string' ? kid : null;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}

/** The key that a `did:jwk` is. */
function keyOfDid(kid: string): JWK | null {
  const encoded = /^did:jwk:([\w-]+)#0$/.exec(kid)?.[1];
  const parsed = encoded === undefined ? null : jsonOf(decodeText(encoded));
  return parsed as JWK | null;
}

async function payloadSignedBy(signed: string, jwk: JWK): Promise<JsonObject | null> {
  try {
    const { payload } = await compactVerify(signed, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'] });
    const parsed = jsonOf(Buffer.from(payload).toString());
    return isObject(parsed) ? parsed : null;
  } catch (error) {
    // What jose refuses is a wrong signature or a key that cannot be used; both mean: not by this key.
    if (error instanceof Error) return null;
    throw error;
  }
}

function isValidAt(credential: JsonObject, nowMs: number): boolean {
  const [from, until] = [Date.parse(textAt(credential, 'validFrom')), Date.parse(textAt(credential, 'validUntil'))];
  return from <= nowMs && nowMs < until;
}

async function statusCheck(credential: JsonObject, { statusList, issuers, nowMs }: PassportTrust): Promise<PassportCheck> {
  const status = objectAt(credential, 'credentialStatus');
  if (statusList === null) return { name: 'status', ok: true, detail: 'not checked: give a status list with --status' };
  const opened = await openSigned(statusList.trim(), issuers);
  const list = opened.payload;
  if (list === null || !opened.isTrusted)
    return { name: 'status', ok: false, detail: `the status list is not trusted: ${opened.signature}` };
  if (status === null || textAt(list, 'id') !== textAt(status, 'statusListCredential'))
    return { name: 'status', ok: false, detail: 'the status list is another one' };
  const place = textAt(status, 'statusListIndex');
  const isRevoked = /^\d+$/.test(place) ? revokedIn(list, Number(place)) : null;
  if (isRevoked === null) return { name: 'status', ok: false, detail: 'the status list cannot be read, or has no such place' };
  const from = textAt(list, 'validFrom');
  const asOf = `as of ${from}, ${Math.round((nowMs - Date.parse(from)) / 3_600_000)} h ago`;
  return { name: 'status', ok: !isRevoked, detail: isRevoked ? `revoked, ${asOf}` : `not revoked, ${asOf}` };
}

/** Whether a status list says that a place is revoked; null when it does not say. */
function revokedIn(list: JsonObject, place: number): boolean | null {
  const encoded = textAt(objectAt(list, 'credentialSubject') ?? {}, 'encodedList');
  try {
    return isStatusSet(gunzipSync(Buffer.from(encoded.slice(1), 'base64url'), { maxOutputLength: LIST_BYTES_MAX }), place);
  } catch (error) {
    // What zlib cannot unpack, and a place beyond the list: the list says nothing of this passport.
    if (error instanceof Error) return null;
    throw error;
  }
}

function schemaCheck(credential: JsonObject): PassportCheck {
  const contexts = credential['@context'];
  const types = credential['type'];
  const ok =
    Array.isArray(contexts) &&
    contexts[0] === 'https://www.w3.org/ns/credentials/v2' &&
    Array.isArray(types) &&
    types.includes('VerifiableCredential') &&
    credential['credentialSubject'] !== undefined;
  return {
    name: 'schema',
    ok,
    detail: ok
      ? types.flatMap((type) => (typeof type === 'string' && type !== 'VerifiableCredential' ? [type] : [])).join(', ')
      : 'no credential of W3C VC 2.0',
  };
}

/** Each step of custody: its leaf is in the log, and where the event is disclosed, that it is the one that was committed to. */
async function custodyChecks(credential: JsonObject, trustedKey: string | null): Promise<PassportCheck[]> {
  const steps = custodyIn(credential);
  if (steps.length === 0) return [];
  const subject = objectAt(credential, 'credentialSubject') ?? {};
  const key = keyOfLog(trustedKey ?? textAt(objectAt(subject, 'ree:log') ?? {}, 'key'));
  if (key === null) return [{ name: 'log', ok: false, detail: 'no key of the log is stated: give it with --log-key' }];
  let disclosed = 0;
  for (const [place, step] of steps.entries()) {
    const [commitment, recordedMs] = [textAt(step, 'commitment'), Date.parse(textAt(step, 'recorded'))];
    const leaf = Number.isNaN(recordedMs) ? null : leafHash(recordedMs, commitment);
    const verdict = leaf === null ? null : await verifyLeaf(textAt(step, 'proof'), leaf, key);
    if (verdict?.ok !== true)
      return [{ name: 'log', ok: false, detail: `step ${place + 1}: ${verdict?.reason ?? 'has no time of recording'}` }];
    const event = objectAt(step, 'event');
    if (event === null) continue;
    disclosed += 1;
    if (commitmentOf(textAt(event, 'salt'), textAt(event, 'context'), textAt(event, 'body')) !== commitment)
      return [{ name: 'events', ok: false, detail: `step ${place + 1}: the event is not the one that was recorded` }];
  }
  return [
    { name: 'log', ok: true, detail: `${steps.length} steps are in the log ${key.name}` },
    { name: 'events', ok: true, detail: `${disclosed} events disclosed, each as it was recorded` },
  ];
}

/** A log's verifier key; null for a text that is none. */
function keyOfLog(text: string): ReturnType<typeof readLogKey> | null {
  try {
    return readLogKey(text);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

function custodyIn(credential: JsonObject): JsonObject[] {
  const subject = credential['credentialSubject'];
  const events = Array.isArray(subject) ? subject : [];
  const information = isObject(subject) ? listAt(subject, 'traceabilityInformation') : [];
  const direct = information.flatMap((part) => (isObject(part) ? listAt(part, 'ree:custody') : []));
  const own = events.flatMap((event) => (isObject(event) ? (objectAt(event, 'ree:custody') ?? []) : []));
  return [...direct, ...own].filter(isObject);
}

/** The text of a field; empty where it has none. */
function textAt(object: JsonObject, name: string): string {
  const value = object[name];
  return typeof value === 'string' ? value : '';
}

function listAt(object: JsonObject, name: string): Json[] {
  const value = object[name];
  return Array.isArray(value) ? value : [];
}

function objectAt(object: JsonObject, name: string): JsonObject | null {
  const value = object[name];
  return isObject(value) ? value : null;
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function decodeText(text: string): string | null {
  return /^[\w-]*$/.test(text) ? Buffer.from(text, 'base64url').toString() : null;
}

function jsonOf(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
