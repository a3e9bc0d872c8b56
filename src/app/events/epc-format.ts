import { canonicalUri, type Json, type JsonObject } from '../../epcis/index.ts';

/** Parts of an event in which an EPC is no identifier of a thing or place, or is the user's own matter. */
const KEPT_AS_WRITTEN = new Set(['@context', 'eventID', 'correctiveEventIDs', 'ilmd']);

/**
 * An event with the EPC URNs of its standard fields as GS1 Digital Link URIs. URIs of other kinds, URNs that have no Digital Link, and
 * extension fields stay as they were written.
 */
export function withDigitalLinks(event: JsonObject): JsonObject {
  const entries = Object.entries(event).map(([name, value]): [string, Json] => [
    name,
    isOwnMatter(name) ? value : translated(value),
  ]);
  return Object.fromEntries(entries);
}

function isOwnMatter(name: string): boolean {
  return name.includes(':') || KEPT_AS_WRITTEN.has(name);
}

function translated(value: Json): Json {
  if (typeof value === 'string') return value.startsWith('urn:epc:') ? canonicalUri(value) : value;
  if (Array.isArray(value)) return value.map(translated);
  return typeof value === 'object' && value !== null ? withDigitalLinks(value) : value;
}
