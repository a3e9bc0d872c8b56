import { AccessState, type AccessAct } from '../../access/index.ts';
import type { RecordReader, RecordWriter } from '../../record/index.ts';

const ACCESS_JOURNAL = 'access';

/** Keeps what the journal of administrative acts makes ready for use, and reads on from where it had come to. */
export class AccessSource {
  #state = new AccessState();
  #lines = 0;

  /** Accounts, keys and shares as the record now has them. */
  async current(reader: RecordReader): Promise<AccessState> {
    const from = this.#lines;
    const lines = await reader.journal(ACCESS_JOURNAL, from);
    // Another read may have come as far while this one waited.
    lines.slice(this.#lines - from).forEach((line) => {
      this.#state.apply(JSON.parse(line) as AccessAct);
      this.#lines += 1;
    });
    return this.#state;
  }

  /** The state as a change sees it, which may be taken back: made anew, kept by nobody. */
  async within(writer: RecordReader): Promise<AccessState> {
    const state = new AccessState();
    for (const line of await writer.journal(ACCESS_JOURNAL, 0)) state.apply(JSON.parse(line) as AccessAct);
    return state;
  }
}

/** Puts acts on record. */
export async function appendActs(writer: RecordWriter, acts: readonly AccessAct[]): Promise<void> {
  await writer.appendJournal(
    ACCESS_JOURNAL,
    acts.map((act) => JSON.stringify(act)),
  );
}
