/** Top-level resources, named queries and page tokens of EPCIS 2.0: every answer validates against GS1's OpenAPI file. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, it } from 'node:test';
import { KEEPER, NO_MANDATE, PUBLIC, type Viewer } from '../src/access/index.ts';
import { createServer } from '../src/server/index.ts';
import { EpcisDescription } from './support/epcis-openapi.ts';
import { eventsIn, exampleNames, exampleText, nextOf, TestServer, type JsonObject } from './support/http.ts';

const description = new EpcisDescription();
const FILE = JSON.parse(readFileSync(new URL('../../shared/data/epcis/openapi.json', import.meta.url), 'utf8')) as {
  paths: Record<string, Record<string, { responses: Record<string, unknown> }>>;
};
const server = new TestServer();

before(async () => {
  for (const name of exampleNames()) await server.post('/capture', exampleText(name));
});

async function checked(method: string, route: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const type: Record<string, string> = body === undefined ? {} : { 'Content-Type': 'application/json' };
  const response = await server.ask(method, path, { ...type, ...headers }, body === undefined ? undefined : JSON.stringify(body));
  await description.check(method, route, response);
  return response;
}

async function members(path: string): Promise<string[]> {
  const found: string[] = [];
  for (let next: string | null = path; next !== null;) {
    const response: Response = await checked('GET', path.split('?')[0] ?? '', next);
    assert.equal(response.status, 200, next);
    found.push(...((await response.json()) as { member: string[] }).member);
    next = nextOf(response);
  }
  return found;
}

/** The list of each resource, its route below, and the field of an event that it groups by. */
const RESOURCES = [
  ['eventTypes', '{eventType}', 'type'],
  ['bizSteps', '{bizStep}', 'bizStep'],
  ['dispositions', '{disposition}', 'disposition'],
  ['readPoints', '{readPoint}', 'readPoint'],
  ['bizLocations', '{bizLocation}', 'bizLocation'],
] as const;

const idOf = (value: unknown): unknown => (typeof value === 'object' && value !== null && 'id' in value ? value.id : value);

describe('top-level resources', () => {
  it('list each member once, page by page of any size', async () => {
    for (const [name] of [...RESOURCES, ['epcs'] as const]) {
      const whole = await members(`/${name}?perPage=1000`);
      assert.ok(whole.length > 0, name);
      assert.equal(new Set(whole).size, whole.length, name);
      for (const perPage of [1, 7])
        assert.deepEqual(await members(`/${name}?perPage=${perPage}`), whole, `${name} by ${perPage}`);
    }
    assert.ok((await members('/eventTypes')).includes('ObjectEvent'));
    assert.ok((await members('/bizSteps')).includes('shipping'));
  });

  it('every member leads to its events: exactly those that a query finds', async () => {
    const all = await server.events('/events?perPage=1000');
    for (const [name, below, field] of RESOURCES) {
      for (const member of (await members(`/${name}?perPage=1000`)).filter((text) =>
        all.some((event) => idOf(event[field]) === text),
      )) {
        const path = `/${name}/${encodeURIComponent(member)}`;
        assert.deepEqual(((await (await checked('GET', `/${name}/${below}`, path)).json()) as JsonObject)['member'], ['events']);
        const answer = await checked('GET', `/${name}/${below}/events`, `${path}/events?perPage=1000`);
        assert.equal(answer.status, 200, path);
        const found = eventsIn((await answer.json()) as JsonObject);
        const expected = all.filter((event) => idOf(event[field]) === member);
        assert.ok(found.length >= expected.length && found.length > 0, `${path}: ${found.length} of ${expected.length}`);
        const more = await server.get(`${path}/events?EQ_action=ADD&perPage=1000`);
        assert.ok(eventsIn((await more.json()) as JsonObject).every((event) => event['action'] === 'ADD'));
      }
    }
  });

  it('an EPC in any spelling, things and classes alike', async () => {
    const epcs = await members('/epcs?perPage=1000');
    for (const epc of epcs) {
      const { status } = await checked('GET', '/epcs/{epc}', `/epcs/${encodeURIComponent(epc)}`);
      assert.equal(status, 200, epc);
      const answer = await checked('GET', '/epcs/{epc}/events', `/epcs/${encodeURIComponent(epc)}/events`);
      assert.ok(eventsIn((await answer.json()) as JsonObject).length > 0, epc);
    }
    for (const spelling of [
      'urn:epc:id:sgtin:0614141.107346.2018',
      'https://id.gs1.org/01/10614141073464/21/2018',
      'https%3A%2F%2Fid.gs1.org%2F01%2F10614141073464%2F21%2F2018',
    ]) {
      const answer = await checked('GET', '/epcs/{epc}/events', `/epcs/${spelling}/events`);
      assert.ok(eventsIn((await answer.json()) as JsonObject).length > 0, spelling);
    }
  });

  it('words in every spelling of the standard', async () => {
    const counts = await Promise.all(
      ['shipping', 'https://ref.gs1.org/cbv/BizStep-shipping', 'urn:epcglobal:cbv:bizstep:shipping', 'cbv:BizStep-shipping'].map(
        async (word) =>
          eventsIn((await (await server.get(`/bizSteps/${encodeURIComponent(word)}/events`)).json()) as JsonObject).length,
      ),
    );
    assert.ok((counts[0] ?? 0) > 0 && new Set(counts).size === 1, counts.join());
  });

  it('what there is none of: 404', async () => {
    for (const [name, below] of [...RESOURCES, ['epcs', '{epc}'] as const])
      for (const end of ['', '/events']) {
        const answer = await checked('GET', `/${name}/${below}${end}`, `/${name}/urn%3Anobody%3Aknows%3Athis${end}`);
        assert.equal(answer.status, 404, name);
      }
  });
});

