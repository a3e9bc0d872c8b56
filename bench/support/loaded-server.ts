import type { ChildProcess } from 'node:child_process';
import type { ServerUse } from './capture-child.ts';
import { countEvents, type DocumentPlace } from './documents.ts';
import type { Load, Sent } from './load-child.ts';
import type { RecordPlace } from './record-place.ts';
import { answerOf, stopChild } from './talk.ts';
import type { Workspace } from './workspace.ts';

/** A server in one process and a sender of documents in another. */
export class LoadedServer {
  private readonly server: ChildProcess;
  private readonly sender: ChildProcess;
  private readonly url: string;
  private readonly file: string;

  private constructor(server: ChildProcess, sender: ChildProcess, url: string, file: string) {
    this.server = server;
    this.sender = sender;
    this.url = url;
    this.file = file;
  }

  /**
   * Starts both.
   * @param place the record to serve; null for a server that only parses
   * @param file the documents
   */
  static async start(workspace: Workspace, place: RecordPlace | null, file: string): Promise<LoadedServer> {
    const program = place === null ? new URL('parse-child.ts', import.meta.url) : new URL('capture-child.ts', import.meta.url);
    const server = workspace.fork(program, [JSON.stringify(place)]);
    const { url } = await answerOf<{ url: string }>(server);
    const sender = workspace.fork(new URL('load-child.ts', import.meta.url), []);
    return new LoadedServer(server, sender, url, file);
  }

  use(): Promise<ServerUse> {
    return answerOf(this.server, { use: true });
  }

  /** Sends documents, whole or event by event. @throws Error when not every event of them came to be on record */
  async send(places: readonly DocumentPlace[], as: Load['as'], inFlight: number): Promise<Sent> {
    const before = await this.use();
    const load: Load = { url: this.url, file: this.file, places, as, inFlight };
    const sent = await answerOf<Sent>(this.sender, load);
    const after = await this.use();
    const added = after.eventsOnRecord - before.eventsOnRecord;
    if (added !== countEvents(places)) throw new Error(`${countEvents(places)} events were sent and ${added} were recorded`);
    return sent;
  }

  async stop(): Promise<void> {
    await stopChild(this.sender);
    await stopChild(this.server);
  }
}
