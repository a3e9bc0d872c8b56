import type { RecordReader, RecordStore, RecordWriter, ReadScope } from '../record/index.ts';

/**
 * A record as one viewer may read it: every read sees his scope alone. Changes see all of it, for what they may do is decided before they
 * begin.
 */
export class ViewedStore implements RecordStore {
  readonly kind: RecordStore['kind'];
  readonly #whole: RecordStore;
  readonly #scope: (reader: RecordReader) => Promise<ReadScope | null>;

  /** @param scope the viewer's scope as the record now stands; null for everything */
  constructor(whole: RecordStore, scope: (reader: RecordReader) => Promise<ReadScope | null>) {
    this.kind = whole.kind;
    this.#whole = whole;
    this.#scope = scope;
  }

  /** The viewer's scope as the record now stands. */
  scope(): Promise<ReadScope | null> {
    return this.#whole.read(this.#scope);
  }

  async read<T>(work: (reader: RecordReader) => Promise<T>): Promise<T> {
    return this.#whole.read(work, await this.scope());
  }

  write<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    return this.#whole.write(work);
  }

  close(): Promise<void> {
    return this.#whole.close();
  }
}
