import { readEpcPattern } from './epc-patterns.ts';
import {
  extensionValues,
  listOf,
  namespacesOfEvent,
  objectOf,
  objectsOf,
  quantityElements,
  scalarsOf,
  sensorMetadata,
  sensorReports,
  someEpc,
  textOf,
} from './event-fields.ts';
import { DIGITAL_LINK_HOME } from './digital-link.ts';
import { expandName } from './extension-names.ts';
import { canonicalUri } from './identifiers.ts';
import { instantMs } from './instant.ts';
import type { Json, JsonObject } from './json.ts';
import { valueInUnit } from './measured-units.ts';
import { attributeTest } from './query-attributes.ts';
import type { Comparison, Condition, EventMeta, EventTest, QueryLookups, SimpleEventQuery, TimeField } from './query-model.ts';
import { operandTest } from './query-operands.ts';
import { canonicalType, canonicalValue, isInStandardNamespace } from './query-vocabulary.ts';

/**
 * Turns a query into a test, once, so that many events can be tried quickly.
 * @returns a function that is true for the events that meet all conditions; ordering and limits are not its business
 */
export function compileQuery(query: SimpleEventQuery, lookups: QueryLookups = {}): EventTest {
  const conditions = [...query.conditions].sort((a, b) => COST[a.on] - COST[b.on]);
  const tests = conditions.map((condition) => compileCondition(condition, lookups));
  return (event, meta) => tests.every((test) => test(event, meta));
}

/** Whether one event is one that the query asks for. For many events compile the query. */
export function matches(query: SimpleEventQuery, event: JsonObject, meta: EventMeta, lookups: QueryLookups = {}): boolean {
  return compileQuery(query, lookups)(event, meta);
}

/** Cheap conditions first. */
const COST: Readonly<Record<Condition['on'], number>> = {
  eventType: 0,
  action: 0,
  hasErrorDeclaration: 0,
  hasSensorElements: 0,
  vocabulary: 1,
  identifier: 1,
  time: 2,
  match: 3,
  quantity: 3,
  bizTransaction: 3,
  source: 3,
  destination: 3,
  sensorText: 4,
  sensorBoolean: 4,
  sensorNumber: 4,
  extension: 5,
  extensionExists: 5,
  attribute: 6,
};

function compileCondition(condition: Condition, lookups: QueryLookups): EventTest {
  switch (condition.on) {
    case 'eventType':
      return eventTypeTest(condition.anyOf);
    case 'action':
      return (event) => condition.anyOf.some((action) => action === event['action']);
    case 'hasErrorDeclaration':
      return (event) => objectOf(event['errorDeclaration']) !== null;
    case 'hasSensorElements':
      return (event) => objectsOf(event['sensorElementList']).length > 0;
    case 'time':
      return timeTest(condition);
    case 'vocabulary':
      return vocabularyTest(condition);
    case 'identifier':
      return identifierTest(condition, lookups);
    case 'match':
      return matchTest(condition);
    case 'quantity':
      return quantityTest(condition);
    case 'bizTransaction':
    case 'source':
    case 'destination':
      return typedTest(condition);
    case 'sensorText':
      return sensorTextTest(condition);
    case 'sensorBoolean':
      return (event) => sensorReports(event).some((report) => report['booleanValue'] === condition.value);
    case 'sensorNumber':
      return sensorNumberTest(condition);
    case 'extension':
      return extensionTest(condition);
    case 'extensionExists':
      return (event, meta) => extensionValues(event, condition.field, namespacesOfEvent(event, meta.context)).some(isFilled);
    case 'attribute':
      return attributeTest(condition, lookups.attributesOf);
  }
}

type ConditionOn<On extends Condition['on']> = Extract<Condition, { readonly on: On }>;

function eventTypeTest(anyOf: readonly string[]): EventTest {
  const wanted = new Set(anyOf);
  return (event, meta) => {
    const type = event['type'];
    if (typeof type !== 'string') return false;
    return wanted.has(type) || wanted.has(expandName(type, namespacesOfEvent(event, meta.context)));
  };
}

