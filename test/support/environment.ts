import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** What a test needs of `TestContext` to skip itself. */
interface Skippable {
  skip(reason: string): void;
}

const SHARED_DATA = new URL('../../../shared/data/', import.meta.url);
const TRACER = 'strace';
const CHROMIUM_PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/snap/bin/chromium'];

/**
 * The connection string of a PostgreSQL server whose role may create databases, from `YTTERBY_TEST_DATABASE_URL`.
 * `npm test` starts a private server and sets it when PostgreSQL is installed.
 * @returns undefined when there is none: the test has been marked as skipped and returns
 * @throws Error instead of skipping, when `YTTERBY_REQUIRE_ALL` is set
 */
export function postgresUrl(t: Skippable): string | undefined {
  const url = process.env['YTTERBY_TEST_DATABASE_URL'];
  return url === undefined || url === ''
    ? missing(t, 'no PostgreSQL: install it and run `npm test`, or set YTTERBY_TEST_DATABASE_URL')
    : url;
}

/** The Chromium to drive, from `CHROMIUM_PATH` or where Linux puts it; without one as `postgresUrl` does. */
export function chromiumPath(t: Skippable): string | undefined {
  const stated = process.env['CHROMIUM_PATH'];
  const found = [...(stated === undefined || stated === '' ? CHROMIUM_PATHS : [stated])].find((path) => existsSync(path));
  return found ?? missing(t, 'no Chromium: install it, or set CHROMIUM_PATH');
}

/** Whether `strace` can follow the system calls of a process that we start; without it as `postgresUrl` does. */
export function canTrace(t: Skippable): boolean {
  const tried = spawnSync(TRACER, ['-f', '-o', '/dev/null', process.execPath, '--version'], { stdio: 'ignore' });
  if (tried.status !== 0) missing(t, 'no strace, or it may not trace here: install it (a package of every Linux)');
  return tried.status === 0;
}

/**
 * The absolute path of a file or folder of the data that the tests share, beside the checkout; without it as `postgresUrl` does.
 * @param path below `../shared/data`, such as `epcis/examples`
 */
export function sharedData(t: Skippable, path: string): string | undefined {
  const file = fileURLToPath(new URL(path, SHARED_DATA));
  return existsSync(file) ? file : missing(t, `no ../shared/data/${path}: put the shared test data beside the checkout`);
}

function missing(t: Skippable, reason: string): undefined {
  if ((process.env['YTTERBY_REQUIRE_ALL'] ?? '') !== '')
    throw new Error(`${reason} (YTTERBY_REQUIRE_ALL is set, so nothing is skipped)`);
  t.skip(reason);
  return undefined;
}
