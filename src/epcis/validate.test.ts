import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { readDocument } from './document.ts';
import type { Json, JsonObject } from './json.ts';
import { checkQuantities, checkTime } from './plausibility.ts';
import type { Problem } from './problems.ts';
import { EpcisDocument, EpcisQueryDocument } from './schema/documents.ts';
import { examineEvent, validateDocument, validateEvent } from './validate.ts';

const NOW_MS = Date.UTC(2026, 10, 23);
const CONTEXT: Json = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ree: 'https://w3id.org/ytterby/ree/' },
];
const LOT = 'https://id.gs1.org/01/06901234000016/10/L1';

const mined = (change: JsonObject = {}): JsonObject => ({
  type: 'ObjectEvent',
  eventTime: '2015-03-01T08:30:00.000+08:00',
  eventTimeZoneOffset: '+08:00',
  action: 'ADD',
  bizStep: 'commissioning',
  quantityList: [{ epcClass: LOT, quantity: 1000, uom: 'KGM' }],
  'ree:assays': [{ lot: LOT, percent: { Nd2O3: 18.2, Pr6O11: 5.6 } }],
  ...change,
});

const documentWith = (events: Json, change: JsonObject = {}): JsonObject => ({
  '@context': CONTEXT,
  type: 'EPCISDocument',
  schemaVersion: '2.0',
  creationDate: '2015-03-02T00:00:00+08:00',
  epcisBody: { eventList: events },
  ...change,
});

function without(object: JsonObject, name: string): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([each]) => each !== name));
}

const brief = (problems: readonly Problem[]) => problems.map(({ path, code }) => `${path} ${code}`);
const problemsOf = (event: Json) => brief(validateEvent(JSON.parse(JSON.stringify(event)) as JsonObject, CONTEXT, NOW_MS));

function refusal(text: string): string[] {
  const reading = readDocument(text);
  assert.ok(!reading.ok, 'read without a problem');
  return brief(reading.problems);
}

