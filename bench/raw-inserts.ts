import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { join } from 'node:path';
import pg from 'pg';
import { captureDocuments } from './support/capture-documents.ts';
import { countEvents, type DocumentPlace, type Documents } from './support/documents.ts';
import { median } from './support/measuring.ts';
import { loadRegistries, openPlace, type Backend, type RecordPlace } from './support/record-place.ts';

/** One statement that changed the database, or began or ended a change: its text and the values bound to it. */
interface Step {
  readonly text: string;
  readonly values: readonly unknown[];
}

const REPLAYS = 3;

/**
 * The ceiling of capture: the very statements that the store ran while it captured some documents, run alone against an empty
 * database with the same tables, batches, settings and durability. Events/s, the median of three.
 */
export async function measureRawInserts(backend: Backend, documents: Documents, places: readonly DocumentPlace[]): Promise<number> {
  const steps = await recordSteps(backend, documents, places);
  const rates: number[] = [];
  for (let replay = 0; replay < REPLAYS; replay++) {
    const place = await backend.emptyPlace(`raw-${replay}`);
    const app = await openPlace(place);
    await app.store.close();
    const ms = place.kind === 'sqlite' ? replaySqlite(place, steps) : await replayPostgres(place, steps);
    rates.push((countEvents(places) / ms) * 1000);
  }
  return median(rates);
}

/** Captures the documents into a fresh record and writes down what the driver was told. */
async function recordSteps(backend: Backend, documents: Documents, places: readonly DocumentPlace[]): Promise<Step[]> {
  const place = await backend.emptyPlace('recorded');
  const steps: Step[] = [];
  const restore = place.kind === 'sqlite' ? listenToSqlite(steps) : listenToPostgres(steps);
  try {
    const app = await openPlace(place);
    await loadRegistries(app, documents.registries);
    const settings = steps.filter(({ text }) => text.startsWith('PRAGMA'));
    steps.splice(0, steps.length, ...settings);
    await captureDocuments(app, documents.file, places);
    await app.store.close();
  } finally {
    restore();
  }
  if (!steps.some(({ values }) => values.length > 0)) throw new Error('measureRawInserts: the store wrote through another driver');
  return steps;
}

const CHANGES = /^\s*(insert|update|delete|replace)\b/i;
const FRAMES = /^\s*(begin|commit|pragma)\b/i;
const RUNS = ['run', 'all', 'get'] as const;

/** Listens to every SQLite connection that is opened from now on in this process. @returns what ends it */
function listenToSqlite(steps: Step[]): () => void {
  const { prepare, exec } = DatabaseSync.prototype;
  DatabaseSync.prototype.prepare = function heard(this: DatabaseSync, text: string): StatementSync {
    const statement = prepare.call(this, text);
    if (CHANGES.test(text)) for (const name of RUNS) hear(statement, name, (values) => steps.push({ text, values }));
    return statement;
  };
  DatabaseSync.prototype.exec = function heard(this: DatabaseSync, text: string): void {
    exec.call(this, text);
    if (FRAMES.test(text) && !text.includes('EXCLUSIVE') && text !== 'BEGIN') steps.push({ text, values: [] });
  };
  return () => Object.assign(DatabaseSync.prototype, { prepare, exec });
}

function hear(statement: StatementSync, name: (typeof RUNS)[number], note: (values: unknown[]) => void): void {
  const run = statement[name].bind(statement) as (...values: unknown[]) => unknown;
  Object.assign(statement, {
    [name]: (...values: unknown[]) => {
      note(values);
      return run(...values);
    },
  });
}

function replaySqlite(place: RecordPlace & { kind: 'sqlite' }, steps: readonly Step[]): number {
  const database = new DatabaseSync(join(place.directory, 'ytterby.sqlite'));
  const prepared = new Map<string, StatementSync>();
  const start = performance.now();
  for (const { text, values } of depending(database, steps)) {
    const statement = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, statement);
    statement.run(...(values as string[]));
  }
  const ms = performance.now() - start;
  database.close();
  return ms;
}

/** Runs the settings and the beginnings and ends of changes, which cannot be prepared, and hands on the others. */
function* depending(database: DatabaseSync, steps: readonly Step[]): Generator<Step> {
  let isOpen = false;
  for (const step of steps) {
    if (!FRAMES.test(step.text)) yield step;
    else if (!(isOpen === false && /^commit/i.test(step.text))) {
      database.exec(step.text);
      if (/^(begin|commit)/i.test(step.text)) isOpen = /^begin/i.test(step.text);
    }
  }
}

/** Listens to every PostgreSQL connection of this process. @returns what ends it */
function listenToPostgres(steps: Step[]): () => void {
  const { prototype } = pg.Client;
  const query = prototype.query as (...words: unknown[]) => unknown;
  const heard = function heard(this: pg.Client, ...words: unknown[]): unknown {
    const [first, second] = words;
    const { text, values } = typeof first === 'string' ? { text: first, values: second } : (first as { text: string; values?: unknown });
    const isWrite = CHANGES.test(text) || text === 'BEGIN' || text === 'COMMIT';
    if (isWrite) steps.push({ text, values: Array.isArray(values) ? (values as unknown[]) : [] });
    return query.apply(this, words);
  };
  Object.assign(prototype, { query: heard });
  return () => Object.assign(prototype, { query });
}

async function replayPostgres(place: RecordPlace & { kind: 'postgres' }, steps: readonly Step[]): Promise<number> {
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  const names = new Map<string, string>();
  const start = performance.now();
  for (const { text, values } of steps) {
    const name = names.get(text) ?? `raw${names.size}`;
    names.set(text, name);
    await client.query({ name, text, values: [...values] });
  }
  const ms = performance.now() - start;
  await client.end();
  return ms;
}
