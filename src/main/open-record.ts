import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApplication, packageRoot, type Application } from '../app/index.ts';
import type { RecordStore } from '../record/index.ts';
import { openPostgresStore, openSqliteStore } from '../store/index.ts';
import { openIssuer } from './issuer-keys.ts';
import { openLogSigner } from './log-key.ts';

/** Where the embedded database lies when nobody says. */
export const DEFAULT_DATA = 'ytterby-data';

/** The program's version, from its package.json. */
export function readVersion(): string {
  const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
  return version;
}

/**
 * Opens the record: the embedded database in `data`, else the PostgreSQL of `DATABASE_URL`, else the embedded one in `ytterby-data`.
 * @throws StoreError
 */
export async function openRecord(data: string | null): Promise<Application> {
  const store = await openStore(data);
  const folder = data ?? DEFAULT_DATA;
  return openApplication(store, () => Date.now(), readVersion(), openLogSigner(folder), openIssuer(folder));
}

async function openStore(data: string | null): Promise<RecordStore> {
  const url = process.env['DATABASE_URL'];
  if (data === null && url !== undefined && url !== '') return openPostgresStore(url);
  return openSqliteStore(data ?? DEFAULT_DATA, 'thread');
}
