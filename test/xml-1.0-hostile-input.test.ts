/** XML that is broken or meant to do harm: refused in bounded time, with the line; and noise, which must never throw or hang. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseJson, validateDocument, type Json, type JsonObject } from '../src/epcis/index.ts';
import { readXmlDocument, writeXmlDocument } from '../src/epcis-xml/index.ts';
import { hashesIn, readXml, xmlDocument } from './support/epcis-xml.ts';

const NOW_MS = Date.parse('2026-11-23T08:00:00Z');
/** Long enough for a slow machine; what grows with the square of its length takes hours. */
const TIME_MS_MAX = 20_000;
const MEGA = 1_000_000;

function wide(count: number, element: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => element(index)).join('');
}

function laughs(): string {
  const entities = Array.from({ length: 9 }, (_, level) => `<!ENTITY l${level + 1} "${`&l${level};`.repeat(10)}">`);
  return `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY l0 "lol">${entities.join('')}]><l>&l9;</l>`;
}

const EVENT = `<ObjectEvent><eventTime>2026-11-23T08:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset><epcList/><action>ADD</action>`;

/** What, the text, and the code of the refusal. */
const HOSTILE: readonly (readonly [string, () => string, string])[] = [
  ['a billion laughs', laughs, 'xml.doctype'],
  ['quadratic blow-up', () => `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(MEGA)}">]><a>${'&x;'.repeat(MEGA)}</a>`, 'xml.doctype'],
  ['an external entity', () => '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 'xml.doctype'],
  ['an external document type', () => '<!DOCTYPE a SYSTEM "http://example.com/a.dtd"><a/>', 'xml.doctype'],
  ['a parameter entity', () => '<!DOCTYPE a [<!ENTITY % p SYSTEM "http://example.com/p">%p;]><a/>', 'xml.doctype'],
  ['a harmless document type', () => '<!DOCTYPE project><a/>', 'xml.doctype'],
  ['a document type without end', () => `<!DOCTYPE a [${'<!ENTITY x "y">'.repeat(100_000)}`, 'xml.syntax'],
  ['an entity of nobody', () => '<a>&nbsp;</a>', 'xml.syntax'],
  ['entities named as what objects inherit', () => '<a>&constructor;</a>', 'xml.syntax'],
  ['a million levels', () => '<a>'.repeat(MEGA), 'xml.depth'],
  ['65 levels in an extension', () => xmlDocument(`${EVENT}${'<x>'.repeat(65)}`), 'xml.depth'],
  ['two million elements in one event', () => xmlDocument(`${EVENT}${'<x/>'.repeat(2 * MEGA)}</ObjectEvent>`), 'xml.size'],
  ['a million attributes', () => `<a ${wide(MEGA, (index) => ` a${index}=""`)}/>`, 'xml.size'],
  ['a million namespaces', () => `<a ${wide(MEGA, (index) => ` xmlns:a${index}="u"`)}/>`, 'xml.size'],
  ['an attribute twice', () => '<a b="1" b="2"/>', 'xml.syntax'],
  ['an attribute twice by namespace', () => '<a xmlns:p="u" xmlns:q="u" p:b="1" q:b="2"/>', 'xml.syntax'],
  ['a prefix that nobody declares', () => '<p:a/>', 'xml.syntax'],
  ['another meaning of xml', () => '<a xmlns:xml="urn:x"/>', 'xml.syntax'],
  ['U+0000', () => '<a>\0</a>', 'xml.syntax'],
  ['a control character', () => '<a>\u0001</a>', 'xml.syntax'],
  ['a control character by reference', () => '<a>&#1;</a>', 'xml.syntax'],
  ['a reference beyond Unicode', () => '<a>&#x110000;</a>', 'xml.syntax'],
  ['half of a surrogate pair', () => '<a>\ud800</a>', 'xml.character'],
  ['half of a surrogate pair by reference', () => '<a>&#xD800;</a>', 'xml.syntax'],
  ['XML 1.1 with its control characters', () => '<?xml version="1.1"?><a>&#1;</a>', 'xml.syntax'],
  ['another encoding', () => '<?xml version="1.0" encoding="GB18030"?><a/>', 'xml.encoding'],
  ['a declaration behind a blank', () => ' <?xml version="1.0"?><a/>', 'xml.syntax'],
  ['two roots', () => '<a/><b/>', 'xml.syntax'],
  ['text behind the root', () => '<a/>b', 'xml.syntax'],
  ['nothing', () => '', 'xml.syntax'],
  ['JSON', () => '{"type":"EPCISDocument"}', 'xml.syntax'],
  ['half a document', () => xmlDocument(`${EVENT}</ObjectEvent>`).slice(0, 300), 'xml.syntax'],
  ['crossed tags', () => '<a><b></a></b>', 'xml.syntax'],
  ['a < in an attribute', () => '<a b="<"/>', 'xml.syntax'],
  ['an attribute without quotes', () => '<a b=c/>', 'xml.syntax'],
  ['a comment with --', () => '<a><!-- -- --></a>', 'xml.syntax'],
  ['__proto__ as an element', () => xmlDocument(`${EVENT}<__proto__><admin>1</admin></__proto__></ObjectEvent>`), 'xml.name'],
  ['__proto__ as an attribute', () => xmlDocument(`${EVENT}<x __proto__="1"/></ObjectEvent>`), 'xml.name'],
  ['__proto__ as a prefix', () => '<a xmlns:__proto__="u"/>', 'xml.name'],
  ['a name of 16 MB', () => `<${'a'.repeat(16 * MEGA)}/>`, 'document.kind'],
  ['an attribute of 16 MB', () => `<a b="${'x'.repeat(16 * MEGA)}"/>`, 'document.kind'],
  ['an attribute of 16 MB of references', () => `<a b="${'&amp;'.repeat(3 * MEGA)}"/>`, 'document.kind'],
  ['a text of 16 MB in pieces', () => `<a>${'x<!---->'.repeat(2 * MEGA)}</a>`, 'document.kind'],
  ['a CDATA section of ]', () => `<a><![CDATA[${']'.repeat(4 * MEGA)}]]></a>`, 'document.kind'],
];

describe('hostile XML is refused in bounded time', () => {
  for (const [what, text, code] of HOSTILE) {
    test(what, () => {
      const input = text();
      const from = performance.now();
      const reading = readXmlDocument(input);
      const tookMs = performance.now() - from;
      assert.ok(!reading.ok);
      assert.equal(reading.problems[0]!.code, code, JSON.stringify(reading.problems).slice(0, 500));
      assert.ok(JSON.stringify(reading.problems).length < 2000);
      assert.ok(tookMs < TIME_MS_MAX, `took ${tookMs} ms`);
    });
  }

  test('one prefix bound to fifty thousand namespaces costs no more than its length', () => {
    const many = wide(50_000, (index) => `<p:x xmlns:p="urn:x:${index}"/>`);
    const from = performance.now();
    assert.ok(readXmlDocument(xmlDocument(`${EVENT}${many}</ObjectEvent>`)).ok);
    assert.ok(performance.now() - from < TIME_MS_MAX);
  });

  test('no object gets a prototype or a field from a name', () => {
    const namespaces = { j: 'https://w3id.org/ytterby/epcis-json/' };
    const inside = `${EVENT}<j:field name="__proto__"><admin>1</admin></j:field><x><constructor><prototype>1</prototype></constructor></x></ObjectEvent>`;
    const reading = readXmlDocument(xmlDocument(inside, namespaces));
    assert.ok(reading.ok);
    assert.equal(({} as Record<string, unknown>)['admin'], undefined);
    assert.equal(Object.getPrototypeOf(reading.document.events[0]), Object.prototype);
    const codes = validateDocument(reading.document, NOW_MS).refused[0]?.problems.map(({ code }) => code);
    assert.ok(codes?.includes('json.field-name'));
  });

  test('the line of a fault is told', () => {
    const reading = readXmlDocument(xmlDocument(`\n\n${EVENT}\n<x></y>`));
    assert.ok(!reading.ok);
    assert.equal(reading.problems[0]?.line, 6);
    assert.match(reading.problems[0].message, /unexpected close tag/);
  });
});

const NAMES = [
  'ObjectEvent',
  'epcList',
  'epc',
  'extension',
  'readPoint',
  'id',
  'sensorElementList',
  'sensorElement',
  'sensorReport',
  'ex:a',
  'ex:aList',
  'quantity',
  'x',
];
const attribute = fc.constantFrom('', ' type="gs1:Mass"', ' ex:b="&lt;1"', ' xml:lang="zh"', ' action="ADD"');
const text = fc.constantFrom('', 'ADD', '12', '钕', '&amp;', '<![CDATA[<]]>', '<!-- c -->');

/** Elements of any nesting. */
const { node } = fc.letrec<{ node: string; leaf: string; branch: string }>((tie) => ({
  node: fc.oneof({ maxDepth: 5 }, tie('leaf'), tie('branch')),
  leaf: fc
    .tuple(fc.constantFrom(...NAMES), attribute, text)
    .map(([name, stated, inner]) => `<${name}${stated}>${inner}</${name}>`),
  branch: fc
    .tuple(fc.constantFrom(...NAMES), attribute, fc.array(tie('node'), { maxLength: 4 }))
    .map(([name, stated, children]) => `<${name}${stated}>${children.join('')}</${name}>`),
}));

describe('noise', () => {
  test('any text is read or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[<>/&;a-z="' !\][-]*$/)), (noise) => {
        const reading = readXmlDocument(noise);
        assert.ok(reading.ok || reading.problems.length > 0);
      }),
      { numRuns: 500 },
    );
  });

  test('any nesting of elements is read as JSON that can be read again, or refused', () => {
    fc.assert(
      fc.property(fc.array(node, { maxLength: 3 }), (events) => {
        const reading = readXmlDocument(xmlDocument(events.join(''), { ex: 'https://ns.example.com/' }));
        if (!reading.ok) return;
        const { events: read } = reading.document;
        assert.ok(validateDocument(reading.document, NOW_MS).acceptedIndices.length <= read.length);
        assert.ok(parseJson(JSON.stringify(read)).ok);
      }),
      { numRuns: 500 },
    );
  });

  test('whatever stands in extensions is written, in both versions, and hashes alike when it is read', () => {
    const context = [
      'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
      { ex: 'https://ns.example.com/', epcis: 'https://other.example/', gs1: 'https://third.example/' },
    ];
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom(
        'a',
        'aList',
        'List',
        'b c',
        'http://x.example/y',
        '@id',
        'gs1:z',
        'epcis:z',
        'xsi:type',
        'xml:z',
        'un:bound',
      ),
    );
    const { value } = fc.letrec<{ value: Json }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.oneof(
          fc.string({ unit: 'grapheme' }),
          fc.double({ noNaN: true, noDefaultInfinity: true }),
          fc.boolean(),
          fc.constant(null),
        ),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 3 }),
      ),
    }));
    const fields = fc.dictionary(
      fc.oneof(name, fc.constant('__proto__')).map((each) => `ex:${each}`),
      value,
      { maxKeys: 4 },
    );
    fc.assert(
      fc.property(fields, fc.constantFrom('2.0' as const, '1.2' as const), (extensions, version) => {
        const sensors = { sensorElementList: [{ sensorReport: [{ type: 'Mass', value: 1 }] }] };
        const event: JsonObject = { type: 'ObjectEvent', eventTime: '2026-11-23T08:00:00Z', ...sensors, ...extensions };
        const creationDate = '2026-11-23T08:00:00Z';
        const document = {
          '@context': context,
          type: 'EPCISDocument',
          schemaVersion: '2.0',
          creationDate,
          epcisBody: { eventList: [event] },
        };
        const writing = writeXmlDocument(document, version);
        assert.ok(writing.ok, JSON.stringify(writing));
        assert.deepEqual(hashesIn(readXml(writing.value)), hashesIn({ context, events: [event] }), writing.value);
      }),
      { numRuns: 1000 },
    );
  });
});
