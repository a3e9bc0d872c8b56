import { setTimeout as wait } from 'node:timers/promises';
import type { Application } from '../application.ts';

/** Without word of a commit (another server may have recorded it) the record is looked at this often. */
const TICK_MS = 1000;
/** What the rules keep is put on record this often while there is something new. */
const SAVE_MS = 60_000;

/** Lets the rules judge what is recorded for as long as a server runs. */
export class RuleRounds {
  readonly #app: Application;
  readonly #log: (line: string) => void;
  readonly #stopping = new AbortController();
  #wake = new AbortController();
  #running: Promise<void> = Promise.resolve();

  constructor(app: Application, log: (line: string) => void) {
    [this.#app, this.#log] = [app, log];
  }

  start(): void {
    this.#app.committer.onCommit(() => this.#wake.abort());
    this.#running = this.#run();
  }

  /** Lets the round under way end, and keeps what it came to. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#wake.abort();
    await this.#running;
    await this.#app.rules.save();
  }

  async #run(): Promise<void> {
    let savedMs = this.#app.now();
    while (!this.#stopping.signal.aborted) {
      this.#wake = new AbortController();
      try {
        await this.#app.rules.catchUp(this.#stopping.signal);
        if (this.#app.now() - savedMs > SAVE_MS) {
          await this.#app.rules.save();
          savedMs = this.#app.now();
        }
      } catch (error) {
        // Storage may be away for a while: the next round judges what this one could not.
        this.#log(`rules: ${error instanceof Error ? error.message : String(error)}`);
      }
      await wait(TICK_MS, undefined, { signal: this.#wake.signal, ref: false }).catch(() => undefined);
    }
  }
}
