import { setTimeout } from 'node:timers/promises';
import type { Application } from '../application.ts';
import { askWitnesses, type WitnessAddress } from './ask-witnesses.ts';

/** Asks the witnesses again and again for as long as a server runs, and says what one of them refuses. */
export class WitnessRounds {
  readonly #app: Application;
  readonly #witnesses: readonly WitnessAddress[];
  readonly #everyMs: number;
  readonly #log: (line: string) => void;
  readonly #stopping = new AbortController();
  readonly #said = new Map<string, string | null>();
  #running: Promise<void> = Promise.resolve();

  constructor(app: Application, witnesses: readonly WitnessAddress[], everyMs: number, log: (line: string) => void) {
    this.#app = app;
    this.#witnesses = witnesses;
    this.#everyMs = everyMs;
    this.#log = log;
  }

  start(): void {
    if (this.#witnesses.length > 0) this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        for (const { witness, fault } of await askWitnesses(this.#app, this.#witnesses, signal)) this.#say(witness, fault);
      } catch (error) {
        // Storage may be away for a while: the next round asks again.
        this.#log(`witnesses: ${error instanceof Error ? error.message : String(error)}`);
      }
      await setTimeout(this.#everyMs, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }

  /** A fault is told when it comes, not with every round. */
  #say(witness: string, fault: string | null): void {
    if (fault !== null && this.#said.get(witness) !== fault && !this.#stopping.signal.aborted)
      this.#log(`the witness ${witness} ${fault}`);
    this.#said.set(witness, fault);
  }
}
