import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { documentHashes, eventHash, hashableEvents, type JsonObject, preHashString } from '../src/epcis/index.ts';

const VECTORS = new URL('../../shared/data/epcis/event-hash/', import.meta.url);
const sha256 = (text: string): string => hash('sha256', text, 'hex');

/** Published pre-hash lines that contradict the hash published beside them: one of another event, one cut short. */
const DEFECTIVE = new Set(['epcisDocWithCustomSchemaInContext 2', 'epcisDocWithDefaultSchemaInContext 2']);

const NAMES = [
  'ReferenceEventHashAlgorithm',
  'ReferenceEventHashAlgorithm2',
  'TimeStampRoundOff',
  'epcisDocHavingEventWithComment',
  'epcisDocHavingEventWithIgnoreFields',
  'epcisDocWithCustomSchemaInContext',
  'epcisDocWithDefaultSchemaInContext',
  'epcisDocWithSensorDataObjectEvent',
  'epcisDocWithShippingAndTransportingEvent',
  'epcisDocWithSingleEvent',
  'epcisDocWithXMLstartTagAndErrorDeclaration',
  'epcisQueryDocHavingEventWithIgnoreFields',
  'epcisQueryDocument',
];

function linesOf(name: string): string[] {
  return readFileSync(new URL(name, VECTORS), 'utf8')
    .split('\n')
    .filter((line) => line !== '');
}

function documentOf(name: string): JsonObject {
  return JSON.parse(readFileSync(new URL(`${name}.jsonld`, VECTORS), 'utf8'));
}

describe('the published vectors of the CBV 2.0 event hash', () => {
  test('the vectors are where the tests look for them: ../shared/data/epcis/event-hash', () => {
    assert.ok(existsSync(VECTORS), 'the folder ../shared/data/epcis/event-hash is missing');
    const found = readdirSync(VECTORS).filter((file) => file.endsWith('.jsonld'));
    assert.deepEqual(found.map((file) => file.slice(0, -7)).sort(), [...NAMES].sort());
  });

  for (const name of NAMES) {
    test(`${name}: hashes`, () => {
      assert.deepEqual(documentHashes(documentOf(name), sha256), linesOf(`${name}.hashes`));
    });
  }

  for (const name of NAMES.filter((each) => each !== 'epcisDocHavingEventWithComment')) {
    test(`${name}: pre-hash strings`, () => {
      const { events, context, ignoredFields } = hashableEvents(documentOf(name));
      const published = linesOf(`${name}.prehashes`);
      const hashes = linesOf(`${name}.hashes`);
      assert.equal(published.length, events.length);
      for (const [index, event] of events.entries()) {
        const written = preHashString(event, context, ignoredFields);
        const isDefective = `ni:///sha-256;${sha256(published[index] ?? '')}?ver=CBV2.0` !== hashes[index];
        assert.equal(isDefective, DEFECTIVE.has(`${name} ${index + 1}`), `published pre-hash ${index + 1} against its hash`);
        if (!isDefective) assert.equal(written, published[index]);
      }
    });
  }
});

