import fc from 'fast-check';
import type { Json, JsonObject } from '../../src/epcis/index.ts';

/** One change to a document: where (a number that picks a place), what kind, and two numbers that pick from the pools. */
export interface Mutation {
  readonly place: number;
  readonly kind: MutationKind;
  readonly choice: number;
  readonly second: number;
}

const KINDS = [
  'drop',
  'replace-any',
  'replace-text',
  'edit-text',
  'splice-same-field',
  'add-field',
  'add-known-field',
  'rename',
  'empty',
  'repeat-entry',
  'retype-event',
] as const;
type MutationKind = (typeof KINDS)[number];

/** A random change of any kind. */
export const anyMutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(1_000_000),
  kind: fc.constantFrom(...KINDS),
  choice: fc.nat(1_000_000),
  second: fc.nat(1_000_000),
});

const ANY_VALUES: readonly Json[] = [
  null,
  true,
  false,
  0,
  -1,
  1.5,
  12345678901234567000,
  '',
  'text',
  '12 kg',
  [],
  {},
  [null],
  [{}],
  ['a:b', 'a:b'],
  [['a:b']],
  { id: 'a:b' },
  { 'ex:a': 1 },
  { a: 1 },
  ['a:b'],
  'a:b',
  [{ 'ex:a': 1 }, { 'ex:a': 1 }],
  { set: ['active'] },
  { set: [], unset: ['active', 'active'] },
  { attribute: [] },
];

const TEXTS: readonly string[] = [
  'OBSERVE',
  'ADD',
  'DELETE',
  'observe',
  'ADDED',
  'ObjectEvent',
  'TransformationEvent',
  'EPCISDocument',
  'EPCISQueryDocument',
  'FooEvent',
  'ex:FooEvent',
  'https://example.com/Event',
  'receiving',
  'Receiving',
  'urn:epcglobal:cbv:bizstep:receiving',
  'https://ns.gs1.org/cbv/BizStep-x',
  'https://ref.gs1.org/cbv/BizStep-receiving',
  'URN:EPCGLOBAL:CBV:x',
  'https://gs1.org/voc/Temperature',
  'http://www.gs1.org/voc/Mass',
  'gs1:Mass',
  'Temperature',
  'x',
  'latitude',
  'did_not_occur',
  'inv',
  'owning_party',
  'in_transit',
  'ERROR_CONDITION',
  '+08:00',
  '-00:00',
  '+14:00',
  '+14:01',
  '+15:00',
  '08:00',
  '+8:00',
  '+08:60',
  'Z',
  '+08:00\n',
  'KGM',
  'kgm',
  'K',
  'KGMM',
  '4H',
  'ABCDEF01',
  'xyz',
  '2020-01-01T00:00:00Z',
  '2023-02-30T00:00:00Z',
  '2024-02-29T10:00:00+08:00',
  '2023-02-29T10:00:00+08:00',
  '2020-13-01T00:00:00Z',
  '2020-01-01T24:00:00Z',
  '2020-01-01T23:59:60Z',
  '2020-01-01T23:59:60+08:00',
  '2020-01-02T07:59:60+08:00',
  '2020-01-01T15:59:60-08:00',
  '2020-01-01 00:00:00Z',
  '2020-01-01T00:00:00',
  '2020-01-01',
  '2020-01-01T00:00:00+0800',
  '2020-01-01T00:00:00+08',
  '2020-01-01t00:00:00z',
  '2020-01-01T00:00:00.Z',
  '2020-01-01T00:00:00.123456789Z',
  '2020-01-01T00:00:59.9999999999999999999Z',
  '2020-00-10T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2020-01-01T00:00:00+24:00',
  '2020-01-01T00:00:00+23:60',
  '2020-01-01T00:00:00\u00a0Z',
  '2020-01-01\u2003000:00:00Z',
  '２020-01-01T00:00:00Z',
  '1',
  '1.0',
  '2',
  '2.0',
  '2.0.1',
  '2.1',
  '2.',
  'v2.0',
  '3.0.0',
  'urn:',
  'urn:a',
  'http:',
  'http:/',
  'http://',
  'http:///',
  'http://a b',
  'http://[::1]/',
  'http://[::1/',
  'http://[1::2::3]',
  'http://[v1.a]/x',
  'a:%zz',
  'a:%2F',
  'a:b#c',
  'a:b#c#d',
  'a:b?c?d',
  'a:b?#',
  'https://例子.cn/',
  'https://example.com/例',
  '1a:b',
  'a+b-c.d:e',
  'a_b:c',
  'ex:a b',
  'ex:',
  'ex',
  'http://u@h:80/p',
  'http://u@u@h',
  'http://h:80a/',
  'a:"b"',
  'a:<b>',
  'a:{b}',
  'a:b|c',
  'a:b\\c',
  'a:^',
  'http://h//x',
  'a:/',
  'a://',
  'a:///b',
  'ſ:b',
  'http://1.2.3.4:5?x',
  '__proto__',
  'constructor',
  'a/b',
];

