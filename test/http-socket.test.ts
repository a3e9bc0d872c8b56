/** The server on a real socket: what only a socket shows. */
import assert from 'node:assert/strict';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { openApplication, type Application } from '../src/app/index.ts';
import { listen, PortRefused, type Listening } from '../src/server/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { openSqliteStore } from '../src/store/sqlite/sqlite-store.ts';
import { documentOf, loneEvent, NOW_MS, objectEvent, TestServer } from './support/http.ts';

const HEAD = 'POST /capture HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';

/** Everything that comes back until the other side closes, at most so long. */
async function answerOf(socket: Socket, withinMs: number): Promise<string> {
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString('utf8')));
  // A reset after the answer is how a server cuts off who goes on sending.
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  await Promise.race([closed, wait(withinMs, undefined, { ref: false })]);
  socket.destroy();
  return text;
}

describe('a server on a socket', () => {
  let app: Application;
  let listening: Listening;
  const socketTo = async (): Promise<Socket> => {
    const { hostname, port } = new URL(listening.url);
    const socket = connect(Number(port), hostname);
    await once(socket, 'connect');
    return socket;
  };
  const head = (): Promise<number> => app.store.read((reader) => reader.head());

  before(async () => {
    app = openApplication(createMemoryStore(), () => NOW_MS, 'test');
    const options = { webRoot: null, bodyLimitBytes: 100_000, bodySilenceMs: 300, log: () => undefined };
    listening = await listen(app, { ...options, hostname: '127.0.0.1', port: 0 });
  });
  after(() => listening.stop());

  it('answers', async () => {
    const response = await fetch(`${listening.url}/events`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(loneEvent(1)),
    });
    assert.equal(response.status, 201);
    assert.equal(await head(), 1);
  });

  it('gives up a body that falls silent, with 408', async () => {
    const socket = await socketTo();
    socket.write(`${HEAD}Content-Length: 5000\r\n\r\n{"@context":`);
    const answer = await answerOf(socket, 5000);
    assert.match(answer, /^HTTP\/1\.1 408 /);
    assert.match(answer, /body-timeout/);
    assert.equal(await head(), 1);
  });

  it('takes a body that comes slowly but comes', async () => {
    const socket = await socketTo();
    const body = JSON.stringify(documentOf([objectEvent(7)]));
    socket.write(`${HEAD}Connection: close\r\nContent-Length: ${body.length}\r\n\r\n`);
    const answer = answerOf(socket, 10_000);
    for (let from = 0; from < body.length; from += 100) {
      socket.write(body.slice(from, from + 100));
      await wait(100);
    }
    assert.match(await answer, /^HTTP\/1\.1 202 /);
    assert.equal(await head(), 2);
  });

  it('records nothing of a document whose sender hangs up', async () => {
    const socket = await socketTo();
    socket.write(`${HEAD}Content-Length: 5000\r\n\r\n${JSON.stringify(documentOf([objectEvent(8)])).slice(0, 300)}`);
    await wait(50);
    socket.destroy();
    await wait(100);
    assert.equal(await head(), 2);
    assert.equal((await fetch(`${listening.url}/events`)).status, 200);
  });

  it('refuses a body of 2 GB before it is sent, and one without a length at the limit', async () => {
    const onRecord = await head();
    const stated = await socketTo();
    stated.write(`${HEAD}Content-Length: 2147483648\r\n\r\n{`);
    assert.match(await answerOf(stated, 2000), /^HTTP\/1\.1 413 [\s\S]*CaptureLimitExceededException/);
    const streamed = await socketTo();
    streamed.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n`);
    const answer = answerOf(streamed, 5000);
    for (let n = 0; n < 1000 && streamed.bytesRead === 0 && !streamed.destroyed; n++) {
      streamed.write(`1000\r\n${' '.repeat(4096)}\r\n`);
      await wait(1);
    }
    assert.match(await answer, /^HTTP\/1\.1 413 /);
    assert.equal(await head(), onRecord);
  });

  it('says that a port is taken', async () => {
    const { port } = new URL(listening.url);
    const other = openApplication(createMemoryStore(), () => NOW_MS, 'test');
    const options = { webRoot: null, bodyLimitBytes: 1000, hostname: '127.0.0.1', port: Number(port) };
    await assert.rejects(listen(other, options), (error) => error instanceof PortRefused && error.message.includes(port));
  });
});

describe('a stop', () => {
  it('lets running captures end before the record is closed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ytterby-'));
    try {
      const app = openApplication(openSqliteStore(folder), () => NOW_MS, 'test');
      const listening = await listen(app, { webRoot: null, bodyLimitBytes: 10_000_000, hostname: '127.0.0.1', port: 0 });
      const events = Array.from({ length: 4000 }, (_, n) => objectEvent(n));
      const headers = { 'Content-Type': 'application/json', 'GS1-Capture-Error-Behaviour': 'proceed' };
      const response = await fetch(`${listening.url}/capture`, {
        method: 'POST',
        headers,
        body: JSON.stringify(documentOf(events)),
      });
      assert.equal(response.status, 202);
      const [first, second] = [listening.stop(), listening.stop()];
      await Promise.all([first, second]);
      await assert.rejects(fetch(`${listening.url}/events`));
      const store = openSqliteStore(folder);
      const job = await store.read((reader) =>
        reader.captureJob((response.headers.get('location') ?? '').split('/').at(-1) ?? ''),
      );
      assert.deepEqual([job?.running, job?.success, await store.read((reader) => reader.head())], [false, true, 4000]);
      await store.close();
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('the web app', () => {
  it('is served with its page for every path, its files, and headers that keep it safe', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ytterby-web-'));
    try {
      await mkdir(join(folder, 'assets'));
      await writeFile(join(folder, 'index.html'), '<!doctype html><title>page</title>');
      await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'export {};');
      await writeFile(join(folder, '..', 'ytterby-secret.txt'), 'secret');
      const server = new TestServer({ webRoot: folder });
      const browser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };
      for (const path of ['/', '/capture', '/lot?id=https://id.gs1.org/01/1/10/A', '/no/such/page']) {
        const page = await server.get(path, browser);
        assert.match(await page.text(), /<title>page/, path);
        assert.match(page.headers.get('content-security-policy') ?? '', /script-src 'self';/);
        assert.deepEqual(
          [page.headers.get('x-content-type-options'), page.headers.get('cache-control')],
          ['nosniff', 'no-cache'],
        );
        assert.equal((await server.get(path, { ...browser, 'If-None-Match': page.headers.get('etag') ?? '' })).status, 304);
      }
      const script = await server.get('/assets/app-1a2b.js');
      assert.deepEqual(
        [script.headers.get('content-type'), script.headers.get('cache-control')],
        ['text/javascript; charset=utf-8', 'public, max-age=31536000, immutable'],
      );
      for (const path of [
        '/assets/gone.js',
        '/..%2fytterby-secret.txt',
        '/%2e%2e/ytterby-secret.txt',
        '/%00.js',
        '/%zz.js',
        '/assets',
        '/api/nothing',
      ]) {
        assert.equal((await server.get(path)).status, 404, path);
      }
      assert.equal(((await (await server.get('/')).json()) as { type: string }).type, 'Collection');
      assert.deepEqual(await (await server.get('/capture')).json(), []);
      assert.equal((await server.get('/events', browser)).headers.get('content-type'), 'application/json');
    } finally {
      await rm(folder, { recursive: true });
      await rm(join(folder, '..', 'ytterby-secret.txt'));
    }
  });

  it('that was not built is told how to build', async () => {
    const page = await new TestServer().get('/', { Accept: 'text/html' });
    assert.match(await page.text(), /npm run build:web/);
  });
});