describe('every part of the algorithm that the vectors leave open', () => {
  const context = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ex: 'https://ns.example.com/epcis/' }];
  const event = (fields: JsonObject): JsonObject => ({
    type: 'ObjectEvent',
    eventTime: '2020-01-02T03:04:05Z',
    eventTimeZoneOffset: '+08:00',
    action: 'ADD',
    ...fields,
  });
  const START = 'eventType=ObjectEventeventTime=2020-01-02T03:04:05.000ZeventTimeZoneOffset=+08:00';
  const expectText = (fields: JsonObject, before: string, after: string): void => {
    assert.equal(preHashString(event(fields), context), `${START}${before}action=ADD${after}`);
  };

  test('a transaction event: the list of objects before their parent, as in the table of the standard', () => {
    const fields = {
      parentID: 'https://id.gs1.org/00/340123451111111111',
      epcList: ['https://id.gs1.org/01/04012345111118/21/1'],
    };
    expectText(
      fields,
      'epcListepc=https://id.gs1.org/01/04012345111118/21/1parentID=https://id.gs1.org/00/340123451111111111',
      '',
    );
  });

  test('true and false as XML writes them', () => {
    expectText(
      { 'ex:a': true, 'ex:b': false },
      '',
      '{https://ns.example.com/epcis/}a=true{https://ns.example.com/epcis/}b=false',
    );
  });

  test('nested extensions, lists in lists, fields named …List, empty fields', () => {
    const ns = '{https://ns.example.com/epcis/}';
    expectText({ 'ex:o': { 'ex:b': 2, 'ex:a': [3, 1] } }, '', `${ns}o${ns}a=1${ns}a=3${ns}b=2`);
    expectText({ 'ex:o': [[2, 1], { 'ex:a': 1 }] }, '', `${ns}o=1=2${ns}o${ns}a=1`);
    expectText({ 'ex:drumList': [{ 'ex:a': 2 }, { 'ex:a': 1 }] }, '', `${ns}drumList${ns}drum${ns}a=1${ns}drum${ns}a=2`);
    expectText({ 'ex:e': '', 'ex:f': {}, 'ex:g': [], 'ex:h': null, 'ex:List': [] }, '', `${ns}e${ns}f`);
  });

  test('an empty standard field is as if it were not there', () => {
    expectText(
      { epcList: [], readPoint: {}, quantityList: [], bizTransactionList: [], sensorElementList: [{}], disposition: ' ' },
      '',
      '',
    );
  });

  test('extensions inside readPoint stand with it, whatever their namespace ends in', () => {
    const readPoint = { 'hash:x': 'y', id: 'geo:1,2' };
    const own = { '@context': { hash: 'http://one.example/ns#' }, readPoint };
    expectText(own, '', 'readPointid=geo:1,2{http://one.example/ns#}x=y');
  });

  test('the business rules of a sensor report, which the order lacks, stand behind the fields of the event', () => {
    const report = { bizRules: 'https://id.example.com/253/4012345000054987', type: 'Mass', value: 1 };
    const text = 'sensorElementListsensorElementsensorReporttype=https://gs1.org/voc/Massvalue=1';
    const stray = 'sensorElementListsensorElementsensorReportbizRules=https://id.gs1.org/253/4012345000054987';
    expectText({ sensorElementList: [{ sensorReport: [report] }] }, '', text + stray);
  });

  test('a transaction without a type, and pairs before extensions but behind the ordered fields', () => {
    const fields = {
      'ex:a': 1,
      sourceList: [{ source: 's:1', type: 'location' }],
      bizTransactionList: [{ bizTransaction: 'b:1' }],
      ilmd: { 'ex:c': 1 },
    };
    const ns = '{https://ns.example.com/epcis/}';
    const text = `bizTransactionListbizTransaction=b:1ilmd${ns}c=1sourceListtype=https://ref.gs1.org/cbv/SDT-locationsource=s:1${ns}a=1`;
    expectText(fields, '', text);
  });

  test('compact URIs and vocabulary URNs in values, standard prefixes undeclared', () => {
    expectText({ bizStep: 'cbv:BizStep-shipping' }, '', 'bizStep=https://ref.gs1.org/cbv/BizStep-shipping');
    expectText({ disposition: 'urn:epcglobal:cbv:disp:in_transit' }, '', 'disposition=https://ref.gs1.org/cbv/Disp-in_transit');
    expectText({ bizStep: 'ex:melting' }, '', 'bizStep=https://ns.example.com/epcis/melting');
    expectText(
      { 'ex:a': 'urn:epcglobal:cbv:bizstep:x' },
      '',
      '{https://ns.example.com/epcis/}a=https://ref.gs1.org/cbv/BizStep-x',
    );
    expectText({ 'cbvmda:lotNumber': 'A' }, '', '{urn:epcglobal:cbv:mda:}lotNumber=A');
  });

  test('sorting is by code point, which is that of UTF-8', () => {
    const ns = '{https://ns.example.com/epcis/}';
    expectText({ 'ex:a': ['\u{20000}', '\uffee', '钕'] }, '', `${ns}a=钕${ns}a=\uffee${ns}a=\u{20000}`);
  });

  test('a field that the repository asks to ignore is found under another prefix', () => {
    const fields = { 'ex:added': 1, bizStep: 'shipping' };
    const renamed = { '@context': { q: 'https://ns.example.com/epcis/' }, 'q:added': 7, bizStep: 'shipping' };
    const hashes = [event({ bizStep: 'shipping' }), event(fields), event(renamed)].map((each) =>
      eventHash(each, context, sha256, ['ex:added']),
    );
    assert.equal(new Set(hashes).size, 1);
  });

  test('a bare event with its own context, and files without events', () => {
    const bare = { '@context': context, ...event({ 'ex:a': 1 }) };
    assert.deepEqual(documentHashes(bare, sha256), [eventHash(event({ 'ex:a': 1 }), context, sha256)]);
    const strange: JsonObject[] = [
      {},
      { epcisBody: null, '@context': 1 },
      { epcisBody: {} },
      { epcisBody: { eventList: [1, null, []] } },
    ];
    for (const file of strange) assert.deepEqual(documentHashes(file, sha256), []);
    assert.equal(documentHashes({ epcisBody: { event: event({}) } }, sha256).length, 1);
  });
});
