/** The standard's routes against the OpenAPI file that GS1 publishes for EPCIS 2.0: every answer validates against it. */
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import { loadRegistry } from '../src/app/index.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { EpcisDescription } from './support/epcis-openapi.ts';
import {
  documentOf,
  eventsIn,
  exampleNames,
  exampleText,
  loneEvent,
  nextOf,
  objectEvent,
  TestServer,
  without,
  type JsonObject,
} from './support/http.ts';

const description = new EpcisDescription();
const HASH = 'ni:///sha-256;';

/** Asks, and fails when the answer is not as the file describes it. */
async function checked(
  server: TestServer,
  method: string,
  route: string,
  path: string,
  headers: Record<string, string> = {},
  body?: unknown,
) {
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
  const response = await server.ask(method, path, { ...type, ...headers }, text);
  await description.check(method, route, response);
  return response;
}

describe('the validator itself', () => {
  it('refuses answers that the file does not describe', async () => {
    const answer = (body: unknown, headers = {}) =>
      new Response(JSON.stringify(body), {
        headers: { 'Content-Type': 'application/json', 'GS1-EPCIS-Version': '2.0.0', 'GS1-Extensions': 'a=b:c', ...headers },
      });
    const job = { captureID: 'a', running: false, success: true, captureErrorBehaviour: 'rollback', errors: [], errorFile: null };
    await description.check('GET', '/capture/{captureID}', answer(job));
    await assert.rejects(
      description.check('GET', '/capture/{captureID}', answer({ ...job, captureErrorBehaviour: 'sometimes' })),
      /captureErrorBehaviour/,
    );
    await assert.rejects(
      description.check('GET', '/capture/{captureID}', answer({ ...job, errors: [{ title: 'no type' }] })),
      /type/,
    );
    await assert.rejects(
      description.check('GET', '/capture/{captureID}', answer(job, { 'GS1-EPCIS-Version': 'two' })),
      /GS1-EPCIS-Version/,
    );
    await assert.rejects(
      description.check('GET', '/capture/{captureID}', answer(job, { 'Content-Type': 'text/plain' })),
      /Content-Type/,
    );
    await assert.rejects(description.check('GET', '/capture/{captureID}', new Response('', { status: 418 })), /418/);
  });
});

