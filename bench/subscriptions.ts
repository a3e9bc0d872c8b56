import { setTimeout } from 'node:timers/promises';
import { listen } from '../src/server/index.ts';
import type { Figure } from './support/figure.ts';
import { quantile } from './support/measuring.ts';
import type { Plan } from './support/options.ts';
import { openPlace, type Backend } from './support/record-place.ts';
import type { Arrivals } from './support/receive-child.ts';
import { answerOf, stopChild } from './support/talk.ts';
import type { Workspace } from './support/workspace.ts';

const EVENTS_A_SECOND = 500;
/** Captures a second: each carries its share of the events. */
const CAPTURES_A_SECOND = 50;
const PATIENCE_MS = 60_000;
const POLL_MS = 200;
/** Subscriptions to each place: an event is brought to so many. */
const EACH = 2;
const BARE_POSTS_MAX = 2000;

/**
 * Many live subscriptions over a server that takes events all the while: how long after its capture was acknowledged each event arrives.
 * Each subscription is to one place and two share it, so each event is brought twice.
 */
export async function measureSubscriptions(backend: Backend, plan: Plan, workspace: Workspace): Promise<Figure[]> {
  const { subscriptions, deliverySeconds } = plan;
  const receiver = workspace.fork(new URL('support/receive-child.ts', import.meta.url), []);
  const { url } = await answerOf<{ url: string }>(receiver);
  const app = await openPlace(await backend.emptyPlace('subscriptions'));
  const place = { hostname: '127.0.0.1', port: 0, webRoot: null, bodyLimitBytes: 1e7 } as const;
  const server = await listen(app, { ...place, access: 'open', allowPrivateDestinations: true, log: () => undefined });
  await subscribe(server.url, url, subscriptions);
  const sent = await captureAll(server.url, deliverySeconds, subscriptions / EACH);
  const expected = sent.events * EACH;
  await arrived(async () => (await answerOf<{ arrived: number }>(receiver, { count: true })).arrived, expected);
  const arrivals = await answerOf<Arrivals>(receiver, { report: true });
  const delays = arrivals.events.map(({ event, at }) => at - sent.acknowledged[event]!);
  const bare = { url, posts: Math.min(BARE_POSTS_MAX, arrivals.posts), bytes: Math.round(arrivals.bytes / arrivals.posts) };
  const { tookMs } = await answerOf<{ tookMs: number[] }>(receiver, { bare });
  await server.stop();
  await stopChild(receiver);
  const figure = (part: number): Figure => ({
    name: `delivery with ${subscriptions} live subscriptions at ${Math.round(sent.rate)} events/s (${expected} arrivals), p${part * 100}`,
    on: backend.name,
    events: sent.events,
    value: quantile(delays, part),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `one POST of the same size to the same receiver, p${part * 100}`, value: quantile(tookMs, part) }],
    bound:
      'what goes is on record before it goes and that it arrived before the next: two durable changes a delivery, shared by all that wait',
  });
  return [figure(0.5), figure(0.99)];
}

async function post(base: string, path: string, body: object): Promise<void> {
  const headers = { 'Content-Type': 'application/json' };
  const response = await fetch(base + path, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`measureSubscriptions: ${path}: ${response.status} ${await response.text()}`);
  await response.arrayBuffer();
}

function siteOf(place: number): string {
  return `https://id.gs1.org/414/${9_520_000_000_000 + place}`;
}

async function subscribe(base: string, dest: string, count: number): Promise<void> {
  const places = count / EACH;
  for (let site = 0; site < places; site++)
    await post(base, '/queries', { name: `at-${site}`, query: { EQ_bizLocation: [siteOf(site)] } });
  for (let at = 0; at < count; at++) await post(base, `/queries/at-${at % places}/subscriptions`, { dest, stream: true });
}

/** Captures at a steady pace. @returns when each event was acknowledged, by its number */
async function captureAll(
  base: string,
  seconds: number,
  places: number,
): Promise<{ events: number; rate: number; acknowledged: number[] }> {
  const each = EVENTS_A_SECOND / CAPTURES_A_SECOND;
  const acknowledged: number[] = [];
  const startedMs = performance.timeOrigin + performance.now();
  const under: Promise<void>[] = [];
  for (let turn = 0; turn < seconds * CAPTURES_A_SECOND; turn++) {
    const wait = startedMs + (turn * 1000) / CAPTURES_A_SECOND - (performance.timeOrigin + performance.now());
    if (wait > 0) await setTimeout(wait);
    const numbers = Array.from({ length: each }, (_, place) => turn * each + place);
    under.push(
      post(base, '/capture', documentOf(numbers, places)).then(() => {
        for (const number of numbers) acknowledged[number] = performance.timeOrigin + performance.now();
      }),
    );
  }
  await Promise.all(under);
  const tookMs = performance.timeOrigin + performance.now() - startedMs;
  return { events: acknowledged.length, rate: (acknowledged.length / tookMs) * 1000, acknowledged };
}

function documentOf(numbers: readonly number[], places: number): object {
  const eventList = numbers.map((number) => ({
    type: 'ObjectEvent',
    eventTime: '2015-06-01T00:00:00Z',
    eventTimeZoneOffset: '+08:00',
    eventID: `urn:bench:${number}`,
    action: 'OBSERVE',
    bizStep: 'inspecting',
    epcList: [`https://id.gs1.org/01/09521234500010/21/D${number}`],
    bizLocation: { id: siteOf(number % places) },
  }));
  return {
    '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2015-06-01T00:00:00Z',
    epcisBody: { eventList },
  };
}

/** Waits until everything is there. @throws Error when it does not come */
async function arrived(count: () => Promise<number>, expected: number): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const there = await count();
    if (there >= expected) return;
    if (performance.now() > deadline)
      throw new Error(`measureSubscriptions: ${there} of ${expected} arrived in ${PATIENCE_MS} ms`);
    await setTimeout(POLL_MS);
  }
}
