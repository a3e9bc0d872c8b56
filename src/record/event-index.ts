import { canonicalUri, canonicalVocabulary, instantMs, siteOf, type Json, type JsonObject } from '../epcis/index.ts';
import type { EventIndex, IdentifierRole, NamedIdentifier } from './captured-event.ts';
import { partiesOf } from './event-parties.ts';

/** Which field names identifiers in which role; lists hold URIs, quantity lists hold `epcClass`. */
const IDENTIFIER_FIELDS: readonly (readonly [field: string, role: IdentifierRole])[] = [
  ['epcList', 'epc'],
  ['quantityList', 'epc'],
  ['parentID', 'parent'],
  ['childEPCs', 'child'],
  ['childQuantityList', 'child'],
  ['inputEPCList', 'input'],
  ['inputQuantityList', 'input'],
  ['outputEPCList', 'output'],
  ['outputQuantityList', 'output'],
];

/** What an assay names beside its figures. */
interface NamedAssay {
  readonly lot: string;
  readonly laboratory?: string | undefined;
}

/**
 * What storage indexes of an event that has passed validation: canonical words and identifiers.
 * @param event the event as it came
 * @param assays the lots and laboratories that the event's assays name
 */
export function indexOf(event: JsonObject, assays: readonly NamedAssay[]): EventIndex {
  const identifiers: NamedIdentifier[] = [];
  for (const [field, role] of IDENTIFIER_FIELDS) collectIdentifiers(event[field], role, identifiers);
  for (const { lot } of assays) identifiers.push({ id: lot, role: 'assay' });
  const readPoint = placeOf(event['readPoint']);
  const bizLocation = placeOf(event['bizLocation']);
  return {
    type: typeof event['type'] === 'string' ? event['type'] : '',
    eventTimeMs: timeOf(event),
    bizStep: wordOf('bizStep', event['bizStep']),
    disposition: wordOf('disposition', event['disposition']),
    readPoint,
    bizLocation,
    site: siteOfEvent(event, readPoint, bizLocation),
    identifiers,
    parties: partiesOf(
      event,
      [readPoint, bizLocation],
      assays.flatMap(({ laboratory }) => laboratory ?? []),
    ),
  };
}

/** @throws TypeError when the event has no valid time: it was not validated */
function timeOf(event: JsonObject): number {
  const { eventTime } = event;
  const timeMs = typeof eventTime === 'string' ? instantMs(eventTime) : null;
  if (timeMs === null) throw new TypeError(`indexOf: the event has no valid eventTime, got ${JSON.stringify(eventTime)}`);
  return timeMs;
}

function collectIdentifiers(value: Json | undefined, role: IdentifierRole, found: NamedIdentifier[]): void {
  if (typeof value === 'string') found.push({ id: canonicalUri(value), role });
  else if (Array.isArray(value)) for (const item of value) collectIdentifiers(item, role, found);
  else if (typeof value === 'object' && value !== null) collectIdentifiers(value['epcClass'], role, found);
}

function wordOf(kind: 'bizStep' | 'disposition', value: Json | undefined): string | null {
  return typeof value === 'string' ? canonicalVocabulary(kind, value) : null;
}

function placeOf(value: Json | undefined): string | null {
  const id = typeof value === 'object' && value !== null && !Array.isArray(value) ? value['id'] : undefined;
  return typeof id === 'string' ? canonicalUri(id) : null;
}

/**
 * The site whose matter an event moves. A shipment says where it leaves from: its source location, else where it was read. Every
 * other event says where its matter is: its business location, else where it was read.
 */
function siteOfEvent(event: JsonObject, readPoint: string | null, bizLocation: string | null): string | null {
  const step = wordOf('bizStep', event['bizStep']);
  const leaves = step !== null && /BizStep-(void_)?shipping$/.test(step);
  const place = leaves ? (partyOf(event, 'sourceList', 'location') ?? readPoint ?? bizLocation) : (bizLocation ?? readPoint);
  return place === null ? null : siteOf(place);
}

/** The source or destination of a type (`location`, `owning_party`, `possessing_party`), canonical; null when not stated. */
export function partyOf(event: JsonObject, list: 'sourceList' | 'destinationList', type: string): string | null {
  const entries = event[list];
  if (!Array.isArray(entries)) return null;
  const wanted = canonicalVocabulary('sourceDestinationType', type);
  for (const entry of entries) {
    if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) continue;
    const id = entry[list === 'sourceList' ? 'source' : 'destination'];
    if (typeof id !== 'string' || typeof entry['type'] !== 'string') continue;
    if (canonicalVocabulary('sourceDestinationType', entry['type']) === wanted) return canonicalUri(id);
  }
  return null;
}

/** Business transactions of an event, canonical. */
export function transactionsOf(event: JsonObject): string[] {
  const entries = event['bizTransactionList'];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry) => {
    const id = typeof entry === 'object' && entry !== null && !Array.isArray(entry) ? entry['bizTransaction'] : undefined;
    return typeof id === 'string' ? [canonicalUri(id)] : [];
  });
}
