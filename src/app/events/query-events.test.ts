import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parseQuery, type JsonObject, type SimpleEventQuery } from '../../epcis/index.ts';
import { createMemoryStore } from '../../store/index.ts';
import { openApplication, type Application } from '../application.ts';
import { queryEvents } from './query-events.ts';

const START_MS = Date.parse('2025-01-01T00:00:00Z');
const CONTEXT = ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { example: 'https://example.com/' }];

/** An event of drum `n` that happened at minute `minute`; several may happen at once. */
function eventOf(n: number, minute: number): JsonObject {
  return {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventTimeZoneOffset: '+00:00',
    bizStep: n % 3 === 0 ? 'shipping' : 'receiving',
    eventTime: new Date(START_MS + minute * 60_000).toISOString(),
    epcList: [`https://id.gs1.org/01/09521234500010/21/D${n}`],
    'example:weight': (n * 7) % 5,
  };
}

class Clock {
  ms = START_MS + 365 * 86_400_000;
  readonly now = (): number => (this.ms += 1000);
}

async function capture(app: Application, events: readonly JsonObject[]): Promise<void> {
  const document = {
    '@context': CONTEXT,
    type: 'EPCISDocument',
    schemaVersion: '2.0',
    creationDate: '2025-01-01T00:00:00Z',
    epcisBody: { eventList: [...events] },
  };
  const { finished } = await app.capture.capture(JSON.stringify(document), 'rollback');
  assert.equal((await finished).job.success, true);
}

function queryOf(text: string): SimpleEventQuery {
  const parsed = parseQuery(new URLSearchParams(text), { example: 'https://example.com/' });
  assert.ok(parsed.ok, JSON.stringify(parsed));
  return parsed.query;
}

/** What the query should answer, worked out another way: from the list of events as they were captured. */
function expected(minutes: readonly number[], text: string): number[] {
  const parameters = new URLSearchParams(text);
  const numbers = minutes.map((_, n) => n).filter((n) => parameters.get('EQ_bizStep') !== 'shipping' || n % 3 === 0);
  const keys: Readonly<Record<string, (n: number) => number>> = {
    eventTime: (n) => minutes[n] ?? 0,
    recordTime: () => 0,
    'example:weight': (n) => (n * 7) % 5,
  };
  const key = keys[parameters.get('orderBy') ?? ''];
  const sign = parameters.get('orderDirection') === 'ASC' ? 1 : -1;
  const sorted = key === undefined ? numbers : numbers.toSorted((a, b) => sign * (key(a) - key(b) || a - b));
  return sorted.slice(0, Number(parameters.get('eventCountLimit') ?? Infinity));
}

const queries = fc.constantFrom(
  '',
  'EQ_bizStep=shipping',
  'orderBy=eventTime',
  'orderBy=eventTime&orderDirection=ASC',
  'orderBy=recordTime',
  'orderBy=recordTime&orderDirection=ASC',
  'orderBy=example:weight&EQ_bizStep=shipping',
  'orderBy=eventTime&eventCountLimit=7',
  'orderBy=recordTime&eventCountLimit=5&EQ_bizStep=shipping',
);

describe('queryEvents', () => {
  it('gives each event that was on record at the first page once, in order, whatever is captured between the pages', async () => {
    const cases = fc.record({
      minutes: fc.array(fc.nat(20), { minLength: 1, maxLength: 40 }),
      late: fc.array(fc.nat(20), { minLength: 1, maxLength: 5 }),
      perPage: fc.integer({ min: 1, max: 9 }),
      text: queries,
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ minutes, late, perPage, text }) => {
        const app = openApplication(createMemoryStore(), new Clock().now, 'test');
        for (let n = 0; n < minutes.length; n += 10) {
          await capture(
            app,
            minutes.slice(n, n + 10).map((minute, place) => eventOf(n + place, minute)),
          );
        }
        const seen: number[] = [];
        let token: string | null = null;
        let next = minutes.length;
        do {
          const page = await queryEvents(app, queryOf(text), { perPage, token });
          assert.ok(page.events.length <= perPage);
          seen.push(...page.events.map(({ seq }) => seq - 1));
          token = page.nextPageToken;
          await capture(
            app,
            late.map((minute) => eventOf(next++, minute)),
          );
        } while (token !== null);
        assert.deepEqual(seen, expected(minutes, text));
      }),
      { numRuns: 60 },
    );
  });

  it('does not hold the event loop while it goes through a long record', async () => {
    const app = openApplication(createMemoryStore(), new Clock().now, 'test');
    for (let n = 0; n < 6000; n += 1000)
      await capture(
        app,
        Array.from({ length: 1000 }, (_, place) => eventOf(n + place, n)),
      );
    let longestMs = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longestMs = Math.max(longestMs, performance.now() - last);
      last = performance.now();
    }, 1);
    const page = await queryEvents(app, queryOf('EQ_example:weight=9'), { perPage: 30 });
    clearInterval(timer);
    assert.deepEqual(page, { events: [], nextPageToken: null });
    assert.ok(longestMs > 0 && longestMs < 250, `the event loop stood still for ${longestMs} ms`);
  });

  it('stops when nobody waits any more', async () => {
    const app = openApplication(createMemoryStore(), new Clock().now, 'test');
    await capture(app, [eventOf(1, 1)]);
    const signal = AbortSignal.abort(new Error('gone'));
    await assert.rejects(queryEvents(app, queryOf(''), { perPage: 30, signal }), /gone/);
  });
});
