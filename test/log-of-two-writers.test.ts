import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BARE_EVENT_CONTEXT, openApplication, verifyRecord, type Application } from '../src/app/index.ts';
import { prepareEvents } from '../src/app/capture/prepare.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { documentOf, NOW_MS, objectEvent, type JsonObject } from './support/http.ts';
import { keysOf, testSigner } from './support/log-key.ts';

async function capture(app: Application, events: readonly JsonObject[]): Promise<void> {
  const { finished } = await app.capture.capture(JSON.stringify(documentOf(events)), 'rollback');
  assert.ok((await finished).job.success);
}

/** A change that comes as far as the log and then fails, as when the connection is cut. */
async function failsLate(app: Application, events: readonly JsonObject[]): Promise<void> {
  const stated = events.map((event) => ({ event, context: BARE_EVENT_CONTEXT, path: '$' })) as Parameters<
    typeof prepareEvents
  >[0];
  const prepared = prepareEvents(stated, NOW_MS).flatMap((result) => ('problems' in result ? [] : [result]));
  assert.equal(prepared.length, events.length);
  const settle = (): Promise<void> => Promise.reject(new Error('cut off'));
  await assert.rejects(app.committer.submit({ events: prepared, behaviour: 'proceed', captor: app.viewer, settle }), /cut off/);
}

test('a change that failed leaves nothing in the log, also when another process then records as many events', async () => {
  const store = createMemoryStore();
  const [one, other] = [0, 1].map(() => openApplication(store, () => NOW_MS, '0', testSigner())) as [Application, Application];
  await capture(one, [objectEvent(1), objectEvent(2)]);
  await failsLate(one, [objectEvent(3), objectEvent(4)]);
  await capture(other, [objectEvent(5), objectEvent(6)]);
  await capture(one, [objectEvent(7)]);
  await capture(other, [objectEvent(8)]);
  const { events, fault } = await verifyRecord(
    one,
    { keys: keysOf(one), earlier: null },
    new AbortController().signal,
    () => undefined,
  );
  assert.deepEqual({ events, fault }, { events: 6, fault: null });
});
