/** The tutorials: every command runs in their order, and says what they say that it says. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const PROJECT = fileURLToPath(new URL('..', import.meta.url));
const run = promisify(execFile);

/** Blocks of a page: a command, then the lines that its output has. */
async function stepsOf(page: string): Promise<{ command: string; lines: string[] }[]> {
  const text = await readFile(join(PROJECT, 'docs', page), 'utf8');
  const blocks = [...text.matchAll(/^```\n([\s\S]*?)\n```$/gm)].map(([, block]) => block!);
  return blocks.flatMap((block, n) => (block.startsWith('npx ') ? [{ command: block, lines: blocks[n + 1]!.split('\n') }] : []));
}

describe('the tutorial', () => {
  it('does what it says', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'ytterby-tutorial-'));
    try {
      await symlink(join(PROJECT, 'data'), join(folder, 'data'));
      const steps = await stepsOf('tutorial.zh.md');
      assert.equal(steps.length, 7);
      for (const { command, lines } of steps) {
        const words = command.replace('npx ytterby ', '').split(' ');
        const { stdout } = await run(process.execPath, [join(PROJECT, 'bin/ytterby.js'), ...words], { cwd: folder });
        for (const line of lines) assert.ok(stdout.includes(line), `${command}\n${stdout}\ndoes not say ${line}`);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('says the same in English', async () => {
    assert.deepEqual(await stepsOf('tutorial.en.md'), await stepsOf('tutorial.zh.md'));
  });
});
