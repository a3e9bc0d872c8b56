import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Figure } from './support/figure.ts';
import { median, timeEach } from './support/measuring.ts';
import type { RecordPlace } from './support/record-place.ts';
import type { Workspace } from './support/workspace.ts';

const PROGRAM = fileURLToPath(new URL('../bin/ytterby.js', import.meta.url));
const POLL_MS = 2;

/** The server on an existing record, from the start of its process to the first answer; beside it a bare start of Node.js. */
export async function measureStart(
  workspace: Workspace,
  place: RecordPlace,
  on: string,
  events: number,
  starts: number,
): Promise<Figure> {
  const times: number[] = [];
  for (let turn = 0; turn < starts; turn++) times.push(await startOnce(workspace, place));
  const bare = await timeEach(starts, () => once(workspace.spawn(process.execPath, ['-e', '0'], { stdio: 'ignore' }), 'exit'));
  return {
    name: 'start to first answer',
    on,
    events,
    value: median(times),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: 'node -e 0', value: median(bare) }],
    bound: 'loading and type-stripping the sources and libraries; opening the database does not read the record',
  };
}

/** @returns milliseconds until `/api/status` is answered */
async function startOnce(workspace: Workspace, place: RecordPlace): Promise<number> {
  const data = place.kind === 'sqlite' ? ['--data', place.directory] : [];
  const env = place.kind === 'sqlite' ? process.env : { ...process.env, DATABASE_URL: place.url };
  const start = performance.now();
  const server = workspace.spawn(process.execPath, [PROGRAM, 'serve', '--port', '0', ...data], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env,
  });
  const ended = once(server, 'exit');
  const url = await Promise.race([
    addressSaid(server.stderr!),
    ended.then(([code]) => Promise.reject(new Error(`the server ended with ${code}`))),
  ]);
  while (!(await fetch(`${url}/api/status`)).ok) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  const ms = performance.now() - start;
  server.kill('SIGTERM');
  await ended;
  return ms;
}

async function addressSaid(said: NodeJS.ReadableStream): Promise<string> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: said })) {
    const found = /http:\/\/\S+/.exec(line);
    if (found !== null) {
      said.resume();
      return found[0];
    }
    lines.push(line);
  }
  throw new Error(`the server said no address: ${lines.join('\n')}`);
}
