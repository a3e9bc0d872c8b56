import { Worker } from 'node:worker_threads';
import type { Problem } from '../../epcis/index.ts';
import { CaptureRefusal } from './capture-fault.ts';
import { unpackPreparation, type PackedPreparation } from './packed-preparation.ts';
import { openDocument, prepareStretch, type DocumentFace, type DocumentForm, type Preparation } from './prepare-document.ts';

/** A document that has been read; its events are prepared a stretch at a time. */
export interface OpenedDocument extends DocumentFace {
  /** Prepares the events from `from` (0 is the first) to before `to`, as {@link prepareStretch}. */
  prepare(from: number, to: number, nowMs: number): Promise<Preparation>;
  /** Call when no more of it is needed. */
  close(): void;
}

/** What the thread is asked; `ticket` tells the answers apart, and names a document for as long as it is open. */
export type PreparingRequest =
  | { readonly ask: 'open'; readonly ticket: number; readonly text: string; readonly form: DocumentForm }
  | {
      readonly ask: 'prepare';
      readonly ticket: number;
      readonly document: number;
      readonly from: number;
      readonly to: number;
      readonly nowMs: number;
    }
  | { readonly ask: 'close'; readonly document: number };

/** What the thread answers: a document's face or problems, or a stretch of its events. */
export type PreparingAnswer =
  | { readonly ticket: number; readonly face: DocumentFace }
  | { readonly ticket: number; readonly problems: readonly Problem[] }
  | { readonly ticket: number; readonly preparation: PackedPreparation };

/** Texts up to this length are prepared where they are asked for: sending them to and fro would take longer. */
const TEXT_IN_PLACE_MAX = 32_768;

/**
 * Reads a document, a long one in a thread of its own.
 * @param text an EPCISDocument, EPCISQueryDocument or single event
 * @throws CaptureRefusal with every problem when the text is no document
 */
export function readInBackground(text: string, form: DocumentForm): Promise<OpenedDocument> {
  return text.length <= TEXT_IN_PLACE_MAX ? openInPlace(text, form) : sharedThread().open(text, form);
}

function openInPlace(text: string, form: DocumentForm): Promise<OpenedDocument> {
  const opening = openDocument(text, form);
  if (!opening.ok) return Promise.reject(new CaptureRefusal(opening.problems));
  const { document, face } = opening;
  return Promise.resolve({
    ...face,
    prepare: (from: number, to: number, nowMs: number) => Promise.resolve(prepareStretch(document, from, to, nowMs)),
    close: () => undefined,
  });
}

let shared: PreparingThread | null = null;

/** One thread serves the whole process, for what it does depends on nothing but what it is asked. It is started when first needed. */
function sharedThread(): PreparingThread {
  shared ??= new PreparingThread(() => {
    shared = null;
  });
  return shared;
}

interface Asked {
  readonly resolve: (answer: PreparingAnswer) => void;
  readonly reject: (error: Error) => void;
}

/** Asks the thread. While nothing is asked it keeps no process alive. */
class PreparingThread {
  private readonly worker: Worker;
  private readonly asked = new Map<number, Asked>();
  private tickets = 0;

  /** @param ended called when the thread has died of a fault: nobody may ask it any more */
  constructor(ended: () => void) {
    const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
    this.worker = new Worker(new URL(`preparing-thread.${extension}`, import.meta.url));
    this.worker.unref();
    this.worker.on('message', (answer: PreparingAnswer) => this.settle(answer));
    this.worker.on('error', (error) => {
      ended();
      for (const { reject } of this.asked.values()) reject(error);
    });
  }

  async open(text: string, form: DocumentForm): Promise<OpenedDocument> {
    const ticket = this.nextTicket();
    const answer = await this.ask({ ask: 'open', ticket, text, form });
    if ('problems' in answer) throw new CaptureRefusal(answer.problems);
    if (!('face' in answer)) throw new Error('PreparingThread: a document was opened and events came back');
    return {
      ...answer.face,
      prepare: (from, to, nowMs) => this.prepare(ticket, from, to, nowMs),
      close: () => this.worker.postMessage({ ask: 'close', document: ticket } satisfies PreparingRequest),
    };
  }

  private async prepare(document: number, from: number, to: number, nowMs: number): Promise<Preparation> {
    const answer = await this.ask({ ask: 'prepare', ticket: this.nextTicket(), document, from, to, nowMs });
    if (!('preparation' in answer)) throw new Error('PreparingThread: events were asked for and something else came back');
    return unpackPreparation(answer.preparation);
  }

  private nextTicket(): number {
    this.tickets += 1;
    return this.tickets;
  }

  private ask(request: Exclude<PreparingRequest, { ask: 'close' }>): Promise<PreparingAnswer> {
    return new Promise((resolve, reject) => {
      this.asked.set(request.ticket, { resolve, reject });
      this.worker.ref();
      this.worker.postMessage(request);
    });
  }

  private settle(answer: PreparingAnswer): void {
    const { resolve } = this.asked.get(answer.ticket)!;
    this.asked.delete(answer.ticket);
    if (this.asked.size === 0) this.worker.unref();
    resolve(answer);
  }
}
