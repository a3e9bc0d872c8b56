/**
 * Runs the tests on the Node that runs this file: `npm test`, or `npm test -- ledger epcis/hash` for the files whose path contains
 * one of these words. PostgreSQL is started when it is installed, a chosen test speaks of it and none was given.
 */
import { relative } from 'node:path';
import { run } from 'node:test';
import { type PrivateServer, startPostgres } from './support/postgres.ts';
import { Report } from './support/report.ts';
import { projectFiles, readText, ROOT } from './support/sources.ts';

const CONCURRENCY = 2;
const FILE_TIMEOUT_MS = 15 * 60_000;

process.exitCode = await main(process.argv.slice(2));

async function main(filters: readonly string[]): Promise<number> {
  const files = projectFiles()
    .filter((path) => /^(src|test)\/.*\.test\.tsx?$/.test(path))
    .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter.replace(/^\.\//, ''))));
  const server = await serverFor(files);
  stopOnSignal(server);
  try {
    return await runFiles(files);
  } finally {
    server?.stop();
  }
}

async function runFiles(files: readonly string[]): Promise<number> {
  const report = new Report((line) => process.stdout.write(`${line}\n`));
  if (files.length > 0) {
    const paths = files.map((path) => ROOT + path);
    const stream = run({ files: paths, cwd: ROOT, concurrency: CONCURRENCY, timeout: FILE_TIMEOUT_MS });
    for await (const event of stream) report.take(event, (path) => relative(ROOT, path));
  }
  return report.close();
}

async function serverFor(files: readonly string[]): Promise<PrivateServer | undefined> {
  const isWanted = files.some((path) => /postgresUrl|YTTERBY_TEST_DATABASE_URL/.test(readText(path)));
  if (!isWanted || (process.env['YTTERBY_TEST_DATABASE_URL'] ?? '') !== '') return undefined;
  const server = await startPostgres();
  if (server !== undefined) process.env['YTTERBY_TEST_DATABASE_URL'] = server.url;
  return server;
}

function stopOnSignal(server: PrivateServer | undefined): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => {
      server?.stop();
      process.exit(1);
    });
  }
}
