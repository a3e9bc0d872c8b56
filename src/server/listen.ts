import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import { serve } from '@hono/node-server';
import {
  NoticeRounds,
  RuleRounds,
  SubscriptionEngine,
  WitnessRounds,
  type Application,
  type WitnessAddress,
} from '../app/index.ts';
import { createServer, URL_LENGTH_MAX } from './create-server.ts';
import type { ServerOptions } from './options.ts';
import { serveSockets } from './sockets.ts';
import { RunningCaptures } from './running-captures.ts';

/** Where to listen beside how the server is set up. */
export interface ListenOptions extends ServerOptions {
  readonly hostname: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Who is asked to cosign the log's checkpoints. */
  readonly witnesses?: readonly WitnessAddress[];
  /** How often they are asked for, when there is a new one. */
  readonly witnessEveryMs?: number;
}

/** A server that listens. */
export interface Listening {
  readonly url: string;
  /** Stops accepting, lets requests and captures end, closes the record. A second call waits for the first. */
  stop(): Promise<void>;
}

/** The port cannot be had: taken, or not allowed. */
export class PortRefused extends Error {
  constructor(hostname: string, port: number, cause: Error) {
    super(`cannot listen on ${hostname}:${port}: ${cause.message}`, { cause });
    this.name = 'PortRefused';
  }
}

/** Requests still running this long after a stop was asked for are cut off. */
const GRACE_MS = 10_000;
const WITNESS_EVERY_MS = 10_000;
/** A subscriber has so long to answer a delivery. */
const DELIVERY_TIMEOUT_MS = 10_000;

/**
 * Serves the application over HTTP.
 * @throws PortRefused
 */
export async function listen(app: Application, options: ListenOptions): Promise<Listening> {
  const running = options.running ?? new RunningCaptures();
  const http = createServer(app, { ...options, running });
  const server = await started(http.fetch, options);
  const log = options.log ?? ((line) => process.stderr.write(`${line}\n`));
  const sending = { allowsPrivate: options.allowPrivateDestinations ?? false, timeoutMs: DELIVERY_TIMEOUT_MS };
  const engine = new SubscriptionEngine(app, { ...sending, holder: randomUUID(), log });
  const rounds = new WitnessRounds(app, options.witnesses ?? [], options.witnessEveryMs ?? WITNESS_EVERY_MS, log);
  rounds.start();
  const rules = new RuleRounds(app, log);
  rules.start();
  const notices = new NoticeRounds(app, sending, log);
  notices.start();
  const closeSockets = serveSockets(server, http, engine);
  engine.start();
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : options.port;
  let stopping: Promise<void> | null = null;
  const stop = (): Promise<void> =>
    (stopping ??= stopServer(server, app, running, { engine, rounds, rules, notices, closeSockets }));
  const host = options.hostname.includes(':') ? `[${options.hostname}]` : options.hostname;
  return { url: `http://${host}:${port}`, stop };
}

function started(fetch: Parameters<typeof serve>[0]['fetch'], { hostname, port }: ListenOptions): Promise<Server> {
  return new Promise((resolve, reject) => {
    // A body may take as long as it keeps coming (lines have no limit); silence is watched where it is read.
    const serverOptions = { maxHeaderSize: 2 * URL_LENGTH_MAX, requestTimeout: 0 };
    const server = serve({ fetch, hostname, port, serverOptions }, () => {
      server.off('error', refuse);
      resolve(server as Server);
    });
    const refuse = (error: Error): void => reject(new PortRefused(hostname, port, error));
    server.once('error', refuse);
  });
}

/** What runs beside requests. */
interface Alongside {
  readonly engine: SubscriptionEngine;
  readonly rounds: WitnessRounds;
  readonly rules: RuleRounds;
  readonly notices: NoticeRounds;
  readonly closeSockets: () => void;
}

async function stopServer(
  server: Server,
  app: Application,
  running: RunningCaptures,
  { engine, rounds, rules, notices, closeSockets }: Alongside,
): Promise<void> {
  closeSockets();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeIdleConnections();
  const cut = setTimeout(() => server.closeAllConnections(), GRACE_MS);
  await closed;
  clearTimeout(cut);
  await running.ended();
  await engine.stop();
  await rounds.stop();
  await rules.stop();
  await notices.stop();
  await app.committer.idle();
  await app.store.close();
}

/**
 * Stops the server on Ctrl-C or a request to end; a second signal ends the process at once.
 * @param failed told when the stop itself fails
 */
export function stopOnSignals(listening: Listening, stopped: () => void, failed: (error: unknown) => void): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void listening.stop().then(stopped, failed));
}
