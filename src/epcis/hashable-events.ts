import { eventHash, type Sha256Hex } from './event-hash.ts';
import type { Json, JsonObject } from './json.ts';
import { expandKey, namespacesOf } from './namespaces.ts';

/** The events of a file with what their hashes depend on besides themselves. */
export interface HashableEvents {
  readonly events: readonly JsonObject[];
  readonly context: Json | undefined;
  /** Top-level fields that the repository added and asks to leave out. */
  readonly ignoredFields: readonly string[];
}

/** `ignoreFields` in the namespace by which the reference implementation lets a repository name the fields that it added. */
const IGNORE_FIELDS = '{https://repository-x.example.com/}ignoreFields';

/**
 * The events of an EPCIS document, a query document or a bare event, for hashing.
 * @param file a parsed JSON file; not validated here: what is no object in the event list is passed over
 */
export function hashableEvents(file: JsonObject): HashableEvents {
  const context = file['@context'];
  const body = objectIn(file, 'epcisBody');
  if (body === null) return { events: typeof file['type'] === 'string' ? [file] : [], context, ignoredFields: [] };
  const results = objectIn(body, 'queryResults');
  const holder = results === null ? body : objectIn(results, 'resultsBody');
  const ignoredFields = [...ignoredFieldsOf(file, context), ...(results === null ? [] : ignoredFieldsOf(results, context))];
  return { events: eventsIn(holder), context, ignoredFields };
}

/** The CBV 2.0 hash of each event of a document, query document or bare event, in the order of the events. */
export function documentHashes(file: JsonObject, sha256: Sha256Hex): string[] {
  const { events, context, ignoredFields } = hashableEvents(file);
  return events.map((event) => eventHash(event, context, sha256, ignoredFields));
}

function eventsIn(holder: JsonObject | null): JsonObject[] {
  const list = holder?.['eventList'] ?? holder?.['event'] ?? [];
  return (Array.isArray(list) ? list : [list]).filter(isObject);
}

function ignoredFieldsOf(holder: JsonObject, context: Json | undefined): string[] {
  const namespaces = namespacesOf(context);
  const key = Object.keys(holder).find((each) => expandKey(each, namespaces) === IGNORE_FIELDS);
  const fields = key === undefined ? [] : holder[key];
  // XML names the fields by elements, so there they are the names in an object.
  if (isObject(fields)) return Object.keys(fields);
  return Array.isArray(fields) ? fields.filter((field) => typeof field === 'string') : [];
}

function objectIn(parent: JsonObject, key: string): JsonObject | null {
  const value = parent[key];
  return isObject(value) ? value : null;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
