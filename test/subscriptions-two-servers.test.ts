import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { logSigner, newLogKey, openApplication } from '../src/app/index.ts';
import { listen, type Listening } from '../src/server/index.ts';
import { openPostgresStore } from '../src/store/index.ts';
import { postgresUrl } from './support/environment.ts';
import { documentOf, NOW_MS, objectEvent } from './support/http.ts';
import { nameSchema } from './support/postgres-schema.ts';
import { Receiver } from './support/receiver.ts';

const PATIENCE_MS = 10_000;

async function post(server: Listening, path: string, body: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  assert.ok(response.ok, `${path}: ${await response.text()}`);
}

test('of two servers on one PostgreSQL record one delivers, each event once; when it stops the other goes on', async (t) => {
  const url = postgresUrl(t);
  if (url === undefined) return;
  const schema = await nameSchema(url);
  const signer = logSigner(newLogKey('log.example'));
  const serve = async (): Promise<Listening> => {
    const app = openApplication(await openPostgresStore(url, schema.name), () => NOW_MS, '0', signer);
    const place = { hostname: '127.0.0.1', port: 0, webRoot: null, bodyLimitBytes: 1e6 } as const;
    const listening = await listen(app, { ...place, access: 'open', allowPrivateDestinations: true, log: () => undefined });
    t.after(() => listening.stop());
    return listening;
  };
  await using receiver = await Receiver.open();
  const [one, other] = [await serve(), await serve()];
  await post(one, '/queries', { name: 'all', query: {} });
  await post(other, '/queries/all/subscriptions', { dest: receiver.url, stream: true });
  const wanted: string[] = [];
  const record = async (server: Listening, n: number): Promise<void> => {
    await post(server, '/capture', documentOf([objectEvent(n)]));
    wanted.push(String(objectEvent(n)['eventID']));
  };
  const arrived = async (): Promise<void> => {
    const deadline = Date.now() + PATIENCE_MS;
    while (receiver.taken().length < wanted.length && Date.now() < deadline) await wait(20);
    await wait(100);
    assert.deepEqual(receiver.taken().toSorted(), wanted.toSorted());
  };
  for (let n = 1; n <= 20; n++) await record(n % 2 === 0 ? one : other, n);
  await arrived();
  await one.stop();
  for (let n = 21; n <= 30; n++) await record(other, n);
  await arrived();
  await other.stop();
  await schema.drop();
});
