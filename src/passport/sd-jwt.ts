import type { Json, JsonObject } from '../epcis/index.ts';

/** What RFC 9901 needs of cryptography: a fresh salt, and SHA-256 in base64url of an ASCII text. */
export interface Concealing {
  readonly salt: () => string;
  readonly digest: (text: string) => string;
  /** Base64url of a text's UTF-8. */
  readonly encode: (text: string) => string;
}

/** A disclosure, and the claim that it is of: the way to it from the root. */
export interface Disclosed {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** Digests that stand for nothing are mixed in, so that their number does not tell how much is left out. */
const DECOYS_EACH = 2;

/**
 * Takes claims out of a payload and puts digests of their disclosures in their place (RFC 9901, section 4.2.4.1).
 * @param paths to fields of objects, inner ones before those around them; what is not there is passed over
 */
export function concealClaims(
  payload: JsonObject,
  paths: readonly (readonly (string | number)[])[],
  concealing: Concealing,
): { payload: JsonObject; disclosures: Disclosed[] } {
  const root = structuredClone(payload);
  const disclosures: Disclosed[] = [];
  const parents = new Set<JsonObject>();
  for (const path of paths) {
    const name = path.at(-1);
    const parent = valueAt(root, path.slice(0, -1));
    if (typeof name !== 'string' || !isObject(parent) || !(name in parent)) continue;
    const text = concealing.encode(JSON.stringify([concealing.salt(), name, parent[name]!]));
    delete parent[name];
    parent['_sd'] = [...digestsOf(parent), concealing.digest(text)];
    parents.add(parent);
    disclosures.push({ path, text });
  }
  for (const parent of parents) {
    const decoys = Array.from({ length: DECOYS_EACH }, () => concealing.digest(concealing.salt()));
    parent['_sd'] = [...digestsOf(parent), ...decoys].sort();
  }
  return { payload: { ...root, _sd_alg: 'sha-256' }, disclosures };
}

function digestsOf(object: JsonObject): string[] {
  const digests = object['_sd'];
  return Array.isArray(digests) ? digests.filter((each) => typeof each === 'string') : [];
}

function valueAt(root: Json, path: readonly (string | number)[]): Json | undefined {
  let value: Json | undefined = root;
  for (const step of path) {
    if (typeof step === 'number') value = Array.isArray(value) ? value[step] : undefined;
    else value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What a presentation discloses, put back in its place; or why it is refused (RFC 9901, section 7.1). */
export type Revealed = { readonly ok: true; readonly payload: JsonObject } | { readonly ok: false; readonly reason: string };

/** Thrown where a presentation breaks a rule, caught by `revealClaims`. */
class Unrevealable extends Error {}

interface Parsed {
  readonly name: string | null;
  readonly value: Json;
}

/**
 * Puts disclosed claims back into a payload whose signature was checked.
 * @param decode the text that a base64url text stands for; null when it is none
 */
export function revealClaims(
  payload: JsonObject,
  disclosures: readonly string[],
  { digest }: Pick<Concealing, 'digest'>,
  decode: (text: string) => string | null,
): Revealed {
  if (payload['_sd_alg'] !== undefined && payload['_sd_alg'] !== 'sha-256')
    return { ok: false, reason: `the digests are made with ${JSON.stringify(payload['_sd_alg'])}, which is not known here` };
  const unused = new Map(disclosures.map((text) => [digest(text), text]));
  if (unused.size !== disclosures.length) return { ok: false, reason: 'a disclosure is there twice' };
  try {
    const seen = new Set<string>();
    const claims = Object.entries(payload).filter(([name]) => name !== '_sd_alg');
    const revealed = reveal(Object.fromEntries(claims), { unused, seen, decode }) as JsonObject;
    return unused.size > 0
      ? { ok: false, reason: 'a disclosure is of no claim of this passport' }
      : { ok: true, payload: revealed };
  } catch (error) {
    if (error instanceof Unrevealable) return { ok: false, reason: error.message };
    throw error;
  }
}

interface Revealing {
  readonly unused: Map<string, string>;
  readonly seen: Set<string>;
  readonly decode: (text: string) => string | null;
}

function reveal(value: Json, revealing: Revealing): Json {
  if (Array.isArray(value)) return value.flatMap((item) => revealItem(item, revealing));
  if (!isObject(value)) return value;
  const fields = Object.entries(value).filter(([name]) => name !== '_sd');
  const object = Object.fromEntries(fields.map(([name, inner]) => [name, reveal(inner, revealing)]));
  for (const each of digestsOf(value)) {
    const parsed = take(each, revealing);
    if (parsed === null) continue;
    if (parsed.name === null) throw new Unrevealable('a disclosure of a list stands where a field is meant');
    if (parsed.name === '_sd' || parsed.name === '...' || Object.hasOwn(object, parsed.name))
      throw new Unrevealable(`the claim ${JSON.stringify(parsed.name)} is disclosed where it is or may not be`);
    object[parsed.name] = reveal(parsed.value, revealing);
  }
  return object;
}

function revealItem(item: Json, revealing: Revealing): Json[] {
  const digest = isObject(item) && Object.keys(item).length === 1 ? item['...'] : undefined;
  if (typeof digest !== 'string') return [reveal(item, revealing)];
  const parsed = take(digest, revealing);
  if (parsed === null) return [];
  if (parsed.name !== null) throw new Unrevealable('a disclosure of a field stands where one of a list is meant');
  return [reveal(parsed.value, revealing)];
}

/** The disclosure of a digest; null when it was not handed over, or the digest is a decoy. */
function take(digest: string, { unused, seen, decode }: Revealing): Parsed | null {
  if (seen.has(digest)) throw new Unrevealable('a digest is there twice');
  seen.add(digest);
  const text = unused.get(digest);
  if (text === undefined) return null;
  unused.delete(digest);
  const parsed = parseDisclosure(decode(text));
  if (parsed === null) throw new Unrevealable('a disclosure cannot be read');
  return parsed;
}

function parseDisclosure(text: string | null): Parsed | null {
  let parts: unknown;
  try {
    parts = JSON.parse(text ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!Array.isArray(parts) || typeof parts[0] !== 'string') return null;
  if (parts.length === 2) return { name: null, value: parts[1] as Json };
  return parts.length === 3 && typeof parts[1] === 'string' ? { name: parts[1], value: parts[2] as Json } : null;
}
