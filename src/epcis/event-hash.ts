import { canonicalNumber, canonicalNumericText } from './canonical-number.ts';
import { canonicalTime } from './canonical-time.ts';
import { EVENT_ORDER, type HashField, type HashOrder, isComment, PAIR_LISTS, type PairList, UNHASHED } from './hash-order.ts';
import { canonicalUri } from './identifiers.ts';
import type { Json, JsonObject } from './json.ts';
import { expandCurie, expandKey, type Namespaces, namespacesOf, withContext } from './namespaces.ts';
import { canonicalVocabulary, type VocabularyKind, webVocabulary } from './vocabulary.ts';

/** SHA-256 of a text in UTF-8, as 64 lower-case hexadecimal digits. */
export type Sha256Hex = (text: string) => string;

/** What the writing of one event depends on. */
interface Scope {
  readonly namespaces: Namespaces;
  /** Sort by code point; plain sorting by UTF-16 unit is the same as long as no surrogate occurs. */
  readonly byCodePoint: boolean;
}

const NONE: readonly string[] = [];
const SURROGATE = /[\ud800-\udfff]/;

/**
 * The CBV 2.0 event hash, which names an event by its content: `ni:///sha-256;{64 digits}?ver=CBV2.0`.
 * @param context the `@context` of the document around the event; the event's own, if it has one, is added
 * @param sha256 the digest function
 * @param ignoredFields see {@link preHashString}
 */
export function eventHash(event: JsonObject, context: Json | undefined, sha256: Sha256Hex, ignoredFields = NONE): string {
  return `ni:///sha-256;${sha256(preHashString(event, context, ignoredFields))}?ver=CBV2.0`;
}

/**
 * The canonical text of an event that its hash is taken of. The same for JSON written in any order, with any prefix for the same
 * namespace, any offset for the same instant, EPC URN or Digital Link. The event has to be valid EPCIS; its depth has to be bounded.
 * @param ignoredFields top-level fields to leave out, as the document writes them (`example:captureID`)
 * @see CBV 2.0, section 8.9. The published vectors go before its text (the type stands before the identifier in business transactions,
 *   sources and destinations, and these lists among the extensions), its text before the reference implementation.
 */
export function preHashString(event: JsonObject, context: Json | undefined, ignoredFields = NONE): string {
  const outer = namespacesOf(context);
  const own = event['@context'];
  const namespaces = own === undefined ? outer : withContext(outer, own);
  const text = writeEvent(event, { namespaces, byCodePoint: false }, ignoredFields);
  return SURROGATE.test(text) ? writeEvent(event, { namespaces, byCodePoint: true }, ignoredFields) : text;
}

function writeEvent(event: JsonObject, scope: Scope, ignoredFields: readonly string[]): string {
  const ranked: string[] = [];
  const rest: string[] = [];
  for (const key of Object.keys(event)) {
    const value = event[key];
    if (value === undefined || UNHASHED.has(key) || isIgnored(key, ignoredFields, scope)) continue;
    const rank = EVENT_ORDER.ranks.get(key);
    const pairs = rank === undefined ? PAIR_LISTS.get(key) : undefined;
    if (rank !== undefined) ranked[rank] = writeField(EVENT_ORDER.fields[rank]!, value, scope, rest);
    else if (pairs !== undefined) rest.push(writePairs(key, pairs, value, scope));
    else writeExtension(key, value, scope, rest);
  }
  const type = event['type'];
  return `eventType=${typeof type === 'string' ? type : ''}${ranked.join('')}${joinSorted(rest, scope)}`;
}

function isIgnored(key: string, ignoredFields: readonly string[], scope: Scope): boolean {
  if (ignoredFields.length === 0) return false;
  const expanded = expandKey(key, scope.namespaces);
  return ignoredFields.some((ignored) => ignored === key || expandKey(ignored, scope.namespaces) === expanded);
}

/**
 * A standard field with its value, `''` when there is nothing in it.
 * @param strays receives what stands inside under a name that the order does not know and that is no extension
 */
function writeField(field: HashField, value: Json, scope: Scope, strays: string[]): string {
  if (field.element !== null) return writeMembers(field, field.element, Array.isArray(value) ? value : [value], scope, strays);
  if (Array.isArray(value))
    return joinSorted(
      value.map((each) => writeField(field, each, scope, strays)),
      scope,
    );
  if (typeof value !== 'object' || value === null) return writeValue(field, value, scope);
  if (field.fields === null) return writeElement(field.key, value, scope);
  const inside: string[] = [];
  const body = writeObject(field.fields, value, scope, inside);
  if (inside.length > 0) strays.push(field.key + joinSorted(inside, scope));
  return body === '' ? '' : field.key + body;
}