const KNOWN_FIELDS: readonly string[] = [
  '@context',
  'id',
  'type',
  'action',
  'eventTime',
  'recordTime',
  'eventTimeZoneOffset',
  'eventID',
  'certificationInfo',
  'errorDeclaration',
  'epcList',
  'quantityList',
  'parentID',
  'childEPCs',
  'childQuantityList',
  'inputEPCList',
  'inputQuantityList',
  'outputEPCList',
  'outputQuantityList',
  'transformationID',
  'bizStep',
  'disposition',
  'persistentDisposition',
  'readPoint',
  'bizLocation',
  'bizTransactionList',
  'sourceList',
  'destinationList',
  'sensorElementList',
  'ilmd',
  'schemaVersion',
  'creationDate',
  'epcisHeader',
  'epcisBody',
  'sender',
  'eventList',
  'vocabularyList',
  'quantity',
  'uom',
  'set',
  'unset',
  'sensorReport',
  'sensorMetadata',
  'time',
  'value',
  'component',
  'exception',
  'hexBinaryValue',
  'declarationTime',
  'reason',
];

interface Place {
  readonly parent: Json[] | JsonObject;
  readonly key: string | number;
}

/** Every place of a document below its root, in order. */
function placesOf(value: Json): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys: (string | number)[] = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return keys.flatMap((key) => [{ parent: value, key }, ...placesOf(at({ parent: value, key }))]);
}

function at(place: Place): Json {
  return (place.parent as JsonObject)[place.key]!;
}

function put(place: Place, value: Json): void {
  Object.defineProperty(place.parent, place.key, { value, enumerable: true, configurable: true, writable: true });
}

/** Values that real documents hold, by the field that holds them; they are spliced into other documents. */
export type FieldValues = ReadonlyMap<string, readonly Json[]>;

/** The values of every field of some documents, by its name. */
export function fieldValuesOf(documents: readonly Json[]): FieldValues {
  const values = new Map<string, Json[]>();
  for (const place of documents.flatMap(placesOf)) {
    if (typeof place.key === 'string') values.set(place.key, [...(values.get(place.key) ?? []), at(place)]);
  }
  return values;
}

/** A copy of a document with changes made one after another. */
export function mutate(document: JsonObject, mutations: readonly Mutation[], pool: FieldValues): JsonObject {
  const copy = structuredClone(document);
  for (const mutation of mutations) {
    const places = placesOf(copy);
    const place = places[mutation.place % places.length];
    if (place !== undefined) apply(mutation, place, pool);
  }
  return copy;
}

function apply({ kind, choice, second }: Mutation, place: Place, pool: FieldValues): void {
  const value = at(place);
  const home: Place['parent'] = typeof value === 'object' && value !== null ? value : place.parent;
  switch (kind) {
    case 'drop':
      return drop(place);
    case 'replace-any':
      return put(place, structuredClone(pick(ANY_VALUES, choice)));
    case 'replace-text':
      return put(place, pick(TEXTS, choice));
    case 'edit-text':
      return put(place, typeof value === 'string' ? edited(value, choice, second) : pick(TEXTS, choice));
    case 'splice-same-field':
      return put(place, structuredClone(pick(pool.get(String(place.key)) ?? ANY_VALUES, choice)));
    case 'add-field':
      return add(home, pick(TEXTS, choice), structuredClone(pick(ANY_VALUES, second)));
    case 'add-known-field':
      return addKnown(home, choice, second, pool);
    case 'rename':
      return rename(place, pick(choice % 2 === 0 ? TEXTS : KNOWN_FIELDS, second));
    case 'empty':
      return put(place, Array.isArray(value) ? [] : typeof value === 'object' ? {} : '');
    case 'repeat-entry':
      if (Array.isArray(home) && home.length > 0) home.push(structuredClone(pick(home, choice)));
      return;
    case 'retype-event':
      return add(
        home,
        'type',
        pick(
          ['ObjectEvent', 'AggregationEvent', 'AssociationEvent', 'TransactionEvent', 'TransformationEvent', 'ex:Event'],
          choice,
        ),
      );
  }
}

function drop(place: Place): void {
  if (Array.isArray(place.parent)) place.parent.splice(Number(place.key), 1);
  else delete place.parent[place.key];
}

function add(home: Place['parent'], name: string, value: Json): void {
  if (Array.isArray(home)) home.push(value);
  else put({ parent: home, key: name }, value);
}

function addKnown(home: Place['parent'], choice: number, second: number, pool: FieldValues): void {
  const name = pick(KNOWN_FIELDS, choice);
  add(home, name, structuredClone(pick(pool.get(name) ?? ANY_VALUES, second)));
}

function rename(place: Place, name: string): void {
  if (Array.isArray(place.parent)) return;
  const value = at(place);
  delete place.parent[place.key];
  put({ parent: place.parent, key: name }, value);
}

const SIGNS = ' :/%#?[]@+-.TZz09aé"\\\u0000\ud800\n';

function edited(text: string, choice: number, second: number): string {
  const index = text.length === 0 ? 0 : choice % text.length;
  const sign = SIGNS[second % SIGNS.length]!;
  const cut = second % 3;
  return text.slice(0, index) + (cut === 0 ? '' : sign) + text.slice(cut === 1 ? index : index + 1);
}

function pick<T>(from: readonly T[], choice: number): T {
  return from[choice % from.length]!;
}
