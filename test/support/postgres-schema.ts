import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A schema of its own for one test, and a connection beside the store's own. */
export interface PostgresSchema {
  readonly name: string;
  readonly admin: pg.Client;
  /** Drops the schema and closes the connection. */
  readonly drop: () => Promise<void>;
}

/** Thinks of a schema that nobody has; the store makes it. */
export async function nameSchema(url: string): Promise<PostgresSchema> {
  const name = `ytterby_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  const drop = async (): Promise<void> => {
    await admin.query('SET client_min_messages = warning');
    await admin.query(`DROP SCHEMA IF EXISTS "${name}" CASCADE`);
    await admin.end();
  };
  return { name, admin, drop };
}
