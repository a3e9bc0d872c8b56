import {
  extensionValues,
  listOf,
  namespacesOfEvent,
  objectOf,
  objectsOf,
  quantityElements,
  scalarsOf,
  textOf,
} from './event-fields.ts';
import { canonicalUri } from './identifiers.ts';
import type { Json, JsonObject } from './json.ts';
import type { Condition, EventTest, QueryLookups } from './query-model.ts';

/** The test of a HASATTR or EQATTR parameter: some vocabulary element in the field has the attribute (with one of the values). */
export function attributeTest(
  condition: Extract<Condition, { readonly on: 'attribute' }>,
  attributesOf: QueryLookups['attributesOf'],
): EventTest {
  if (attributesOf === undefined) return () => false;
  const wanted = condition.anyOf === null ? null : new Set(condition.anyOf);
  return (event, meta) =>
    elementsIn(event, meta.context, condition.field).some((id) => {
      const attributes = attributesOf(canonicalUri(id)) ?? attributesOf(id);
      return attributes !== undefined && condition.attributes.some((name) => attributeMatches(attributes[name], wanted));
    });
}

function attributeMatches(value: Json | undefined, wanted: ReadonlySet<string> | null): boolean {
  if (value === undefined || value === null) return false;
  return wanted === null || scalarsOf(value).some((scalar) => wanted.has(String(scalar)));
}

function elementsIn(event: JsonObject, context: Json, field: string | readonly string[]): string[] {
  const values = typeof field === 'string' ? standardValues(event, field) : extensionOf(event, context, field);
  return values.map((value) => textOf(value)).filter((text) => text !== null);
}

function extensionOf(event: JsonObject, context: Json, names: readonly string[]): readonly Json[] {
  const field = { scope: 'event', inner: false, names } as const;
  return extensionValues(event, field, namespacesOfEvent(event, context)).flatMap((value) => [...listOf(value)]);
}

function standardValues(event: JsonObject, field: string): readonly (Json | undefined)[] {
  switch (field) {
    case 'epcClass':
      return quantityElements(event).map((element) => element['epcClass']);
    case 'bizTransaction':
    case 'source':
    case 'destination':
      return objectsOf(event[`${field}List`]).map((item) => item[field]);
    default:
      return [objectOf(event[field])?.['id'] ?? event[field]];
  }
}
