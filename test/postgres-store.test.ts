import { test } from 'node:test';
import { createMemoryStore, openPostgresStore } from '../src/store/index.ts';
import { describeAgreement } from './contract/agreement.ts';
import { describeRecordStore, type OpenStore } from './contract/record-store.ts';
import { postgresUrl } from './support/environment.ts';
import { nameSchema } from './support/postgres-schema.ts';

/** Random histories to compare: each takes a schema of its own. */
const HISTORIES = 8;

const url = process.env['YTTERBY_TEST_DATABASE_URL'] ?? '';
if (url === '') {
  test('PostgreSQL as record store', (t) => void postgresUrl(t));
} else {
  const openPostgres = opener(url);
  describeRecordStore('PostgreSQL', openPostgres);
  describeAgreement(
    'memory',
    async () => ({ store: createMemoryStore(), dispose: async () => {} }),
    'PostgreSQL',
    openPostgres,
    HISTORIES,
  );
}

function opener(server: string): OpenStore {
  return async () => {
    const schema = await nameSchema(server);
    let store = await openPostgresStore(server, schema.name);
    const reopen = async () => {
      store = await openPostgresStore(server, schema.name);
      return store;
    };
    const dispose = async () => {
      await store.close();
      await schema.drop();
    };
    return { store, reopen, dispose };
  };
}
