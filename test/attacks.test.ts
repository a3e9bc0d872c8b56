/** What somebody may try: SQL in every text, contexts that redefine words or lead elsewhere, two lengths for one body, a slow one of many. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { openApplication } from '../src/app/index.ts';
import type { RecordStore } from '../src/record/index.ts';
import { listen } from '../src/server/index.ts';
import { createMemoryStore, openPostgresStore, openSqliteStore } from '../src/store/index.ts';
import { postgresUrl } from './support/environment.ts';
import { documentOf, loneEvent, NOW_MS, objectEvent, TestServer } from './support/http.ts';
import { nameSchema } from './support/postgres-schema.ts';

const SQL = ["'; DROP TABLE event; --", "x' OR '1'='1", '"; DELETE FROM event_body; --', "\\'; SELECT pg_sleep(5); --", '%27%20OR%201=1', '$$;DROP TABLE event;$$', "%' ESCAPE '"] as const; // oxfmt-ignore

async function assertSqlIsText(store: RecordStore): Promise<void> {
  const server = new TestServer({ access: 'open' }, store);
  const events = SQL.map((sql, place) =>
    objectEvent(place, {
      eventID: `urn:x:${encodeURIComponent(sql)}`,
      epcList: [`urn:x:${encodeURIComponent(sql)}`],
      'ree:licence': sql,
    }),
  );
  const job = await server.job(await server.post('/capture', documentOf(events)));
  assert.equal(job['success'], true, JSON.stringify(job['errors']));
  const doors = (sql: string): string[] => [
    `/events?EQ_ree:licence=${sql}`,
    `/events?MATCH_anyEPC=${sql}`,
    `/events?EQ_bizLocation=${sql}`,
    `/events?EQATTR_${sql}_x=1`,
    `/events?nextPageToken=${sql}`,
    `/events/${sql}`,
    `/epcs/${sql}/events`,
    `/bizSteps/${sql}`,
    `/capture/${sql}`,
    `/queries/${sql}/events`,
    `/api/search?q=${sql}`,
    `/api/lot?id=${sql}`,
    `/api/organisation?id=${sql}`,
    `/api/scan?code=${sql}`,
    `/log/proof?event=${sql}`,
    `/passports/${sql}`,
    `/01/09506000134352/10/${sql}`,
  ];
  for (const sql of SQL) {
    for (const door of doors(encodeURIComponent(sql))) assert.ok((await server.get(door)).status < 500, door);
    assert.ok((await server.post('/queries', { name: sql, query: { 'EQ_ree:licence': sql } })).status < 500);
    assert.match(String((await server.post('/api/access/sign-in', { account: sql, password: sql })).status), /^401|429$/);
    const found = await server.events(`/events?EQ_ree:licence=${encodeURIComponent(sql)}`);
    assert.equal(found.length, 1, `${sql} finds what bears it and nothing else`);
  }
  assert.equal(await server.count(), SQL.length);
  assert.deepEqual(server.logged, []);
  await server.app.store.close();
}

describe('SQL in every text is text', () => {
  it('on SQLite', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'ytterby-attack-'));
    t.after(() => rmSync(folder, { recursive: true, force: true }));
    await assertSqlIsText(openSqliteStore(folder));
  });

  it('on PostgreSQL', async (t) => {
    const url = postgresUrl(t);
    if (url === undefined) return;
    const schema = await nameSchema(url);
    t.after(() => schema.drop());
    await assertSqlIsText(await openPostgresStore(url, schema.name));
  });
});

/** An HTTP server that counts who comes. */
async function bait(t: TestContext): Promise<{ url: string; visits: () => number }> {
  let visits = 0;
  const server = createServer((_, response) => {
    visits += 1;
    response.end('{"@context":{}}');
  });
  server.on('connection', () => (visits += 1));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, visits: () => visits };
}

