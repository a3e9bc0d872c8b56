import assert from 'node:assert/strict';
import { logKey, logSigner, openApplication, readLogKey, verifyRecord, type Application } from '../../src/app/index.ts';
import type { RecordStore } from '../../src/record/index.ts';

/** A key that several processes of one test sign with. */
const TEST_LOG_KEY = 'PRIVATE+KEY+log.example/test+ac74c7eb+Ac+Z4XuE8pvCUp+qtm+TxSSoe/+pDAqo0BbWXKCPxcNk';

/** Its signer. */
export const testSigner = (): ReturnType<typeof logSigner> => logSigner(TEST_LOG_KEY);

/**
 * Checks that a record and its log agree, whatever happened to the process that wrote them.
 * @param store a record that `testSigner` signed
 */
export async function auditLog(store: RecordStore): Promise<void> {
  const app = openApplication(store, () => Date.now(), '0', testSigner());
  const { events, fault } = await verifyRecord(app, { keys: keysOf(app), earlier: null }, new AbortController().signal, () => {});
  assert.equal(fault, null, `the log of ${events} events: ${fault?.message}`);
}

/** The keys that may have signed an application's log: its own. */
export function keysOf(app: Application): ReturnType<typeof readLogKey>[] {
  return [readLogKey(logKey(app))];
}
