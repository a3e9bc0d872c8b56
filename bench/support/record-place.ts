import { mkdirSync, readdirSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import pg from 'pg';
import { loadRegistry, logSigner, openApplication, type Application } from '../../src/app/index.ts';
import { openPostgresStore, openSqliteStore } from '../../src/store/index.ts';
import type { Workspace } from './workspace.ts';

/** Where a record lies: a folder of the embedded database, or a PostgreSQL database. Plain data, to be handed to other processes. */
export type RecordPlace =
  | { readonly kind: 'sqlite'; readonly directory: string }
  | { readonly kind: 'postgres'; readonly url: string };

/** A kind of database, and how to get an empty one. */
export interface Backend {
  readonly name: 'SQLite' | 'PostgreSQL';
  emptyPlace(name: string): Promise<RecordPlace>;
}

/** The embedded database, in folders of the workspace. */
export function sqliteBackend(workspace: Workspace): Backend {
  return {
    name: 'SQLite',
    emptyPlace: (name) => {
      const directory = workspace.path(name);
      mkdirSync(directory);
      return Promise.resolve({ kind: 'sqlite', directory });
    },
  };
}

/**
 * Databases on a PostgreSQL server, made for this run.
 * @param url of a database whose role may create others
 */
export function postgresBackend(url: string): { backend: Backend; removeAll: () => Promise<void> } {
  const names: string[] = [];
  const emptyPlace = async (name: string): Promise<RecordPlace> => {
    const database = `ytterby_bench_${process.pid}_${name.replaceAll(/\W/g, '_')}`;
    await runOn(url, `CREATE DATABASE "${database}"`);
    names.push(database);
    const address = new URL(url);
    address.pathname = `/${database}`;
    return { kind: 'postgres', url: address.href };
  };
  const removeAll = async (): Promise<void> => {
    for (const name of names.splice(0)) await runOn(url, `DROP DATABASE "${name}" WITH (FORCE)`);
  };
  return { backend: { name: 'PostgreSQL', emptyPlace }, removeAll };
}

/** Runs one statement on a connection of its own. */
export async function runOn(url: string, statement: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The log of a record that several processes of one run write is signed with one key. */
const LOG_KEY = 'PRIVATE+KEY+log.example/bench+9ee2e342+Ab1F9oTIJdMej8/QJchhT403hgiWU4CBZD3L5FTYnpmq';

/**
 * Opens the application over a record.
 * @param writing where an embedded database writes: in a thread of its own as when it serves, or here, where its driver can be listened to
 */
export async function openPlace(place: RecordPlace, writing: 'thread' | 'here' = 'thread'): Promise<Application> {
  const store = place.kind === 'sqlite' ? openSqliteStore(place.directory, writing) : await openPostgresStore(place.url);
  return openApplication(store, () => Date.now(), 'bench', logSigner(LOG_KEY));
}

/** Loads the registries of the simulated years into an open record. */
export async function loadRegistries(app: Application, files: readonly string[]): Promise<void> {
  for (const file of files) await loadRegistry(app, await readFile(file, 'utf8'));
}

/** How much room a closed record takes, in bytes. */
export async function bytesOnDisk(place: RecordPlace): Promise<number> {
  if (place.kind === 'sqlite') {
    return readdirSync(place.directory).reduce((sum, name) => sum + statSync(join(place.directory, name)).size, 0);
  }
  const { rows } = await runOn(place.url, 'SELECT pg_database_size(current_database()) AS size');
  return Number((rows as { size: string }[])[0]?.size);
}

/** A connection to the database below a record, past the application: what a ceiling is measured on. */
export interface BareConnection {
  /** Rows of a statement; `?` stands for each parameter. */
  rows(statement: string, parameters: readonly (string | number)[]): Promise<object[]>;
  close(): Promise<void>;
}

/** Connects to the database of a record. It may be open in this process meanwhile. */
export async function connectBare(place: RecordPlace): Promise<BareConnection> {
  if (place.kind === 'sqlite') {
    const database = new DatabaseSync(join(place.directory, 'ytterby.sqlite'));
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    const prepared = new Map<string, ReturnType<DatabaseSync['prepare']>>();
    return {
      rows: (statement, parameters) => {
        const known = prepared.get(statement) ?? database.prepare(statement);
        prepared.set(statement, known);
        return Promise.resolve(known.all(...parameters));
      },
      close: () => Promise.resolve(database.close()),
    };
  }
  const client = new pg.Client({ connectionString: place.url });
  await client.connect();
  const names = new Map<string, string>();
  return {
    rows: async (statement, parameters) => {
      const name = names.get(statement) ?? `bare${names.size}`;
      names.set(statement, name);
      let parameter = 0;
      const text = statement.replaceAll('?', () => `$${++parameter}`);
      return (await client.query({ name, text, values: [...parameters] })).rows as object[];
    },
    close: () => client.end(),
  };
}
