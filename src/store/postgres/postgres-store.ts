import type { CompiledQuery, Kysely } from 'kysely';
import pg from 'pg';
import { ScopedReader, type ReadScope, type RecordReader, type RecordStore, type RecordWriter } from '../../record/index.ts';
import { checkLayout, LAYOUT, LAYOUT_DOCUMENT } from '../sql/layout.ts';
import { statements, type OnConflict, type SqlSession, type SqlValue } from '../sql/session.ts';
import { SqlReader } from '../sql/sql-reader.ts';
import { SqlWriter } from '../sql/sql-writer.ts';
import { creationStatements, updateOnConflict, type Tables, type TableSpec } from '../sql/tables.ts';
import { TermCache } from '../sql/terms.ts';
import { WriteCaches } from '../sql/write-caches.ts';
import { storeErrorOf } from '../store-error.ts';
import { bindReader, securityStatements } from './row-security.ts';
import { StatementNames } from './statement-names.ts';

const INT8_OID = 20;
const READERS_MAX = 4;
/** Any constant: all Ytterby processes on one database take the same advisory lock before they write. */
const WRITE_LOCK = 7_906_657;

const ARRAY_TYPES = { integer: 'bigint[]', text: 'text[]', blob: 'bytea[]' } as const;

/** Every stored whole number is below 2^53; sums beyond come as text. */
function readInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`PostgreSQL gave ${text}, beyond 2^53`);
  return value;
}

class PostgresSession implements SqlSession {
  readonly dialect = 'postgres';
  private readonly client: pg.PoolClient;
  private readonly names: StatementNames;

  constructor(client: pg.PoolClient, names: StatementNames) {
    this.client = client;
    this.names = names;
  }

  async all<Row>(query: CompiledQuery<Row>): Promise<Row[]> {
    const result = await this.client.query({
      name: this.names.nameOf(query.sql),
      text: query.sql,
      values: query.parameters as unknown[],
    });
    return result.rows as Row[];
  }

  async pick<Row>(table: TableSpec, columns: readonly string[], keys: readonly (readonly number[])[]): Promise<Row[]> {
    if (keys.length === 0) return [];
    const names = columns.map((name) => `"${name}"`).join(', ');
    const arrays = columns.map((_, place) => `$${place + 1}::bigint[]`).join(', ');
    const text = `SELECT * FROM "${table.name}" NATURAL JOIN unnest(${arrays}) AS wanted (${names})`;
    const values = columns.map((_, place) => keys.map((key) => key[place]));
    const result = await this.client.query({ name: this.names.nameOf(text), text, values });
    return result.rows as Row[];
  }

  async insert(table: TableSpec, rows: readonly (readonly SqlValue[])[], onConflict: OnConflict): Promise<void> {
    const text = insertStatement(table, onConflict);
    const columns = table.columns.map((_, place) => rows.map((row) => bound(row[place] ?? null)));
    await this.client.query({ name: this.names.nameOf(text), text, values: columns });
  }
}

/** node-postgres wants a Buffer for bytea; a view over the same memory costs nothing. */
function bound(value: SqlValue): SqlValue {
  return value instanceof Uint8Array ? Buffer.from(value.buffer, value.byteOffset, value.byteLength) : value;
}

/** One statement whatever the number of rows: each column is one array. */
function insertStatement(table: TableSpec, onConflict: OnConflict): string {
  const names = table.columns.map(([name]) => `"${name}"`).join(', ');
  const arrays = table.columns.map(([, type], place) => `$${place + 1}::${ARRAY_TYPES[type]}`).join(', ');
  const insert = `INSERT INTO "${table.name}" (${names}) SELECT * FROM unnest(${arrays})`;
  if (onConflict === 'fail') return insert;
  if (onConflict === 'ignore') return `${insert} ON CONFLICT DO NOTHING`;
  return `${insert} ${updateOnConflict(table)}`;
}

/** The record in PostgreSQL. Many processes may use one database; their changes run one after the other. */
class PostgresStore implements RecordStore {
  readonly kind = 'postgres';
  private readonly pool: pg.Pool;
  private readonly db: Kysely<Tables> = statements('postgres');
  private readonly names = new StatementNames();
  private readonly terms = new TermCache();
  private readonly caches = new WriteCaches(false);
  private lastWrite: Promise<unknown> = Promise.resolve();

