import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { loadRegistry, openApplication, type Application } from '../src/app/index.ts';
import { openSqliteStore, StoreError } from '../src/store/index.ts';
import { auditLog, testSigner } from './support/log-key.ts';
import { auditRecord } from './support/audit-record.ts';
import { CapturingProcess, type Errand } from './support/errand.ts';
import { keysOfDocument } from './support/event-keys.ts';
import { arrivalsOf, REGISTRY_TEXT } from './support/rare-earth-events.ts';
import { mountSmallDisk } from './support/small-disk.ts';

const SEED = 3;
/** The largest file that the starved process may write, in the shell's blocks of 512 bytes. */
const FILE_BLOCKS_MAX = 3000;
const DISK_MEBIBYTES = 8;

test('a process that may write no more says so, keeps what it acknowledged and goes on reading', async (t) => {
  const directory = mkdtempSync(join(tmpdir(), 'ytterby-disk-full-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const errand: Errand = {
    place: { kind: 'sqlite', directory },
    seed: SEED,
    batches: { from: 0, until: 10_000 },
    checkpointEvery: null,
    stopAfterFailures: 3,
  };
  const child = new CapturingProcess(errand, ['sh', '-c', `ulimit -f ${FILE_BLOCKS_MAX}; exec "$@"`, 'sh']);
  await child.ended();
  const { acknowledged, lines } = child.said();
  assert.equal(child.process.exitCode, 0, child.complaint);
  assert.ok(acknowledged.length > 50, `only ${acknowledged.length} events were acknowledged`);
  const failures = lines.filter((line) => line.startsWith('! '));
  assert.ok(failures.length >= 3);
  for (const failure of failures) assert.match(failure, /^! disk-full false the disk .*nothing of this change was recorded/);
  const reads = lines.filter((line) => line.startsWith('read '));
  assert.ok(reads.length === 3 && reads.every((line) => line !== 'read 0'), reads.join());
  await checkTakesMore(directory, acknowledged, (child.said().lastBatch ?? 0) - 3);
});

test('a full disk refuses a capture, serves readers, and takes the same capture when there is room again', async (t) => {
  const disk = mountSmallDisk(t, DISK_MEBIBYTES);
  if (disk === undefined) return;
  const directory = join(disk.folder, 'data');
  const acknowledged = new Set<string>();
  const app = openApplication(openSqliteStore(directory), () => Date.now(), '0', testSigner());
  await loadRegistry(app, REGISTRY_TEXT);
  for (let round = 0; round < 3; round++) {
    await captureAll(app, round * 2, acknowledged);
    disk.fill();
    const before = await app.store.read((reader) => reader.head());
    await assert.rejects(captureAll(app, round * 2 + 1, acknowledged), isDiskFull);
    await auditRecord(app.store, acknowledged);
    assert.ok((await app.store.read((reader) => reader.head())) >= before);
    disk.free();
    await captureAll(app, round * 2 + 1, acknowledged);
    await auditRecord(app.store, acknowledged);
  }
  await app.store.close();
  await checkTakesMore(directory, acknowledged, 6);
});

test('on a full disk a record opens for reading or says why not, and opens again when there is room', async (t) => {
  const disk = mountSmallDisk(t, DISK_MEBIBYTES);
  if (disk === undefined) return;
  const directory = join(disk.folder, 'data');
  disk.fill();
  assert.throws(() => openSqliteStore(directory), isDiskFullOrUnwritable);
  disk.free();
  const child = new CapturingProcess({
    place: { kind: 'sqlite', directory },
    seed: SEED,
    batches: { from: 0, until: 10_000 },
    checkpointEvery: null,
    stopAfterFailures: null,
  });
  await child.says('batch 8');
  child.process.kill('SIGKILL');
  await child.ended();
  const { acknowledged, lastBatch } = child.said();
  disk.fill();
  await openOnFullDisk(directory, acknowledged);
  disk.free();
  await checkTakesMore(directory, acknowledged, lastBatch ?? 0);
});

async function openOnFullDisk(directory: string, acknowledged: readonly string[]): Promise<void> {
  try {
    const store = openSqliteStore(directory);
    await auditRecord(store, acknowledged);
    await store.close();
  } catch (error) {
    assert.ok(isDiskFullOrUnwritable(error), String(error));
  }
}

function isDiskFull(error: unknown): boolean {
  return error instanceof StoreError && error.code === 'disk-full' && !error.retryable;
}

function isDiskFullOrUnwritable(error: unknown): boolean {
  return error instanceof StoreError && (error.code === 'disk-full' || error.code === 'unwritable');
}

/** Captures a batch's documents all at once; waits for every one of them before it throws what the first of the failed threw. */
async function captureAll(app: Application, batch: number, acknowledged: Set<string>): Promise<void> {
  const captures = arrivalsOf(SEED, batch).map(async (document) => {
    await (
      await app.capture.capture(document, 'rollback')
    ).finished;
    for (const key of keysOfDocument(document)) acknowledged.add(key);
  });
  const failed = (await Promise.allSettled(captures)).find((outcome) => outcome.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

/** The record opens with everything acknowledged, and takes again what was refused. */
async function checkTakesMore(directory: string, acknowledged: Iterable<string>, fromBatch: number): Promise<void> {
  const store = openSqliteStore(directory);
  try {
    const before = await auditRecord(store, acknowledged);
    await auditLog(store);
    const app = openApplication(store, () => Date.now(), '0', testSigner());
    const more = new Set<string>(before);
    for (let batch = fromBatch; batch < fromBatch + 5; batch++) await captureAll(app, batch, more);
    assert.ok((await auditRecord(store, more)).size > before.size);
  } finally {
    await store.close();
  }
}