describe('an event', () => {
  test('that is sound has no problem and brings its rare-earth fields and its text', () => {
    const examined = examineEvent(mined(), CONTEXT, NOW_MS);
    assert.ok(examined.ok);
    assert.deepEqual(examined.ree, { assays: [{ lot: LOT, percent: { Nd2O3: 18.2, Pr6O11: 5.6 } }] });
    assert.deepEqual(JSON.parse(examined.body), mined());
  });

  const quantity = (value: Json, uom = 'KGM'): JsonObject => mined({ quantityList: [{ epcClass: LOT, quantity: value, uom }] });
  const cases: Readonly<Record<string, readonly [JsonObject, readonly string[]]>> = {
    'a quantity of -1': [quantity(-1), ['$.quantityList[0].quantity quantity.negative']],
    'a quantity of "12 kg"': [quantity('12 kg'), ['$.quantityList[0].quantity schema.type']],
    'more than nine million tonnes': [quantity(9_100_000, 'TNE'), ['$.quantityList[0].quantity quantity.too-large']],
    'a unit that is no code': [quantity(1, 'kg'), ['$.quantityList[0].uom schema.format']],
    'a percent sum of 130': [
      mined({ 'ree:assays': [{ lot: LOT, percent: { Nd2O3: 70, Pr6O11: 60 } }] }),
      ["$['ree:assays'][0].percent ree.percent"],
    ],
    'a time in 2099': [mined({ eventTime: '2099-01-01T00:00:00+08:00' }), ['$.eventTime time.future']],
    'a time on 30 February': [mined({ eventTime: '2023-02-30T00:00:00+08:00' }), ['$.eventTime schema.format']],
    'a time without its offset': [mined({ eventTime: '2015-03-01T08:30:00' }), ['$.eventTime schema.format']],
    'a bad time zone': [mined({ eventTimeZoneOffset: '+15:00' }), ['$.eventTimeZoneOffset schema.format']],
    'a bad action': [mined({ action: 'observe' }), ['$.action schema.value']],
    'a business step that nobody knows': [mined({ bizStep: 'mining' }), ['$.bizStep schema.format']],
    'a misspelt field': [mined({ bizstep: 'shipping' }), ['$.bizstep schema.unknown-field']],
    'no type': [mined({ type: null }), ['$.type schema.type']],
    'a type that nobody knows': [mined({ type: 'MiningEvent' }), ['$.type schema.format']],
    'a U+0000': [mined({ 'ex:note': 'a\u0000' }), ["$['ex:note'] json.text"]],
    'an empty list where one entry must be': [mined({ quantityList: [], 'ree:assays': [] }), ['$ schema.rule']],
    'several faults at once': [
      mined({
        action: 'SEE',
        eventTime: 'today',
        bizstep: 'x',
        quantityList: [{ epcClass: 'L1', quantity: -1, mass: 5 }],
        'ree:assays': [],
      }),
      [
        '$.eventTime schema.format',
        '$.action schema.value',
        '$.quantityList[0].epcClass schema.format',
        '$.quantityList[0].mass schema.unknown-field',
        '$.bizstep schema.unknown-field',
        '$.quantityList[0].quantity quantity.negative',
      ],
    ],
  };
  for (const [name, [event, expected]] of Object.entries(cases)) {
    test(`with ${name}`, () => assert.deepEqual(problemsOf(event), expected));
  }

  test('with a quantity of 1e400', () => {
    const event = JSON.parse(JSON.stringify(mined()).replace('1000', '1e400')) as JsonObject;
    assert.deepEqual(brief(validateEvent(event, CONTEXT, NOW_MS)), ['$.quantityList[0].quantity quantity.not-finite']);
    assert.deepEqual(brief(checkQuantities(event)), ['$.quantityList[0].quantity quantity.not-finite']);
  });

  test('without a field that must be there says so', () => {
    assert.deepEqual(problemsOf(without(mined(), 'eventTime')), ['$.eventTime schema.missing']);
  });

  test('a day ahead is a wrong clock, more is refused', () => {
    const at = (iso: string) => brief(checkTime({ eventTime: iso }, NOW_MS));
    assert.deepEqual(at('2026-11-24T00:00:00Z'), []);
    assert.deepEqual(at('2026-11-24T00:00:00.001Z'), ['$.eventTime time.future']);
    assert.deepEqual(at('2026-11-24T08:00:00+08:00'), []);
    assert.deepEqual(at('2023-02-30T00:00:00Z'), ['$.eventTime time.unreadable']);
    assert.deepEqual(at('2015-03-01 08:30:00+0800'), []);
    assert.deepEqual(brief(checkTime({ errorDeclaration: { declarationTime: '2099-01-01T00:00:00Z' } }, NOW_MS)), [
      '$.errorDeclaration.declarationTime time.future',
    ]);
  });

  test('messages say what was expected and what came', () => {
    const [problem] = validateEvent(quantity('12 kg'), CONTEXT, NOW_MS, '$.epcisBody.eventList[3]');
    assert.deepEqual(problem, {
      path: '$.epcisBody.eventList[3].quantityList[0].quantity',
      code: 'schema.type',
      message: 'expected a number, got "12 kg"',
    });
  });

  test('without rare-earth fields is an ordinary event', () => {
    const examined = examineEvent(without(mined(), 'ree:assays'), null, NOW_MS);
    assert.ok(examined.ok);
    assert.deepEqual(examined.ree, {});
  });
});

