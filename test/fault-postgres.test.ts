import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import type pg from 'pg';
import { loadRegistry, openApplication, type Application } from '../src/app/index.ts';
import { openPostgresStore, StoreError } from '../src/store/index.ts';
import { auditRecord } from './support/audit-record.ts';
import { postgresUrl } from './support/environment.ts';
import { CapturingProcess, type Errand } from './support/errand.ts';
import { keysOfDocument } from './support/event-keys.ts';
import { faultChances } from './support/fault-seed.ts';
import { nameSchema } from './support/postgres-schema.ts';
import { arrivalsOf, REGISTRY_TEXT } from './support/rare-earth-events.ts';

const ROUNDS = 20;
/** Cuts in one round: a common change that is cut is tried again document by document, and those tries are to be cut as well. */
const CUTS_PER_ROUND = 3;
const DELAY_MS_MAX = 15;
const BATCHES = 12;

interface Opened {
  readonly url: string;
  readonly schema: string;
  readonly admin: pg.Client;
  /** Opens the record as another process would: with a pool and caches of its own. */
  open(): Promise<Application>;
}

/** A schema for one test; undefined without PostgreSQL. Connections of its stores bear the schema's name. */
async function openSchema(t: TestContext): Promise<Opened | undefined> {
  const server = postgresUrl(t);
  if (server === undefined) return undefined;
  const { name, admin, drop } = await nameSchema(server);
  const url = new URL(server);
  url.searchParams.set('application_name', name);
  const opened: Application[] = [];
  t.after(async () => {
    for (const app of opened) await app.store.close();
    await drop();
  });
  const open = async (): Promise<Application> => {
    const app = openApplication(await openPostgresStore(url.href, name), () => Date.now(), '0');
    opened.push(app);
    return app;
  };
  return { url: url.href, schema: name, admin, open };
}

async function cutConnections({ admin, schema }: Opened): Promise<number> {
  const cut = await admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = $1', [schema]);
  return cut.rows.length;
}

const isRetryable = (error: unknown): boolean => error instanceof StoreError && error.code === 'unreachable' && error.retryable;

async function capture(app: Application, document: string): Promise<{ recorded: number; duplicates: number }> {
  return (await app.capture.capture(document, 'rollback')).finished;
}

test('connections cut while documents are captured: each is recorded whole or not at all, and can be captured again', async (t) => {
  const opened = await openSchema(t);
  if (opened === undefined) return;
  const { seed, random } = faultChances(t);
  const app = await opened.open();
  await loadRegistry(app, REGISTRY_TEXT);
  const acknowledged = new Set<string>();
  const documents: string[] = [];
  let failures = 0;
  let cut = 0;
  for (let batch = 0; batch < ROUNDS; batch++) {
    const arrivals = arrivalsOf(seed, batch);
    documents.push(...arrivals);
    const captures = Promise.allSettled(arrivals.map((document) => capture(app, document)));
    for (let again = 0; again < CUTS_PER_ROUND; again++) {
      await setTimeout(random.between(0, DELAY_MS_MAX));
      cut += await cutConnections(opened);
    }
    for (const [place, outcome] of (await captures).entries()) {
      if (outcome.status === 'fulfilled') for (const key of keysOfDocument(arrivals[place] ?? '')) acknowledged.add(key);
      else assert.ok(isRetryable(outcome.reason), String(outcome.reason));
      failures += outcome.status === 'rejected' ? 1 : 0;
    }
  }
  t.diagnostic(`${cut} connections cut, ${failures} of ${documents.length} captures failed`);
  assert.ok(cut >= ROUNDS, `only ${cut} connections were cut`);
  const onRecord = await readUntilReached(app, acknowledged);
  for (const document of documents) assertWhole(keysOfDocument(document), onRecord);
  for (const document of documents) await capture(app, document);
  const after = await auditRecord(app.store, documents.flatMap(keysOfDocument));
  assert.equal(after.size, new Set(documents.flatMap(keysOfDocument)).size);
});

