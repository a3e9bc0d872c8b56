import { type EpcisDocumentKind, problemsOfFrame, problemsOfSchema } from './check-schema.ts';
import type { Json, JsonObject } from './json.ts';
import { findUnkeepable, parseJson, type Reading } from './json-text.ts';
import { type Problem, shown } from './problems.ts';

/** A text of events, taken apart. The events themselves are not checked yet. */
export interface ReadDocument {
  readonly kind: EpcisDocumentKind;
  /** The document's `@context`; for a bare event its own. */
  readonly context: Json;
  /** Every top-level field of the document but its body: id, sender, creationDate, extensions; empty for a bare event. */
  readonly header: JsonObject;
  readonly events: readonly JsonObject[];
  /** Where each event stands in the document: `$.epcisBody.eventList[3]`. */
  readonly eventPaths: readonly string[];
  /** The line on which each event begins, from 1, where the form of the text tells it (XML does). */
  readonly eventLines?: readonly number[];
  /** The vocabularies of the header or of a query's results, as they stand. */
  readonly masterData: readonly Json[];
}

/** A document, or every problem of the text: nothing of it may then be recorded. */
export type DocumentReading =
  | { readonly ok: true; readonly document: ReadDocument }
  | { readonly ok: false; readonly problems: Problem[] };

/**
 * An EPCISDocument, an EPCISQueryDocument or a single event with its own `@context` from its text.
 * The text may begin with a byte order mark and may have CRLF. A document whose frame is broken (half a document, an unknown version) is
 * refused as a whole, and then the problems of its events are listed with the rest; one whose frame is sound is returned with its events
 * unchecked: {@link validateDocument} judges them one by one.
 */
export function readDocument(text: string): DocumentReading {
  const parsed = parseJson(text);
  return parsed.ok ? readDocumentValue(parsed.value) : parsed;
}

/** The same of a text that was parsed already, or that was read from another form than JSON. */
export function readDocumentValue(value: Json): DocumentReading {
  const top = requireObject(value);
  if (!top.ok) return top;
  const kind = kindOf(top.value);
  const problems = kind === 'event' ? missingContext(top.value) : problemsOfDocument(top.value, kind);
  return problems.length > 0 ? { ok: false, problems } : { ok: true, document: takeApart(top.value, kind) };
}

function requireObject(value: Json): Reading<JsonObject> {
  if (isObject(value)) return { ok: true, value };
  const advice = Array.isArray(value)
    ? 'a list of events is no EPCIS document: put it into epcisBody.eventList of an EPCISDocument, or send NDJSON with one event a line'
    : `expected an EPCISDocument, an EPCISQueryDocument or an event, got ${shown(value)}`;
  return { ok: false, problems: [{ path: '$', code: 'document.kind', message: advice }] };
}

function kindOf(top: JsonObject): EpcisDocumentKind {
  return top.type === 'EPCISDocument' || top.type === 'EPCISQueryDocument' ? top.type : 'event';
}

function missingContext(event: JsonObject): Problem[] {
  if (Object.hasOwn(event, '@context')) return [];
  const message = 'is required and missing; an event that stands alone states the context of EPCIS 2.0';
  return [{ path: "$['@context']", code: 'schema.missing', message }, ...problemsOfSchema(event, '$')];
}

function problemsOfDocument(top: JsonObject, kind: Exclude<EpcisDocumentKind, 'event'>): Problem[] {
  const events = eventListOf(top, kind);
  const problems = [...findUnkeepable(top, '$', events), ...problemsOfFrame(top, kind)];
  if (problems.length === 0) return [];
  const ofEvents = events.flatMap((event, index) => (isObject(event) ? problemsOfSchema(event, eventPath(kind, index)) : []));
  return [...problems, ...ofEvents];
}

function takeApart(top: JsonObject, kind: EpcisDocumentKind): ReadDocument {
  const context = top['@context'] ?? null;
  if (kind === 'event') return { kind, context, header: {}, events: [top], eventPaths: ['$'], masterData: [] };
  const header = { ...top };
  delete header.epcisBody;
  const events = eventListOf(top, kind).filter(isObject);
  const eventPaths = events.map((_event, index) => eventPath(kind, index));
  return { kind, context, header, events, eventPaths, masterData: masterDataOf(top, kind) };
}

const RESULTS_BODY = ['epcisBody', 'queryResults', 'resultsBody'];

function eventListOf(top: JsonObject, kind: EpcisDocumentKind): Json[] {
  return listAt(top, kind === 'EPCISDocument' ? ['epcisBody', 'eventList'] : [...RESULTS_BODY, 'eventList']);
}

function masterDataOf(top: JsonObject, kind: EpcisDocumentKind): Json[] {
  const home = kind === 'EPCISDocument' ? ['epcisHeader', 'epcisMasterData'] : RESULTS_BODY;
  return listAt(top, [...home, 'vocabularyList']);
}

function eventPath(kind: EpcisDocumentKind, index: number): string {
  return kind === 'EPCISDocument'
    ? `$.epcisBody.eventList[${index}]`
    : `$.epcisBody.queryResults.resultsBody.eventList[${index}]`;
}

function listAt(top: JsonObject, names: readonly string[]): Json[] {
  let found: Json | undefined = top;
  for (const name of names) found = isObject(found) ? found[name] : undefined;
  return Array.isArray(found) ? found : [];
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * The JSON-LD context in which an event's names are read: the document's, then the event's own, whose bindings win.
 * @param document the document's context, or null when the event stands alone without one
 */
export function contextOf(document: Pick<ReadDocument, 'context'>, event: JsonObject): Json {
  const own = event['@context'];
  if (own === undefined || own === document.context) return document.context;
  if (document.context === null) return own;
  return [document.context, own].flat();
}
