/** EPCIS 2.0 in XML: what its own means are read as, and what is refused with line and XPath. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { validateDocument } from '../src/epcis/index.ts';
import { readXmlDocument, writeXmlCaptureJob, writeXmlDocument } from '../src/epcis-xml/index.ts';
import { readXml, xmlDocument } from './support/epcis-xml.ts';
import { documentOf, without } from './support/http.ts';

const NOW_MS = Date.parse('2026-11-23T08:00:00Z');
const CONTEXT = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';

describe('what XML says in its own way', () => {
  const TIMES = '<eventTime>2026-11-23T08:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>';
  const event = (inside: string): string => `<ObjectEvent>${TIMES}<epcList/><action>OBSERVE</action>${inside}</ObjectEvent>`;
  const fieldsOf = (inside: string, namespaces: Record<string, string> = { ex: 'https://ns.example.com/' }): object =>
    without(
      readXml(xmlDocument(event(inside), namespaces)).events[0]!,
      'type',
      'eventTime',
      'eventTimeZoneOffset',
      'epcList',
      'action',
    );

  test('comments, processing instructions, CDATA and character references', () => {
    const inside = '<!-- a --><ex:note><?pi x?>a<!-- b -->&lt;<![CDATA[<b>&amp;]]>&#x9495;</ex:note>';
    assert.deepEqual(fieldsOf(inside), { 'ex:note': 'a<<b>&amp;钕' });
  });

  test('xsi:type, xsi:nil, xml:lang and attributes of extensions', () => {
    const xsi = {
      ex: 'https://ns.example.com/',
      xsi: 'http://www.w3.org/2001/XMLSchema-instance',
      xsd: 'http://www.w3.org/2001/XMLSchema',
    };
    const typed =
      '<ex:a xsi:type="xsd:integer">12</ex:a><ex:b xsi:type="xsd:boolean">true</ex:b><ex:c xsi:type="xsd:double">INF</ex:c>';
    assert.deepEqual(fieldsOf(typed, xsi), { 'ex:a': 12, 'ex:b': true, 'ex:c': 'INF' });
    assert.deepEqual(fieldsOf('<ex:a xsi:nil="true"/><bizStep xsi:nil="1"/>', xsi), { 'ex:a': null });
    assert.deepEqual(fieldsOf('<ex:a xml:lang="zh" ex:by="x">钕</ex:a>'), {
      'ex:a': { '@language': 'zh', 'ex:by': 'x', '@value': '钕' },
    });
  });

  test('prefixes are those of the text, and new ones where two namespaces share one', () => {
    const twice = '<ex:a/><ex:a xmlns:ex="https://other.example/"/><a xmlns="https://third.example/"/>';
    const document = readXml(xmlDocument(event(twice), { ex: 'https://ns.example.com/' }));
    assert.deepEqual(Object.keys(document.events[0]!).slice(-3), ['ex:a', 'ex2:a', 'ns:a']);
    const bound = { ex: 'https://ns.example.com/', ex2: 'https://other.example/', ns: 'https://third.example/' };
    assert.deepEqual(document.context, [CONTEXT, bound]);
  });

  test('elements that a sender has put into the namespace of EPCIS by default', () => {
    const text = xmlDocument(event('<bizStep>cbv:BizStep-shipping</bizStep>')).replaceAll('epcis:EPCISDocument', 'EPCISDocument');
    assert.equal(readXml(text.replace('xmlns:epcis', 'xmlns')).events[0]?.['bizStep'], 'shipping');
  });

  test('a bare event, with and without namespace', () => {
    for (const open of ['<ObjectEvent>', '<e:ObjectEvent xmlns:e="urn:epcglobal:epcis:xsd:2">']) {
      const name = open.startsWith('<e') ? 'e:ObjectEvent' : 'ObjectEvent';
      const document = readXml(`${open}${TIMES}<epcList/><action>ADD</action></${name}>`);
      assert.equal(document.kind, 'event');
      assert.deepEqual(document.context, [CONTEXT]);
    }
  });

  test('an event of somebody else', () => {
    const text = xmlDocument(`<extension><ex:Melt>${TIMES}<ex:pot>1</ex:pot></ex:Melt></extension>`, {
      ex: 'https://ns.example.com/',
    });
    const document = readXml(text);
    assert.deepEqual(validateDocument(document, NOW_MS).refused, []);
    assert.equal(document.events[0]?.['type'], 'ex:Melt');
    const writing = writeXmlDocument({ ...documentOf(document.events), '@context': document.context }, '2.0');
    assert.deepEqual(readXml(writing.ok ? writing.value : '').events, document.events);
  });

  const refusals: readonly [string, string, string][] = [
    ['an event of no type', '<PartyEvent/>', 'ObjectEvent'],
    ['QuantityEvent', '<QuantityEvent/>', 'withdrawn'],
    ['a field twice', event('<action>ADD</action>'), 'second time'],
    ['text beside elements', event('<readPoint>x<id>urn:x:1</id></readPoint>'), 'holds text'],
    ['an element in a text', event('<bizStep><b/></bizStep>'), 'holds only text'],
    ['a stranger in a list', event('<quantityList><epc/></quantityList>'), 'is no quantityElement'],
    ['a field as an attribute', event('').replace('<ObjectEvent>', '<ObjectEvent type="x">'), 'field of the standard'],
  ];
  for (const [what, inside, reason] of refusals) {
    test(`${what} is refused with line and XPath`, () => {
      const reading = readXmlDocument(xmlDocument(inside));
      assert.ok(!reading.ok);
      assert.match(reading.problems[0]!.message, new RegExp(reason));
      assert.match(reading.problems[0]!.path, /^\/epcis:EPCISDocument\/EPCISBody\[1\]\/EventList\[1\]\/\w+\[1\]/);
      assert.equal(reading.problems[0]!.line, 3);
    });
  }

  test('what the schema finds has its JSON path, and the capture the line of the event', () => {
    const document = readXml(xmlDocument(`${event('')}\n\n${event('<bizStep>urn:epcglobal:cbv:bizstep:juggling</bizStep>')}`));
    assert.deepEqual(document.eventLines, [3, 5]);
    const { refused } = validateDocument(document, NOW_MS);
    assert.deepEqual(
      refused.map(({ problems }) => problems[0]?.path),
      ['$.epcisBody.eventList[1].bizStep'],
    );
  });

  test('documents of other versions, other roots, master data alone', () => {
    const root = '<m:EPCISMasterDataDocument xmlns:m="urn:epcglobal:epcis-masterdata:xsd:2"/>';
    for (const text of [
      root,
      '<EPCISDocument/>',
      '<html/>',
      xmlDocument('').replace('schemaVersion="2.0"', 'schemaVersion="3.0"'),
    ]) {
      const reading = readXmlDocument(text);
      assert.ok(!reading.ok);
      assert.match(reading.problems[0]!.code, /^document\./);
    }
  });
});

describe('a capture job in XML', () => {
  test('has the elements of the schema, and our own beside them', () => {
    const error = { type: 'epcisException:ValidationException', title: 'Not valid', detail: 'x\u0001<', path: '$.a', line: 3 };
    const job = {
      captureID: 'c',
      running: false,
      success: false,
      captureErrorBehaviour: 'rollback',
      createdAt: 'T',
      errors: [error],
      errorFile: null,
    };
    const text = writeXmlCaptureJob(job);
    assert.match(text, /<epcis:EPCISCaptureJob .*running="false" success="false" captureID="c">/);
    assert.match(text, /<detail>x\ufffd&lt;<\/detail>\s+<ytterby:path>\$\.a<\/ytterby:path>/);
    assert.doesNotMatch(writeXmlCaptureJob({ ...job, errors: [] }), /errors/);
  });
});
