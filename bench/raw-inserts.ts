import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { join } from 'node:path';
import pg from 'pg';
import { captureDocuments } from './support/capture-documents.ts';
import { countEvents, type DocumentPlace, type Documents } from './support/documents.ts';
import { median } from './support/measuring.ts';
import { loadRegistries, openPlace, type Backend } from './support/record-place.ts';

/** One statement that a store gave to its driver: the connection, the text and the values bound to it. */
interface Step {
  readonly on: object;
  readonly text: string;
  readonly values: readonly unknown[];
}

const CHANGES = /^\s*(insert|update|delete|replace)\b/i;
/** Beginnings and ends of changes, and settings of the connection. */
const FRAMES = /^\s*(begin|commit|pragma)\b/i;

/**
 * The ceiling of capture: the very statements that the store ran while it captured some documents, run alone against an empty
 * database with the same tables, batches, settings and durability.
 * @returns events/s, the median of `replays`
 * @throws Error when the store did not write through the driver of this process
 */
export async function measureRawInserts(
  backend: Backend,
  documents: Documents,
  places: readonly DocumentPlace[],
  replays: number,
): Promise<number> {
  const steps = await recordSteps(backend, documents, places);
  const rates: number[] = [];
  for (let replay = 0; replay < replays; replay++) {
    const place = await backend.emptyPlace(`raw-${replay}`);
    const app = await openPlace(place);
    await app.store.close();
    const ms = place.kind === 'sqlite' ? replaySqlite(place.directory, steps) : await replayPostgres(place.url, steps);
    rates.push((countEvents(places) / ms) * 1000);
  }
  return median(rates);
}

/** Captures the documents into a fresh record and writes down what the driver was told on connections that changed something. */
async function recordSteps(backend: Backend, documents: Documents, places: readonly DocumentPlace[]): Promise<Step[]> {
  const place = await backend.emptyPlace('recorded');
  const steps: Step[] = [];
  const restore = place.kind === 'sqlite' ? listenToSqlite(steps) : listenToPostgres(steps);
  try {
    const app = await openPlace(place, 'here');
    await loadRegistries(app, documents.registries);
    const settings = steps.filter(({ text }) => /^\s*pragma/i.test(text));
    steps.splice(0, steps.length, ...settings);
    await captureDocuments(app, documents.file, places);
    await app.store.close();
  } finally {
    restore();
  }
  const writers = new Set(steps.filter(({ text }) => CHANGES.test(text)).map(({ on }) => on));
  if (writers.size === 0) throw new Error('measureRawInserts: the store wrote through no driver of this process');
  return steps.filter(({ on }) => writers.has(on));
}

const RUNS = ['run', 'all', 'get'] as const;

/** Listens to every SQLite connection that is opened from now on in this process. @returns what ends it */
function listenToSqlite(steps: Step[]): () => void {
  const { prototype } = DatabaseSync;
  const prepare = methodOf(prototype, 'prepare');
  const exec = methodOf(prototype, 'exec');
  prototype.prepare = function heard(this: DatabaseSync, text: string): StatementSync {
    const statement = prepare.call(this, text) as StatementSync;
    if (CHANGES.test(text)) for (const name of RUNS) hear(statement, name, (values) => steps.push({ on: this, text, values }));
    return statement;
  };
  prototype.exec = function heard(this: DatabaseSync, text: string): void {
    exec.call(this, text);
    if (FRAMES.test(text)) steps.push({ on: this, text, values: [] });
  };
  return () => Object.assign(prototype, { prepare, exec });
}

type Method = (this: object, ...words: unknown[]) => unknown;

/** A driver's method as it stands now, to be called and put back. */
function methodOf(prototype: object, name: string): Method {
  return Object.getOwnPropertyDescriptor(prototype, name)?.value as Method;
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

/** @returns milliseconds */
function replaySqlite(directory: string, steps: readonly Step[]): number {
  const database = new DatabaseSync(join(directory, 'ytterby.sqlite'));
  const prepared = new Map<string, StatementSync>();
  const start = performance.now();
  for (const { text, values } of steps) {
    if (FRAMES.test(text)) {
      database.exec(text);
      continue;
    }
    const statement = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, statement);
    statement.run(...(values as string[]));
  }
  const ms = performance.now() - start;
  database.close();
  return ms;
}

/** Listens to every PostgreSQL connection of this process. @returns what ends it */
function listenToPostgres(steps: Step[]): () => void {
  const { prototype } = pg.Client;
  const query = methodOf(prototype, 'query');
  const heard = function heard(this: pg.Client, ...words: unknown[]): unknown {
    const [first, second] = words;
    const { text, values } =
      typeof first === 'string' ? { text: first, values: second } : (first as { text: string; values?: unknown });
    if (CHANGES.test(text) || FRAMES.test(text))
      steps.push({ on: this, text, values: Array.isArray(values) ? (values as unknown[]) : [] });
    return query.apply(this, words);
  };
  Object.assign(prototype, { query: heard });
  return () => Object.assign(prototype, { query });
}

/** @returns milliseconds */
async function replayPostgres(url: string, steps: readonly Step[]): Promise<number> {
  const client = new pg.Client({ connectionString: url });
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