function writeMembers(field: HashField, element: HashField, members: readonly Json[], scope: Scope, strays: string[]): string {
  const inside: string[] = [];
  const body = joinSorted(
    members.map((member) => writeField(element, member, scope, inside)),
    scope,
  );
  if (inside.length > 0) strays.push(field.key + joinSorted(inside, scope));
  return body === '' ? '' : field.key + body;
}

/**
 * The fields of a standard object in their order, then its extensions. Bare names that the order lacks (`bizRules` of a sensor report)
 * are strays: the reference implementation writes them behind the event's own fields, with the path to them.
 */
function writeObject(order: HashOrder, value: JsonObject, scope: Scope, strays: string[]): string {
  const ranked: string[] = [];
  const rest: string[] = [];
  for (const key of Object.keys(value)) {
    const rank = order.ranks.get(key);
    if (rank !== undefined) ranked[rank] = writeField(order.fields[rank]!, value[key]!, scope, strays);
    else writeExtension(key, value[key]!, scope, key.includes(':') ? rest : strays);
  }
  return ranked.join('') + joinSorted(rest, scope);
}

function writeValue(field: HashField, value: string | number | boolean | null, scope: Scope): string {
  const text = field.isTime ? writeTime(value) : writeScalar(value, field.vocabulary, scope);
  return text === '' ? '' : field.assign + text;
}

function writePairs(key: string, pairs: PairList, value: Json, scope: Scope): string {
  const members = Array.isArray(value) ? value : [value];
  const body = joinSorted(
    members.map((member) => writePair(pairs, member, scope)),
    scope,
  );
  return body === '' ? '' : key + body;
}

function writePair(pairs: PairList, member: Json, scope: Scope): string {
  if (typeof member !== 'object' || member === null || Array.isArray(member)) return writeElement(pairs.id.key, member, scope);
  const rest: string[] = [];
  let type = '';
  let id = '';
  for (const key of Object.keys(member)) {
    const value = member[key]!;
    if (key === 'type') type = writeField(pairs.type, value, scope, rest);
    else if (key === pairs.id.key) id = writeField(pairs.id, value, scope, rest);
    else writeExtension(key, value, scope, rest);
  }
  return type + id + joinSorted(rest, scope);
}

/** An extension field: its name, also when it is empty, and what is in it. A field named `…List` stands once, with its members inside. */
function writeExtension(key: string, value: Json, scope: Scope, into: string[]): void {
  const name = expandKey(key, scope.namespaces);
  if (value === null || isComment(name)) return;
  const members = Array.isArray(value) ? value : [value];
  if (!name.endsWith('List')) {
    for (const member of members) into.push(writeElement(name, member, scope));
  } else if (members.length > 0) {
    const element = name.slice(0, -4);
    into.push(
      name +
        joinSorted(
          members.map((member) => writeElement(element, member, scope)),
          scope,
        ),
    );
  }
}

function writeElement(name: string, value: Json, scope: Scope): string {
  if (Array.isArray(value))
    return (
      name +
      joinSorted(
        value.map((each) => writeNested(each, scope)),
        scope,
      )
    );
  if (typeof value !== 'object' || value === null) {
    const text = writeScalar(value, null, scope);
    return text === '' ? name : `${name}=${text}`;
  }
  const parts: string[] = [];
  for (const key of Object.keys(value)) writeExtension(key, value[key]!, scope, parts);
  return name + joinSorted(parts, scope);
}

/** A member of a list inside a list has no name but its type. */
function writeNested(value: Json, scope: Scope): string {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const type = isObject ? value['type'] : undefined;
  return writeElement(typeof type === 'string' ? type : '', value, scope);
}

function writeTime(value: string | number | boolean | null): string {
  return typeof value === 'string' ? canonicalTime(value.trim()) : value === null ? '' : String(value);
}

function writeScalar(value: string | number | boolean | null, vocabulary: VocabularyKind | null, scope: Scope): string {
  if (typeof value === 'string') return writeText(value.trim(), vocabulary, scope);
  if (typeof value === 'number') return canonicalNumber(value);
  return value === null ? '' : String(value);
}

function writeText(text: string, vocabulary: VocabularyKind | null, scope: Scope): string {
  const word = vocabulary === null ? text : canonicalVocabulary(vocabulary, text);
  if (word !== text) return word;
  const full = expandCurie(text, scope.namespaces);
  const first = full.charCodeAt(0);
  // Only + - . and the digits begin a number.
  if (first >= 0x2b && first <= 0x39) return canonicalNumericText(full) ?? full;
  return canonicalUri(webVocabulary(full));
}

function joinSorted(parts: string[], scope: Scope): string {
  if (parts.length < 2) return parts[0] ?? '';
  if (scope.byCodePoint) parts.sort(compareCodePoints);
  else parts.sort();
  return parts.join('');
}

/** Order of Unicode code points, which is that of the UTF-8 bytes. */
function compareCodePoints(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
