import { setTimeout as wait } from 'node:timers/promises';
import { noticesOf, type Dossier, type Notice } from '../../conduct/index.ts';
import type { Application } from '../application.ts';
import { destinationFault } from '../subscriptions/private-addresses.ts';
import { sendWebhook, type Sending } from '../subscriptions/send-webhook.ts';
import { readAddresses, type AuthorityAddress } from './authority-addresses.ts';
import { conductData } from './conduct-data.ts';
import { appendConductAct, readDossiers } from './conduct-journal.ts';

/** Between looks for something to send, and before what did not arrive is tried again. */
const ROUND_MS = 5000;
const AGAIN_MS = 60_000;

/**
 * Brings notices to the authorities that have an address, for as long as a server runs: signed, until they are taken, and on record when they were.
 * Two servers may both send one: its number is the same.
 */
export class NoticeRounds {
  readonly #app: Application;
  readonly #sending: Sending;
  readonly #log: (line: string) => void;
  readonly #everyMs: number;
  readonly #stopping = new AbortController();
  readonly #triedMs = new Map<string, number>();
  #running: Promise<void> = Promise.resolve();

  constructor(app: Application, sending: Sending, log: (line: string) => void, everyMs = ROUND_MS) {
    [this.#app, this.#sending, this.#log, this.#everyMs] = [app, sending, log, everyMs];
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.round();
      } catch (error) {
        // Storage may be away for a while: the next round looks again.
        this.#log(`notices: ${error instanceof Error ? error.message : String(error)}`);
      }
      await wait(this.#everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** Sends what waits. */
  async round(): Promise<void> {
    const { dossiers, addresses } = await this.#app.whole.read(async (reader) => ({
      dossiers: await readDossiers(reader),
      addresses: await readAddresses(reader),
    }));
    if (Object.keys(addresses).length === 0) return;
    for (const dossier of dossiers.values())
      for (const notice of noticesOf(dossier, conductData())) {
        const address = addresses[notice.authority];
        if (this.#stopping.signal.aborted) return;
        if (address !== undefined && notice.deliveredMs === null && notice.acknowledgedMs === null)
          await this.#send(dossier, notice, address);
      }
  }

  async #send(dossier: Dossier, notice: Notice, { url, signatureToken }: AuthorityAddress): Promise<void> {
    const id = `${notice.dossier}#${notice.notice}#${notice.authority}`;
    const nowMs = this.#app.now();
    if (nowMs - (this.#triedMs.get(id) ?? Number.NEGATIVE_INFINITY) < AGAIN_MS) return;
    this.#triedMs.set(id, nowMs);
    const fault = destinationFault(url, this.#sending.allowsPrivate);
    if (fault !== null) return this.#log(`notice ${id}: ${url} ${fault}`);
    try {
      await sendWebhook({ id, body: await this.#bodyOf(dossier, notice), dest: url, signatureToken }, this.#sending, nowMs);
    } catch (error) {
      this.#log(`notice ${id}: ${error instanceof Error ? error.message : String(error)}`);
      return;
    }
    const { dossier: of, notice: at, authority } = notice;
    await this.#app.whole.write((writer) =>
      appendConductAct(writer, {
        act: 'deliver',
        dossier: of,
        notice: at,
        authority,
        atMs: this.#app.now(),
        by: null,
        text: url,
      }),
    );
  }

  /** What an authority is told, and how it says that it acted. */
  async #bodyOf({ kind, acts, listed, subject }: Dossier, notice: Notice): Promise<string> {
    const { registry } = await this.#app.whole.read((reader) => this.#app.worlds.current(reader));
    const organisation = registry.organisation(notice.organisation);
    const { dossier, notice: place, authority, what, dueMs } = notice;
    return JSON.stringify({
      dossier,
      kind,
      subject,
      what,
      text: acts[place]?.text,
      organisation: { id: notice.organisation, name: organisation?.name ?? null, usci: organisation?.usci ?? null },
      listed,
      acknowledge: {
        by: new Date(dueMs).toISOString(),
        path: '/api/conduct-acknowledgements',
        body: { act: 'acknowledge', dossier, notice: place, authority, text: '' },
      },
    });
  }
}
