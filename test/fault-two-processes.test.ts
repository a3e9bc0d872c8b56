import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openSqliteStore, StoreError } from '../src/store/index.ts';
import { auditRecord } from './support/audit-record.ts';
import { keysOfDocument } from './support/event-keys.ts';
import { arrivalsOf, REGISTRY_TEXT } from './support/rare-earth-events.ts';
import { Ytterby } from './support/ytterby-process.ts';

const IN_USE =
  /^ytterby: the data directory .* is in use by another ytterby process; stop that one, or name another directory with --data$/;

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-two-processes-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const serve = (t: TestContext, directory: string): Ytterby => new Ytterby(t, ['serve', '--data', directory, '--port', '0']);

async function captureOverHttp(address: string, document: string): Promise<void> {
  const response = await fetch(`${address}/capture`, {
    method: 'POST',
    body: document,
    headers: { 'Content-Type': 'application/json' },
  });
  assert.equal(response.status, 202, await response.text());
}

test('the second process on a data directory says so and stops with exit code 3', async (t) => {
  const folder = temporaryFolder(t);
  const directory = join(folder, 'data');
  const [first = '', second = ''] = arrivalsOf(1, 0);
  const files = [join(folder, 'first.json'), join(folder, 'second.json'), join(folder, 'registry.json')] as const;
  for (const [place, text] of [first, second, REGISTRY_TEXT].entries()) writeFileSync(files[place] ?? '', text);
  const server = serve(t, directory);
  const address = await server.serves();
  await captureOverHttp(address, first);
  for (const words of [
    ['serve', '--port', '0'],
    ['capture', '--registry', files[2], files[1]],
    ['balance'],
    ['trace', 'https://id.gs1.org/01/1/10/1'],
  ]) {
    const { code, text } = await new Ytterby(t, [...words, '--data', directory]).ended();
    assert.equal(code, 3, text);
    assert.match(text.trim(), IN_USE, words.join(' '));
  }
  await captureOverHttp(address, second);
  server.process.kill('SIGKILL');
  await server.ended();
  const after = await new Ytterby(t, ['capture', '--data', directory, files[1]]).ended();
  assert.equal(after.code, 0, after.text);
  const store = openSqliteStore(directory);
  await auditRecord(store, [first, second].flatMap(keysOfDocument));
  await store.close();
});

test('of many processes that open a data directory at once, one has it', async (t) => {
  const directory = join(temporaryFolder(t), 'data');
  const processes = Array.from({ length: 4 }, () => serve(t, directory));
  const served = await Promise.allSettled(processes.map((process) => process.serves()));
  assert.equal(served.filter((outcome) => outcome.status === 'fulfilled').length, 1);
  for (const [place, outcome] of served.entries()) {
    if (outcome.status === 'fulfilled') continue;
    const { code, text } = (await processes[place]?.ended()) ?? { code: null, text: '' };
    assert.equal(code, 3, text);
    assert.match(text.trim(), IN_USE);
  }
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} stops ytterby serve cleanly while documents come in`, async (t) => {
    const directory = join(temporaryFolder(t), 'data');
    const server = serve(t, directory);
    const address = await server.serves();
    const acknowledged: string[] = [];
    const clients = [0, 1, 2]
      .flatMap((batch) => arrivalsOf(2, batch))
      .map(async (document) => {
        await captureOverHttp(address, document);
        acknowledged.push(...keysOfDocument(document));
        if (!server.process.killed) server.process.kill(signal);
      });
    await Promise.allSettled(clients);
    const { code, text } = await server.ended();
    assert.ok(code === 0 || code === 130, `exit code ${code}: ${text}`);
    assert.ok(acknowledged.length > 0, text);
    const store = openSqliteStore(directory);
    await auditRecord(store, acknowledged);
    await store.close();
  });
}

test('within one process too, a directory is opened once; closing it gives it back', async (t) => {
  const directory = join(temporaryFolder(t), 'data');
  const first = openSqliteStore(directory);
  assert.throws(
    () => openSqliteStore(directory),
    (error) => error instanceof StoreError && error.code === 'data-directory-in-use',
  );
  await first.close();
  await openSqliteStore(directory).close();
});

test('a directory that cannot be made or opened is named, and is not said to be in use', (t) => {
  const folder = temporaryFolder(t);
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const unwritable = (error: unknown): boolean =>
    error instanceof StoreError && error.code === 'unwritable' && error.message.includes(file);
  assert.throws(() => openSqliteStore(file), unwritable);
  assert.throws(() => openSqliteStore(join(file, 'data')), unwritable);
});

test('a capture that was running when the process died is closed by the next one that serves', async (t) => {
  const directory = join(temporaryFolder(t), 'data');
  const captureID = '0b5c4a7e-6d5b-4c39-9a42-1f0c3f3f7a10';
  const store = openSqliteStore(directory);
  const begun = {
    createdAt: '2026-11-23T00:00:00.000Z',
    finishedAt: null,
    organisation: null,
    running: true,
    success: true,
    errors: [],
  };
  await store.write((writer) => writer.putCaptureJob({ captureID, captureErrorBehaviour: 'proceed', ...begun }));
  await store.close();
  const address = await serve(t, directory).serves();
  const job = (await (await fetch(`${address}/capture/${captureID}`)).json()) as { running: boolean; success: boolean };
  assert.deepEqual([job.running, job.success], [false, false]);
});
