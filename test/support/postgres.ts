import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A PostgreSQL server of our own: it listens on 127.0.0.1, trusts whoever connects, and forgets everything when stopped. */
export interface PrivateServer {
  readonly url: string;
  stop(): void;
}

const DEBIAN_VERSIONS = '/usr/lib/postgresql';
const SERVER_USER = 'postgres';

/**
 * Starts a server in a temporary folder on a free port, as user `postgres` when we are root (PostgreSQL refuses root).
 * @returns undefined when PostgreSQL is not installed
 * @throws Error with the command's own words when it is installed and does not start
 */
export async function startPostgres(): Promise<PrivateServer | undefined> {
  const binaries = findBinaries();
  if (binaries === undefined) return undefined;
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-postgres-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    const port = await findFreePort();
    if (isRoot()) giveToServerUser(folder);
    createCluster(binaries, folder);
    startCluster(binaries, folder, port);
    return { url: `postgres://${SERVER_USER}@127.0.0.1:${port}/postgres`, stop: () => stopCluster(binaries, folder, remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** The folder with `initdb` and `pg_ctl` of the newest version that Debian's packages installed, or of the one on the PATH. */
function findBinaries(): string | undefined {
  const versions = existsSync(DEBIAN_VERSIONS) ? readdirSync(DEBIAN_VERSIONS).toSorted((a, b) => Number(b) - Number(a)) : [];
  const onPath = (process.env['PATH'] ?? '').split(':').filter((folder) => folder !== '');
  const folders = [...versions.map((version) => join(DEBIAN_VERSIONS, version, 'bin')), ...onPath];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'pg_ctl')));
}

function createCluster(binaries: string, folder: string): void {
  const options = ['--auth=trust', `--username=${SERVER_USER}`, '--encoding=UTF8', '--locale=C', '--no-sync'];
  runAsServer(join(binaries, 'initdb'), ['-D', join(folder, 'data'), ...options]);
}

function startCluster(binaries: string, folder: string, port: number): void {
  const settings = [`-p ${port}`, '-c listen_addresses=127.0.0.1', `-c unix_socket_directories=${folder}`];
  const log = join(folder, 'log');
  runAsServer(join(binaries, 'pg_ctl'), [
    '-D',
    join(folder, 'data'),
    '-l',
    log,
    '-w',
    '-t',
    '60',
    '-o',
    settings.join(' '),
    'start',
  ]);
}

function stopCluster(binaries: string, folder: string, remove: () => void): void {
  if (!existsSync(folder)) return;
  runAsServer(join(binaries, 'pg_ctl'), ['-D', join(folder, 'data'), '-m', 'immediate', '-w', 'stop']);
  remove();
}

function runAsServer(command: string, parameters: readonly string[]): void {
  const [program, rest] = isRoot() ? ['runuser', ['-u', SERVER_USER, '--', command, ...parameters]] : [command, [...parameters]];
  // No pipes: the server that pg_ctl leaves running would keep them open, and we would wait for it for ever.
  const ended = spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'], cwd: tmpdir(), env: environment() });
  if (ended.error !== undefined)
    throw new Error(`PostgreSQL: ${command} could not be run: ${ended.error.message}`, { cause: ended.error });
  if (ended.status !== 0)
    throw new Error(`PostgreSQL: ${command} ${parameters.join(' ')} ended with ${ended.status ?? ended.signal}`);
}

/** A path without the folders where `runuser` lies is common. */
function environment(): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin:/sbin` };
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}

function giveToServerUser(folder: string): void {
  const idOf = (option: string): number => Number(spawnSync('id', [option, SERVER_USER], { encoding: 'utf8' }).stdout);
  chownSync(folder, idOf('-u'), idOf('-g'));
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
