/** EPCIS 1.0 to 1.2 in XML, read as events of 2.0, and events of 2.0 written for partners who read 1.2. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { readDocument, validateDocument, type JsonObject } from '../src/epcis/index.ts';
import { readXmlDocument, writeXmlDocument } from '../src/epcis-xml/index.ts';
import { sharedData } from './support/environment.ts';
import { documentOfVector, hashesIn, readXml, throughXml, xmlDocument, type XmlVector } from './support/epcis-xml.ts';
import counterparts from './vectors/epcis-1.2-xml-counterparts.json' with { type: 'json' };

const NOW_MS = Date.parse('2026-11-23T08:00:00Z');
const TIMES = '<eventTime>2016-11-23T08:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>';

function exampleOf(path: string): JsonObject {
  return JSON.parse(readFileSync(path, 'utf8')) as JsonObject;
}

function written(document: JsonObject): string {
  const writing = writeXmlDocument(document, '1.2');
  assert.ok(writing.ok, JSON.stringify(writing));
  return writing.value;
}

describe('examples of 1.2 say what their counterparts in 2.0 JSON say', () => {
  for (const vector of counterparts.events as (XmlVector & { counterpart: string; counterpartEvent: number })[]) {
    test(`${vector.file}, event ${vector.event}: ${vector.counterpart}`, (t) => {
      const file = sharedData(t, `epcis/examples/${vector.counterpart}`);
      if (file === undefined) return;
      const json = readDocument(readFileSync(file, 'utf8'));
      assert.ok(json.ok);
      const document = readXml(documentOfVector(vector, '1.2'));
      assert.deepEqual(hashesIn(document), [hashesIn(json.document)[vector.counterpartEvent]]);
      assert.deepEqual(validateDocument(document, NOW_MS).refused, []);
      assert.equal(document.header['schemaVersion'], '2.0');
    });
  }
});

describe('an event of 1.2', () => {
  const EXTENDED = `<ObjectEvent>${TIMES}
    <baseExtension>
      <eventID>urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8</eventID>
      <errorDeclaration>
        <declarationTime>2016-11-24T08:00:00Z</declarationTime>
        <reason>urn:epcglobal:cbv:er:incorrect_data</reason>
        <correctiveEventIDs><correctiveEventID>urn:x:2</correctiveEventID></correctiveEventIDs>
        <extension><ex:by>x</ex:by></extension>
      </errorDeclaration>
    </baseExtension>
    <epcList/><action>ADD</action>
    <readPoint><id>urn:epc:id:sgln:4012345.00005.0</id><extension><ex:gate>3</ex:gate></extension></readPoint>
    <extension>
      <quantityList><quantityElement><epcClass>urn:epc:class:lgtin:4012345.011111.A</epcClass><quantity>7.50</quantity><uom>KGM</uom></quantityElement></quantityList>
      <sourceList><source type="urn:epcglobal:cbv:sdt:owning_party">urn:epc:id:pgln:4012345.00005</source></sourceList>
      <destinationList><destination type="urn:epcglobal:cbv:sdt:location">urn:epc:id:sgln:4012345.00006.0</destination></destinationList>
      <ilmd><extension><ex:grade>A</ex:grade></extension></ilmd>
      <extension><sensorElementList><sensorElement><sensorReport type="gs1:Mass" value="7.5" uom="KGM"/></sensorElement></sensorElementList></extension>
    </extension>
    <ex:note>n</ex:note>
  </ObjectEvent>`;

  test('is read through its wrappers', () => {
    const document = readXml(xmlDocument(EXTENDED, { ex: 'https://ns.example.com/' }, '1.2'));
    assert.deepEqual(validateDocument(document, NOW_MS).refused, []);
    assert.deepEqual(document.events[0], {
      type: 'ObjectEvent',
      eventTime: '2016-11-23T08:00:00Z',
      eventTimeZoneOffset: '+00:00',
      eventID: 'urn:uuid:404d95fc-9457-4a51-bd6a-0bba133845a8',
      errorDeclaration: {
        declarationTime: '2016-11-24T08:00:00Z',
        reason: 'incorrect_data',
        correctiveEventIDs: ['urn:x:2'],
        'ex:by': 'x',
      },
      action: 'ADD',
      readPoint: { id: 'urn:epc:id:sgln:4012345.00005.0', 'ex:gate': '3' },
      quantityList: [{ epcClass: 'urn:epc:class:lgtin:4012345.011111.A', quantity: 7.5, uom: 'KGM' }],
      sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:4012345.00005' }],
      destinationList: [{ type: 'location', destination: 'urn:epc:id:sgln:4012345.00006.0' }],
      ilmd: { 'ex:grade': 'A' },
      sensorElementList: [{ sensorReport: [{ type: 'Mass', value: 7.5, uom: 'KGM' }] }],
      'ex:note': 'n',
    });
  });

  test('is written with the same wrappers', () => {
    const namespaces = { ex: 'https://ns.example.com/' };
    const { events, context } = readXml(xmlDocument(EXTENDED, namespaces, '1.2'));
    const text = written({ '@context': context, ...events[0]! });
    const order =
      /<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:1".*schemaVersion="1.2".*<baseExtension>.*<eventID>.*<errorDeclaration>.*<\/baseExtension>.*<epcList\/>.*<action>.*<extension>.*<quantityList>.*<sourceList>.*<destinationList>.*<ilmd>.*<extension>.*<sensorElementList>.*<\/extension>.*<\/extension>.*<ex:note>/s;
    assert.match(text, order);
    assert.deepEqual(readXml(text).events, events);
  });

  test('of a type that came later stands in an extension of its own', () => {
    const event = (type: string): JsonObject => ({ type, eventTime: '2016-11-23T08:00:00Z', eventTimeZoneOffset: '+00:00' });
    const eventList = [event('TransformationEvent'), event('AssociationEvent'), event('TransactionEvent')];
    const json = { '@context': [], type: 'EPCISDocument', schemaVersion: '2.0', creationDate: 'T', epcisBody: { eventList } };
    const text = written(json).replaceAll(/\s+</g, '<');
    assert.match(text, /<EventList><extension><TransformationEvent>/);
    assert.match(text, /<\/extension><extension><extension><AssociationEvent>.*<\/extension><\/extension><TransactionEvent>/);
  });

  test('QuantityEvent and versions that never were are refused', () => {
    for (const text of [xmlDocument('<QuantityEvent/>', {}, '1.0'), xmlDocument('', {}, '1.3')]) {
      const reading = readXmlDocument(text);
      assert.ok(!reading.ok);
      assert.match(reading.problems[0]!.code, /^document\./);
    }
  });

  test('of 1.0, 1.1 and 1.2 is read alike, and so are answers to queries', () => {
    const inside = `<ObjectEvent>${TIMES}<epcList><epc>urn:epc:id:sgtin:4012345.011111.1</epc></epcList><action>OBSERVE</action></ObjectEvent>`;
    const hashes = ['1.0', '1.1', '1.2', '2.0'].map((version) => hashesIn(readXml(xmlDocument(inside, {}, version)))[0]);
    const query = `<q:EPCISQueryDocument xmlns:q="urn:epcglobal:epcis-query:xsd:1" schemaVersion="1.2" creationDate="2016-11-23T08:00:00Z">
      <EPCISBody><q:QueryResults><queryName>SimpleEventQuery</queryName><resultsBody><EventList>${inside}</EventList></resultsBody></q:QueryResults></EPCISBody></q:EPCISQueryDocument>`;
    assert.equal(new Set([...hashes, ...hashesIn(readXml(query))]).size, 1);
  });
});

describe('2.0 JSON to 1.2 XML and back', () => {
  for (const folder of ['epcis/examples', 'epcis/event-hash']) {
    test(`every document of ${folder}: the same events and hashes; only empty lists are gone`, (t) => {
      const path = sharedData(t, folder);
      if (path === undefined) return;
      for (const name of readdirSync(path).filter((each) => each.endsWith('.jsonld'))) {
        const json = exampleOf(join(path, name));
        const before = readDocument(JSON.stringify(json));
        assert.ok(before.ok, name);
        const after = readXml(written(json));
        const expected = before.document.events.map((event) => throughXml(event, true));
        assert.deepEqual(
          after.events.map((event) => throughXml(event, true)),
          expected,
          name,
        );
        assert.deepEqual(hashesIn(after), hashesIn(before.document), name);
      }
    });
  }
});
