import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openApplication, readLogKey, logKey, verifyRecord } from '../src/app/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { createServer } from '../src/server/index.ts';
import { documentOf, NOW_MS, objectEvent } from './support/http.ts';

const HOUR_MS = 3_600_000;

test('a clock that is put back by hours: times of recording never fall, the log goes on, pages and knownAt stay in order', async () => {
  let nowMs = NOW_MS;
  const app = openApplication(createMemoryStore(), () => nowMs, '0');
  const http = createServer(app, { webRoot: null, bodyLimitBytes: 1e6, access: 'open', log: () => undefined });
  for (const [number, hours] of [
    [1, 0],
    [2, -5],
    [3, -4],
    [4, 1],
    [5, -24],
  ] as const) {
    nowMs = NOW_MS + hours * HOUR_MS;
    const { finished } = await app.capture.capture(JSON.stringify(documentOf([objectEvent(number)])), 'rollback');
    assert.ok((await finished).job.success);
  }
  const sealed = await app.store.read((reader) => reader.sealedEvents(0, 10));
  const recorded = sealed.map(({ recordedMs }) => recordedMs);
  assert.deepEqual(
    recorded,
    recorded.toSorted((a, b) => a - b),
  );
  assert.equal(await app.store.read((reader) => reader.seqAt(NOW_MS)), 3);
  const verdict = await verifyRecord(
    app,
    { keys: [readLogKey(logKey(app))], earlier: null },
    new AbortController().signal,
    () => undefined,
  );
  assert.equal(verdict.fault, null);
  const ids: string[] = [];
  for (let path: string | null = '/events?perPage=2&orderBy=recordTime'; path !== null;) {
    const response: Response = await http.request(path);
    const { epcisBody } = (await response.json()) as {
      epcisBody: { queryResults: { resultsBody: { eventList: { eventID: string }[] } } };
    };
    ids.push(...epcisBody.queryResults.resultsBody.eventList.map(({ eventID }) => eventID.slice(-1)));
    path = /<([^>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1] ?? null;
  }
  assert.deepEqual(new Set(ids), new Set(['1', '2', '3', '4', '5']));
  assert.equal(ids.length, 5);
});
