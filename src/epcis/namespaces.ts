import type { Json } from './json.ts';

/** Namespace by prefix. */
export type Namespaces = ReadonlyMap<string, string>;

/** The prefixes that the EPCIS 2.0 JSON-LD context itself defines. */
const STANDARD: Namespaces = new Map([
  ['epcis', 'https://ref.gs1.org/epcis/'],
  ['cbv', 'https://ref.gs1.org/cbv/'],
  ['cbvmda', 'urn:epcglobal:cbv:mda:'],
  ['gs1', 'https://gs1.org/voc/'],
  ['rdfs', 'http://www.w3.org/2000/01/rdf-schema#'],
  ['owl', 'http://www.w3.org/2002/07/owl#'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema#'],
  ['dcterms', 'http://purl.org/dc/terms/'],
]);

const known = new WeakMap<object, Namespaces>();

/**
 * The prefixes of a JSON-LD `@context`: those of the EPCIS context and the inline definitions, later ones before earlier ones.
 * Nothing is fetched. The answer is remembered by the identity of the context, which must not be changed afterwards.
 */
export function namespacesOf(context: Json | undefined): Namespaces {
  if (typeof context !== 'object' || context === null) return STANDARD;
  let namespaces = known.get(context);
  if (namespaces === undefined) {
    namespaces = withContext(STANDARD, context);
    known.set(context, namespaces);
  }
  return namespaces;
}

/** The prefixes of an outer context together with those of an inner one, which win. */
export function withContext(outer: Namespaces, context: Json | undefined): Namespaces {
  const namespaces = new Map(outer);
  collect(context, namespaces);
  return namespaces;
}

function collect(context: Json | undefined, into: Map<string, string>): void {
  if (typeof context !== 'object' || context === null) return;
  if (Array.isArray(context)) {
    for (const part of context) collect(part, into);
    return;
  }
  for (const [prefix, definition] of Object.entries(context)) {
    const namespace = isTerm(definition) ? definition['@id'] : definition;
    if (typeof namespace === 'string' && !prefix.startsWith('@')) into.set(prefix, namespace);
  }
}

function isTerm(definition: Json): definition is { [key: string]: Json } {
  return typeof definition === 'object' && definition !== null && !Array.isArray(definition);
}

/** The length of a prefix that the namespaces know, in a text of the form `prefix:local`; else 0. */
function prefixLength(text: string, namespaces: Namespaces): number {
  const colon = text.indexOf(':');
  if (colon <= 0 || text.startsWith('//', colon + 1)) return 0;
  return namespaces.has(text.slice(0, colon)) ? colon : 0;
}

/** A key as `{namespace}local`; without a known prefix unchanged. */
export function expandKey(key: string, namespaces: Namespaces): string {
  const length = prefixLength(key, namespaces);
  return length === 0 ? key : `{${namespaces.get(key.slice(0, length))}}${key.slice(length + 1)}`;
}

/** A compact URI as the full one; without a known prefix unchanged. */
export function expandCurie(value: string, namespaces: Namespaces): string {
  const length = prefixLength(value, namespaces);
  return length === 0 ? value : `${namespaces.get(value.slice(0, length))}${value.slice(length + 1)}`;
}
