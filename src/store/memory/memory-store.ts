import {
  ScopedReader,
  type Appended,
  type CaptureJob,
  type EventParty,
  type ReadScope,
  type RecordReader,
  type RecordStore,
  type RecordWriter,
} from '../../record/index.ts';
import { MemoryReader } from './memory-reader.ts';
import { appendTo, MemoryTables } from './memory-tables.ts';

/** A record that lives as long as the process: for tests and for the browser. */
export function createMemoryStore(): RecordStore {
  return new MemoryStore();
}

class MemoryStore implements RecordStore {
  readonly kind = 'memory';
  readonly #tables = new MemoryTables();
  readonly #readersAt = new Map<number, number>();
  #committed = 0;
  #closed = false;
  #lastWrite: Promise<unknown> = Promise.resolve();

  async read<T>(work: (reader: RecordReader) => Promise<T>, scope: ReadScope | null = null): Promise<T> {
    this.#requireOpen();
    const version = this.#committed;
    this.#readersAt.set(version, (this.#readersAt.get(version) ?? 0) + 1);
    try {
      const reader = new MemoryReader(this.#tables, version);
      return await work(scope === null ? reader : new ScopedReader(reader, scope));
    } finally {
      const others = (this.#readersAt.get(version) ?? 1) - 1;
      if (others === 0) this.#readersAt.delete(version);
      else this.#readersAt.set(version, others);
    }
  }

  async write<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    this.#requireOpen();
    const turn = this.#lastWrite.then(() => this.#change(work));
    // The queue goes on after a change that threw; its own caller hears of it through `turn`.
    this.#lastWrite = turn.catch(() => undefined);
    return turn;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#lastWrite;
  }

  async #change<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    const writer = new MemoryWriter(this.#tables, this.#committed + 1);
    try {
      const result = await work(writer);
      this.#committed += 1;
      const oldestReader = Math.min(this.#committed, ...this.#readersAt.keys());
      for (const table of this.#tables.all()) table.settle(oldestReader);
      return result;
    } catch (error) {
      for (const table of this.#tables.all()) table.undoAfter(this.#committed);
      throw error;
    } finally {
      writer.finish();
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw new Error('the record in memory is closed');
  }
}

class MemoryWriter extends MemoryReader implements RecordWriter {
  #finished = false;

  async append(appended: Appended): Promise<void> {
    this.#requireUnfinished();
    appendTo(this.tables, appended, this.version);
  }

  async addParties(parties: readonly EventParty[]): Promise<void> {
    this.#requireUnfinished();
    for (const { eventSeq, party } of parties) this.tables.parties.push(eventSeq, party, this.version);
  }

  async putCaptureJob(job: CaptureJob): Promise<void> {
    this.#requireUnfinished();
    this.tables.jobs.set(job.captureID, structuredClone(job), this.version);
  }

  async putDocument(name: string, text: string): Promise<void> {
    this.#requireUnfinished();
    this.tables.documents.set(name, text, this.version);
  }

  async putDocuments(documents: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, text] of documents) await this.putDocument(name, text);
  }

  async removeDocument(name: string): Promise<void> {
    this.#requireUnfinished();
    this.tables.documents.set(name, null, this.version);
  }

  async appendJournal(name: string, lines: readonly string[]): Promise<void> {
    this.#requireUnfinished();
    for (const line of lines) this.tables.journals.push(name, line, this.version);
  }

  /** Nothing more may be written under this change. */
  finish(): void {
    this.#finished = true;
  }

  #requireUnfinished(): void {
    if (this.#finished) throw new Error('this change of the record has ended: write inside the function given to write()');
  }
}
