import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { ROOT } from './sources.ts';

const LAUNCHER = join(ROOT, 'bin/ytterby.js');
const SERVING = /http:\/\/127\.0\.0\.1:\d+/;
const PATIENCE_MS = 30_000;

/** A running `ytterby` and what it wrote. */
export class Ytterby {
  readonly process: ChildProcess;
  private readonly closed: Promise<unknown>;
  private text = '';

  constructor(t: TestContext, words: readonly string[]) {
    const env = { ...process.env, DATABASE_URL: '' };
    this.process = spawn(process.execPath, [LAUNCHER, ...words], { stdio: ['ignore', 'pipe', 'pipe'], env });
    for (const stream of [this.process.stdout, this.process.stderr])
      stream?.setEncoding('utf8').on('data', (part: string) => (this.text += part));
    this.closed = once(this.process, 'close', { signal: AbortSignal.timeout(PATIENCE_MS) });
    // A test that fails leaves no server behind.
    t.after(() => this.process.kill('SIGKILL'));
  }

  /** Resolves when the process has ended. @returns its exit code, null when a signal ended it, and what it wrote */
  async ended(): Promise<{ code: number | null; text: string }> {
    await this.closed;
    return { code: this.process.exitCode, text: this.text };
  }

  /** Resolves with the address at which it serves. */
  async serves(): Promise<string> {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until && this.process.exitCode === null) {
      const [address] = SERVING.exec(this.text) ?? [];
      if (address !== undefined) return address;
      await Promise.race([once(this.process.stderr ?? this.process, 'data'), this.closed]);
    }
    throw new Error(`ytterby does not serve: ${this.text}`);
  }
}
