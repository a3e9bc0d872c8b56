import { describe } from 'node:test';
import type { RecordStore } from '../../src/record/index.ts';
import { testChanges } from './record-changes.ts';
import { testEvents } from './record-events.ts';
import { testLedger } from './record-ledger.ts';
import { testLineage } from './record-lineage.ts';

/** An empty record, made for one test. */
export interface OpenedStore {
  readonly store: RecordStore;
  /** Opens the same record anew, as the next process would; the first one is closed by then. */
  readonly reopen?: () => Promise<RecordStore>;
  dispose(): Promise<void>;
}

/** Opens an empty record. */
export type OpenStore = () => Promise<OpenedStore>;

/** The contract of the port `RecordStore`: every adapter passes it whole. */
export function describeRecordStore(name: string, open: OpenStore): void {
  describe(`${name} as record store`, () => {
    testEvents(open);
    testLedger(open);
    testLineage(open);
    testChanges(open);
  });
}

/** Runs a test on an empty record and clears it away. */
export async function withStore(open: OpenStore, run: (store: RecordStore, opened: OpenedStore) => Promise<void>): Promise<void> {
  const opened = await open();
  try {
    await run(opened.store, opened);
  } finally {
    await opened.dispose();
  }
}
