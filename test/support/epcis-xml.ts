import { hash } from 'node:crypto';
import { contextOf, eventHash, type Json, type JsonObject, type ReadDocument } from '../../src/epcis/index.ts';
import { readXmlDocument } from '../../src/epcis-xml/index.ts';

/** One event of a published example, and the prefixes that its document declares for it. */
export interface XmlVector {
  readonly file: string;
  readonly event: number;
  readonly namespaces: Readonly<Record<string, string>>;
  readonly xml: string;
}

/** The wrappers in which EPCIS 1.2 keeps events that are not of 1.0. */
const WRAPPERS_1_2: Readonly<Record<string, number>> = { TransformationEvent: 1, AssociationEvent: 2 };

/** A document around events in XML. @param inside what stands in the event list */
export function xmlDocument(inside: string, namespaces: Readonly<Record<string, string>> = {}, version = '2.0'): string {
  const declared = Object.entries(namespaces).map(([prefix, uri]) => ` xmlns:${prefix}="${uri}"`);
  const epcis = `urn:epcglobal:epcis:xsd:${version.startsWith('1') ? 1 : 2}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<epcis:EPCISDocument xmlns:epcis="${epcis}"${declared.join('')} schemaVersion="${version}" creationDate="2026-11-23T08:00:00Z">
<EPCISBody><EventList>${inside}</EventList></EPCISBody></epcis:EPCISDocument>`;
}

/** The document of a published event. */
export function documentOfVector({ xml, namespaces }: XmlVector, version = '2.0'): string {
  const type = /^<(\w+)/.exec(xml)?.[1] ?? '';
  const depth = version === '2.0' ? 0 : (WRAPPERS_1_2[type] ?? 0);
  return xmlDocument('<extension>'.repeat(depth) + xml + '</extension>'.repeat(depth), namespaces, version);
}

/** A document that must be readable. @throws with its problems when it is not */
export function readXml(text: string): ReadDocument {
  const reading = readXmlDocument(text);
  if (!reading.ok) throw new Error(JSON.stringify(reading.problems));
  return reading.document;
}

/** The event hashes of a document, in order. */
export function hashesIn(document: Pick<ReadDocument, 'context' | 'events'>): string[] {
  const sha256 = (text: string): string => hash('sha256', text, 'hex');
  return document.events.map((event) => eventHash(event, contextOf(document, event), sha256));
}

/** Fields that the standard writes bare, of which XML knows which are numbers, truth values and lists. */
const TYPED_IN_XML = /^(?:[A-Za-z]+)$/;

/**
 * An event without the differences that the way through XML makes, as docs/http.md lists them: in extensions numbers and truth values
 * become texts, a list of one entry becomes the entry, what is empty goes, white space around a text goes, and null goes.
 * @param dropsEmpty whether empty lists of the standard go too, as they do in 1.2
 */
export function throughXml(event: JsonObject, dropsEmpty = false): JsonObject {
  return fieldsThrough(event, false, dropsEmpty);
}

function fieldsThrough(object: JsonObject, inExtension: boolean, dropsEmpty: boolean): JsonObject {
  const entries = Object.entries(object).flatMap(([name, value]): [string, Json][] => {
    const isExtension = inExtension || !TYPED_IN_XML.test(name);
    if (!isExtension && dropsEmpty && Array.isArray(value) && value.length === 0) return [];
    if (!isExtension && value !== null) return [[name, standardThrough(name, value, dropsEmpty)]];
    const through = valueThrough(value, name.endsWith('List'));
    return through === null ? [] : [[name, through]];
  });
  return Object.fromEntries(entries);
}

function standardThrough(name: string, value: Json, dropsEmpty: boolean): Json {
  if (name === 'component' && typeof value === 'string') return value.replace('cbv:Comp-', '');
  if (Array.isArray(value)) return value.map((entry) => standardThrough(name, entry, dropsEmpty));
  return typeof value === 'object' && value !== null ? fieldsThrough(value, name === 'ilmd', dropsEmpty) : value;
}

function valueThrough(value: Json, keepsList: boolean): Json {
  if (value === null) return null;
  if (Array.isArray(value)) {
    const entries = value.map((entry) => valueThrough(entry, true)).filter((entry) => entry !== null);
    return entries.length === 0 ? null : entries.length === 1 && !keepsList ? entries[0]! : entries;
  }
  if (typeof value !== 'object') return String(value).trim();
  const inner = fieldsThrough(value, true, false);
  return Object.keys(inner).length === 0 ? '' : inner;
}
