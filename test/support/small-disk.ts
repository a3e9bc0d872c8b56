import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';

/** A file system of its own with little room. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left. */
  fill(): void;
  /** Gives back what `fill` took. */
  free(): void;
}

const MEBIBYTE = 1 << 20;

/**
 * Mounts a file system in memory, and takes it away after the test.
 * @returns undefined where we may not mount: the test has been marked as skipped. `YTTERBY_REQUIRE_ALL` asks for what can be installed;
 * the right to mount cannot be
 */
export function mountSmallDisk(t: TestContext, mebibytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-small-disk-'));
  const mounted = run('mount', '-t', 'tmpfs', '-o', `size=${mebibytes}m`, 'tmpfs', folder);
  t.after(() => {
    // A connection that a failed opening left behind must not keep the test from ending: it is taken away lazily.
    if (mounted.status === 0) run('umount', '-l', folder);
    rmSync(folder, { recursive: true, force: true });
  });
  if (mounted.status !== 0) {
    t.skip(`no right to mount a small file system: ${mounted.error?.message ?? mounted.stderr.trim()}`);
    return undefined;
  }
  const filler = join(folder, 'filler');
  return { folder, fill: () => fillWith(filler), free: () => rmSync(filler, { force: true }) };
}

function run(command: string, ...words: readonly string[]): SpawnSyncReturns<string> {
  return spawnSync(command, words, { encoding: 'utf8' });
}

function fillWith(path: string): void {
  const file = openSync(path, 'a');
  try {
    for (let size = MEBIBYTE; size >= 512; size /= 2) writeUntilFull(file, Buffer.alloc(size));
  } finally {
    closeSync(file);
  }
}

function writeUntilFull(file: number, block: Uint8Array): void {
  try {
    for (;;) writeSync(file, block);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