  constructor(url: string, schema: string | undefined) {
    this.pool = new pg.Pool({
      connectionString: url,
      max: READERS_MAX + 1,
      types: { getTypeParser: (oid, format) => (oid === INT8_OID ? readInteger : pg.types.getTypeParser(oid, format)) },
      ...(schema === undefined ? {} : { options: `-c search_path=${schema}` }),
    });
    // A connection that is cut also says so here, at any moment. Unheard, that would end the process; the statement under way fails
    // with the same error, and the pool drops the connection.
    this.pool.on('error', () => undefined);
    this.pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async create(schema: string | undefined): Promise<void> {
    await this.transaction('BEGIN', async (client) => {
      await client.query('SELECT pg_advisory_xact_lock($1)', [WRITE_LOCK]);
      if (schema !== undefined) await client.query(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
      await makeTables(client);
    });
  }

  read<T>(work: (reader: RecordReader) => Promise<T>, scope: ReadScope | null = null): Promise<T> {
    return this.transaction('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
      const reader = new SqlReader(new PostgresSession(client, this.names), this.db, this.terms);
      if (scope !== null) await bindReader(client, reader, scope);
      const result = await work(scope === null ? reader : new ScopedReader(reader, scope));
      reader.terms.commit();
      return result;
    });
  }

  write<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    const result = this.lastWrite.then(() => this.change(work));
    this.lastWrite = result.catch(() => undefined);
    return result;
  }

  private async change<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    let writer: SqlWriter | undefined;
    try {
      const result = await this.transaction('BEGIN', async (client) => {
        await client.query('SELECT pg_advisory_xact_lock($1)', [WRITE_LOCK]);
        writer = new SqlWriter(new PostgresSession(client, this.names), this.db, this.terms, this.caches);
        await writer.begin();
        return work(writer);
      });
      writer?.committed();
      return result;
    } catch (error) {
      this.caches.clear();
      throw error;
    }
  }

  /** Runs work in a transaction; a connection that was lost, or on which taking back failed, is not used again. */
  private async transaction<T>(begin: string, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect().catch((error: unknown) => {
      throw storeErrorOf(error);
    });
    let broken: Error | undefined;
    try {
      await client.query(begin);
      const result = await work(client);
      await client.query('COMMIT');
      return result;
    } catch (error) {
      await client.query('ROLLBACK').catch((failure: unknown) => {
        broken = failure instanceof Error ? failure : new Error(String(failure));
      });
      throw storeErrorOf(error);
    } finally {
      client.release(broken);
    }
  }

  async close(): Promise<void> {
    await this.lastWrite;
    await this.pool.end();
  }
}

async function makeTables(client: pg.PoolClient): Promise<void> {
  const { rows } = await client.query("SELECT to_regclass('event') IS NULL AS is_new");
  const isNew = (rows as { is_new: boolean }[])[0]?.is_new === true;
  if (isNew) for (const statement of [...creationStatements('postgres'), ...securityStatements()]) await client.query(statement);
  const layouts = await client.query('SELECT "text" FROM "document" WHERE "name" = $1', [LAYOUT_DOCUMENT]);
  const found = (layouts.rows as { text: string }[])[0]?.text ?? null;
  if (checkLayout(found, isNew)) {
    await client.query('INSERT INTO "document" ("name", "text") VALUES ($1, $2)', [LAYOUT_DOCUMENT, LAYOUT]);
  }
}

/**
 * Opens the record in PostgreSQL, making its tables where they are missing.
 * @param url as in `DATABASE_URL`: postgresql://user@host:port/database
 * @param schema a schema of its own, for tests; the database's default otherwise
 * @throws StoreError `unreachable` when the server does not answer
 */
export async function openPostgresStore(url: string, schema?: string): Promise<RecordStore> {
  const store = new PostgresStore(url, schema);
  try {
    await store.create(schema);
  } catch (error) {
    await store.close();
    throw storeErrorOf(error);
  }
  return store;
}
