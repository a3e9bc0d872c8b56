import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What a capturing process is to do. */
export interface Errand {
  readonly place:
    | { readonly kind: 'sqlite'; readonly directory: string }
    | { readonly kind: 'postgres'; readonly url: string; readonly schema: string };
  readonly seed: number;
  readonly batches: { readonly from: number; readonly until: number };
  /** Fold the write-ahead log into the database after every so many batches; null leaves it to SQLite. */
  readonly checkpointEvery: number | null;
  /** End after so many batches with a failed capture; null goes on. */
  readonly stopAfterFailures: number | null;
}

/** What a capturing process has said so far. */
export interface Said {
  readonly lines: readonly string[];
  readonly acknowledged: readonly string[];
  readonly lastBatch: number | null;
}

const CHILD = fileURLToPath(new URL('capturing-child.ts', import.meta.url));

/** A capturing process and what it says. */
export class CapturingProcess {
  readonly process: ChildProcess;
  private readonly output: string[] = [];
  private readonly complaints: string[] = [];
  private readonly closed: Promise<void>;

  /** @param before words of a command line that run the rest of it, such as `strace -f`; empty for none */
  constructor(errand: Errand, before: readonly string[] = []) {
    const [command, ...words] = [...before, process.execPath, CHILD, JSON.stringify(errand)];
    this.process = spawn(command, words, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => this.output.push(text));
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => this.complaints.push(text));
    this.closed = new Promise((resolve, reject) => {
      this.process.once('error', reject);
      this.process.once('close', () => resolve());
    });
  }

  /** Resolves when the process is gone and everything it wrote has arrived. */
  async ended(): Promise<void> {
    await this.closed;
  }

  /** Resolves when the process has said a line that begins so, or is gone. */
  async says(start: string): Promise<void> {
    const heard = new Promise<void>((resolve) => {
      const listen = (): void => {
        if (this.said().lines.some((line) => line.startsWith(start))) resolve();
      };
      this.process.stdout?.on('data', listen);
      listen();
    });
    await Promise.race([heard, this.closed]);
  }

  said(): Said {
    return readSaid(this.output.join(''));
  }

  /** What the process wrote to its error output. */
  get complaint(): string {
    return this.complaints.join('');
  }
}

/** Reads what a capturing process wrote; a last line without its end was not said. */
export function readSaid(text: string): Said {
  const lines = text
    .slice(0, text.lastIndexOf('\n') + 1)
    .split('\n')
    .slice(0, -1);
  const after = (start: string): string[] =>
    lines.filter((line) => line.startsWith(start)).map((line) => line.slice(start.length));
  const last = after('batch ').at(-1);
  return { lines, acknowledged: after('+ '), lastBatch: last === undefined ? null : Number(last) };
}
