/** Subscriptions of EPCIS 2.0 over real sockets: webhooks that fail in every way, WebSockets, schedules. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { WebSocket as Client } from 'ws';
import { addAccount, makeKey, openApplication, setDisabled, type Application } from '../src/app/index.ts';
import { nextRun, scheduleFault } from '../src/app/subscriptions/schedule.ts';
import { destinationFault, isPrivate } from '../src/app/subscriptions/private-addresses.ts';
import { listen, type Listening } from '../src/server/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { EpcisDescription } from './support/epcis-openapi.ts';
import { NOW_MS, objectEvent, documentOf } from './support/http.ts';
import { eventIDsOf, Receiver } from './support/receiver.ts';

const description = new EpcisDescription();
const opened: { close(): Promise<unknown> }[] = [];
after(async () => {
  for (const each of opened.toReversed()) await each.close();
});

/** Waits until something holds. */
async function until(holds: () => boolean | Promise<boolean>, what: string, ms = 8000): Promise<void> {
  const deadline = Date.now() + ms;
  while (!(await holds())) {
    assert.ok(Date.now() < deadline, `${what}: not in ${ms} ms`);
    await wait(10);
  }
}

class Served {
  nowMs = NOW_MS;
  readonly app: Application;
  readonly logged: string[] = [];
  #listening: Listening | undefined;

  constructor(store = createMemoryStore()) {
    this.app = openApplication(store, () => this.nowMs, '0');
  }

