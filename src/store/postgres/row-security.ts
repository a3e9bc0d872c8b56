import type pg from 'pg';
import { OPEN_DOCUMENTS, OPEN_JOURNALS, type ReadScope } from '../../record/index.ts';
import type { SqlReader } from '../sql/sql-reader.ts';
import type { Tables } from '../sql/tables.ts';

/**
 * The role that reads on behalf of viewers with a scope. Row-level security binds it whatever a statement asks for; the tables' owner, who
 * writes and keeps the record, passes over it.
 */
const READER = 'ytterby_reader';

/** Settings of a transaction, which the policies read. */
const PARTIES = 'ytterby.parties';
const SITES = 'ytterby.sites';
const ORGANISATIONS = 'ytterby.organisations';

const among = (column: string, setting: string): string =>
  `${column} = ANY (NULLIF(current_setting('${setting}', true), '')::bigint[])`;
const named = (names: readonly string[]): string => `name IN (${names.map((name) => `'${name}'`).join()})`;
const concerns = (seq: string): string =>
  `EXISTS (SELECT 1 FROM event_party concerned WHERE concerned.seq = ${seq} AND ${among('concerned.party', PARTIES)})`;

/** Which rows the reader sees of each table that he may read at all; null for all rows. What is not named here he may not read. */
const POLICIES: Partial<Record<keyof Tables, string | null>> = {
  event: concerns('event.seq'),
  event_body: concerns('event_body.seq'),
  event_key: concerns('event_key.seq'),
  event_key_recent: concerns('event_key_recent.seq'),
  event_party: among('party', PARTIES),
  event_identifier: concerns('event_identifier.seq'),
  entry: concerns('entry.event_seq'),
  flow: concerns('flow.event_seq'),
  void: concerns('void.event_seq'),
  quota_draw: among('holder', ORGANISATIONS),
  lot_at_site: among('site', SITES),
  capture_job: `(job::jsonb ->> 'organisation') IN (SELECT uri FROM term WHERE ${among('id', ORGANISATIONS)})`,
  document: named(OPEN_DOCUMENTS),
  journal: named(OPEN_JOURNALS),
  // Words, hashes, and sums of which many accounts share a row: the reader's object passes over what is not his.
  term: null,
  account: null,
  balance_day: null,
  balance_period: null,
  event_word: null,
  log_tile: null,
};

/** The statements that make the reader's role and bind it, for tables that have just been made. */
export function securityStatements(): string[] {
  const policies = Object.entries(POLICIES).flatMap(([table, condition]) => [
    `GRANT SELECT ON "${table}" TO ${READER}`,
    ...(condition === null
      ? []
      : [
          `ALTER TABLE "${table}" ENABLE ROW LEVEL SECURITY`,
          `CREATE POLICY seen ON "${table}" FOR SELECT TO ${READER} USING (${condition})`,
        ]),
  ]);
  return [MAKE_ROLE, GRANT_SCHEMA, ...policies];
}

/** Roles belong to the whole server, so another database may be making it at the same moment. */
const MAKE_ROLE = `DO $$ BEGIN
  IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '${READER}') THEN CREATE ROLE ${READER} NOLOGIN; END IF;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
END $$`;
const GRANT_SCHEMA = `DO $$ BEGIN
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO ${READER}', current_schema());
  EXECUTE format('GRANT ${READER} TO %I', current_user);
EXCEPTION WHEN unique_violation OR object_in_use THEN NULL;
END $$`;

/** Binds what follows in the transaction to a scope. */
export async function bindReader(client: pg.PoolClient, reader: SqlReader, scope: ReadScope): Promise<void> {
  const settings = [
    [PARTIES, scope.parties],
    [SITES, scope.sites],
    [ORGANISATIONS, scope.organisations],
  ] as const;
  for (const [name, uris] of settings) {
    const numbers = await reader.numbersKnown(uris);
    await client.query('SELECT set_config($1, $2, true)', [name, `{${numbers.join()}}`]);
  }
  await client.query(`SET LOCAL ROLE ${READER}`);
}