/** The first reads may meet connections that were cut while they lay idle: they fail as retryable, and a later one succeeds. */
async function readUntilReached(app: Application, acknowledged: Iterable<string>): Promise<Set<string>> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await auditRecord(app.store, acknowledged);
    } catch (error) {
      assert.ok(isRetryable(error) && attempt < 10, String(error));
    }
  }
}

/** An event may stand in two documents; so a document is whole, or none of it is there but what others brought. */
function assertWhole(keys: readonly string[], onRecord: ReadonlySet<string>): void {
  const present = keys.filter((key) => onRecord.has(key)).length;
  assert.ok(present === 0 || present === keys.length, `${present} of ${keys.length} events of a document are on record`);
}

for (const pauseMs of [0, 100]) {
  test(`a connection cut inside a change, ${pauseMs} ms before its next statement: nothing of it is kept, the next change works`, async (t) => {
    const opened = await openSchema(t);
    if (opened === undefined) return;
    const app = await opened.open();
    const [first = '', second = ''] = arrivalsOf(1, 0);
    await capture(app, first);
    const change = app.store.write(async (writer) => {
      await writer.putDocument('half', 'done');
      await writer.lotStates(['https://id.gs1.org/01/09520123456788/10/A']);
      await cutConnections(opened);
      await setTimeout(pauseMs);
      await writer.putDocument('other half', 'done');
    });
    await assert.rejects(change, isRetryable);
    assert.equal(await app.store.read((reader) => reader.document('half')), null);
    await capture(app, second);
    await auditRecord(app.store, [...keysOfDocument(first), ...keysOfDocument(second)]);
  });
}

test('a connection cut inside a read fails the read as retryable; the next read works', async (t) => {
  const opened = await openSchema(t);
  if (opened === undefined) return;
  const app = await opened.open();
  const read = app.store.read(async (reader) => {
    await cutConnections(opened);
    await setTimeout(100);
    return reader.head();
  });
  await assert.rejects(read, isRetryable);
  assert.equal(await app.store.read((reader) => reader.head()), 0);
});

test('a server that does not answer is named as unreachable', async () => {
  await assert.rejects(openPostgresStore('postgres://nobody@127.0.0.1:1/nothing'), isRetryable);
});

test('two processes capture the same and different events into one schema at once', async (t) => {
  const opened = await openSchema(t);
  if (opened === undefined) return;
  const errands = [
    [1, 0],
    [1, 2],
    [2, 0],
  ].map(([seed = 0, from = 0]): Errand => ({
    place: { kind: 'postgres', url: opened.url, schema: opened.schema },
    seed,
    batches: { from, until: BATCHES },
    checkpointEvery: null,
    stopAfterFailures: 1,
  }));
  const processes = errands.map((errand) => new CapturingProcess(errand));
  for (const child of processes) await child.ended();
  for (const child of processes) {
    assert.equal(child.process.exitCode, 0, child.complaint);
    assert.deepEqual(
      child.said().lines.filter((line) => line.startsWith('! ')),
      [],
    );
  }
  const acknowledged = processes.flatMap((child) => child.said().acknowledged);
  const app = await opened.open();
  assert.equal((await auditRecord(app.store, acknowledged)).size, new Set(acknowledged).size);
});

test('what one process remembers gives way when another changes the registry, though no event is added', async (t) => {
  const opened = await openSchema(t);
  if (opened === undefined) return;
  const [one, other] = [await opened.open(), await opened.open()];
  for (const document of arrivalsOf(5, 0)) await capture(one, document);
  const { reposted } = await loadRegistry(other, REGISTRY_TEXT);
  assert.ok(reposted > 0, 'the registry changes what events on record mean');
  for (const document of arrivalsOf(5, 1)) await capture(one, document);
  await auditRecord(one.store, [0, 1].flatMap((batch) => arrivalsOf(5, batch)).flatMap(keysOfDocument));
});
