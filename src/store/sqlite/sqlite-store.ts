import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import type { Kysely } from 'kysely';
import { ScopedReader, type ReadScope, type RecordReader, type RecordStore, type RecordWriter } from '../../record/index.ts';
import { checkLayout, LAYOUT, LAYOUT_DOCUMENT } from '../sql/layout.ts';
import { statements } from '../sql/session.ts';
import { SqlReader } from '../sql/sql-reader.ts';
import { SqlWriter } from '../sql/sql-writer.ts';
import { creationStatements, type Tables } from '../sql/tables.ts';
import { TermCache } from '../sql/terms.ts';
import { WriteCaches } from '../sql/write-caches.ts';
import { StoreError, storeErrorOf } from '../store-error.ts';
import { lockDirectory, type DirectoryLock } from './directory-lock.ts';
import { SqliteSession } from './sqlite-session.ts';
import { ThreadedSession } from './threaded-session.ts';

const DATABASE_FILE = 'ytterby.sqlite';
/** Pages of the write-ahead log before SQLite folds it into the database: rarer folding writes hot pages once, not again and again. */
const CHECKPOINT_PAGES = 8_000;
/** Entries and events of over a kilobyte share pages of this size well; fixed when the database is made. */
const PAGE_BYTES = 8192;
const CACHE_KIB = 256 * 1024;

const MAKING_PRAGMAS = [`PRAGMA page_size = ${PAGE_BYTES}`, 'PRAGMA journal_mode = WAL'];
const WRITING_PRAGMAS = [
  'PRAGMA synchronous = FULL',
  `PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}`,
  `PRAGMA cache_size = -${CACHE_KIB}`,
  'PRAGMA temp_store = MEMORY',
];

/** Where the writing connection runs: in a thread of its own, or in the caller's. */
export type WritingPlace = 'thread' | 'here';

/** The record in one SQLite file: one writer at a time, readers beside it on connections of their own. */
class SqliteStore implements RecordStore {
  readonly kind = 'sqlite';
  private readonly file: string;
  private readonly lock: DirectoryLock;
  private readonly db: Kysely<Tables> = statements('sqlite');
  private readonly terms = new TermCache();
  private readonly caches = new WriteCaches(true);
  private readonly idleReaders: SqliteSession[] = [];
  private writing: SqliteSession | ThreadedSession | null = null;
  private lastWrite: Promise<unknown> = Promise.resolve();

  constructor(directory: string, lock: DirectoryLock, writingPlace: WritingPlace) {
    this.file = join(directory, DATABASE_FILE);
    this.lock = lock;
    const session = new SqliteSession(this.file);
    try {
      for (const statement of [...MAKING_PRAGMAS, ...WRITING_PRAGMAS]) session.database.exec(statement);
      makeTables(session.database);
    } catch (error) {
      session.database.close();
      throw error;
    }
    if (writingPlace === 'here') this.writing = session;
    else this.idleReaders.push(session);
  }

  async read<T>(work: (reader: RecordReader) => Promise<T>, scope: ReadScope | null = null): Promise<T> {
    const session = this.idleReaders.pop() ?? new SqliteSession(this.file);
    try {
      session.database.exec('BEGIN');
      const reader = new SqlReader(session, this.db, this.terms);
      const result = await work(scope === null ? reader : new ScopedReader(reader, scope));
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
    this.writing ??= new ThreadedSession(this.file, WRITING_PRAGMAS);
    const session = this.writing;
    try {
      await session.begin();
      const writer = new SqlWriter(session, this.db, this.terms, this.caches);
      await writer.begin();
      const result = await work(writer);
      await session.commit();
      writer.committed();
      return result;
    } catch (error) {
      this.caches.clear();
      await session.rollback();
      throw storeErrorOf(error);
    }
  }

  async close(): Promise<void> {
    await this.lastWrite;
    for (const session of this.idleReaders) session.database.close();
    await this.writing?.close();
    this.lock.release();
  }
}

/** All tables or none: a process that dies meanwhile leaves nothing half made. */
function makeTables(database: DatabaseSync): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    const isNew = database.prepare("SELECT 1 FROM sqlite_master WHERE name = 'event'").get() === undefined;
    if (isNew) for (const statement of creationStatements('sqlite')) database.exec(statement);
    const found = database.prepare('SELECT "text" FROM "document" WHERE "name" = ?').get(LAYOUT_DOCUMENT);
    const mustWrite = checkLayout(found === undefined ? null : String(found['text']), isNew);
    if (mustWrite) database.prepare('INSERT INTO "document" ("name", "text") VALUES (?, ?)').run(LAYOUT_DOCUMENT, LAYOUT);
    database.exec('COMMIT');
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
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
 * @param writingPlace `thread` keeps inserts and flushes away from the caller's thread
 * @throws StoreError `data-directory-in-use` when another process has it open, `unwritable`, `disk-full`, `damaged`
 */
export function openSqliteStore(directory: string, writingPlace: WritingPlace = 'here'): RecordStore {
  makeDirectory(directory);
  const lock = lockDirectory(directory);
  try {
    return new SqliteStore(directory, lock, writingPlace);
  } catch (error) {
    lock.release();
    throw storeErrorOf(error);
  }
}