describe('named queries', () => {
  it('are defined, listed, shown, run and deleted', async () => {
    const query = { eventType: ['ObjectEvent'], EQ_bizStep: ['shipping', 'receiving'] };
    const made = await checked('POST', '/queries', '/queries', {}, { name: 'moved goods/1', query });
    assert.deepEqual([made.status, made.headers.get('location')], [201, '/queries/moved%20goods%2F1']);
    assert.equal((await checked('POST', '/queries', '/queries', {}, { name: 'moved goods/1', query })).status, 409);
    for (const name of ['a', 'b', 'c']) await server.post('/queries', { name, query: {} });
    const path = '/queries/moved%20goods%2F1';
    assert.deepEqual(await (await checked('GET', '/queries/{queryName}', path)).json(), [{ name: 'moved goods/1', query }]);
    const names: string[] = [];
    for (let next: string | null = '/queries?perPage=3'; next !== null;) {
      const page: Response = await checked('GET', '/queries', next);
      names.push(...((await page.json()) as { name: string }[]).map(({ name }) => name));
      next = nextOf(page);
    }
    assert.deepEqual(names, ['a', 'b', 'c', 'moved goods/1']);
    const run = await checked('GET', '/queries/{queryName}/events', `${path}/events?perPage=1000`);
    const asked = await server.events('/events?eventType=ObjectEvent&EQ_bizStep=shipping|receiving&perPage=1000');
    const answer = (await run.json()) as JsonObject;
    assert.deepEqual(eventsIn(answer), asked);
    assert.ok(asked.length > 0);
    assert.match(JSON.stringify(answer), /"queryName":"moved goods\/1"/);
    const first = await checked('GET', '/queries/{queryName}/events', `${path}/events?perPage=1`);
    assert.equal(eventsIn((await first.clone().json()) as JsonObject).length, 1);
    assert.ok(nextOf(first)?.startsWith(`${path}/events?`));
    assert.equal((await checked('DELETE', '/queries/{queryName}', path)).status, 204);
    for (const [method, end, route] of [
      ['GET', '', ''],
      ['DELETE', '', ''],
      ['GET', '/events', '/events'],
    ] as const)
      assert.equal((await checked(method, `/queries/{queryName}${route}`, path + end)).status, 404);
  });

  it('that cannot be read are refused, with each parameter', async () => {
    for (const body of [
      { name: 'x', query: { EQ_nothing: ['a'] } },
      { name: 'x', query: { EQ_bizStep: 'shipping' } },
      { name: 'x', query: { perPage: 5 } },
    ]) {
      const { status } = await checked('POST', '/queries', '/queries', {}, body);
      assert.equal(status, 400, JSON.stringify(body));
    }
    for (const body of [{ name: 'x' }, { query: {} }, { name: '', query: {} }, [], 'x'])
      assert.equal((await server.post('/queries', body)).status, 400, JSON.stringify(body));
    assert.equal((await server.ask('POST', '/queries', { 'Content-Type': 'text/plain' }, '{}')).status, 415);
  });

  it('keep the prefixes that they were defined with', async () => {
    const header = { 'GS1-Extensions': 'mine=http://ns.example.com/epcis/' };
    const query = { 'EQ_mine:myField': ['Example of a vendor/user extension'] };
    assert.equal((await server.post('/queries', { name: 'extension', query }, header)).status, 201);
    const { events } = { events: await server.events('/queries/extension/events') };
    assert.ok(events.length > 0);
  });

  it('are an organisation’s own', async () => {
    const viewer = (organisation: string): Viewer => ({ account: 'x', organisation, role: 'operator', mandate: NO_MANDATE });
    const as = (organisation: string) =>
      createServer(server.app.as(viewer(organisation)), { webRoot: null, bodyLimitBytes: 1000 });
    const [one, other] = [as('https://id.gs1.org/417/9520000000011'), as('https://id.gs1.org/417/9520000000028')];
    const define = {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ name: 'q', query: {} }),
    };
    assert.equal((await one.request('/queries', define)).status, 201);
    assert.equal((await other.request('/queries/q')).status, 404);
    assert.equal((await other.request('/queries/q', { method: 'DELETE' })).status, 404);
    assert.equal((await other.request('/queries', define)).status, 201, 'a name is taken by nobody else');
    assert.equal((await one.request('/queries/q')).status, 200);
  });
});

