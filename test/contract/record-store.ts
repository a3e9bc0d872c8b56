import { describe } from 'node:test';
import type { OpenStore } from './opened-store.ts';
import { testChanges } from './record-changes.ts';
import { testEvents } from './record-events.ts';
import { testLedger } from './record-ledger.ts';
import { testLineage } from './record-lineage.ts';
import { testScopes } from './record-scope.ts';

export type { OpenedStore, OpenStore } from './opened-store.ts';

/** The contract of the port `RecordStore`: every adapter passes it whole. */
export function describeRecordStore(name: string, open: OpenStore): void {
  describe(`${name} as record store`, () => {
    testEvents(open);
    testLedger(open);
    testLineage(open);
    testChanges(open);
    testScopes(open);
  });
}
