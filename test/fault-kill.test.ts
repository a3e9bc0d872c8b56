import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { openSqliteStore } from '../src/store/index.ts';
import { auditRecord } from './support/audit-record.ts';
import { CapturingProcess, type Errand } from './support/errand.ts';
import { auditLog } from './support/log-key.ts';
import { faultChances } from './support/fault-seed.ts';

const KILLS = 32;
/** Every few kills come while the process is starting: opening, recovering, laying out tables. */
const EARLY_KILL_EVERY = 5;
const EARLY_MS_MAX = 400;
/** The others come some time into one of the first batches, however fast the machine is. */
const BATCHES_MAX = 5;
const BATCH_MS = 30;

test(`a process killed ${KILLS} times while it captures loses nothing that it acknowledged`, async (t) => {
  const { seed, random } = faultChances(t);
  const directory = mkdtempSync(join(tmpdir(), 'ytterby-kill-'));
  t.after(() => rmSync(directory, { recursive: true, force: true }));
  const acknowledged = new Set<string>();
  let batch = 0;
  let interrupted = 0;
  for (let kill = 0; kill < KILLS; kill++) {
    const errand: Errand = {
      place: { kind: 'sqlite', directory },
      seed,
      batches: { from: batch, until: 1_000_000 },
      checkpointEvery: 1 + random.below(5),
      stopAfterFailures: null,
    };
    const child = new CapturingProcess(errand);
    const isEarly = kill % EARLY_KILL_EVERY === EARLY_KILL_EVERY - 1;
    if (!isEarly) await child.says(`batch ${batch + random.below(BATCHES_MAX)}`);
    await setTimeout(random.between(0, isEarly ? EARLY_MS_MAX : BATCH_MS));
    child.process.kill('SIGKILL');
    await child.ended();
    assert.equal(child.process.signalCode, 'SIGKILL', `kill ${kill}: the process ended before it was killed: ${child.complaint}`);
    const said = child.said();
    for (const key of said.acknowledged) acknowledged.add(key);
    // The next process begins with the batch that was interrupted: what is on record of it must show as a duplicate.
    batch = said.lastBatch ?? batch;
    interrupted += said.lastBatch === null ? 0 : 1;
    await checkAfterKill(directory, acknowledged, kill);
  }
  assert.ok(interrupted >= KILLS / 2, `only ${interrupted} processes were killed while they captured`);
  assert.ok(
    acknowledged.size > KILLS,
    `only ${acknowledged.size} events were acknowledged: the kills come too early to show anything`,
  );
  t.diagnostic(`${acknowledged.size} events acknowledged by ${interrupted} of ${KILLS} processes`);
});

async function checkAfterKill(directory: string, acknowledged: ReadonlySet<string>, kill: number): Promise<void> {
  const store = openSqliteStore(directory);
  try {
    await auditRecord(store, acknowledged);
    await auditLog(store);
  } catch (error) {
    throw new Error(`after kill ${kill}: ${String(error)}`, { cause: error });
  } finally {
    await store.close();
  }
  const database = new DatabaseSync(join(directory, 'ytterby.sqlite'));
  assert.deepEqual(
    database
      .prepare('PRAGMA integrity_check')
      .all()
      .map((row) => ({ ...row })),
    [{ integrity_check: 'ok' }],
    `after kill ${kill}`,
  );
  database.close();
}
