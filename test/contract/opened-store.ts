import type { RecordStore } from '../../src/record/index.ts';

/** An empty record, made for one test. */
export interface OpenedStore {
  readonly store: RecordStore;
  /** Opens the same record anew, as the next process would; the first one is closed by then. */
  readonly reopen?: () => Promise<RecordStore>;
  dispose(): Promise<void>;
}

/** Opens an empty record. */
export type OpenStore = () => Promise<OpenedStore>;

/** Runs a test on an empty record and clears it away. */
export async function withStore(open: OpenStore, run: (store: RecordStore, opened: OpenedStore) => Promise<void>): Promise<void> {
  const opened = await open();
  try {
    await run(opened.store, opened);
  } finally {
    await opened.dispose();
  }
}
