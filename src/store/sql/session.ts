import {
  DummyDriver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  sql,
  type CompiledQuery,
  type RawBuilder,
} from 'kysely';
import type { Tables, TableSpec } from './tables.ts';

/** A value that both databases take and give. */
export type SqlValue = number | string | Uint8Array | null;

/** What to do when a row's key is on record already. */
export type OnConflict = 'fail' | 'ignore' | 'replace';

/** One connection in one transaction: the little that differs between the dialects. */
export interface SqlSession {
  readonly dialect: 'sqlite' | 'postgres';
  /** Runs a statement that Kysely compiled. */
  all<Row>(query: CompiledQuery<Row>): Promise<Row[]>;
  /** The rows in which the columns have one of the keys' values, in any order. */
  pick<Row>(table: TableSpec, columns: readonly string[], keys: readonly (readonly number[])[]): Promise<Row[]>;
  /** Inserts rows, the columns in the order of the table's specification. */
  insert(table: TableSpec, rows: readonly (readonly SqlValue[])[], onConflict: OnConflict): Promise<void>;
}

/** Kysely as a writer of statements: it compiles, the sessions run. */
export function statements(dialect: 'sqlite' | 'postgres'): Kysely<Tables> {
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => (dialect === 'sqlite' ? new SqliteAdapter() : new PostgresAdapter()),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => (dialect === 'sqlite' ? new SqliteIntrospector(db) : new PostgresIntrospector(db)),
      createQueryCompiler: () => (dialect === 'sqlite' ? new SqliteQueryCompiler() : new PostgresQueryCompiler()),
    },
  });
}

/** A list as one parameter, so that a statement stays the same whatever the list's length: use as `column in ${listOf(…)}`. */
export function listOf(dialect: 'sqlite' | 'postgres', values: readonly (number | string)[]): RawBuilder<unknown> {
  const parameter = listParameter(dialect, values);
  if (dialect === 'sqlite') return sql`(select value from json_each(${parameter}))`;
  const type = typeof values[0] === 'string' ? sql`text[]` : sql`bigint[]`;
  return sql`(select unnest(${parameter}::${type}))`;
}

/** The parameter that a list is: PostgreSQL takes arrays, SQLite JSON. */
export function listParameter(dialect: 'sqlite' | 'postgres', values: readonly (number | string)[]): unknown {
  return dialect === 'sqlite' ? JSON.stringify(values) : values;
}
