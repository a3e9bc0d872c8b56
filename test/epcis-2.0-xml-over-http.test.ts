/** The REST binding in XML: captured in it, answered in it, and what is refused. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { JsonObject as Json } from '../src/epcis/index.ts';
import { writeXmlDocument } from '../src/epcis-xml/index.ts';
import { hashesIn, readXml, xmlDocument } from './support/epcis-xml.ts';
import { documentOf, loneEvent, objectEvent, TestServer, type JsonObject } from './support/http.ts';

const XML = { 'Content-Type': 'application/xml' };
const ASKS_XML = { Accept: 'application/xml' };
const REE = { 'ree:assays': [{ lot: 'https://id.gs1.org/01/09521234500010/10/A', percent: { Nd2O3: 18.2, 'Ca(OH)2': 1 } }] };
const QUANTITY = { quantityList: [{ epcClass: 'https://id.gs1.org/01/09521234500010/10/A', quantity: 12.5, uom: 'KGM' }] };

async function hashesOf(server: TestServer): Promise<readonly string[]> {
  return hashesIn(readXml(await (await server.get('/events', ASKS_XML)).text()));
}

function xmlOf(document: JsonObject, version: '1.2' | '2.0' = '2.0'): string {
  const writing = writeXmlDocument(document as Json, version);
  assert.ok(writing.ok);
  return writing.value;
}

describe('capture in XML', () => {
  for (const version of ['2.0', '1.2'] as const) {
    it(`${version} is recorded as the same events in JSON are`, async () => {
      const [inXml, inJson] = [new TestServer(), new TestServer()];
      const document = documentOf([objectEvent(1, { ...QUANTITY, ...REE }), objectEvent(2)]);
      const job = await inXml.job(
        await inXml.post('/capture', xmlOf(document, version), { 'Content-Type': 'text/xml; charset=utf-8' }),
      );
      assert.deepEqual([job['success'], job['errors']], [true, []]);
      await inJson.job(await inJson.post('/capture', document));
      assert.deepEqual(await inXml.events('/events'), await inJson.events('/events'));
      const again = await inXml.job(await inXml.post('/capture', document));
      assert.equal(again['success'], true);
      assert.equal(await inXml.count(), 2);
    });
  }

  it('a long document is prepared in its thread, and faults have the line of their event', async () => {
    const server = new TestServer();
    const events = Array.from({ length: 300 }, (_, index) => objectEvent(index, index === 299 ? { action: 'BUY' } : {}));
    const text = xmlOf(documentOf(events));
    assert.ok(text.length > 32_768);
    const job = await server.job(await server.post('/capture', text, { ...XML, 'GS1-Capture-Error-Behaviour': 'proceed' }));
    const [error] = job['errors'] as JsonObject[];
    assert.equal(error?.['path'], '$.epcisBody.eventList[299].action');
    assert.equal(error['line'], text.slice(0, text.lastIndexOf('<ObjectEvent>')).split('\n').length);
    assert.equal(await server.count(), 299);
  });

  it('broken XML and document types are refused with line and XPath before there is a job', async () => {
    const server = new TestServer();
    for (const [text, code] of [
      [xmlDocument('<ObjectEvent>'), 'xml.syntax'],
      [`<!DOCTYPE x [<!ENTITY a "b">]>${xmlDocument('&a;').slice(39)}`, 'xml.doctype'],
      [JSON.stringify(documentOf([objectEvent(1)])), 'xml.syntax'],
    ]) {
      const response = await server.post('/capture', text, XML);
      assert.equal(response.status, 400, text);
      const [error] = ((await response.json()) as { errors: JsonObject[] }).errors;
      assert.equal(error?.['code'], code);
      assert.ok(Number(error?.['line']) > 0);
    }
    assert.equal((await server.post('/capture', gzipSync(xmlDocument('')), { ...XML, 'Content-Encoding': 'gzip' })).status, 415);
    assert.equal((await server.post('/capture', xmlDocument(''), { 'Content-Type': 'text/xml; charset=gbk' })).status, 415);
    assert.equal(await server.count(), 0);
  });

  it('one event is a bare element or a document of one', async () => {
    const server = new TestServer();
    const times = '<eventTime>2025-01-01T00:00:00Z</eventTime><eventTimeZoneOffset>+00:00</eventTimeZoneOffset>';
    const bare = `<ObjectEvent>${times}<epcList><epc>urn:epc:id:sgtin:4012345.011111.1</epc></epcList><action>OBSERVE</action></ObjectEvent>`;
    const created = await server.post('/events', bare, { ...XML, ...ASKS_XML });
    assert.equal(created.status, 201);
    assert.equal(created.headers.get('content-type'), 'application/xml; charset=utf-8');
    assert.deepEqual(hashesIn(readXml(await created.text())), hashesIn(readXml(bare)));
    assert.equal((await server.post('/events', xmlOf(loneEvent(1)), XML)).status, 201);
    assert.equal((await server.post('/events', xmlOf(documentOf([objectEvent(2), objectEvent(3)])), XML)).status, 400);
    assert.equal((await server.post('/events', xmlOf(loneEvent(1)), XML)).status, 409);
    const long = xmlOf(loneEvent(4, { action: 'BUY', 'ree:note': 'x'.repeat(40_000) }));
    const refused = await server.post('/events', long, XML);
    const [error] = ((await refused.json()) as { errors: JsonObject[] }).errors;
    assert.deepEqual([refused.status, error?.['path'], error?.['line']], [400, '$.epcisBody.eventList[0].action', 5]);
    assert.equal(await server.count(), 2);
  });
});

describe('answers in XML', () => {
  const filled = async (): Promise<TestServer> => {
    const server = new TestServer();
    const fields = {
      ...QUANTITY,
      ...REE,
      eventID: 'urn:uuid:00000000-0000-4000-8000-000000000009',
      epcList: ['urn:epc:id:sgtin:4012345.011111.1'],
    };
    await server.job(await server.post('/capture', documentOf([objectEvent(1, fields), objectEvent(2)])));
    return server;
  };

  it('say what those in JSON say, and are captured elsewhere with the same hashes', async () => {
    const server = await filled();
    for (const path of ['/events', '/events?perPage=1', '/events/urn:uuid:00000000-0000-4000-8000-000000000009']) {
      const response = await server.get(path, ASKS_XML);
      const text = await response.text();
      assert.equal(response.status, 200, text);
      assert.match(text, /<epcisq:EPCISQueryDocument /);
      assert.equal(response.headers.get('link') === null, (await server.get(path)).headers.get('link') === null);
      assert.deepEqual(readXml(text).events, await server.events(path));
      const other = new TestServer();
      assert.equal((await other.job(await other.post('/capture', text, XML)))['success'], true);
    }
  });

  it('come when the client likes XML better, in the type that it names', async () => {
    const server = await filled();
    for (const [accept, type] of [
      ['application/xml', 'application/xml; charset=utf-8'],
      ['text/xml', 'text/xml; charset=utf-8'],
      ['application/json;q=0.5, text/xml', 'text/xml; charset=utf-8'],
      ['application/xml;q=0.9, */*;q=0.8', 'application/xml; charset=utf-8'],
      ['application/xml, application/json', 'application/json'],
      ['application/xml;q=0.1, application/*', 'application/json'],
      ['application/ld+json, application/xml;q=0.3', 'application/ld+json'],
      ['*/*', 'application/json'],
    ] as const) {
      assert.equal((await server.get('/events', { Accept: accept })).headers.get('content-type'), type, accept);
    }
    for (const path of ['/', '/capture']) assert.equal((await server.get(path, ASKS_XML)).status, 406);
    assert.equal((await server.get('/events', { Accept: 'application/xml;q=0' })).status, 406);
  });

  it('write words and identifiers as the client wishes', async () => {
    const server = await filled();
    const read = async (headers: Record<string, string>): Promise<[string | null, string]> => {
      const response = await server.get('/events', { ...ASKS_XML, ...headers });
      return [response.headers.get('gs1-cbv-xml-format'), await response.text()];
    };
    for (const wish of ['No_Preference', 'Never_Translates', 'Always_URN']) {
      const [format, text] = await read({ 'GS1-CBV-XML-Format': wish });
      assert.equal(format, 'Always_URN');
      assert.match(text, /<bizStep>urn:epcglobal:cbv:bizstep:inspecting</);
    }
    const [format, text] = await read({ 'GS1-CBV-XML-Format': 'Always_Web_URI', 'GS1-EPC-Format': 'Always_GS1_Digital_Link' });
    assert.equal(format, 'Always_Web_URI');
    assert.match(text, /<bizStep>https:\/\/ref.gs1.org\/cbv\/BizStep-inspecting</);
    assert.match(text, /<epc>https:\/\/id.gs1.org\/01\/04012345111118\/21\/1</);
    assert.equal((await server.get('/events', { ...ASKS_XML, 'GS1-CBV-XML-Format': 'Sometimes' })).status, 406);
    assert.equal(
      (await server.get('/events', { 'GS1-CBV-XML-Format': 'Always_Web_URI' })).headers.get('gs1-cbv-xml-format'),
      null,
    );
  });

  it('are of EPCIS 1.2 when the client asks for it, with the same hashes', async () => {
    const server = await filled();
    const old = { ...ASKS_XML, 'GS1-EPCIS-Version': '1.2' };
    for (const wish of [
      old,
      { ...ASKS_XML, 'GS1-EPCIS-Max': '1.2.0' },
      { ...ASKS_XML, 'GS1-EPCIS-Min': '1.0', 'GS1-CBV-Max': '1.2' },
    ] as Record<string, string>[]) {
      const response = await server.get('/events', wish);
      const text = await response.text();
      assert.equal(response.headers.get('gs1-epcis-version'), '1.2.0', text);
      assert.equal(response.headers.get('gs1-cbv-version'), '1.2.0');
      assert.match(
        text,
        /<epcisq:EPCISQueryDocument [^>]*xmlns:epcisq="urn:epcglobal:epcis-query:xsd:1"[^>]* schemaVersion="1.2"/s,
      );
      assert.deepEqual(hashesIn(readXml(text)), await hashesOf(server));
      const other = new TestServer();
      const job = await other.job(await other.post('/capture', text, { ...XML, 'GS1-EPCIS-Version': '1.2' }));
      assert.equal(job['success'], true);
      assert.deepEqual(await hashesOf(other), await hashesOf(server));
    }
    const newest = await server.get('/events', { ...ASKS_XML, 'GS1-EPCIS-Min': '1.2', 'GS1-EPCIS-Max': '2.0' });
    assert.equal(newest.headers.get('gs1-epcis-version'), '2.0.0');
    const one = await server.post('/events', xmlOf(loneEvent(7), '1.2'), { ...XML, 'GS1-EPCIS-Version': '1.2' });
    assert.equal(one.headers.get('content-type'), 'application/xml; charset=utf-8');
    assert.match(await one.text(), /schemaVersion="1.2"/);
    for (const [path, headers] of [
      ['/events', { ...old, Accept: 'application/json' }],
      ['/events', { ...old, 'GS1-CBV-Version': '2.0' }],
      ['/events', { ...old, 'GS1-EPCIS-Version': '1.1' }],
      ['/events', { ...old, 'GS1-CBV-XML-Format': 'Always_Web_URI' }],
      ['/bizSteps', old],
      [(await server.post('/capture', documentOf([objectEvent(8)]))).headers.get('location') ?? '', old],
    ] as [string, Record<string, string>][])
      assert.equal((await server.get(path, headers)).status, 406, path + JSON.stringify(headers));
  });

  it('of capture jobs are an EPCISCaptureJob', async () => {
    const server = new TestServer();
    const captured = await server.post('/capture', documentOf([objectEvent(1, { action: 'BUY' })]));
    const response = await server.get(captured.headers.get('location') ?? '', ASKS_XML);
    assert.match(
      await response.text(),
      /<epcis:EPCISCaptureJob .*success="false".*<errors>\s*<error>\s*<type>epcisException:ValidationException</s,
    );
  });

  it('are refused where an event holds what XML cannot', async () => {
    const server = new TestServer();
    await server.job(await server.post('/capture', documentOf([objectEvent(1, { 'ree:note': 'a\u0001' })])));
    const response = await server.get('/events', ASKS_XML);
    assert.equal(response.status, 406);
    assert.match(await response.text(), /U\+0001/);
  });
});
