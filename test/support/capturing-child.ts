/**
 * A process that captures and tells what was acknowledged, to be killed, starved of disk or cut off while it does. It takes one
 * argument, an `Errand` as JSON, and writes lines: `ready`, `batch N` before batch N, `+ KEY` for each event once its capture has been
 * answered, `! CODE RETRYABLE MESSAGE` for a capture that failed, `read N` for the head of the record read after a failure, and `end`.
 */
import { writeSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openApplication, loadRegistry, type Application } from '../../src/app/index.ts';
import type { RecordStore } from '../../src/record/index.ts';
import { openPostgresStore, openSqliteStore, StoreError } from '../../src/store/index.ts';
import type { Errand } from './errand.ts';
import { keysOfDocument } from './event-keys.ts';
import { testSigner } from './log-key.ts';
import { arrivalsOf, REGISTRY_TEXT } from './rare-earth-events.ts';

const say = (line: string): void => void writeSync(1, `${line}\n`);

const errand = JSON.parse(process.argv[2] ?? '') as Errand;
await run(errand);

async function run({ place, seed, batches, checkpointEvery, stopAfterFailures }: Errand): Promise<void> {
  const app = openApplication(await open(place), () => Date.now(), '0', testSigner());
  if ((await app.store.read((reader) => reader.document('registry'))) === null) await loadRegistry(app, REGISTRY_TEXT);
  say('ready');
  let failures = 0;
  for (let batch = batches.from; batch < batches.until; batch++) {
    say(`batch ${batch}`);
    const outcomes = await Promise.all(arrivalsOf(seed, batch).map((document) => capture(app, document)));
    if (outcomes.includes(false)) failures += 1;
    if (failures > 0) say(`read ${await app.store.read((reader) => reader.head())}`);
    if (stopAfterFailures !== null && failures >= stopAfterFailures) break;
    if (place.kind === 'sqlite' && checkpointEvery !== null && batch % checkpointEvery === 0) checkpoint(place.directory);
  }
  await app.store.close();
  say('end');
}

async function open(place: Errand['place']): Promise<RecordStore> {
  return place.kind === 'sqlite' ? openSqliteStore(place.directory, 'thread') : openPostgresStore(place.url, place.schema);
}

/** @returns whether the document was acknowledged */
async function capture(app: Application, document: string): Promise<boolean> {
  try {
    const { finished } = await app.capture.capture(document, 'rollback');
    const { job } = await finished;
    if (!job.success) throw new Error(`the capture was refused: ${JSON.stringify(job.errors)}`);
    for (const key of keysOfDocument(document)) say(`+ ${key}`);
    return true;
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    say(`! ${error.code} ${error.retryable} ${error.message}`);
    return false;
  }
}

/** Folds the write-ahead log into the database, as SQLite does by itself when it has grown long. */
function checkpoint(directory: string): void {
  const database = new DatabaseSync(join(directory, 'ytterby.sqlite'));
  database.exec('PRAGMA wal_checkpoint(PASSIVE)');
  database.close();
}
