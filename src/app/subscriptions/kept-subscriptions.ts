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

/** Takes away the progress of subscriptions that are no more: a delivery may have ended after one was dropped. */
export async function sweepProgress(writer: RecordWriter): Promise<void> {
  const kept = await writer.documentsUnder(SUBSCRIPTIONS);
  for (const name of (await writer.documentsUnder(PROGRESS)).keys())
    if (!kept.has(SUBSCRIPTIONS + name.slice(PROGRESS.length))) await writer.removeDocument(name);
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

  /** Resolves when the progress is durable. That of a subscription that was dropped meanwhile counts for nothing; {@link sweepProgress}. */
  put(id: string, progress: Progress): Promise<void> {
    this.#waiting.set(id, progress);
    this.#next ??= this.#last.then(() => this.#flush());
    return this.#next;
  }

  async #flush(): Promise<void> {
    const batch = this.#waiting;
    this.#waiting = new Map();
    this.#next = null;
    const documents = new Map([...batch].map(([id, progress]) => [PROGRESS + id, JSON.stringify(progress)]));
    const written = this.#store.write((writer) => writer.putDocuments(documents));
    this.#last = written.catch(() => undefined);
    await written;
  }
}