describe('discovery', () => {
  const server = new TestServer();

  it('tells versions, forms and methods of each route', async () => {
    for (const [route, path, allow] of [
      ['/', '/', 'OPTIONS, GET'],
      ['/capture', '/capture', 'OPTIONS, POST, GET'],
      ['/capture/{captureID}', '/capture/1', 'OPTIONS, GET'],
      ['/events', '/events', 'OPTIONS, GET, POST'],
      ['/events/{eventID}', '/events/urn%3Auuid%3A1', 'OPTIONS, GET'],
    ] as const) {
      const response = await checked(server, 'OPTIONS', route, path);
      assert.equal(response.status, 204, route);
      assert.equal(response.headers.get('allow'), allow, route);
      assert.equal(response.headers.get('gs1-epcis-max'), '2.0.0', route);
      const isOfEvents = route.endsWith('/events') || ['/events/{eventID}', '/capture'].includes(route);
      assert.equal(response.headers.get('gs1-epcis-min'), isOfEvents ? '1.2.0' : '2.0.0', route);
      assert.match(response.headers.get('gs1-extensions') ?? '', /ree=https:\/\/w3id\.org\/ytterby\/ree\//);
    }
  });

  it('tells the limits of capture', async () => {
    const { headers } = await checked(server, 'OPTIONS', '/capture', '/capture');
    assert.equal(headers.get('gs1-epcis-capture-file-size-limit'), '1000000');
    assert.equal(headers.get('gs1-capture-error-behaviour'), 'all');
    assert.ok(Number(headers.get('gs1-epcis-capture-limit')) > 0);
  });

  it('lists the top-level resources, and serves each', async () => {
    const answer = await checked(server, 'GET', '/', '/');
    const { member } = (await answer.json()) as { member: string[] };
    assert.equal(member.length, 9);
    for (const name of member) assert.equal((await checked(server, 'GET', `/${name}`, `/${name}`)).status, 200, name);
  });

  it('refuses versions and forms that it does not speak', async () => {
    for (const headers of [
      { 'GS1-EPCIS-Version': '1.2.0' },
      { 'GS1-CBV-Version': '3.0' },
      { 'GS1-EPCIS-Version': 'two' },
      { Accept: 'image/png' },
      { Accept: 'application/json;q=0' },
    ] as Record<string, string>[]) {
      assert.equal((await checked(server, 'GET', '/events', '/events', headers)).status, 406, JSON.stringify(headers));
      assert.equal((await checked(server, 'POST', '/capture', '/capture', headers, documentOf([objectEvent(1)]))).status, 406);
      assert.equal((await checked(server, 'POST', '/events', '/events', headers, loneEvent(1))).status, 406);
    }
    for (const headers of [{ 'GS1-EPCIS-Min': '2.1' }, { 'GS1-EPCIS-Max': '1.2.0' }, { 'GS1-CBV-Max': '1.2' }] as Record<
      string,
      string
    >[]) {
      assert.equal((await checked(server, 'GET', '/events', '/events', headers)).status, 406, JSON.stringify(headers));
    }
    assert.equal(await server.count(), 0);
    for (const headers of [
      { 'GS1-EPCIS-Version': '2.0' },
      { 'GS1-EPCIS-Min': '1.2', 'GS1-EPCIS-Max': '2.0.0' },
      { Accept: 'application/ld+json' },
      { Accept: 'text/html, */*;q=0.8' },
    ] as Record<string, string>[]) {
      assert.equal((await server.get('/events', headers)).status, 200, JSON.stringify(headers));
    }
    const linked = await server.get('/events', { Accept: 'application/ld+json' });
    assert.equal(linked.headers.get('content-type'), 'application/ld+json');
  });

  it('answers other methods with 405 and Allow', async () => {
    for (const [method, path, allow] of [
      ['DELETE', '/events', 'OPTIONS, GET, POST'],
      ['PUT', '/capture', 'OPTIONS, POST, GET'],
      ['POST', '/capture/1', 'OPTIONS, GET'],
      ['POST', '/api/status', 'GET'],
    ] as const) {
      const response = await server.ask(method, path);
      assert.equal(response.status, 405, `${method} ${path}`);
      assert.equal(response.headers.get('allow'), allow);
    }
  });
});

describe('the GS1 examples over HTTP', () => {
  const names = exampleNames();

  it('are all there', () => assert.equal(names.length, 47));

  for (const name of names) {
    it(`${name} is captured and read back unchanged`, async () => {
      const server = new TestServer();
      const sent = JSON.parse(exampleText(name)) as JsonObject;
      const captured = await checked(server, 'POST', '/capture', '/capture', {}, exampleText(name));
      const location = captured.headers.get('location') ?? '';
      const job = (await (await checked(server, 'GET', '/capture/{captureID}', location)).json()) as JsonObject;
      assert.equal(job['success'], true, JSON.stringify(job));
      const answer = await checked(server, 'GET', '/events', '/events?perPage=1000');
      const back = eventsIn((await answer.json()) as JsonObject);
      assert.deepEqual(back.map(bare), eventsIn(sent).map(bare));
      assert.ok(back.every((event) => event['recordTime'] === '2026-11-23T08:00:00.000Z'));
      for (const event of back) {
        const id = event['eventID'];
        if (typeof id !== 'string') continue;
        const one = await checked(server, 'GET', '/events/{eventID}', `/events/${encodeURIComponent(id)}`);
        assert.ok(
          eventsIn((await one.json()) as JsonObject).some((found) => JSON.stringify(bare(found)) === JSON.stringify(bare(event))),
        );
      }
    });
  }

  it('keep their hashes when what was read back is captured elsewhere', async (test) => {
    const folder = await mkdtemp(join(tmpdir(), 'ytterby-'));
    const store = openSqliteStore(folder);
    test.after(async () => {
      await store.close();
      await rm(folder, { recursive: true });
    });
    const first = new TestServer({}, store);
    for (const name of names) await first.post('/capture', exampleText(name), { 'GS1-Capture-Error-Behaviour': 'proceed' });
    const second = new TestServer();
    for (let path: string | null = '/events?perPage=7'; path !== null;) {
      const page = await first.get(path);
      const job = await second.job(await second.post('/capture', await page.clone().text()));
      assert.equal(job['success'], true, JSON.stringify(job));
      path = nextOf(page);
    }
    const hashes = async (server: TestServer) => {
      const events = await server.app.store.read((reader) => reader.scan({}, { afterSeq: 0, untilSeq: 1000, limit: 1000 }));
      return events.map((event) => event.hash);
    };
    assert.deepEqual(await hashes(second), await hashes(first));
    assert.ok((await second.count()) > 40);
  });
});

/** An event without what the record adds to it. */
function bare(event: JsonObject): JsonObject {
  return without(event, '@context', 'recordTime');
}

describe('capture', () => {
  it('rolls back by default and keeps the good events when told to proceed', async () => {
    const mixed = documentOf([objectEvent(1), objectEvent(2, { action: 'BUY' }), objectEvent(3)]);
    const server = new TestServer();
    const rolledBack = await server.job(await checked(server, 'POST', '/capture', '/capture', {}, mixed));
    assert.equal(rolledBack['success'], false);
    assert.equal(rolledBack['captureErrorBehaviour'], 'rollback');
    assert.equal(await server.count(), 0);
    const [fault] = rolledBack['errors'] as JsonObject[];
    assert.equal(fault?.['path'], '$.epcisBody.eventList[1].action');
    assert.equal(fault['type'], 'epcisException:ValidationException');
    const proceeded = await server.job(await server.post('/capture', mixed, { 'GS1-Capture-Error-Behaviour': 'proceed' }));
    assert.equal(proceeded['success'], false);
    assert.equal(await server.count(), 2);
    assert.equal(
      (await checked(server, 'POST', '/capture', '/capture', { 'GS1-Capture-Error-Behaviour': 'all' }, mixed)).status,
      400,
    );
  });

  it('records an event once, however often it is sent', async () => {
    const server = new TestServer();
    for (let time = 0; time < 3; time++) {
      const job = await server.job(await server.post('/capture', documentOf([objectEvent(1), objectEvent(1), objectEvent(2)])));
      assert.deepEqual([job['success'], job['errors']], [true, []]);
    }
    assert.equal(await server.count(), 2);
  });

  it('lists jobs page by page', async () => {
    const server = new TestServer();
    for (let n = 1; n <= 5; n++) await server.post('/capture', documentOf([objectEvent(n)]));
    const seen: unknown[] = [];
    for (let path: string | null = '/capture?perPage=2'; path !== null;) {
      const page = await checked(server, 'GET', '/capture', path);
      seen.push(...((await page.json()) as JsonObject[]).map((job) => job['captureID']));
      path = nextOf(page);
    }
    assert.equal(new Set(seen).size, 5);
    for (const path of ['/capture?nextPageToken=none', '/capture?perPage=0', '/capture?EQ_action=ADD']) {
      assert.equal((await checked(server, 'GET', '/capture', path)).status, 400, path);
    }
    assert.equal((await checked(server, 'GET', '/capture/{captureID}', '/capture/none')).status, 404);
  });
});

describe('a single event', () => {
  it('is captured with 201 and found at its Location', async () => {
    const server = new TestServer();
    const created = await checked(server, 'POST', '/events', '/events', {}, loneEvent(1));
    assert.equal(created.status, 201);
    const event = (await created.json()) as JsonObject;
    assert.deepEqual(bare(event), objectEvent(1));
    const found = await server.events(created.headers.get('location') ?? '');
    assert.deepEqual(found.map(bare), [objectEvent(1)]);
  });

  it('without eventID is found by its hash, written in any of the usual ways', async () => {
    const server = new TestServer();
    const created = await checked(server, 'POST', '/events', '/events', {}, without(loneEvent(1), 'eventID'));
    const location = created.headers.get('location') ?? '';
    const hash = decodeURIComponent(location.slice('/events/'.length));
    assert.ok(hash.startsWith(HASH), hash);
    for (const path of [location, `/events/${hash}`, `/events/${encodeURIComponent(hash.replace('?ver=CBV2.0', ''))}`]) {
      assert.equal((await server.events(path)).length, 1, path);
    }
  });

  it('is answered with 409 when it is on record, with the same content or another', async () => {
    const server = new TestServer();
    const first = await server.post('/events', loneEvent(1));
    const same = await checked(server, 'POST', '/events', '/events', {}, loneEvent(1));
    assert.equal(same.status, 409);
    assert.equal(same.headers.get('location'), first.headers.get('location'));
    assert.equal(((await same.json()) as JsonObject)['code'], 'event.duplicate');
    const other = await checked(server, 'POST', '/events', '/events', {}, loneEvent(1, { bizStep: 'shipping' }));
    assert.equal(other.status, 409);
    assert.equal(((await other.json()) as JsonObject)['code'], 'event.conflict');
    assert.equal(await server.count(), 1);
  });

  it('is declared in error and corrected by later events, and all are kept', async () => {
    const server = new TestServer();
    await server.post('/events', loneEvent(1));
    const errorDeclaration = {
      declarationTime: '2025-02-01T00:00:00Z',
      reason: 'incorrect_data',
      correctiveEventIDs: [objectEvent(2)['eventID']],
    };
    const declared = await checked(server, 'POST', '/events', '/events', {}, loneEvent(1, { errorDeclaration }));
    assert.equal(declared.status, 201);
    assert.equal((await server.post('/events', loneEvent(2))).status, 201);
    assert.equal((await server.post('/events', loneEvent(1, { errorDeclaration }))).status, 409);
    const id = encodeURIComponent(String(objectEvent(1)['eventID']));
    const both = await server.events(`/events/${id}`);
    assert.deepEqual(
      both.map((event) => 'errorDeclaration' in event),
      [false, true],
    );
    assert.deepEqual((await server.events('/events?EXISTS_errorDeclaration=true')).map(bare), [
      objectEvent(1, { errorDeclaration }),
    ]);
    assert.deepEqual((await server.events(`/events?EQ_correctiveEventID=${String(objectEvent(2)['eventID'])}`)).length, 1);
  });

  it('is not found with 404', async () => {
    const server = new TestServer();
    assert.equal((await checked(server, 'GET', '/events/{eventID}', '/events/urn:uuid:0')).status, 404);
  });

  it('must be one, bare, with its context', async () => {
    const server = new TestServer();
    for (const body of [documentOf([objectEvent(1)]), objectEvent(1), '[]', '']) {
      assert.equal((await checked(server, 'POST', '/events', '/events', {}, body)).status, 400);
    }
    assert.equal(await server.count(), 0);
  });
});

describe('queries', () => {
  const server = new TestServer();
  before(async () => {
    const events = Array.from({ length: 25 }, (_, n) =>
      objectEvent(n, { bizStep: n % 2 === 0 ? 'shipping' : 'receiving', 'ree:licence': `L${n % 3}` }),
    );
    assert.equal((await server.job(await server.post('/capture', documentOf(events))))['success'], true);
  });

  it('answer with the events asked for, page by page, each once', async () => {
    const seen: JsonObject[] = [];
    for (let path: string | null = '/events?EQ_bizStep=shipping&perPage=5'; path !== null;) {
      const page = await checked(server, 'GET', '/events', path);
      const events = eventsIn((await page.json()) as JsonObject);
      assert.ok(events.length <= 5);
      seen.push(...events);
      path = nextOf(page);
    }
    assert.deepEqual(
      seen.map((event) => event['eventTime']),
      range(0, 25, 2).map((n) => objectEvent(n)['eventTime']),
    );
  });

  it('take the fields of the rare-earth extension, and prefixes of the client', async () => {
    assert.equal((await server.events('/events?EQ_ree:licence=L1')).length, 8);
    const renamed = { 'GS1-Extensions': 'erde=https://w3id.org/ytterby/ree/' };
    assert.equal((await server.events('/events?EQ_erde:licence=L1', renamed)).length, 8);
    assert.equal((await checked(server, 'GET', '/events', '/events', { 'GS1-Extensions': 'no pair' })).status, 400);
  });

  it('find a shipment by where it was read, which is not where its matter belongs', async () => {
    const places = new TestServer();
    const shipped = {
      bizStep: 'shipping',
      readPoint: { id: 'urn:epc:id:sgln:4012345.00001.0' },
      sourceList: [{ type: 'location', source: 'urn:epc:id:sgln:4012345.00225.0' }],
    };
    await places.post('/events', loneEvent(1, shipped));
    assert.equal((await places.events('/events?EQ_readPoint=https://id.gs1.org/414/4012345000016')).length, 1);
  });

  it('order, limit and refuse as asked', async () => {
    const times = async (path: string) => (await server.events(path)).map((event) => event['eventTime']);
    const latest = range(24, 19, -1).map((n) => objectEvent(n)['eventTime']);
    assert.deepEqual(await times('/events?orderBy=eventTime&perPage=5'), latest);
    assert.deepEqual(await times('/events?orderBy=recordTime&perPage=5'), latest);
    assert.deepEqual(
      await times('/events?orderBy=eventTime&orderDirection=ASC&eventCountLimit=2'),
      range(0, 2, 1).map((n) => objectEvent(n)['eventTime']),
    );
    assert.equal((await checked(server, 'GET', '/events', '/events?maxEventCount=24')).status, 413);
    assert.equal((await checked(server, 'GET', '/events', '/events?maxEventCount=24&orderBy=eventTime')).status, 413);
    assert.equal((await checked(server, 'GET', '/events', '/events?maxEventCount=25')).status, 200);
  });

  it('name each parameter that cannot be used', async () => {
    const bad = [
      'perPage=0',
      'perPage=x',
      'nextPageToken=garbage',
      'GE_eventTime=yesterday',
      'EQ_action=BUY',
      'eventCountLimit=3',
      'nonsense=1',
    ];
    for (const query of bad) {
      const response = await checked(server, 'GET', '/events', `/events?${query}`);
      assert.equal(response.status, 400, query);
      const body = (await response.json()) as { type: string; errors: JsonObject[] };
      assert.equal(body.type, 'epcisException:QueryParameterException');
      assert.equal(body.errors[0]?.['parameter'], query.split('=')[0]);
    }
    const two = (await (await server.get('/events?perPage=0&EQ_action=BUY')).json()) as { errors: JsonObject[] };
    assert.equal(two.errors.length, 2);
    assert.equal((await checked(server, 'GET', '/events', `/events?EQ_action=${'A'.repeat(40_000)}`)).status, 414);
  });

  it('give tokens that are good for their own query only', async () => {
    const next = nextOf(await server.get('/events?perPage=5'));
    const token = new URLSearchParams(next?.split('?')[1]).get('nextPageToken');
    assert.equal((await server.get(`/events?perPage=9&nextPageToken=${token}`)).status, 200);
    assert.equal((await server.get(`/events?perPage=5&EQ_bizStep=shipping&nextPageToken=${token}`)).status, 400);
    assert.equal((await new TestServer().get(`/events?perPage=5&nextPageToken=${token}`)).status, 400);
  });

  it('write identifiers as the client wishes', async () => {
    const urns = new TestServer();
    const fields = {
      epcList: ['urn:epc:id:sgtin:0614141.107346.2017'],
      readPoint: { id: 'urn:epc:id:sgln:0614141.07346.1234' },
      'ree:note': 'urn:epc:id:sgtin:0614141.107346.2017',
    };
    await urns.post('/events', loneEvent(1, fields));
    const read = async (format: string) => bare((await urns.events('/events', { 'GS1-EPC-Format': format }))[0] ?? {});
    assert.deepEqual(await read('Never_Translates'), objectEvent(1, fields));
    assert.deepEqual(await read('No_Preference'), objectEvent(1, fields));
    assert.deepEqual(
      await read('Always_GS1_Digital_Link'),
      objectEvent(1, {
        ...fields,
        epcList: ['https://id.gs1.org/01/10614141073464/21/2017'],
        readPoint: { id: 'https://id.gs1.org/414/0614141073467/254/1234' },
      }),
    );
    assert.deepEqual(await read('Always_EPC_URN'), objectEvent(1, fields));
    assert.equal((await checked(urns, 'GET', '/events', '/events', { 'GS1-EPC-Format': 'Sometimes' })).status, 406);
  });

  it('write Digital Links as EPC URNs where the registry knows the company prefix, with the same hash', async () => {
    const known = new TestServer();
    const fields = {
      epcList: ['https://id.gs1.org/01/10614141073464/21/2017', 'https://example.com/things/1'],
      quantityList: [{ epcClass: 'https://example.com/01/10614141073464/10/L?17=271231', quantity: 2 }],
      readPoint: { id: 'https://id.gs1.org/414/0614141073467/254/1234' },
      sourceList: [{ type: 'owning_party', source: 'https://id.gs1.org/417/0614141000005' }],
      'ree:note': 'https://id.gs1.org/01/10614141073464/21/2017',
    };
    await known.post('/events', loneEvent(1, fields));
    const wish = { 'GS1-EPC-Format': 'Always_EPC_URN' };
    const refused = await checked(known, 'GET', '/events', '/events', wish);
    assert.equal(refused.status, 406);
    assert.match(await refused.text(), /gs1CompanyPrefixes/);
    await loadRegistry(known.app, registryOf({ gs1CompanyPrefixes: ['0614141'] }));
    const answered = await checked(known, 'GET', '/events', '/events', wish);
    assert.equal(answered.headers.get('gs1-epc-format'), 'Always_EPC_URN');
    const [event = {}] = await known.events('/events', wish);
    assert.deepEqual(
      bare(event),
      objectEvent(1, {
        ...fields,
        epcList: ['urn:epc:id:sgtin:0614141.107346.2017', 'https://example.com/things/1'],
        quantityList: [{ epcClass: 'urn:epc:class:lgtin:0614141.107346.L', quantity: 2 }],
        readPoint: { id: 'urn:epc:id:sgln:0614141.07346.1234' },
        sourceList: [{ type: 'owning_party', source: 'urn:epc:id:pgln:0614141.00000' }],
      }),
    );
    const again = await known.post('/events', { '@context': loneEvent(1)['@context'], ...bare(event) });
    assert.equal(again.status, 409);
    assert.match(await again.text(), /event\.duplicate/);
  });

  it('promise no EPC URNs of events to come', async () => {
    const known = new TestServer();
    await known.post('/queries', { name: 'all', query: {} });
    const wish = { dest: 'https://example.com/', stream: true };
    for (const [format, status] of [
      ['Always_EPC_URN', 406],
      ['Always_GS1_Digital_Link', 201],
    ] as const)
      assert.equal((await known.post('/queries/all/subscriptions', wish, { 'GS1-EPC-Format': format })).status, status);
  });
});

/** A registry of one organisation. */
function registryOf(fields: JsonObject): string {
  const name = { zh: '某公司', en: 'A company' };
  const organisation = { id: 'https://id.gs1.org/417/0614141000005', name, group: null, usci: null, roles: [], ...fields };
  const others = Object.fromEntries(['sites', 'products', 'permits', 'quotas', 'lists', 'deposits'].map((list) => [list, []]));
  return JSON.stringify({ organisations: [organisation], ...others });
}

function range(from: number, to: number, step: number): number[] {
  return Array.from({ length: Math.ceil((to - from) / step) }, (_, n) => from + n * step);
}