describe('page tokens', () => {
  it('lead nowhere once they are deleted, whatever list they are of', async () => {
    for (const path of [
      '/events?perPage=1',
      '/epcs?perPage=1',
      '/bizSteps?perPage=1',
      '/eventTypes/ObjectEvent/events?perPage=1',
    ]) {
      const next = nextOf(await server.get(path));
      assert.ok(next !== null, path);
      assert.equal((await server.get(next)).status, 200);
      const token = new URL(next, 'http://x').searchParams.get('nextPageToken') ?? '';
      assert.equal(
        (await checked('DELETE', '/nextPageToken/{token}', `/nextPageToken/${encodeURIComponent(token)}`)).status,
        204,
      );
      const { status } = await server.get(next);
      assert.equal(status, 400, path);
    }
  });

  it('of another list are refused', async () => {
    const next = nextOf(await server.get('/bizSteps?perPage=1')) ?? '';
    for (const list of ['/dispositions', '/epcs', '/events'])
      assert.equal((await server.get(next.replace('/bizSteps', list))).status, 400, list);
    for (const token of ['x', 'r1..', 'r1.AAAA.AAAAAAAA', '%00'])
      assert.equal((await server.get(`/epcs?nextPageToken=${token}`)).status, 400, token);
  });
});

describe('every route of the file', () => {
  /** A path of each route at which there is something. */
  const paths = async (): Promise<Map<string, string>> => {
    await server.post('/queries', { name: 'here', query: {} });
    const captured = await server.post('/capture', exampleText(exampleNames()[0] ?? ''));
    const [event] = await server.events('/events?perPage=1');
    const known: Record<string, string> = {
      '{captureID}': captured.headers.get('location')?.split('/').at(-1) ?? '',
      '{eventID}': String(event?.['eventID'] ?? 'x'),
      '{eventType}': 'ObjectEvent',
      '{epc}': (await members('/epcs?perPage=1000'))[0] ?? '',
      '{bizStep}': 'shipping',
      '{disposition}': 'in_transit',
      '{bizLocation}': (await members('/bizLocations?perPage=1000'))[0] ?? '',
      '{readPoint}': (await members('/readPoints?perPage=1000'))[0] ?? '',
      '{queryName}': 'here',
      '{token}': 'some-token',
      '{subscriptionID}': 'none',
    };
    const routes = Object.keys(FILE.paths);
    return new Map(routes.map((route) => [route, route.replaceAll(/\{\w+\}/g, (name) => encodeURIComponent(known[name] ?? ''))]));
  };

  it('tells in OPTIONS what it takes, and answers GET', async () => {
    for (const [route, path] of await paths()) {
      for (const method of Object.keys(FILE.paths[route] ?? {}).filter((name) => name === 'options' || name === 'get')) {
        const { status } = await checked(method.toUpperCase(), route, path);
        assert.ok(status < 300 || route.includes('{subscriptionID}'), `${method} ${route}: ${status}`);
      }
    }
  });

  it('401 for the public, 403 for who may not, 406 for what is not acceptable: as the file says', async () => {
    const ask = (viewer: Viewer, method: string, path: string, headers = {}) =>
      createServer(server.app.as(viewer), { webRoot: null, bodyLimitBytes: 1000, log: () => undefined }).request(path, {
        method,
        headers: { 'Content-Type': 'application/json', ...headers },
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
    for (const [route, path] of await paths()) {
      for (const [method, { responses }] of Object.entries(FILE.paths[route] ?? {}).filter(([name]) =>
        ['get', 'post', 'delete'].includes(name),
      )) {
        const verb = method.toUpperCase();
        if ('401' in responses && route !== '/') {
          const answer = await ask(PUBLIC, verb, path);
          assert.equal(answer.status, 401, `${verb} ${route}`);
          await description.check(verb, route, answer);
        }
        if ('403' in responses && route !== '/') {
          const answer = await ask({ ...KEEPER, role: 'administrator', mandate: NO_MANDATE }, verb, path);
          assert.equal(answer.status, 403, `${verb} ${route}`);
          await description.check(verb, route, answer);
        }
        if ('406' in responses) {
          const answer = await ask(KEEPER, verb, path, {
            'GS1-EPCIS-Version': '1.2',
            'GS1-EPCIS-Min': '9',
            'GS1-EPCIS-Max': '9',
          });
          assert.equal(answer.status, 406, `${verb} ${route}`);
          await description.check(verb, route, answer);
        }
      }
    }
  });
});
