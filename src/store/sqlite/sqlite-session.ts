import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { CompiledQuery } from 'kysely';
import type { OnConflict, SqlSession, SqlValue } from '../sql/session.ts';
import { updateOnConflict, type TableSpec } from '../sql/tables.ts';

const PREPARED_MAX = 300;
const BUSY_MS_MAX = 5000;

/** One SQLite connection with its prepared statements. Every call is synchronous, whatever it returns. */
export class SqliteSession implements SqlSession {
  readonly dialect = 'sqlite';
  readonly database: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(file: string) {
    this.database = new DatabaseSync(file, { timeout: BUSY_MS_MAX });
  }

  all<Row>(query: Pick<CompiledQuery<Row>, 'sql' | 'parameters'>): Promise<Row[]> {
    const statement = this.prepare(query.sql);
    return Promise.resolve(statement.all(...(query.parameters as SqlValue[])) as Row[]);
  }

  pick<Row>(table: TableSpec, columns: readonly string[], keys: readonly (readonly number[])[]): Promise<Row[]> {
    const condition = columns.map((name) => `"${name}" = ?`).join(' AND ');
    const statement = this.prepare(`SELECT * FROM "${table.name}" WHERE ${condition}`);
    return Promise.resolve(keys.flatMap((key) => statement.all(...key)) as Row[]);
  }

  insert(table: TableSpec, rows: readonly (readonly SqlValue[])[], onConflict: OnConflict): Promise<void> {
    const statement = this.prepare(insertStatement(table, onConflict));
    for (const row of rows) statement.run(...row);
    return Promise.resolve();
  }

  /** Takes the only right to write. */
  begin(): Promise<void> {
    this.database.exec('BEGIN IMMEDIATE');
    return Promise.resolve();
  }

  /** Resolves when everything since `begin` is on disk. */
  commit(): Promise<void> {
    this.database.exec('COMMIT');
    return Promise.resolve();
  }

  /** Takes back everything since `begin`. */
  rollback(): Promise<void> {
    if (this.database.isTransaction) this.database.exec('ROLLBACK');
    return Promise.resolve();
  }

  close(): Promise<void> {
    this.database.close();
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

/** A row whose key is there already is changed in place: that leaves indexes alone whose columns stay the same. */
function insertStatement(table: TableSpec, onConflict: OnConflict): string {
  const names = table.columns.map(([name]) => `"${name}"`).join(', ');
  const verb = onConflict === 'ignore' ? 'INSERT OR IGNORE' : 'INSERT';
  const insert = `${verb} INTO "${table.name}" (${names}) VALUES (${table.columns.map(() => '?').join(', ')})`;
  return onConflict === 'replace' ? `${insert} ${updateOnConflict(table)}` : insert;
}
