import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { openApplication, readCheckpoint, verifyRecord, type Application } from '../src/app/index.ts';
import { openSqliteStore } from '../src/store/index.ts';
import { documentOf, NOW_MS, objectEvent } from './support/http.ts';
import { keysOf, testSigner } from './support/log-key.ts';
import { tampered } from './support/tampering.ts';

/** Somebody who has the database file changes one row by hand, or puts an old one in its place: it is found, and where. */

const folder = mkdtempSync(join(tmpdir(), 'ytterby-tampering-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const SOUND = join(folder, 'sound');
const YESTERDAY = join(folder, 'yesterday');
const EVENTS = 700;
const EVENTS_YESTERDAY = 400;
let checkpointYesterday = '';
let checkpointToday = '';

function open(directory: string): Application {
  return openApplication(openSqliteStore(directory), () => NOW_MS, '0', testSigner());
}

async function capture(app: Application, first: number, count: number, fields = {}): Promise<void> {
  const events = Array.from({ length: count }, (_, place) => objectEvent(first + place, fields));
  const { finished } = await app.capture.capture(JSON.stringify(documentOf(events)), 'rollback');
  assert.ok((await finished).job.success);
}

async function verdictOf(directory: string, earlier: string | null = null): ReturnType<typeof verifyRecord> {
  const app = open(directory);
  try {
    return await verifyRecord(app, { keys: keysOf(app), earlier }, new AbortController().signal, () => undefined);
  } finally {
    await app.store.close();
  }
}

before(async () => {
  let app = open(SOUND);
  await capture(app, 1, EVENTS_YESTERDAY);
  checkpointYesterday = (await readCheckpoint(app)) ?? '';
  await app.store.close();
  cpSync(SOUND, YESTERDAY, { recursive: true });
  app = open(SOUND);
  await capture(app, EVENTS_YESTERDAY + 1, EVENTS - EVENTS_YESTERDAY);
  checkpointToday = (await readCheckpoint(app)) ?? '';
  await app.store.close();
});

test('a record that nobody touched is sound, also against earlier checkpoints', async () => {
  for (const earlier of [null, checkpointYesterday, checkpointToday]) {
    const { events, checkpoint, fault } = await verdictOf(SOUND, earlier);
    assert.deepEqual({ events, size: checkpoint?.size, fault }, { events: EVENTS, size: EVENTS, fault: null });
  }
});

test('an empty record is sound', async () => {
  assert.deepEqual(await verdictOf(join(folder, 'empty')), { events: 0, checkpoint: null, fault: null });
});

const ROW_CHANGES: readonly (readonly [statement: string, code: string, seq: number | null])[] = [
  [`UPDATE event_body SET body = replace(body, 'D300"', 'D301"') WHERE seq = 300`, 'event-changed', 300],
  [`UPDATE event_body SET body = body || ' ' WHERE seq = 1`, 'event-changed', 1],
  [`DELETE FROM event_body WHERE seq = 256`, 'event-changed', 256],
  [`UPDATE event SET recorded = recorded + 1 WHERE seq = 257`, 'event-changed', 257],
  [`UPDATE event SET salt = '00' WHERE seq = 700`, 'event-changed', 700],
  [`UPDATE event SET context = (SELECT max(id) FROM term) WHERE seq = 12`, 'event-changed', 12],
  [`UPDATE event SET hash = replace(hash, 'ni:///sha-256;', 'ni:///sha-256;0') WHERE seq = 3`, 'row-changed', 3],
  [`UPDATE event SET event_id = 'urn:uuid:other' WHERE seq = 699`, 'row-changed', 699],
  [`UPDATE event SET event_id = NULL WHERE seq = 512`, 'row-changed', 512],
  [`UPDATE event SET declares_error = 1 WHERE seq = 8`, 'row-changed', 8],
  [`UPDATE event SET type = 3 WHERE seq = 9`, 'row-changed', 9],
  [`UPDATE event SET event_time = event_time - 86400000 WHERE seq = 10`, 'row-changed', 10],
  [`UPDATE event SET biz_step = NULL WHERE seq = 11`, 'row-changed', 11],
  [`UPDATE event SET site = (SELECT max(id) FROM term) WHERE seq = 13`, 'row-changed', 13],
  [`DELETE FROM event WHERE seq = 1`, 'event-missing', 1],
  [`DELETE FROM event WHERE seq = 400`, 'event-missing', 400],
  [`DELETE FROM event WHERE seq = 700`, 'event-missing', 700],
  [`DELETE FROM event WHERE seq > 256`, 'event-missing', 257],
  [
    `INSERT INTO event SELECT 701, hash, event_id, declares_error, type, event_time, recorded, biz_step, disposition,
     read_point, biz_location, site, context, salt FROM event WHERE seq = 700`,
    'event-unlogged',
    701,
  ],
  [`UPDATE log_tile SET data = zeroblob(8192) WHERE level = 0 AND place = 1`, 'tile-changed', 257],
  [`DELETE FROM log_tile WHERE level = 0 AND place = 2`, 'tile-changed', 513],
  [`UPDATE log_tile SET data = zeroblob(64) WHERE level = 1`, 'tile-changed', null],
  [`DELETE FROM log_tile WHERE level = 1`, 'tile-changed', null],
  [`UPDATE document SET text = replace(text, '700', '699') WHERE name = 'log-checkpoint'`, 'checkpoint-unsigned', null],
  [`DELETE FROM document WHERE name = 'log-checkpoint'`, 'checkpoint-missing', null],
];

describe('one row changed by hand is found and located', () => {
  for (const [statement, code, seq] of ROW_CHANGES) {
    test(statement.slice(0, 90), async () => {
      const { fault } = await verdictOf(tampered(folder, SOUND, statement));
      assert.deepEqual({ code: fault?.code, seq: fault?.seq }, { code, seq });
      assert.match(fault?.message ?? '', seq === null ? /\w/ : new RegExp(`\\b${seq}\\b`));
    });
  }
});

test('an old checkpoint put in place leaves events that the log does not have', async () => {
  const copy = tampered(folder, SOUND, `UPDATE document SET text = '${checkpointYesterday}' WHERE name = 'log-checkpoint'`);
  assert.deepEqual((await verdictOf(copy)).fault?.code, 'event-unlogged');
});

test("yesterday's backup is sound in itself, and went back against today's checkpoint", async () => {
  assert.equal((await verdictOf(YESTERDAY)).fault, null);
  assert.equal((await verdictOf(YESTERDAY, checkpointToday)).fault?.code, 'went-back');
});

test('history written anew with the same key is not that of an earlier checkpoint', async () => {
  const forged = join(folder, 'forged');
  const app = open(forged);
  await capture(app, 1, EVENTS, { disposition: 'in_progress' });
  await app.store.close();
  assert.equal((await verdictOf(forged)).fault, null);
  assert.equal((await verdictOf(forged, checkpointYesterday)).fault?.code, 'history-differs');
  assert.equal((await verdictOf(SOUND, checkpointToday.replace('log.example', 'log.elsewhere'))).fault?.code, 'earlier-unsigned');
});

test('capture goes on in a sound record, and a record whose log is cut takes nothing more', async () => {
  const copy = tampered(folder, SOUND, `DELETE FROM log_tile WHERE level = 0 AND place = 2`);
  const app = open(copy);
  await assert.rejects(capture(app, 5000, 3), /ytterby verify/);
  assert.equal(await app.store.read((reader) => reader.head()), EVENTS);
  await app.store.close();
});
