import type { RecordReader, RecordStore, RecordWriter } from '../../record/index.ts';
import type { Progress, Subscription } from './subscription.ts';

const SUBSCRIPTIONS = 'subscription/';
const PROGRESS = 'subscription-progress/';
/** Changes with every subscription that comes or goes: other servers see by it that they must read anew. */
const VERSION = 'subscriptions-version';

export async function keepSubscription(writer: RecordWriter, subscription: Subscription, progress: Progress): Promise<void> {
  await writer.putDocument(SUBSCRIPTIONS + subscription.id, JSON.stringify(subscription));
  await writer.putDocument(PROGRESS + subscription.id, JSON.stringify(progress));
  await countChange(writer);
}

export async function dropSubscription(writer: RecordWriter, id: string): Promise<void> {
  await writer.removeDocument(SUBSCRIPTIONS + id);
  await writer.removeDocument(PROGRESS + id);
  await countChange(writer);
}

async function countChange(writer: RecordWriter): Promise<void> {
  await writer.putDocument(VERSION, String(Number((await writer.document(VERSION)) ?? 0) + 1));
}

export function subscriptionsVersion(reader: RecordReader): Promise<string | null> {
  return reader.document(VERSION);
}

/** Every subscription with its progress, in the order of their ids. */
export async function readSubscriptions(reader: RecordReader): Promise<{ subscription: Subscription; progress: Progress }[]> {
  const [subscriptions, progress] = [await reader.documentsUnder(SUBSCRIPTIONS), await reader.documentsUnder(PROGRESS)];
  return [...subscriptions].flatMap(([name, text]) => {
    const kept = progress.get(PROGRESS + name.slice(SUBSCRIPTIONS.length));
    return kept === undefined ? [] : [{ subscription: JSON.parse(text) as Subscription, progress: JSON.parse(kept) as Progress }];
  });
}

/** Puts the progress of many subscriptions on record together: one change for all that wait while one is under way. */
export class ProgressWriter {
  readonly #store: RecordStore;
  #waiting = new Map<string, Progress>();
  #next: Promise<void> | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(store: RecordStore) {
    this.#store = store;
  }

  /** Resolves when the progress is durable. A subscription that was dropped in the meantime stays dropped. */
  put(id: string, progress: Progress): Promise<void> {
    this.#waiting.set(id, progress);
    this.#next ??= this.#last.then(() => this.#flush());
    return this.#next;
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = new Map();
    this.#next = null;
    const written = this.#store.write(async (writer) => {
      for (const [id, progress] of batch) {
        if ((await writer.document(SUBSCRIPTIONS + id)) !== null)
          await writer.putDocument(PROGRESS + id, JSON.stringify(progress));
      }
    });
    this.#last = written.catch(() => undefined);
    await written;
  }
}
