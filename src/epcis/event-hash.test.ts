import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { eventHash } from './event-hash.ts';
import type { Json, JsonObject } from './json.ts';

const sha256 = (text: string): string => hash('sha256', text, 'hex');
const NAMESPACE = 'https://w3id.org/ytterby/ree/';
const contextWith = (prefix: string): Json => [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { [prefix]: NAMESPACE },
];
const CONTEXT = contextWith('ree');

const value = fc.oneof(
  fc.string(),
  fc.string({ unit: 'binary' }),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.boolean(),
  fc.constantFrom('007', '1e3', 'shipping'),
);
const extension: fc.Arbitrary<Json> = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    value,
    fc.array(tie('tree'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('ree:lot', 'ree:percent', 'ree:assayList', 'Nd2O3', 'type'), tie('tree'), { maxKeys: 4 }),
  ),
})).tree;

const digits = (length: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });
const lot = fc
  .tuple(digits(6), fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/))
  .map(([item, number]) => `urn:epc:class:lgtin:6901234.${item}.${number}`);
const quantity = fc.record({
  epcClass: lot,
  quantity: fc.double({ min: 0, max: 1e9, noNaN: true }),
  uom: fc.constantFrom('KGM', 'TNE'),
});
const instant = fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true });

const event: fc.Arbitrary<JsonObject> = fc.record({
  type: fc.constantFrom('ObjectEvent', 'TransformationEvent'),
  eventTime: instant.map((date) => date.toISOString()),
  eventTimeZoneOffset: fc.constant('+08:00'),
  bizStep: fc.constantFrom('shipping', 'commissioning'),
  quantityList: fc.array(quantity, { maxLength: 4 }),
  readPoint: fc.record({ id: fc.constant('urn:epc:id:sgln:6901234.00000.0'), 'ree:area': value }),
  sourceList: fc.array(fc.record({ type: fc.constantFrom('owning_party', 'location'), source: fc.webUrl() }), { maxLength: 3 }),
  'ree:assays': extension,
  'ree:weighing': extension,
});

/** The same JSON with the members of every object, and of every list, in the opposite order. */
function reversed(json: Json): Json {
  if (Array.isArray(json)) return json.map(reversed).reverse();
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json)
      .map(([key, inner]) => [key, reversed(inner)] as const)
      .reverse(),
  );
}

function renamed(json: Json, from: string, to: string): Json {
  if (Array.isArray(json)) return json.map((each) => renamed(each, from, to));
  if (typeof json !== 'object' || json === null) return json;
  const rename = (key: string): string => (key.startsWith(`${from}:`) ? to + key.slice(from.length) : key);
  return Object.fromEntries(Object.entries(json).map(([key, inner]) => [rename(key), renamed(inner, from, to)]));
}

const hashOf = (json: Json, context: Json = CONTEXT): string => eventHash(json as JsonObject, context, sha256);

describe('one event, one hash', () => {
  test('in whatever order keys and list members are written', () => {
    fc.assert(fc.property(event, (one) => assert.equal(hashOf(reversed(one)), hashOf(one))));
  });

  test('whatever the prefix of the same namespace', () => {
    fc.assert(
      fc.property(event, (one) => {
        assert.equal(hashOf(renamed(one, 'ree', 'other'), contextWith('other')), hashOf(one));
      }),
    );
  });

  test('at whatever offset the same instant is written', () => {
    fc.assert(
      fc.property(event, instant, fc.integer({ min: -14 * 60, max: 14 * 60 }), (one, date, minutes) => {
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const size = Math.abs(minutes);
        const offset = `${minutes < 0 ? '-' : '+'}${String(Math.floor(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
        assert.equal(hashOf({ ...one, eventTime: local + offset }), hashOf({ ...one, eventTime: date.toISOString() }));
      }),
    );
  });

  test('with URNs or with Digital Links of any host', () => {
    fc.assert(
      fc.property(event, digits(6), (one, item) => {
        const forms = [
          `urn:epc:class:lgtin:6901234.${item}.A(1)`,
          lotLink('https://id.gs1.org/01/', item),
          lotLink('http://x.example/a/gtin/', item),
        ];
        const hashes = forms.map((epcClass) => hashOf({ ...one, quantityList: [{ epcClass, quantity: 1 }] }));
        assert.equal(new Set(hashes).size, 1);
      }),
    );
  });

  test('whoever recorded it, whatever was remarked and later declared', () => {
    fc.assert(
      fc.property(event, fc.string(), (one, text) => {
        const declaration = { declarationTime: '2020-01-01T00:00:00Z', reason: text };
        const more = { ...one, recordTime: text, eventID: text, errorDeclaration: declaration, 'rdfs:comment': text };
        assert.equal(hashOf(more), hashOf(one));
      }),
    );
  });
});

/** The link of the lot that `urn:epc:class:lgtin:6901234.{item}.A(1)` names; check digit by the sum of the digits, weight by weight. */
function lotLink(home: string, item: string): string {
  const key = `${item.slice(0, 1)}6901234${item.slice(1)}`;
  const sum = [...key].reduce((total, digit, index) => total + Number(digit) * (index % 2 === 0 ? 3 : 1), 0);
  return `${home}${key}${(10 - (sum % 10)) % 10}/10/A%281%29`;
}

describe('another event, another hash', () => {
  test('any changed quantity, time, step or assay changes it', () => {
    fc.assert(
      fc.property(event, fc.integer({ min: 1, max: 999 }), (one, more) => {
        const changes: JsonObject[] = [
          { quantityList: [{ epcClass: 'a:b', quantity: 1000 + more }] },
          { eventTime: `2100-01-01T00:00:00.${String(more).padStart(3, '0')}Z` },
          { bizStep: 'storing' },
          { 'ree:assays': [{ percent: { Nd2O3: 1000 + more } }] },
          { type: 'AggregationEvent' },
          { eventTimeZoneOffset: '-01:00' },
        ];
        for (const change of changes) assert.notEqual(hashOf({ ...one, ...change }), hashOf(one), JSON.stringify(change));
      }),
    );
  });

  test('the digest is that of the function given, in the form of RFC 6920', () => {
    assert.equal(
      eventHash({ type: 'ObjectEvent' }, undefined, (text) => text.toUpperCase()),
      'ni:///sha-256;EVENTTYPE=OBJECTEVENT?ver=CBV2.0',
    );
  });
});
