import { hash as digest } from 'node:crypto';
import {
  documentHashes,
  eventHash,
  examineEvent,
  REE_NAMESPACE,
  readReeExtension,
  type Json,
  type JsonObject,
  type Problem,
  type ReeExtension,
} from '../../epcis/index.ts';
import type { Matter } from '../../ledger/index.ts';
import { indexOf, readMatter, type EventIndex } from '../../record/index.ts';

/** An event that has passed validation, with everything that the record derives from it. */
export interface PreparedEvent {
  readonly body: string;
  readonly context: Json;
  readonly hash: string;
  readonly eventID: string | null;
  readonly declaresError: boolean;
  readonly index: EventIndex;
  readonly matter: Matter;
}

/** An event that was refused, with every problem found. */
export interface RefusedEvent {
  readonly problems: readonly Problem[];
}

/** The context of a bare event that states none (FORMATS, section 1). */
export const BARE_EVENT_CONTEXT: Json = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ree: REE_NAMESPACE },
];

const sha256 = (text: string): string => digest('sha256', text, 'hex');

/** The CBV 2.0 event hash, `ni:///sha-256;…?ver=CBV2.0`. */
export function hashOf(event: JsonObject, context: Json): string {
  return eventHash(event, context, sha256);
}

/** The event hash of each event of a document, query document or bare event, in order. */
export function hashesOf(file: JsonObject): string[] {
  return documentHashes(file, sha256);
}

/**
 * Validates one event and reads from it what the record needs.
 * @param context the `@context` in force for the event
 * @param nowMs the present, against which times in the future are judged
 * @param path where the event stands in its document, for problems
 */
export function prepareEvent(event: JsonObject, context: Json, nowMs: number, path = '$'): PreparedEvent | RefusedEvent {
  const examined = examineEvent(event, context, nowMs, path);
  if (!examined.ok) return { problems: examined.problems };
  return derive(event, examined.ree, examined.body, context, hashOf(event, context));
}

/** What an event on record does to matter; it was validated when it was recorded. */
export function matterOnRecord(event: JsonObject, context: Json, hash: string): Matter {
  const reading = readReeExtension(event, context);
  return derive(event, reading.ok ? reading.value : {}, '', context, hash).matter;
}

function derive(event: JsonObject, ree: ReeExtension, body: string, context: Json, hash: string): PreparedEvent {
  const assayed = (ree.assays ?? []).map((assay) => assay.lot);
  const index = indexOf(event, assayed);
  return {
    body,
    context,
    hash,
    eventID: typeof event['eventID'] === 'string' ? event['eventID'] : null,
    declaresError: event['errorDeclaration'] !== undefined,
    index,
    matter: readMatter(event, index, hash, ree),
  };
}