describe('contexts', () => {
  it('that lead elsewhere are never fetched, wherever they stand', async (t) => {
    const { url, visits } = await bait(t);
    const server = new TestServer({ access: 'open' });
    const gs1 = 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld';
    const contexts = [
      `${url}/a`,
      [gs1, `${url}/b`],
      [gs1, { '@import': `${url}/c` }],
      [gs1, { ex: { '@id': 'urn:ex:', '@context': `${url}/d` } }],
    ];
    for (const [place, context] of contexts.entries()) {
      await server.post('/capture', { ...documentOf([objectEvent(place)]), '@context': context });
      await server.post('/events', { ...loneEvent(100 + place), '@context': context });
    }
    await server.post(
      '/capture',
      documentOf([objectEvent(50, { 'ree:x': { '@context': `${url}/e`, id: `${url}/f` }, certificationInfo: [`${url}/g`] })]),
    );
    const xml = `<?xml version="1.0"?><!DOCTYPE a SYSTEM "${url}/h.dtd"><a xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="x ${url}/i.xsd"/>`;
    await server.ask('POST', '/capture', { 'content-type': 'application/xml' }, xml);
    await server.get(`/events?EQ_bizLocation=${encodeURIComponent(`${url}/j`)}`);
    assert.equal(visits(), 0);
  });

  it('that redefine the standard’s words change neither what is recorded nor the event’s hash', async () => {
    const [plain, twisted] = [new TestServer(), new TestServer()];
    await plain.post('/events', loneEvent(1));
    const twist = {
      eventTime: 'urn:x:not-a-time',
      bizStep: { '@id': 'urn:x:step', '@type': '@id' },
      '@vocab': 'urn:x:',
      '@base': 'urn:x:',
      type: 'urn:x:type',
    };
    const event = loneEvent(1);
    const context = event['@context'] as unknown[];
    const response = await twisted.post('/events', { ...event, '@context': [...context, twist] });
    assert.equal(response.status, 201, await response.text());
    const hashOf = (server: TestServer): Promise<unknown> =>
      server.app.store.read(async (reader) => (await reader.eventsBySeq([1]))[0]?.hash);
    assert.equal(await hashOf(twisted), await hashOf(plain));
    assert.equal((await twisted.events('/events?EQ_bizStep=inspecting')).length, 1);
  });
});

describe('requests that say two things', () => {
  const smuggled = 'GET /nowhere HTTP/1.1\r\nHost: x\r\n\r\n';
  const cases: readonly (readonly [string, string])[] = [
    [
      'a length and chunks',
      `POST /capture HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
    [
      'two lengths',
      `POST /capture HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nContent-Length: ${smuggled.length}\r\n\r\n${smuggled}`,
    ],
    ['a length with a sign', `POST /capture HTTP/1.1\r\nHost: x\r\nContent-Length: +0\r\n\r\n${smuggled}`],
    ['chunks under another name', `POST /capture HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n${smuggled}`],
    [
      'a chunk size that overflows',
      `POST /capture HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n`,
    ],
    [
      'a folded header',
      `POST /capture HTTP/1.1\r\nHost: x\r\nTransfer-Encoding:\r\n chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n${smuggled}`,
    ],
  ];

  it('are refused whole: nothing of their bodies is taken for a request of its own', async (t) => {
    const app = openApplication(createMemoryStore(), () => NOW_MS, '0');
    const listening = await listen(app, {
      hostname: '127.0.0.1',
      port: 0,
      webRoot: null,
      bodyLimitBytes: 1e5,
      log: () => undefined,
    });
    t.after(() => listening.stop());
    for (const [name, text] of cases) {
      const socket = connect(Number(new URL(listening.url).port), '127.0.0.1');
      socket.on('error', () => undefined);
      let answer = '';
      socket.on('data', (part: Buffer) => (answer += part.toString()));
      await once(socket, 'connect');
      socket.end(text);
      await once(socket, 'close');
      assert.match(answer, /^HTTP\/1\.1 400 /, name);
      assert.equal(answer.match(/HTTP\/1\.1 /g)?.length, 1, `${name}: one answer`);
    }
  });
});
