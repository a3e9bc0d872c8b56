import { expandName } from './extension-names.ts';
import type { Json, JsonObject } from './json.ts';
import { type Namespaces, namespacesOf } from './namespaces.ts';
import type { ExtensionField, ExtensionScope, MatchField } from './query-model.ts';

/** A JSON object, or null when the value is none. */
export function objectOf(value: Json | undefined): JsonObject | null {
  return value !== null && typeof value === 'object' && !Array.isArray(value) ? value : null;
}

/** The items of a list; a value that is no list counts as a list of one, as JSON-LD has it. */
export function listOf(value: Json | undefined): readonly Json[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

/** The objects in a list. */
export function objectsOf(value: Json | undefined): JsonObject[] {
  return listOf(value).filter((item): item is JsonObject => objectOf(item) !== null);
}

/** The text of a value: a string itself, or the `id` of an object. */
export function textOf(value: Json | undefined): string | null {
  if (typeof value === 'string') return value;
  const id = objectOf(value)?.['id'];
  return typeof id === 'string' ? id : null;
}

const EPC_LISTS: Readonly<Record<MatchField, readonly string[]>> = {
  epc: ['epcList', 'childEPCs'],
  parentID: ['parentID'],
  inputEPC: ['inputEPCList'],
  outputEPC: ['outputEPCList'],
  anyEPC: ['epcList', 'childEPCs', 'parentID', 'inputEPCList', 'outputEPCList'],
  anyIdentifier: [
    'epcList',
    'childEPCs',
    'parentID',
    'inputEPCList',
    'outputEPCList',
    'quantityList',
    'childQuantityList',
    'inputQuantityList',
    'outputQuantityList',
  ],
  epcClass: ['quantityList', 'childQuantityList'],
  inputEPCClass: ['inputQuantityList'],
  outputEPCClass: ['outputQuantityList'],
  anyEPCClass: ['quantityList', 'childQuantityList', 'inputQuantityList', 'outputQuantityList'],
};

/** Whether one of the identifiers or classes that a MATCH parameter looks at passes the test. */
export function someEpc(event: JsonObject, field: MatchField, test: (identifier: string) => boolean): boolean {
  return EPC_LISTS[field].some((name) =>
    listOf(event[name]).some((item) => {
      const text = textOf(objectOf(item)?.['epcClass']) ?? textOf(item);
      return text !== null && test(text);
    }),
  );
}

/** All quantity elements of an event. */
export function quantityElements(event: JsonObject): JsonObject[] {
  return EPC_LISTS.anyEPCClass.flatMap((name) => objectsOf(event[name]));
}

/** The metadata of each sensor element. */
export function sensorMetadata(event: JsonObject): JsonObject[] {
  return objectsOf(event['sensorElementList']).flatMap((element) => objectsOf(element['sensorMetadata']));
}

/** The reports of all sensor elements. */
export function sensorReports(event: JsonObject): JsonObject[] {
  return objectsOf(event['sensorElementList']).flatMap((element) => objectsOf(element['sensorReport']));
}

function objectsInScope(event: JsonObject, scope: ExtensionScope): readonly JsonObject[] {
  switch (scope) {
    case 'event':
      return [event];
    case 'ilmd':
    case 'errorDeclaration':
    case 'readPoint':
    case 'bizLocation':
      return objectsOf(event[scope]);
    case 'sensorElement':
      return objectsOf(event['sensorElementList']);
    case 'sensorMetadata':
      return sensorMetadata(event);
    case 'sensorReport':
      return sensorReports(event);
  }
}

/** What the names of an event stand for: its own context over that of its document. */
export function namespacesOfEvent(event: JsonObject, documentContext: Json): Namespaces {
  const own = event['@context'];
  return namespacesOf(own === undefined ? documentContext : [documentContext, own].flat());
}

/** The values of an extension field in an event; those of an inner field wherever in an extension they stand. */
export function extensionValues(event: JsonObject, field: ExtensionField, namespaces: Namespaces): Json[] {
  const found: Json[] = [];
  for (const object of objectsInScope(event, field.scope)) {
    for (const [key, value] of Object.entries(object)) {
      if (key.startsWith('@')) continue;
      if (field.inner) {
        if (isExtension(key, field.scope, namespaces)) collectInside(value, field.names, namespaces, found);
      } else if (field.names.includes(expandName(key, namespaces))) {
        found.push(value);
      }
    }
  }
  return found;
}

/** Everything in ILMD is an extension; elsewhere the standard's own fields have no prefix and are no terms of a context. */
function isExtension(key: string, scope: ExtensionScope, namespaces: Namespaces): boolean {
  return scope === 'ilmd' || key.includes(':') || namespaces.has(key);
}

function collectInside(value: Json, names: readonly string[], namespaces: Namespaces, found: Json[]): void {
  for (const item of listOf(value)) {
    if (item === null || typeof item !== 'object') continue;
    if (Array.isArray(item)) {
      collectInside(item, names, namespaces, found);
      continue;
    }
    for (const [key, inner] of Object.entries(item)) {
      if (names.includes(expandName(key, namespaces))) found.push(inner);
      collectInside(inner, names, namespaces, found);
    }
  }
}

/** The simple values in a field: items of lists, `@value` and `id` of JSON-LD objects. */
export function scalarsOf(value: Json): (string | number | boolean)[] {
  if (value === null) return [];
  if (typeof value !== 'object') return [value];
  if (Array.isArray(value)) return value.flatMap(scalarsOf);
  const inner = value['@value'] ?? value['@id'] ?? value['id'];
  return inner === undefined ? [] : scalarsOf(inner);
}
