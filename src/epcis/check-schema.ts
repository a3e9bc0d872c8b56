import type { Json, JsonObject } from './json.ts';
import { type Problem, problemsOfIssues } from './problems.ts';
import { DocumentFrame, QueryDocumentFrame } from './schema/documents.ts';
import { EVENT_SCHEMAS, ExtensionEvent } from './schema/events.ts';

/** What a text of EPCIS 2.0 holds. */
export type EpcisDocumentKind = 'EPCISDocument' | 'EPCISQueryDocument' | 'event';

/**
 * Everything in an event that breaks the schema of EPCIS 2.0; rare-earth fields are extensions there and are not looked into.
 * @param path where the event stands in its document
 */
export function problemsOfSchema(event: JsonObject, path: string): Problem[] {
  const result = schemaOf(event.type).safeParse(event);
  return result.success ? [] : problemsOfIssues(result.error.issues, event, path);
}

function schemaOf(type: Json | undefined) {
  return typeof type === 'string' && Object.hasOwn(EVENT_SCHEMAS, type)
    ? EVENT_SCHEMAS[type as keyof typeof EVENT_SCHEMAS]
    : ExtensionEvent;
}

/** Everything in a document around its events that breaks the schema of EPCIS 2.0. */
export function problemsOfFrame(document: JsonObject, kind: Exclude<EpcisDocumentKind, 'event'>): Problem[] {
  const result = (kind === 'EPCISDocument' ? DocumentFrame : QueryDocumentFrame).safeParse(document);
  return result.success ? [] : problemsOfIssues(result.error.issues, document, '$');
}
