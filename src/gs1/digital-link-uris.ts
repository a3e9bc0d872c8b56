import { APPLICATION_IDENTIFIERS } from './application-identifiers.ts';
import { checkValue } from './check-value.ts';
import type { Element } from './element.ts';
import { together } from './element-strings.ts';
import { keyAmong, PRIMARY_KEYS, qualifiersAmong, takesQualifiers } from './keys.ts';
import { read, refuse, type Outcome } from './refusal.ts';

/** Where canonical GS1 Digital Link URIs live. */
export const CANONICAL_STEM = 'https://id.gs1.org';

/** A piece of a URI and where it stands. */
interface Piece {
  readonly text: string;
  readonly at: number;
}

const WEB_ADDRESS = /^(?:https?|HTTPS?):\/\/(?:[A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?(?=\/)/;
const NO_URI_CHARACTER = /[^!#$%&'()*+,\-./0-9:;=?@A-Z[\]_a-z~]/;

/**
 * Reads an uncompressed GS1 Digital Link URI of any host and path stem: the key, its qualifiers in order, data attributes in the
 * query. Parameters that are no application identifier, and the fragment, are passed over.
 * @returns the elements in the order of the URI, values decoded; a GTIN of 8, 12 or 13 digits, which version 1.0 allowed, padded
 * @see GS1 Digital Link: URI Syntax 1.3, section 5
 */
export function readDigitalLink(uri: string): Outcome<readonly Element[]> {
  const stray = NO_URI_CHARACTER.exec(uri);
  if (stray !== null) return refuse('uri-malformed', stray.index, null, `${JSON.stringify(stray[0])} stands in no URI`);
  const address = WEB_ADDRESS.exec(uri);
  if (address === null) return refuse('uri-malformed', 0, null, 'expected https:// or http://, a host and a path');
  const whole = uri.replace(/#.*$/, '');
  const mark = whole.indexOf('?');
  const path = piecesOf(whole.slice(0, mark < 0 ? undefined : mark), '/', address[0].length + 1);
  const named = readPath(path);
  if (!named.ok) return named;
  const query = mark < 0 ? [] : piecesOf(whole, '&', mark + 1);
  const stated = readQuery(query, named.value);
  return stated.ok ? together([...named.value, ...stated.value]) : stated;
}

function piecesOf(text: string, separator: string, from: number): Piece[] {
  let at = from;
  return text
    .slice(from)
    .split(separator)
    .map((piece) => {
      const start = at;
      at += piece.length + 1;
      return { text: piece, at: start };
    });
}

/** The elements of a path: its last key, and what follows it. What stands before the key is the stem. */
function readPath(path: readonly Piece[]): Outcome<readonly Element[]> {
  const start = keyPlace(path);
  if (start < 0) return refuse('key-missing', path[0]?.at ?? 0, null, 'the path has no GS1 key that is read here');
  const elements: Element[] = [];
  for (let index = start; index < path.length; index += 2) {
    const element = readPair(path[index]!, path[index + 1]!, true);
    if (!element.ok) return element;
    elements.push(element.value);
  }
  return inOrder(elements, path.slice(start));
}

/** Counted from the end in pairs, the place of the last key; -1 when there is none. */
function keyPlace(path: readonly Piece[]): number {
  for (let index = path.length - 2; index >= 0; index -= 2) if (PRIMARY_KEYS.has(path[index]!.text)) return index;
  return -1;
}

function inOrder(elements: readonly Element[], pieces: readonly Piece[]): Outcome<readonly Element[]> {
  const [key = '', ...qualifiers] = elements.map(({ ai }) => ai);
  if (takesQualifiers(key, qualifiers)) return read(elements);
  const taken = (PRIMARY_KEYS.get(key) ?? []).flat();
  const stranger = qualifiers.findIndex((ai) => !taken.includes(ai));
  if (stranger < 0) {
    const message = `the qualifiers of (${key}) come in the order ${taken.join(', ')}, each once, 235 alone`;
    return refuse('qualifier-order', pieces[2]!.at, key, message.replace(taken.includes('235') ? '' : ', 235 alone', ''));
  }
  const ai = qualifiers[stranger]!;
  return refuse('qualifier-of-another-key', pieces[2 * stranger + 2]!.at, ai, `(${ai}) does not qualify the key (${key})`);
}

/** Data attributes of a query. A qualifier of the key that could stand in the path must not hide here. */
function readQuery(query: readonly Piece[], named: readonly Element[]): Outcome<readonly Element[]> {
  const elements: Element[] = [];
  const used = new Set(named.map(({ ai }) => ai));
  const key = named[0]!.ai;
  for (const { text, at } of query) {
    const mark = text.indexOf('=');
    const name = mark < 0 ? text : text.slice(0, mark);
    if (mark < 0 || !/^\d+$/.test(name)) continue;
    const element = readPair({ text: name, at }, { text: text.slice(mark + 1), at: at + mark + 1 }, false);
    if (!element.ok) return element;
    if (used.has(name)) return refuse('ai-repeated', at, name, `(${name}) stands twice in the URI`);
    if (mightQualify(key, used, name))
      return refuse('qualifier-in-query', at, name, `(${name}) belongs in the path, behind its key`);
    used.add(name);
    elements.push(element.value);
  }
  return read(elements);
}

function mightQualify(key: string, used: ReadonlySet<string>, ai: string): boolean {
  const inPath = qualifiersAmong(key, used);
  return (PRIMARY_KEYS.get(key) ?? []).some(
    (sequence) => sequence.includes(ai) && inPath.every((each) => sequence.includes(each)),
  );
}

function readPair(name: Piece, value: Piece, inPath: boolean): Outcome<Element> {
  const identifier = APPLICATION_IDENTIFIERS.get(name.text);
  if (identifier === undefined)
    return refuse('ai-unknown', name.at, null, `${JSON.stringify(name.text)} is no application identifier that is read here`);
  const decoded = decode(value.text, inPath);
  if (decoded === null)
    return refuse('escape-malformed', value.at, name.text, `the percent escapes of (${name.text}) are no text`);
  const full = name.text === '01' ? padGtin(decoded) : decoded;
  const checked = checkValue(identifier, full, value.at - (full.length - decoded.length));
  if (checked.ok) return read({ ai: name.text, value: checked.value });
  // Behind escapes the place in the URI is another than in the value: then its begin is told.
  return decoded === value.text ? checked : { ok: false, refusal: { ...checked.refusal, at: value.at } };
}

/** Undoes percent escapes; in a query `+` is a blank. */
function decode(text: string, inPath: boolean): string | null {
  try {
    return decodeURIComponent(inPath ? text : text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

/** A GTIN of 8, 12 or 13 digits with the zeros that make it 14; anything else as it is. */
export function padGtin(digits: string): string {
  return /^(\d{8}|\d{12,13})$/.test(digits) ? digits.padStart(14, '0') : digits;
}

/**
 * Elements as a GS1 Digital Link URI: the key and its qualifiers in the path, the others in the query.
 * @param stem scheme, host and path before the key
 * @returns a refusal when there is no key among the elements
 */
export function writeDigitalLink(elements: readonly Element[], stem: string = CANONICAL_STEM): Outcome<string> {
  const key = keyAmong(elements);
  if (key === undefined) return refuse('key-missing', 0, null, 'there is no GS1 key among the elements');
  const values = new Map(elements.map(({ ai, value }) => [ai, value]));
  const qualifiers = qualifiersAmong(key.ai, new Set(values.keys()));
  const path = [key.ai, ...qualifiers].map((ai) => `/${ai}/${encode(values.get(ai)!)}`).join('');
  const attributes = elements.filter(({ ai }) => ai !== key.ai && !qualifiers.includes(ai)).toSorted(predefinedFirst);
  const query = attributes.map(({ ai, value }) => `${ai}=${encode(value)}`).join('&');
  return read(stem.replace(/\/+$/, '') + path + (query === '' ? '' : `?${query}`));
}

/** Identifiers of predefined length come first, as GS1's own tools write them; else the order stays. */
function predefinedFirst(a: Element, b: Element): number {
  const isPredefined = ({ ai }: Element): number => Number(APPLICATION_IDENTIFIERS.get(ai)?.isPredefined === true);
  return isPredefined(b) - isPredefined(a);
}

/** Every character that is not unreserved (RFC 3986) as an escape, also those that `encodeURIComponent` leaves. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()*]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
