import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CompiledQuery, Kysely } from 'kysely';
import type { RecordReader, RecordStore, RecordWriter } from '../../record/index.ts';
import { statements, type OnConflict, type SqlSession, type SqlValue } from '../sql/session.ts';
import { SqlReader } from '../sql/sql-reader.ts';
import { SqlWriter } from '../sql/sql-writer.ts';
import { creationStatements, type Tables, type TableSpec } from '../sql/tables.ts';
import { TermCache } from '../sql/terms.ts';
import { WriteCaches } from '../sql/write-caches.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { StoreError, storeErrorOf } from '../store-error.ts';

const DATABASE_FILE = 'ytterby.sqlite';
const PREPARED_MAX = 300;
/** Pages of the write-ahead log before SQLite folds it into the database: rarer folding writes hot pages once, not again and again. */
const CHECKPOINT_PAGES = 8_000;
/** Entries and events of over a kilobyte share pages of this size well; fixed when the database is made. */
const PAGE_BYTES = 8192;
const CACHE_KIB = 256 * 1024;

/** One SQLite connection with its prepared statements. */
class SqliteSession implements SqlSession {
  readonly dialect = 'sqlite';
  readonly database: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(file: string) {
    this.database = new DatabaseSync(file, { timeout: 5000 });
  }

  all<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const statement = this.prepare(query.sql);
    return Promise.resolve(statement.all(...(query.parameters as SqlValue[])) as Row[]);
  }

  pick<Row>(table: TableSpec, keys: readonly (readonly number[])[]): Promise<Row[]> {
    const condition = table.key.map((name) => `"${name}" = ?`).join(' AND ');
    const statement = this.prepare(`SELECT * FROM "${table.name}" WHERE ${condition}`);
    const rows = keys.map((key) => statement.get(...key)).filter((row) => row !== undefined);
    return Promise.resolve(rows as Row[]);
  }

  insert(table: TableSpec, rows: readonly (readonly SqlValue[])[], onConflict: OnConflict): Promise<void> {
    const statement = this.prepare(insertStatement(table, onConflict));
    for (const row of rows) statement.run(...row);
    return Promise.resolve();
  }

  /** Statements are prepared once; the oldest is dropped when there are many. */
  private prepare(text: string): StatementSync {
    const known = this.prepared.get(text);
    if (known !== undefined) return known;
    const oldest = this.prepared.size >= PREPARED_MAX ? this.prepared.keys().next().value : undefined;
    if (oldest !== undefined) this.prepared.delete(oldest);
    const statement = this.database.prepare(text);
    this.prepared.set(text, statement);
    return statement;
  }
}

function insertStatement(table: TableSpec, onConflict: OnConflict): string {
  const verb = { fail: 'INSERT', ignore: 'INSERT OR IGNORE', replace: 'INSERT OR REPLACE' }[onConflict];
  const names = table.columns.map(([name]) => `"${name}"`).join(', ');
  return `${verb} INTO "${table.name}" (${names}) VALUES (${table.columns.map(() => '?').join(', ')})`;
}

/** The record in one SQLite file: one writer at a time, readers beside it on connections of their own. */
class SqliteStore implements RecordStore {
  readonly kind = 'sqlite';
  private readonly file: string;
  private readonly lock: DirectoryLock;
  private readonly db: Kysely<Tables> = statements('sqlite');
  private readonly terms = new TermCache();
  private readonly caches = new WriteCaches();
  private readonly writer: SqliteSession;
  private readonly idleReaders: SqliteSession[] = [];
  private lastWrite: Promise<unknown> = Promise.resolve();

  constructor(directory: string, lock: DirectoryLock) {
    this.file = join(directory, DATABASE_FILE);
    this.lock = lock;
    this.writer = new SqliteSession(this.file);
    try {
      this.prepareDatabase(this.writer.database);
    } catch (error) {
      this.writer.database.close();
      throw error;
    }
  }

  private prepareDatabase(database: DatabaseSync): void {
    database.exec(
      `PRAGMA page_size = ${PAGE_BYTES}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES};`,
    );
    database.exec(`PRAGMA cache_size = -${CACHE_KIB}; PRAGMA temp_store = MEMORY;`);
    for (const statement of creationStatements('sqlite')) database.exec(statement);
  }

  async read<T>(work: (reader: RecordReader) => Promise<T>): Promise<T> {
    const session = this.idleReaders.pop() ?? new SqliteSession(this.file);
    try {
      session.database.exec('BEGIN');
      const reader = new SqlReader(session, this.db, this.terms);
      const result = await work(reader);
      reader.terms.commit();
      return result;
    } catch (error) {
      throw storeErrorOf(error);
    } finally {
      if (session.database.isTransaction) session.database.exec('COMMIT');
      this.idleReaders.push(session);
    }
  }

  write<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    const result = this.lastWrite.then(() => this.change(work));
    this.lastWrite = result.catch(() => undefined);
    return result;
  }

  private async change<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    const { database } = this.writer;
    try {
      database.exec('BEGIN IMMEDIATE');
      const writer = new SqlWriter(this.writer, this.db, this.terms, this.caches);
      await writer.begin();
      const result = await work(writer);
      database.exec('COMMIT');
      writer.committed();
      return result;
    } catch (error) {
      this.caches.clear();
      if (database.isTransaction) database.exec('ROLLBACK');
      throw storeErrorOf(error);
    }
  }

  async close(): Promise<void> {
    await this.lastWrite;
    for (const session of this.idleReaders) session.database.close();
    this.writer.database.close();
    this.lock.release();
  }
}

/** Makes the data directory, and flushes its parent so that a power cut does not take the whole directory away. */
function makeDirectory(directory: string): void {
  try {
    if (mkdirSync(directory, { recursive: true }) === undefined) return;
    const parent = openSync(dirname(resolve(directory)), 'r');
    fsyncSync(parent);
    closeSync(parent);
  } catch (error) {
    throw new StoreError('unwritable', `cannot make the data directory ${directory}`, { cause: error });
  }
}

/**
 * Opens the record in a directory, made if it is missing.
 * @throws StoreError `data-directory-in-use` when another process has it open, `unwritable`, `disk-full`, `damaged`
 */
export function openSqliteStore(directory: string): RecordStore {
  makeDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    return new SqliteStore(directory, lock);
  } catch (error) {
    lock.release();
    throw storeErrorOf(error);
  }
}