describe('a document', () => {
  test('gives its header, its events, their paths and its master data', () => {
    const vocabularyList = [
      { type: 'urn:epcglobal:epcis:vtyp:Location', vocabularyElementList: [{ id: 'https://id.gs1.org/414/6901234000009' }] },
    ];
    const reading = readDocument(
      '\ufeff' +
        JSON.stringify(
          documentWith([mined(), mined()], { sender: 'us', epcisHeader: { epcisMasterData: { vocabularyList } } }),
        ).replaceAll(',', ',\r\n'),
    );
    assert.ok(reading.ok);
    const { document } = reading;
    assert.equal(document.kind, 'EPCISDocument');
    assert.equal(document.header['sender'], 'us');
    assert.equal(document.header['epcisBody'], undefined);
    assert.deepEqual(document.eventPaths, ['$.epcisBody.eventList[0]', '$.epcisBody.eventList[1]']);
    assert.deepEqual(document.events[1], mined());
    assert.deepEqual(document.masterData, vocabularyList);
    assert.deepEqual(document.context, CONTEXT);
  });

  test('of query results gives the events in them', () => {
    const epcisBody = { queryResults: { queryName: 'SimpleEventQuery', resultsBody: { eventList: [mined()] } } };
    const reading = readDocument(JSON.stringify({ '@context': CONTEXT, type: 'EPCISQueryDocument', epcisBody }));
    assert.ok(reading.ok);
    assert.deepEqual(reading.document.eventPaths, ['$.epcisBody.queryResults.resultsBody.eventList[0]']);
  });

  test('accepts the good events and names every problem of the others', () => {
    const reading = readDocument(
      JSON.stringify(
        documentWith([mined(), mined({ action: 'x', bizStep: 'y' }), mined(), mined({ eventTime: '2099-01-01T00:00:00Z' })]),
      ),
    );
    assert.ok(reading.ok);
    const verdict = validateDocument(reading.document, NOW_MS);
    assert.deepEqual(verdict.acceptedIndices, [0, 2]);
    assert.deepEqual(
      verdict.refused.map(({ index, problems }) => [index, brief(problems)]),
      [
        [1, ['$.epcisBody.eventList[1].bizStep schema.format', '$.epcisBody.eventList[1].action schema.value']],
        [3, ['$.epcisBody.eventList[3].eventTime time.future']],
      ],
    );
  });

  test('that is cut off, no JSON or no object is refused', () => {
    const whole = JSON.stringify(documentWith([mined()]), null, 2);
    assert.deepEqual(refusal(whole.slice(0, whole.length / 2)), ['$ json.syntax']);
    assert.deepEqual(refusal(''), ['$ json.syntax']);
    assert.deepEqual(refusal('<epcis:EPCISDocument/>'), ['$ json.syntax']);
    assert.deepEqual(refusal(JSON.stringify([mined()])), ['$ document.kind']);
    assert.deepEqual(refusal('null'), ['$ document.kind']);
    assert.deepEqual(refusal('5'), ['$ document.kind']);
  });

  test('that lacks a part is refused as a whole, with the problems of its events', () => {
    const half = without(documentWith([]), 'epcisBody');
    assert.deepEqual(refusal(JSON.stringify(half)), ['$.epcisBody schema.missing']);
    assert.deepEqual(refusal(JSON.stringify({ ...half, epcisBody: {} })), ['$.epcisBody.eventList schema.missing']);
    assert.deepEqual(refusal(JSON.stringify(documentWith([mined(), 5]))), ['$.epcisBody.eventList[1] schema.rule']);
    assert.deepEqual(refusal(JSON.stringify(documentWith([mined({ action: 'x' })], { creationDate: 'yesterday', note: 'a' }))), [
      '$.creationDate schema.format',
      '$.note schema.unknown-field',
      '$.epcisBody.eventList[0].action schema.value',
    ]);
  });

  test('of an unknown version is refused with that reason', () => {
    for (const version of ['1.2', '2.1', '3.0', 'two']) {
      assert.deepEqual(refusal(JSON.stringify(documentWith([mined()], { schemaVersion: version }))), [
        '$.schemaVersion document.version',
      ]);
    }
    assert.ok(readDocument(JSON.stringify(documentWith([mined()], { schemaVersion: '2.0.1' }))).ok);
  });

  test('that is nested without end, holds U+0000 or a __proto__ is refused', () => {
    assert.deepEqual(refusal(`{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`)[0]?.split(' ')[1], 'json.depth');
    assert.deepEqual(refusal(JSON.stringify(documentWith([], { sender: '\u0000' }))), ['$.sender json.text']);
    const text = JSON.stringify(documentWith([])).replace('{', '{"__proto__":{"polluted":true},');
    assert.deepEqual(refusal(text), ['$.__proto__ json.field-name']);
    assert.equal(({} as JsonObject)['polluted'], undefined);
  });

  test('that is one event needs its context', () => {
    assert.deepEqual(refusal(JSON.stringify(mined())), ["$['@context'] schema.missing"]);
    const reading = readDocument(JSON.stringify(mined({ '@context': CONTEXT })));
    assert.ok(reading.ok && reading.document.kind === 'event');
    assert.deepEqual(validateDocument(reading.document, NOW_MS).acceptedIndices, [0]);
  });
});

test('the schemas become JSON Schema, for the OpenAPI file', () => {
  for (const schema of [EpcisDocument, EpcisQueryDocument]) {
    const json = JSON.stringify(z.toJSONSchema(schema));
    assert.match(json, /"TransformationEvent"/);
    assert.match(json, /"format":"date-time"/);
  }
});