function timeTest(condition: ConditionOn<'time'>): EventTest {
  const { field, comparison, ms } = condition;
  return (event, meta) =>
    timesOf(event, meta, field).some((text) => {
      const time = typeof text === 'string' ? instantMs(text) : null;
      return time !== null && (comparison === 'GE' ? time >= ms : time < ms);
    });
}

function timesOf(event: JsonObject, meta: EventMeta, field: TimeField): readonly (Json | undefined)[] {
  switch (field) {
    case 'eventTime':
      return [event['eventTime']];
    case 'recordTime':
      return [meta.recordTime];
    case 'errorDeclarationTime':
      return [objectOf(event['errorDeclaration'])?.['declarationTime']];
    case 'time':
      return [...sensorMetadata(event), ...sensorReports(event)].map((object) => object['time']);
    case 'startTime':
    case 'endTime':
      return sensorMetadata(event).map((object) => object[field]);
  }
}

function vocabularyTest(condition: ConditionOn<'vocabulary'>): EventTest {
  const { field } = condition;
  const wanted = new Set(condition.anyOf);
  const isWantedValue = (value: string, event: JsonObject, meta: EventMeta): boolean => {
    if (wanted.has(canonicalValue(field, value))) return true;
    if (!value.includes(':')) return false;
    const expanded = expandName(value, namespacesOfEvent(event, meta.context));
    // Standard values have their own spellings; a prefix of the event's making is for values of its own vocabulary.
    return !isInStandardNamespace(expanded) && wanted.has(expanded);
  };
  return (event, meta) =>
    vocabularyValues(event, field).some((value) => typeof value === 'string' && isWantedValue(value, event, meta));
}

function vocabularyValues(event: JsonObject, field: ConditionOn<'vocabulary'>['field']): readonly (Json | undefined)[] {
  switch (field) {
    case 'bizStep':
    case 'disposition':
      return [event[field]];
    case 'persistentDispositionSet':
      return listOf(objectOf(event['persistentDisposition'])?.['set']);
    case 'persistentDispositionUnset':
      return listOf(objectOf(event['persistentDisposition'])?.['unset']);
    case 'errorReason':
      return [objectOf(event['errorDeclaration'])?.['reason']];
    case 'measurementType':
      return sensorReports(event).map((report) => report['type']);
  }
}

function identifierTest(condition: ConditionOn<'identifier'>, lookups: QueryLookups): EventTest {
  const { field } = condition;
  const wanted = new Set(condition.withDescendants ? withDescendants(condition.anyOf, lookups) : condition.anyOf);
  return (event, meta) =>
    identifierValues(event, field).some((value) => {
      const text = textOf(value);
      return text !== null && isWanted(wanted, text, event, meta);
    });
}

/** The locations themselves and everything below them, in canonical form. */
export function withDescendants(ids: readonly string[], lookups: QueryLookups): string[] {
  return ids.flatMap((id) => [id, ...(lookups.descendantsOf?.(id) ?? []).map(canonicalUri)]);
}

function identifierValues(event: JsonObject, field: ConditionOn<'identifier'>['field']): readonly (Json | undefined)[] {
  return field === 'correctiveEventID' ? listOf(objectOf(event['errorDeclaration'])?.['correctiveEventIDs']) : [event[field]];
}

/**
 * Whether an identifier of an event, in whatever form it is written there, is in a set of canonical ones.
 * A compact URI is expanded by the event's context, but never to a GS1 key: those are written as URNs or links.
 */
function isWanted(wanted: ReadonlySet<string>, text: string, event: JsonObject, meta: EventMeta): boolean {
  if (wanted.has(text) || wanted.has(canonicalUri(text))) return true;
  if (text.startsWith('urn:') || text.startsWith('http')) return false;
  const expanded = expandName(text, namespacesOfEvent(event, meta.context));
  return expanded !== text && !expanded.startsWith(DIGITAL_LINK_HOME) && wanted.has(expanded);
}

