import { fork, spawn, type ChildProcess, type SpawnOptions } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What a run leaves on the machine while it lasts: a temporary folder, processes, a database server. All of it goes at the end. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), 'ytterby-bench-'));
  private readonly children = new Set<ChildProcess>();
  private readonly stops: (() => void | Promise<void>)[] = [];

  /** A path in the folder. */
  path(name: string): string {
    return join(this.folder, name);
  }

  /** Starts a TypeScript file of the benchmark as a process that talks by messages. */
  fork(file: URL, words: readonly string[]): ChildProcess {
    return this.keep(fork(file, [...words], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] }));
  }

  spawn(command: string, words: readonly string[], options: SpawnOptions): ChildProcess {
    return this.keep(spawn(command, words, options));
  }

  private keep(child: ChildProcess): ChildProcess {
    this.children.add(child);
    child.once('exit', () => this.children.delete(child));
    return child;
  }

  /** Something else to stop at the end: the last one first. */
  atEnd(stop: () => void | Promise<void>): void {
    this.stops.push(stop);
  }

  /** Ends what still runs and removes the folder. Can be called again. */
  async clear(): Promise<void> {
    for (const child of this.children) child.kill('SIGKILL');
    for (const stop of this.stops.splice(0).toReversed()) await stop();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Clears the workspace when the run is interrupted, and ends the process. */
export function clearOnSignals(workspace: Workspace): void {
  const codes = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;
  for (const [signal, code] of Object.entries(codes)) {
    process.once(signal, () => {
      void workspace.clear().finally(() => process.exit(code));
    });
  }
}
