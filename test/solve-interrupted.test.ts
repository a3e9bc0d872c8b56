/** A model that computes for long does not listen; Ctrl-C ends it all the same. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { solveWatched } from '../src/cli/solve-watch.ts';
import { ROOT } from './support/sources.ts';

/** Far more equipment than the declaration needs: the search for the best feed stage takes until its time is over. */
const LONG = {
  unit: 'audit',
  components: { A: { factor: 1, feed: 0.6 }, B: { factor: 1.5, feed: 0.1 }, C: { factor: 0.95, feed: 0.3 } },
  raffinate: ['A', 'C'],
  stages: 200,
  extractionMax: 20,
  declared: { product: 'organic', purity: 0.999, recovery: 0.95 },
  limits: { seconds: 600 },
};
/** Started and in the midst of it, also on a busy machine. */
const UNDER_WAY_MS = 5000;

test('Ctrl-C ends a solve at once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-interrupted-'));
  try {
    writeFileSync(join(folder, 'long.json'), JSON.stringify(LONG));
    // A group of its own: as on a terminal, the signal goes to the launcher and to what it starts.
    const child = spawn(process.execPath, [join(ROOT, 'bin/ytterby.js'), 'separation', 'solve', 'long.json'], {
      cwd: folder,
      detached: true,
      stdio: 'ignore',
    });
    await setTimeout(UNDER_WAY_MS);
    assert.equal(child.exitCode, null, 'it ended before it was interrupted');
    const ended = once(child, 'exit', { signal: AbortSignal.timeout(30_000) });
    process.kill(-child.pid!, 'SIGINT');
    const [code, signal] = (await ended) as [number | null, string | null];
    assert.ok(signal === 'SIGINT' || code === 130, `it ended with ${code} ${signal}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('on a screen a long solve says how far it is, and takes that away at the end', async () => {
  const said: string[] = [];
  const terminal = { out: () => undefined, error: (text: string) => void said.push(text), isScreen: true };
  let isHeld = true;
  const context = { terminal, endAtOnce: () => (isHeld = false) } as unknown as Parameters<typeof solveWatched>[0];
  const answer = solveWatched(context, ({ now, report }) => {
    const end = now() + 1600;
    for (let iterations = 0; now() < end; iterations++) report?.({ iterations, mixing: 0.25, residual: 1e-3 });
    return 'done';
  });
  assert.deepEqual([answer, isHeld], ['done', false]);
  assert.match(said[0]!, /solving for 1 s: \d+ iterations, 75 % of the way, residual 1\.0e-3/);
  assert.equal(said.at(-1), '\r\u001B[K');
});
