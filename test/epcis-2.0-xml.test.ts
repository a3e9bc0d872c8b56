/** EPCIS 2.0 in XML: the published examples and vectors, ways there and back, extensions, master data, what is refused. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readDocument, validateDocument, type Json, type JsonObject } from '../src/epcis/index.ts';
import { writeXmlDocument, xmlAsJson } from '../src/epcis-xml/index.ts';
import { sharedData } from './support/environment.ts';
import { without } from './support/http.ts';
import { documentOfVector, hashesIn, readXml, throughXml, type XmlVector } from './support/epcis-xml.ts';
import counterparts from './vectors/epcis-2.0-xml-counterparts.json' with { type: 'json' };
import hashes from './vectors/epcis-2.0-xml-event-hash.json' with { type: 'json' };

const NOW_MS = Date.parse('2026-11-23T08:00:00Z');
const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

interface Example {
  readonly name: string;
  readonly json: JsonObject;
}

function examplesIn(folder: string): Example[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.jsonld'))
    .map((name) => ({ name, json: JSON.parse(readFileSync(join(folder, name), 'utf8')) as JsonObject }));
}

function written(document: JsonObject): string {
  const writing = writeXmlDocument(document, '2.0');
  assert.ok(writing.ok, JSON.stringify(writing));
  return writing.value;
}

function documentOf(context: Json, ...events: JsonObject[]): JsonObject {
  const creationDate = '2026-11-23T08:00:00Z';
  return { '@context': context, type: 'EPCISDocument', schemaVersion: '2.0', creationDate, epcisBody: { eventList: events } };
}

function objectEvent(fields: JsonObject): JsonObject {
  const base = {
    eventTime: '2026-11-23T08:00:00+08:00',
    eventTimeZoneOffset: '+08:00',
    epcList: ['urn:epc:id:sgtin:4012345.011111.1'],
  };
  return { type: 'ObjectEvent', ...base, action: 'OBSERVE', ...fields };
}

describe('the published vectors of the event hash in XML', () => {
  for (const vector of hashes.events as (XmlVector & { hash: string })[]) {
    test(`${vector.file}, event ${vector.event}`, () => {
      const reading = xmlAsJson(documentOfVector(vector));
      assert.ok(reading.ok, JSON.stringify(reading));
      const events = (reading.value.json['epcisBody'] as { eventList: JsonObject[] }).eventList;
      assert.deepEqual(hashesIn({ context: reading.value.json['@context']!, events }), [vector.hash]);
    });
  }
});

describe('the examples of the standard in XML are those in JSON', () => {
  for (const vector of counterparts.events as (XmlVector & { counterpart: string; counterpartEvent: number })[]) {
    test(`${vector.file}, event ${vector.event}: ${vector.counterpart}`, (t) => {
      const file = sharedData(t, `epcis/examples/${vector.counterpart}`);
      if (file === undefined) return;
      const json = readDocument(readFileSync(file, 'utf8'));
      assert.ok(json.ok);
      const expected = json.document.events[vector.counterpartEvent]!;
      const event = readXml(documentOfVector(vector)).events[0]!;
      assert.deepEqual(without(event, 'eventID'), without(expected, 'eventID'));
    });
  }
});

describe('JSON to XML and back', () => {
  for (const folder of ['epcis/examples', 'epcis/event-hash']) {
    test(`every document of ${folder}: the same events, hashes and verdict`, (t) => {
      const path = sharedData(t, folder);
      if (path === undefined) return;
      for (const { name, json } of examplesIn(path)) {
        const before = readDocument(JSON.stringify(json));
        assert.ok(before.ok, name);
        const after = readXml(written(json));
        assert.deepEqual(
          after.events.map((event) => throughXml(event)),
          before.document.events.map((event) => throughXml(event)),
          name,
        );
        assert.deepEqual(hashesIn(after), hashesIn(before.document), name);
        assert.deepEqual(validateDocument(after, NOW_MS), validateDocument(before.document, NOW_MS), name);
      }
    });
  }

  test('rare-earth fields keep their numbers and lists, and constituents that are no names of XML', () => {
    const event = objectEvent({
      'ree:assays': [
        {
          lot: 'https://id.gs1.org/01/09521234500010/10/A',
          percent: { Nd2O3: 18.2, 'Fe2(SO4)3': 1e-7 },
          sd: { Nd2O3: 0.05 },
          moisturePercent: 1,
        },
      ],
      'ree:measuredLoss': [{ kind: 'slag', quantity: 12.5, uom: 'KGM', percent: {} }],
      'ree:weighing': { sdPercent: 0.2 },
      'ree:licence': '007',
    });
    for (const context of [[CONTEXT, { ree: 'https://w3id.org/ytterby/ree/' }], [CONTEXT]] as Json[]) {
      const document = readXml(written(documentOf(context, event)));
      assert.deepEqual(document.events, [event]);
      assert.deepEqual(document.context, context);
    }
  });

  test('names, lists and characters that XML has no form for', () => {
    const event = objectEvent({
      'http://ns.example.com/full/name': 'a',
      'unbound:field': 'b',
      'ex:1st': 'c',
      'ex:nested': [['1', '2'], { '@id': 'x', 'two words': 'y', constructor: 'z', toString: 'ä<&>"\t\r\n]]>' }],
      'ex:drumList': [{ 'ex:mass': '1' }],
      'ex:List': ['1', '2'],
      'ex:language': { '@value': '钕', '@language': 'zh' },
    });
    const document = readXml(written(documentOf([CONTEXT, { ex: 'https://ns.example.com/' }], event)));
    assert.deepEqual(document.events, [event]);
    assert.deepEqual(document.context, [CONTEXT, { ex: 'https://ns.example.com/' }]);
  });

  test('contexts of their own, in which a prefix means another namespace', () => {
    const own = objectEvent({ '@context': { ex: 'https://two.example/' }, 'ex:a': 'ex:b' });
    const json = documentOf(
      [CONTEXT, { ex: 'https://one.example/', cbvmda: 'urn:epcglobal:cbv:mda:' }],
      objectEvent({ 'ex:a': '1' }),
      own,
    );
    const before = readDocument(JSON.stringify(json));
    assert.ok(before.ok);
    const after = readXml(written(json));
    assert.deepEqual(after.events, before.document.events);
    assert.deepEqual(hashesIn(after), hashesIn(before.document));
  });

  test('words of the vocabularies as URN, as web URI and as compact URI are the bare word', () => {
    const event = objectEvent({ bizStep: 'shipping', bizTransactionList: [{ type: 'inv', bizTransaction: 'urn:x:1' }] });
    const json = documentOf([CONTEXT], event);
    const web = writeXmlDocument(json, '2.0', 'web');
    assert.ok(web.ok);
    assert.match(
      web.value,
      /<bizStep>https:\/\/ref.gs1.org\/cbv\/BizStep-shipping<.*type="https:\/\/ref.gs1.org\/cbv\/BTT-inv"/s,
    );
    assert.match(written(json), /<bizStep>urn:epcglobal:cbv:bizstep:shipping<.*type="urn:epcglobal:cbv:btt:inv"/s);
    const compact = written(json).replace('urn:epcglobal:cbv:bizstep:', 'cbv:BizStep-');
    for (const text of [web.value, written(json), compact]) assert.deepEqual(readXml(text).events, [event]);
  });

  test('sender, receiver, master data, extensions of the document', () => {
    const attribute = { id: 'https://ns.example.com/mda#object', attribute: { 'ex:a': ['1', '2'] } };
    const element = {
      id: 'urn:epc:id:sgln:0037000.00729.0',
      attributes: [{ id: 'urn:x:name', attribute: '包头' }, attribute],
      children: ['urn:epc:id:sgln:0037000.00729.8201'],
    };
    const vocabulary = { type: 'urn:epcglobal:epcis:vtype:BusinessLocation', vocabularyElementList: [element] };
    const json: JsonObject = {
      ...documentOf([CONTEXT, { ex: 'https://ns.example.com/' }], objectEvent({})),
      sender: 'urn:epc:id:sgln:0353579.00001.0',
      receiver: 'urn:epc:id:sgln:5012345.00001.0',
      instanceIdentifier: '1234567890',
      epcisHeader: { epcisMasterData: { vocabularyList: [vocabulary] } },
      'ex:note': 'x',
    };
    const document = readXml(written(json));
    assert.deepEqual(document.masterData, [vocabulary]);
    assert.deepEqual(without(document.header, '@context'), without(json, '@context', 'epcisBody'));
  });

  test('a single event is a document of one; a query document keeps its name, subscription and vocabularies', () => {
    const event = objectEvent({});
    assert.deepEqual(readXml(written({ '@context': [CONTEXT], ...event })).events, [event]);
    const vocabularyList = [{ type: 'urn:epcglobal:epcis:vtype:ReadPoint' }];
    const queryResults = { queryName: 'Q', subscriptionID: 's', resultsBody: { eventList: [event], vocabularyList } };
    const json = { '@context': [CONTEXT], type: 'EPCISQueryDocument', schemaVersion: '2.0', epcisBody: { queryResults } };
    const reading = xmlAsJson(written(json));
    assert.ok(reading.ok);
    assert.deepEqual(reading.value.json, json);
  });

  test('a character that XML cannot hold is told with its path', () => {
    const writing = writeXmlDocument(documentOf([CONTEXT], objectEvent({ 'ex:note': 'a\u0001' })), '2.0');
    assert.ok(!writing.ok);
    assert.equal(writing.problems[0]?.path, "$.epcisBody.eventList[0]['ex:note']");
    assert.match(writing.problems[0].message, /U\+0001/);
  });
});