function matchTest(condition: ConditionOn<'match'>): EventTest {
  const exact = new Set(condition.exact);
  const forClasses = condition.field.endsWith('Class');
  const patterns = condition.patterns.flatMap((text) => {
    const meaning = readEpcPattern(text, forClasses);
    return meaning.kind === 'pattern' ? [meaning.test] : [];
  });
  return (event) =>
    someEpc(
      event,
      condition.field,
      (epc) => exact.has(epc) || exact.has(canonicalUri(epc)) || patterns.some((test) => test(epc)),
    );
}

function quantityTest(condition: ConditionOn<'quantity'>): EventTest {
  return (event) => quantityElements(event).some((element) => measuredMatches(element['quantity'], element['uom'], condition));
}

function sensorNumberTest(condition: ConditionOn<'sensorNumber'>): EventTest {
  return (event) => sensorReports(event).some((report) => measuredMatches(report[condition.field], report['uom'], condition));
}

/** Compares a measured value with the query's, in the query's unit; without a unit in the query the bare numbers are compared. */
function measuredMatches(
  value: Json | undefined,
  uom: Json | undefined,
  condition: ConditionOn<'quantity' | 'sensorNumber'>,
): boolean {
  if (typeof value !== 'number') return false;
  const converted =
    condition.uom === null
      ? { value, tolerance: 0 }
      : valueInUnit(value, typeof uom === 'string' ? uom : undefined, condition.uom);
  if (converted === null) return false;
  return condition.values.some((wanted) => holds(condition.comparison, converted.value - wanted, converted.tolerance));
}

/** Whether a difference (the event's value less the query's) is what a comparison asks; within the tolerance they are equal. */
function holds(comparison: Comparison, difference: number, tolerance: number): boolean {
  const sign = Math.abs(difference) <= tolerance ? 0 : difference;
  switch (comparison) {
    case 'EQ':
      return sign === 0;
    case 'GT':
      return sign > 0;
    case 'GE':
      return sign >= 0;
    case 'LT':
      return sign < 0;
    case 'LE':
      return sign <= 0;
  }
}

function typedTest(condition: ConditionOn<'bizTransaction' | 'source' | 'destination'>): EventTest {
  const { on, type } = condition;
  const wanted = new Set(condition.anyOf);
  const isSameType = (itemType: string, event: JsonObject, meta: EventMeta): boolean =>
    canonicalType(on, itemType) === type ||
    canonicalType(on, expandName(itemType, namespacesOfEvent(event, meta.context))) === type;
  return (event, meta) =>
    objectsOf(event[`${on}List`]).some((item) => {
      const value = textOf(item[on]);
      const itemType = item['type'];
      if (value === null || typeof itemType !== 'string' || !isWanted(wanted, value, event, meta)) return false;
      return isSameType(itemType, event, meta);
    });
}

function sensorTextTest(condition: ConditionOn<'sensorText'>): EventTest {
  const { field } = condition;
  const wanted = new Set(condition.anyOf);
  return (event, meta) =>
    [...sensorMetadata(event), ...sensorReports(event)].some((object) => {
      const text = textOf(object[field]);
      if (text === null) return false;
      if (field === 'stringValue') return wanted.has(text);
      return field === 'hexBinaryValue' ? wanted.has(text.toUpperCase()) : isWanted(wanted, text, event, meta);
    });
}

function extensionTest(condition: ConditionOn<'extension'>): EventTest {
  const test = operandTest(condition.comparison, condition.operand);
  return (event, meta) =>
    extensionValues(event, condition.field, namespacesOfEvent(event, meta.context)).some((value) => scalarsOf(value).some(test));
}

function isFilled(value: Json): boolean {
  if (value === null || value === '') return false;
  return typeof value !== 'object' || Object.keys(value).length > 0;
}
