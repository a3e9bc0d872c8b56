import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { firstLink, packageRoot, readData, recordSimulatedYear, simulateYear, type Application } from '../app/index.ts';
import { ProgressBar, type ServeOptions, type Terminal } from '../cli/index.ts';
import { isLoopback, listen, stopOnSignals, type Listening } from '../server/index.ts';
import { readProvider } from './identity-provider-file.ts';
import { openWitness, readWitnesses } from './witness-files.ts';

const BODY_BYTES_MAX = 16 * 1024 * 1024;

/** The simulated year that an empty record is filled with: about 20 000 events of 2015. */
const DEMO = { year: 2015, seed: 1, scale: 0.07 } as const;

/** Serves the record until a signal stops it; fills it with the demonstration year first when asked to and empty. */
export async function serveRecord(app: Application, options: ServeOptions, directory: string, terminal: Terminal): Promise<void> {
  // Nobody else writes to an embedded record, so a job that is still running there was cut short with its process.
  if (app.store.kind === 'sqlite') await app.capture.closeAbandonedJobs();
  const built = join(packageRoot(), 'dist', 'web');
  const webRoot = existsSync(join(built, 'index.html')) ? built : null;
  const log = (line: string): void => terminal.error(`${line}\n`);
  const listening = await listen(app, {
    hostname: options.host,
    port: options.port,
    webRoot,
    publicUrl: options.publicUrl,
    access: options.access,
    provider: options.identityProvider === null ? null : readProvider(options.identityProvider),
    witnesses: options.witnesses === null ? [] : readWitnesses(options.witnesses),
    witness: options.witnessFor === null ? null : openWitness(options.witnessFor, directory),
    allowPrivateDestinations: options.allowPrivateDestinations,
    loopback: isLoopback(options.host),
    bodyLimitBytes: BODY_BYTES_MAX,
    log,
  });
  const stopping = new AbortController();
  const stopped = untilStopped(listening, stopping);
  terminal.error(`Ytterby ${app.version} · ${listening.url} · Ctrl-C stops it\n`);
  await showFirstLink(app, options.publicUrl ?? listening.url, terminal);
  if (options.demo) await loadDemo(app, terminal, stopping.signal);
  await stopped;
}

/** A record without accounts gets its first administrator, and whoever started the server his link. */
async function showFirstLink(app: Application, address: string, terminal: Terminal): Promise<void> {
  const link = await firstLink(app);
  if (link === null) return;
  const until = link.until.slice(0, 10);
  terminal.error(`管理员一次性链接 administrator's one-time link (until ${until}): ${address}/claim#${link.token}\n`);
}

function untilStopped(listening: Listening, stopping: AbortController): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(new Error('stopped')));
  return new Promise((resolve, reject) => stopOnSignals(listening, resolve, reject));
}

async function loadDemo(app: Application, terminal: Terminal, stop: AbortSignal): Promise<void> {
  const isEmpty = (await app.store.read((reader) => reader.head())) === 0;
  const unfinished = (await app.store.read((reader) => reader.document(UNFINISHED))) === 'yes';
  if (!isEmpty && !unfinished) return;
  const simulated = simulateYear(readData, DEMO);
  const bar = new ProgressBar(terminal, `${DEMO.year} 年模拟数据 simulated year`);
  const loading = { done: 0, total: simulated.total };
  app.progress.loading = loading;
  await app.store.write((writer) => writer.putDocument(UNFINISHED, 'yes'));
  try {
    await recordSimulatedYear(app, simulated, stop, (done) => {
      loading.done = done;
      bar.show(done, loading.total);
    });
    await app.store.write((writer) => writer.putDocument(UNFINISHED, ''));
  } catch (error) {
    if (!stop.aborted) throw error;
  } finally {
    app.progress.loading = null;
  }
}

/** Says that a demonstration year was begun; its text is empty when it is all there. */
const UNFINISHED = 'demonstration-year-unfinished';
