import { canonicalUri, type Json, type JsonObject } from '../../epcis/index.ts';
import { CANONICAL_STEM, readDigitalLink, writeEpcUrn } from '../../gs1/index.ts';
import type { Application } from '../application.ts';

/** How identifiers are written in an answer: as they came, as GS1 Digital Link URIs, or as EPC URNs. */
export type EpcFormat = 'as-captured' | 'digital-link' | 'epc-urn';

/** An event with its identifiers written in one way. */
export type EpcSpelling = (event: JsonObject) => JsonObject;

/** An identifier that cannot be written in the form that was asked for. */
export class UnwritableEpc extends Error {
  constructor(uri: string, reason: string) {
    super(
      `${uri} cannot be written as an EPC URN: ${reason}. Name the company prefixes of organisations as gs1CompanyPrefixes in the registry, or ask for identifiers as captured`,
    );
  }
}

/** Parts of an event in which an EPC is no identifier of a thing or place, or is the user's own matter. */
const KEPT_AS_WRITTEN = new Set(['@context', 'eventID', 'correctiveEventIDs', 'ilmd']);

/** How events are written in a format; the length of company prefixes is read from the registry. */
export async function epcSpelling(app: Application, format: EpcFormat): Promise<EpcSpelling> {
  if (format !== 'epc-urn') return plainSpelling(format);
  const { registry } = await app.whole.read((reader) => app.worlds.current(reader));
  return (event) => withEpcUrns(event, (digits) => registry.companyPrefixLength(digits));
}

/** The same for the formats that need to know nothing. */
export function plainSpelling(format: Exclude<EpcFormat, 'epc-urn'>): EpcSpelling {
  return format === 'digital-link' ? withDigitalLinks : (event) => event;
}

/**
 * An event with the EPC URNs of its standard fields as GS1 Digital Link URIs. URIs of other kinds, URNs that have no Digital Link, and
 * extension fields stay as they were written.
 */
export function withDigitalLinks(event: JsonObject): JsonObject {
  return spelled(event, (uri) => (uri.startsWith('urn:epc:') ? canonicalUri(uri) : uri));
}

/**
 * An event with the GS1 Digital Link URIs of its standard fields as EPC URNs, which mean the same: its hash stays.
 * @param prefixLength the length of the company prefix that begins some digits; null where it is not known
 * @throws UnwritableEpc
 */
export function withEpcUrns(event: JsonObject, prefixLength: (digits: string) => number | null): JsonObject {
  return spelled(event, (uri) => {
    const canonical = uri.startsWith('http') ? canonicalUri(uri) : uri;
    return canonical.startsWith(`${CANONICAL_STEM}/`) ? epcUrnOf(canonical, prefixLength) : uri;
  });
}

function epcUrnOf(link: string, prefixLength: (digits: string) => number | null): string {
  const elements = readDigitalLink(link);
  if (!elements.ok) throw new UnwritableEpc(link, elements.refusal.message);
  const urn = writeEpcUrn(elements.value, prefixLength);
  if (!urn.ok) throw new UnwritableEpc(link, urn.refusal.message);
  return urn.value;
}

function spelled(event: JsonObject, write: (uri: string) => string): JsonObject {
  const spelledValue = (value: Json): Json => {
    if (typeof value === 'string') return write(value);
    if (Array.isArray(value)) return value.map(spelledValue);
    return typeof value === 'object' && value !== null ? spelled(value, write) : value;
  };
  const entries = Object.entries(event).map(([name, value]): [string, Json] => [
    name,
    isOwnMatter(name) ? value : spelledValue(value),
  ]);
  return Object.fromEntries(entries);
}

function isOwnMatter(name: string): boolean {
  return name.includes(':') || KEPT_AS_WRITTEN.has(name);
}
