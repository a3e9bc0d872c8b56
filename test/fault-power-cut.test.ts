import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { openApplication } from '../src/app/index.ts';
import type { RandomStream } from '../src/numerics/index.ts';
import { openSqliteStore } from '../src/store/index.ts';
import { auditLog, testSigner } from './support/log-key.ts';
import { auditRecord } from './support/audit-record.ts';
import { canTrace } from './support/environment.ts';
import { CapturingProcess, readSaid, type Errand } from './support/errand.ts';
import { faultChances } from './support/fault-seed.ts';
import { filesAfterCut, type DiskManners, type Unflushed } from './support/power-cut.ts';
import { arrivalsOf } from './support/rare-earth-events.ts';
import { readTrace, traceCommand, type Operation } from './support/write-trace.ts';

const CUTS = 60;
const LYING_CUTS = 6;
const BATCHES = 15;
const CHECKPOINT_EVERY = 4;
const MANNERS: readonly Unflushed[] = ['lost', 'torn', 'torn', 'kept'];

test(`a power cut at any of ${CUTS} moments loses nothing that was acknowledged`, async (t) => {
  if (!canTrace(t)) return;
  const { seed, random } = faultChances(t);
  const operations = await traceCapture(t, seed);
  const cuts = cutsOf(operations, random);
  t.diagnostic(descriptionOf(operations));
  for (const [place, cut] of cuts.entries()) {
    const manners: DiskManners = { unflushed: MANNERS[place % MANNERS.length] ?? 'torn', honest: true };
    const directory = layFiles(t, operations, cut, manners, random.split(`cut ${place}`));
    try {
      await checkAfterCut(directory, saidBefore(operations, cut), seed);
    } catch (error) {
      throw new Error(`power cut ${place} after operation ${cut}, unflushed writes ${manners.unflushed}: ${String(error)}`, {
        cause: error,
      });
    }
    rmSync(directory, { recursive: true });
  }
});

test('on a disk that reports flushes and makes none, the same test finds the loss', async (t) => {
  if (!canTrace(t)) return;
  const { seed, random } = faultChances(t);
  const operations = await traceCapture(t, seed);
  for (let place = 0; place < LYING_CUTS; place++) {
    const cut = operations.length - random.below(5);
    const directory = layFiles(t, operations, cut, { unflushed: 'lost', honest: false }, random);
    await assert.rejects(checkAfterCut(directory, saidBefore(operations, cut), seed), /acknowledged events are lost/);
  }
});

/** Captures into a fresh folder under the eye of `strace`. */
async function traceCapture(t: TestContext, seed: number): Promise<Operation[]> {
  const folder = temporaryFolder(t);
  const directory = join(folder, 'data');
  mkdirSync(directory);
  const errand: Errand = {
    place: { kind: 'sqlite', directory },
    seed,
    batches: { from: 0, until: BATCHES },
    checkpointEvery: CHECKPOINT_EVERY,
    stopAfterFailures: null,
  };
  const child = new CapturingProcess(errand, traceCommand(join(folder, 'trace')));
  await child.ended();
  assert.equal(child.process.exitCode, 0, child.complaint);
  const operations = readTrace(readFileSync(join(folder, 'trace'), 'latin1'), directory);
  assert.deepEqual(saidBefore(operations, operations.length), child.said().acknowledged, 'the trace holds what the process said');
  return operations;
}

function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-power-cut-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Moments for a cut: just after an acknowledgement, while the log is folded into the database, and anywhere. */
function cutsOf(operations: readonly Operation[], random: RandomStream): number[] {
  const places = (wanted: (operation: Operation) => boolean): number[] =>
    operations.flatMap((operation, place) => (wanted(operation) ? [place + 1] : []));
  const database = operations.find((operation) => operation.kind === 'create' && operation.name.endsWith('.sqlite'));
  assert.ok(database?.kind === 'create');
  const acknowledgements = places((operation) => operation.kind === 'say' && operation.text.startsWith('+ '));
  const folding = places((operation) => operation.kind === 'write' && operation.file === database.file);
  assert.ok(
    acknowledgements.length > CUTS && folding.length > CUTS,
    `${acknowledgements.length} acknowledgements, ${folding.length} pages folded`,
  );
  return Array.from({ length: CUTS }, (_, place) => {
    if (place % 3 === 0) return random.choice(acknowledgements);
    return place % 3 === 1 ? random.choice(folding) : 1 + random.below(operations.length);
  });
}

function saidBefore(operations: readonly Operation[], cut: number): readonly string[] {
  const texts = operations.slice(0, cut).map((operation) => (operation.kind === 'say' ? operation.text : ''));
  return readSaid(texts.join('')).acknowledged;
}

function descriptionOf(operations: readonly Operation[]): string {
  const count = (kind: Operation['kind']): number => operations.filter((operation) => operation.kind === kind).length;
  const acknowledged = saidBefore(operations, operations.length).length;
  return `${count('write')} writes, ${count('flush')} flushes, ${count('flush-folder')} of the folder, ${acknowledged} acknowledged events`;
}

function layFiles(
  t: TestContext,
  operations: readonly Operation[],
  cut: number,
  manners: DiskManners,
  random: RandomStream,
): string {
  const directory = temporaryFolder(t);
  for (const [name, content] of filesAfterCut(operations, cut, manners, random)) writeFileSync(join(directory, name), content);
  return directory;
}

/** The record opens, holds what it promised, and takes the next events. */
async function checkAfterCut(directory: string, acknowledged: readonly string[], seed: number): Promise<void> {
  const store = openSqliteStore(directory);
  try {
    const before = await auditRecord(store, acknowledged);
    await auditLog(store);
    const app = openApplication(store, () => Date.now(), '0', testSigner());
    for (const document of arrivalsOf(seed, BATCHES)) await (await app.capture.capture(document, 'rollback')).finished;
    assert.ok((await auditRecord(store, before)).size > before.size, 'the record takes events after the power cut');
  } finally {
    await store.close();
  }
}
