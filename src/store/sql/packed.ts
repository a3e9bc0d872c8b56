import { sql, type CompiledQuery, type Kysely, type RawBuilder } from 'kysely';
import type { SqlSession } from './session.ts';
import type { Tables } from './tables.ts';

/** Rows side by side: each column a list, the blobs of the column `data` end to end. */
export type Packed<Row> = { readonly [Column in keyof Row]: readonly Row[Column][] } & { readonly data: Uint8Array };

/** The one row of a packed statement; PostgreSQL's driver parses JSON itself. */
export type PackedRow = Readonly<Record<string, unknown>> & { readonly data: Uint8Array | null };

/**
 * A statement that gives rows packed into one: a few large values come from the database several times faster than many small ones.
 * @param columns of whole numbers or texts
 * @param rows a select of these columns and `data`
 */
export function packedStatement(
  { dialect }: SqlSession,
  db: Kysely<Tables>,
  columns: readonly string[],
  rows: RawBuilder<unknown>,
): CompiledQuery<PackedRow> {
  const list = sql.raw(dialect === 'sqlite' ? 'json_group_array' : 'json_agg');
  const lists = columns.map((column) => sql`${list}(${sql.ref(column)}) as ${sql.ref(column)}`);
  return sql<PackedRow>`select ${sql.join(lists)}, ${endToEnd(dialect)} as data from (${rows}) as packed`.compile(db);
}

/** Runs a packed statement of these columns. */
export async function readPacked<Row>(
  session: SqlSession,
  columns: readonly (keyof Row & string)[],
  statement: CompiledQuery<PackedRow>,
): Promise<Packed<Row>> {
  const [row] = await session.all(statement);
  const read = columns.map((column) => [column, listIn(row?.[column])]);
  return { ...Object.fromEntries(read), data: row?.data ?? new Uint8Array() } as Packed<Row>;
}

/** SQLite joins the bytes as they are: it only calls what it joins a text, until it is told that it is a blob. */
function endToEnd(dialect: SqlSession['dialect']): RawBuilder<unknown> {
  return dialect === 'sqlite' ? sql`cast(group_concat(data, '') as blob)` : sql`string_agg(data, ''::bytea)`;
}

function listIn(value: unknown): unknown {
  return typeof value === 'string' ? JSON.parse(value) : (value ?? []);
}