  static async open(options: object = {}): Promise<Served> {
    const served = new Served();
    served.#listening = await listen(served.app, {
      hostname: '127.0.0.1',
      port: 0,
      webRoot: null,
      bodyLimitBytes: 1e6,
      allowPrivateDestinations: true,
      log: (line) => served.logged.push(line),
      ...options,
    });
    opened.push({ close: () => served.#listening!.stop() });
    return served;
  }

  get url(): string {
    return this.#listening?.url ?? '';
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Response> {
    return fetch(this.url + path, {
      method,
      headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async record(...numbers: number[]): Promise<string[]> {
    const events = numbers.map((number) => objectEvent(number));
    const response = await this.ask('POST', '/capture', documentOf(events));
    assert.equal(response.status, 202);
    return events.map((event) => String(event['eventID']));
  }

  async query(name: string, query: object = {}): Promise<void> {
    assert.equal((await this.ask('POST', '/queries', { name, query })).status, 201);
  }

  async subscribe(name: string, wish: object): Promise<{ subscriptionID: string; [field: string]: unknown }> {
    const response = await this.ask('POST', `/queries/${name}/subscriptions`, wish);
    const body = (await response.clone().json()) as { subscriptionID: string };
    assert.equal(response.status, 201, JSON.stringify(body));
    await description.check('POST', '/queries/{queryName}/subscriptions', response);
    return body;
  }
}

async function receiver(): Promise<Receiver> {
  const made = await Receiver.open();
  opened.push(made);
  return made;
}

describe('the interface', () => {
  it('subscribes, shows, lists, ends; what cannot be kept is refused with the reason', async () => {
    const [served, hook] = [await Served.open(), await receiver()];
    await served.query('q');
    const made = await served.subscribe('q', { dest: hook.url, signatureToken: 'a token', stream: true });
    assert.equal('signatureToken' in made, false);
    const path = `/queries/q/subscriptions/${made.subscriptionID}`;
    for (const [method, at, route] of [
      ['GET', path, '/queries/{queryName}/subscriptions/{subscriptionID}'],
      ['OPTIONS', path, '/queries/{queryName}/subscriptions/{subscriptionID}'],
      ['GET', '/queries/q/subscriptions', '/queries/{queryName}/subscriptions'],
      ['DELETE', path, '/queries/{queryName}/subscriptions/{subscriptionID}'],
      ['GET', path, '/queries/{queryName}/subscriptions/{subscriptionID}'],
    ] as const)
      await description.check(method, route, await served.ask(method, at));
    for (const bad of [
      { dest: hook.url },
      { dest: hook.url, stream: true, schedule: { hour: '1' } },
      { dest: hook.url, schedule: {} },
      { dest: hook.url, schedule: { hour: '24' } },
      { dest: hook.url, schedule: { second: '5-1' } },
      { dest: hook.url, schedule: { month: '2', dayOfMonth: '31' } },
      { dest: 'ftp://example.org/', stream: true },
      { dest: 'http://user:secret@example.org/', stream: true },
      { dest: 'here', stream: true },
      { stream: true },
      { dest: hook.url, stream: false },
    ])
      assert.equal((await served.ask('POST', '/queries/q/subscriptions', bad)).status, 400, JSON.stringify(bad));
    assert.equal((await served.ask('POST', '/queries/none/subscriptions', { dest: hook.url, stream: true })).status, 404);
  });

  it('addresses behind the server are refused unless they are allowed', async () => {
    const served = await Served.open({ allowPrivateDestinations: false });
    await served.query('q');
    for (const dest of [
      'http://127.0.0.1:1/',
      'http://localhost/',
      'http://2130706433/',
      'http://0x7f.1/',
      'http://[::1]/',
      'http://[::ffff:127.0.0.1]/',
      'http://10.1.2.3/',
      'http://169.254.169.254/latest',
      'http://192.168.0.1/',
      'http://[fe80::1]/',
      'http://[fd00::1]/',
    ]) {
      assert.notEqual(destinationFault(dest, false), null, dest);
      assert.equal((await served.ask('POST', '/queries/q/subscriptions', { dest, stream: true })).status, 400, dest);
    }
    for (const address of ['8.8.8.8', '203.0.114.7', '2001:4860:4860::8888']) assert.equal(isPrivate(address), false, address);
    assert.equal(destinationFault('https://example.org/hook', false), null);
  });
});

describe('a stream', () => {
  it('brings each event once, in order, signed; a query that does not match brings nothing', async () => {
    const [served, hook, other] = [await Served.open(), await receiver(), await receiver()];
    await served.query('all', { eventType: ['ObjectEvent'] });
    await served.query('none', { EQ_bizStep: ['destroying'] });
    await served.record(1);
    const { subscriptionID } = await served.subscribe('all', { dest: hook.url, signatureToken: 'a token', stream: true });
    await served.subscribe('none', { dest: other.url, stream: true });
    const ids = [...(await served.record(2, 3)), ...(await served.record(4))];
    await until(() => hook.taken().length >= 3, 'three events');
    assert.deepEqual(hook.taken(), ids, 'what was there before is not brought');
    for (const { headers, body } of hook.received) {
      assert.equal(headers['gs1-signature'], `sha256=${createHmac('sha256', 'a token').update(body).digest('hex')}`);
      const signed = [headers['webhook-id'], headers['webhook-timestamp'], body].join('.');
      assert.equal(headers['webhook-signature'], `v1,${createHmac('sha256', 'a token').update(signed).digest('base64')}`);
      assert.match(body, new RegExp(`"subscriptionID":"${subscriptionID}"`));
    }
    assert.deepEqual(other.received, []);
    const shown = (await (await served.ask('GET', `/queries/all/subscriptions/${subscriptionID}`)).json()) as {
      lastNotifiedAt: string;
    };
    assert.equal(shown.lastNotifiedAt, new Date(NOW_MS).toISOString());
  });

  it('from an earlier time of recording on', async () => {
    const [served, hook] = [await Served.open(), await receiver()];
    await served.query('all');
    await served.record(1);
    served.nowMs += 60_000;
    const initialRecordTime = new Date(served.nowMs).toISOString();
    const ids = await served.record(2, 3);
    await served.subscribe('all', { dest: hook.url, stream: true, initialRecordTime });
    await until(() => hook.taken().length >= 2, 'two events');
    assert.deepEqual(hook.taken(), ids);
  });

  it('a receiver that answers 500, redirects, resets or hangs gets the same events under the same number until it takes them', async () => {
    const [served, hook] = [await Served.open(), await receiver()];
    const answers = [500, 302, 'reset', 429, 204] as const;
    hook.behave = (delivery) => answers[Math.min(delivery, answers.length - 1)] ?? 204;
    await served.query('all');
    const { subscriptionID } = await served.subscribe('all', { dest: hook.url, stream: true });
    const ids = await served.record(1, 2);
    await until(() => hook.received.length >= 1, 'the first attempt');
    ids.push(...(await served.record(3)));
    for (let attempts = 1; attempts < answers.length; attempts++) {
      await wait(30);
      assert.equal(hook.received.length, attempts, 'no attempt before its time');
      served.nowMs += 3_600_000;
      await until(() => hook.received.length > attempts, `attempt ${attempts + 1}`);
    }
    await until(() => hook.taken().length >= 3, 'all three');
    assert.deepEqual(hook.taken(), ids);
    const numbers = hook.received.slice(0, answers.length).map(({ headers }) => headers['webhook-id']);
    assert.equal(new Set(numbers).size, 1, 'one delivery, one number');
    for (const each of hook.received.slice(0, answers.length)) assert.deepEqual(eventIDsOf(each), ids.slice(0, 2));
    assert.ok(String(numbers[0]).startsWith(subscriptionID));
  });

  it('a receiver that hangs is given up after its time; others do not wait for it', async () => {
    const [served, slow, quick] = [await Served.open(), await receiver(), await receiver()];
    slow.behave = () => 'hang';
    await served.query('all');
    await served.subscribe('all', { dest: slow.url, stream: true });
    await served.subscribe('all', { dest: quick.url, stream: true });
    const ids = await served.record(1, 2, 3);
    await until(() => quick.taken().length === 3, 'the quick one', 3000);
    assert.deepEqual(quick.taken(), ids);
  });

  it('a receiver that comes back after hours, with the clock put back in between, has missed nothing', async () => {
    const [served, hook] = [await Served.open(), await receiver()];
    hook.behave = () => 503;
    await served.query('all');
    await served.subscribe('all', { dest: hook.url, stream: true });
    const ids = await served.record(1);
    await until(() => hook.received.length >= 1, 'the first attempt');
    for (let hour = 0; hour < 3; hour++) {
      served.nowMs += 3_600_000;
      ids.push(...(await served.record(10 + hour)));
    }
    hook.behave = () => 200;
    served.nowMs -= 24 * 3_600_000;
    ids.push(...(await served.record(20)));
    await until(() => hook.taken().length >= ids.length, 'everything');
    assert.deepEqual(hook.taken(), ids);
  });

  it('more than waits in memory comes too, in order', async () => {
    const [served, hook] = [await Served.open(), await receiver()];
    hook.behave = () => 503;
    await served.query('all');
    await served.subscribe('all', { dest: hook.url, stream: true });
    const ids: string[] = [];
    for (let part = 0; part < 6; part++)
      ids.push(...(await served.record(...Array.from({ length: 500 }, (_, place) => part * 500 + place))));
    hook.behave = () => 200;
    served.nowMs += 3_600_000;
    await until(() => hook.taken().length >= ids.length, 'three thousand', 20_000);
    assert.deepEqual(hook.taken(), ids);
  });

  it('ends with its query, and when its owner may hold it no more', async () => {
    const [served, hook] = [await Served.open(), await receiver()];
    await served.query('gone');
    await served.subscribe('gone', { dest: hook.url, stream: true });
    await served.ask('DELETE', '/queries/gone');
    await addAccount(
      served.app,
      {
        id: 'gateway',
        name: '',
        kind: 'machine',
        organisation: null,
        role: 'auditor',
        mandate: { everything: true, provinces: [], organisations: [] },
      },
      null,
    );
    const { key } = await makeKey(served.app, { account: 'gateway', label: '', until: null }, null);
    const by = { Authorization: `Bearer ${key}` };
    assert.equal((await served.ask('POST', '/queries', { name: 'q', query: {} }, by)).status, 201);
    const wish = { dest: hook.url, stream: true };
    assert.equal((await served.ask('POST', '/queries/q/subscriptions', wish, by)).status, 201);
    const [first] = await served.record(1);
    await until(() => hook.taken().length >= 1, 'the first');
    await setDisabled(served.app, 'gateway', true, null);
    const [second] = await served.record(2);
    await wait(200);
    assert.deepEqual(hook.taken(), [first], 'nothing goes to who was disabled');
    await setDisabled(served.app, 'gateway', false, null);
    served.nowMs += 3_600_000;
    await until(() => hook.taken().length >= 2, 'what waited');
    assert.deepEqual(hook.taken(), [first, second]);
  });
});

describe('a schedule', () => {
  it('comes when the standard says, in China’s time', () => {
    const at = (text: string): number => Date.parse(`${text}+08:00`);
    for (const [schedule, from, next] of [
      [{ hour: '1', minute: '5' }, '2026-11-26T08:00:00', '2026-11-27T01:05:00'],
      [{ second: '0/30' }, '2026-11-26T08:00:01', '2026-11-26T08:00:30'],
      [{ minute: '10,[20-22]' }, '2026-11-26T08:20:00', '2026-11-26T08:21:00'],
      [{ dayOfWeek: '7', hour: '0' }, '2026-11-26T08:00:00', '2026-11-29T00:00:00'],
      [{ dayOfWeek: '1' }, '2026-11-26T08:00:00', '2026-11-30T00:00:00'],
      [{ dayOfMonth: '1', dayOfWeek: '1' }, '2026-11-26T08:00:00', '2027-02-01T00:00:00'],
      [{ month: '2', dayOfMonth: '29' }, '2026-11-26T08:00:00', '2028-02-29T00:00:00'],
    ] as const) {
      assert.equal(scheduleFault(schedule), null, JSON.stringify(schedule));
      assert.equal(nextRun(schedule, at(from)), at(next), JSON.stringify(schedule));
    }
  });

  it('brings what was recorded since the last time together, and says when there is nothing if asked to', async () => {
    const [served, hook, empty] = [await Served.open(), await receiver(), await receiver()];
    await served.query('all');
    await served.query('none', { EQ_bizStep: ['destroying'] });
    const schedule = { minute: '0/10' };
    await served.subscribe('all', { dest: hook.url, schedule });
    await served.subscribe('none', { dest: empty.url, schedule, reportIfEmpty: true });
    const ids = [...(await served.record(1)), ...(await served.record(2))];
    await wait(150);
    assert.deepEqual(hook.received, [], 'not before its time');
    served.nowMs += 600_000;
    await until(() => hook.taken().length >= 2 && empty.received.length >= 1, 'the first time');
    assert.deepEqual([hook.received.length, hook.taken(), empty.taken()], [1, ids, []]);
    served.nowMs -= 3_600_000;
    await wait(150);
    assert.deepEqual([hook.received.length, empty.received.length], [1, 1], 'a clock put back repeats nothing');
  });
});

describe('a WebSocket', () => {
  /** Opens a client. @returns what it received, and how it ended */
  function connect(served: Served, path: string, headers: Record<string, string> = {}) {
    const client = new Client(served.url.replace('http', 'ws') + path, { headers });
    const messages: string[] = [];
    client.on('message', (data: Buffer) => messages.push(data.toString()));
    const outcome = new Promise<string>((resolve) => {
      client.on('open', () => resolve('open'));
      client.on('unexpected-response', (_request, response) => resolve(String(response.statusCode)));
      client.on('error', (error) => resolve(error.message));
    });
    opened.push({ close: async () => client.terminate() });
    return { client, messages, outcome, ids: () => messages.flatMap((body) => eventIDsOf({ body })) };
  }

  it('brings the events of a query as they are recorded, to each his own', async () => {
    const served = await Served.open();
    await served.query('all', { eventType: ['ObjectEvent'] });
    const one = connect(served, '/queries/all/events');
    assert.equal(await one.outcome, 'open');
    const ids = await served.record(1, 2);
    await until(() => one.ids().length >= 2, 'two events');
    const two = connect(served, '/queries/all/events', { 'GS1-Query-Stream': 'true' });
    assert.equal(await two.outcome, 'open');
    ids.push(...(await served.record(3)));
    await until(() => one.ids().length >= 3 && two.ids().length >= 1, 'the third');
    assert.deepEqual([one.ids(), two.ids()], [ids, ids.slice(2)]);
    one.client.close();
    two.client.close();
  });

  it('the browser’s own WebSocket too', async () => {
    const served = await Served.open();
    await served.query('all');
    const socket = new WebSocket(`${served.url.replace('http', 'ws')}/queries/all/events`);
    const messages: string[] = [];
    socket.addEventListener('message', ({ data }) => messages.push(String(data)));
    await new Promise((resolve) => socket.addEventListener('open', resolve));
    const ids = await served.record(1);
    await until(() => messages.length > 0, 'a message');
    assert.deepEqual(eventIDsOf({ body: messages[0] ?? '' }), ids);
    socket.close();
  });

  it('is refused as any request is: no such query, no key, another site’s page, a bad schedule', async () => {
    const served = await Served.open();
    await served.query('all');
    assert.equal(await connect(served, '/queries/none/events').outcome, '404');
    assert.equal(await connect(served, '/queries/all/events', { Authorization: 'Bearer ytk_wrong' }).outcome, '401');
    assert.equal(await connect(served, '/queries/all/events', { Origin: 'https://evil.example' }).outcome, '403');
    assert.equal(await connect(served, '/queries/all/events', { 'GS1-Query-Hour': '99' }).outcome, '400');
    assert.equal(await connect(served, '/nothing').outcome, '404');
  });
});
