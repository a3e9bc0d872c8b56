import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { faultChances } from './support/fault-seed.ts';
import { documentOf, objectEvent } from './support/http.ts';
import { eventIDsOf, Receiver, type Received } from './support/receiver.ts';
import { Ytterby } from './support/ytterby-process.ts';

const KILLS = 8;
const EVENTS_A_LIFE = 30;
const LAST_MS_MAX = 60;
const PATIENCE_MS = 30_000;

async function post(address: string, path: string, body: object): Promise<number> {
  try {
    const response = await fetch(address + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    return response.status;
  } catch (error) {
    // The server was killed before it answered.
    if (error instanceof TypeError) return 0;
    throw error;
  }
}

/** A server that is killed while it takes events, some milliseconds after so many. @returns the eventIDs that it acknowledged */
async function livesAndDies(
  t: TestContext,
  folder: string,
  life: number,
  until: { events: number; ms: number },
): Promise<string[]> {
  const server = new Ytterby(t, ['serve', '--data', folder, '--port', '0', '--allow-private-destinations']);
  const address = await server.serves();
  let killed: Promise<boolean> | undefined;
  const acknowledged: string[] = [];
  for (let at = 0; at < EVENTS_A_LIFE; at++) {
    if (at === until.events) killed = wait(until.ms).then(() => server.process.kill('SIGKILL'));
    const event = objectEvent(life * EVENTS_A_LIFE + at);
    if ((await post(address, '/capture', documentOf([event]))) === 202) acknowledged.push(String(event['eventID']));
  }
  await killed;
  await server.ended();
  return acknowledged;
}

/** What a receiver keeps that takes each number once, as Standard Webhooks tells it to. */
function takenOnce(received: readonly Received[]): string[] {
  const byNumber = new Map(received.map((delivery) => [String(delivery.headers['webhook-id']), delivery]));
  return [...byNumber.values()].flatMap(eventIDsOf);
}

test(`a server killed ${KILLS} times while it delivers: each acknowledged event arrives, under one number`, async (t) => {
  const { random } = faultChances(t);
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-deliveries-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  await using receiver = await Receiver.open();
  const first = new Ytterby(t, ['serve', '--data', folder, '--port', '0', '--allow-private-destinations']);
  const address = await first.serves();
  assert.equal(await post(address, '/queries', { name: 'all', query: {} }), 201);
  assert.equal(await post(address, '/queries/all/subscriptions', { dest: receiver.url, stream: true }), 201);
  first.process.kill('SIGKILL');
  await first.ended();

  const acknowledged: string[] = [];
  for (let life = 0; life < KILLS; life++)
    acknowledged.push(
      ...(await livesAndDies(t, folder, life, { events: random.below(EVENTS_A_LIFE), ms: random.between(0, LAST_MS_MAX) })),
    );
  const last = new Ytterby(t, ['serve', '--data', folder, '--port', '0', '--allow-private-destinations']);
  await last.serves();
  const deadline = Date.now() + PATIENCE_MS;
  const isAllThere = (): boolean => {
    const there = new Set(takenOnce(receiver.received));
    return acknowledged.every((id) => there.has(id));
  };
  while (!isAllThere() && Date.now() < deadline) await wait(50);

  const taken = takenOnce(receiver.received);
  assert.ok(acknowledged.length > 0, 'some events were acknowledged');
  assert.deepEqual(
    acknowledged.filter((id) => !taken.includes(id)),
    [],
    'nothing acknowledged is missing',
  );
  assert.equal(new Set(taken).size, taken.length, 'no event under two numbers');
  for (const [number, same] of Map.groupBy(receiver.received, ({ headers }) => String(headers['webhook-id'])))
    assert.equal(new Set(same.map((each) => eventIDsOf(each).join())).size, 1, `${number} always brings the same events`);
  t.diagnostic(`${acknowledged.length} acknowledged, ${receiver.received.length} deliveries, ${taken.length} events taken`);
});
