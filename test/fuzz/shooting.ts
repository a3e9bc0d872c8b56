import fc from 'fast-check';
import { logKey, logSigner, newLogKey, readLogKey } from '../../src/app/index.ts';
import { documentOf, objectEvent, TestServer } from '../support/http.ts';
import type { Shot } from './targets.ts';

/** An answer takes no longer; of the thread's own time, so that a busy machine makes no fault. */
const ANSWER_MS_MAX = 1000;
/** A record that has grown by so many requests gives way to a new one. */
const REQUESTS_A_RECORD = 2000;

/** What fuzzing a target found. */
export interface Fuzzed {
  readonly inputs: number;
  readonly slowestMs: number;
  /** How often each status was answered. */
  readonly statuses: ReadonlyMap<number, number>;
  /** The smallest input that broke something, with the seed and path that bring it back; null when none did. */
  readonly fault: string | null;
}

const witness = {
  signer: logSigner(newLogKey('witness.example', 'cosignature/v1')),
  logs: [readLogKey(logKey(new TestServer().app))],
};

/** A server with some events on record, which witnesses a log. */
async function newServer(): Promise<TestServer> {
  const server = new TestServer({ access: 'open', witness });
  await server.post('/capture', documentOf([objectEvent(1), objectEvent(2), objectEvent(3)]));
  return server;
}

/** Sends a target's inputs to a server; what is answered with 500 or above, throws or takes too long is a fault. */
export async function fuzz(arbitrary: fc.Arbitrary<Shot>, inputs: number, seed: number): Promise<Fuzzed> {
  let server = await newServer();
  let [sent, slowestMs] = [0, 0];
  const statuses = new Map<number, number>();
  const property = fc.asyncProperty(arbitrary, async (shot) => {
    if (++sent % REQUESTS_A_RECORD === 0) server = await newServer();
    const before = process.threadCpuUsage();
    const response = await server.ask(shot.method, shot.path, shot.headers, shot.body);
    await response.arrayBuffer();
    const { user, system } = process.threadCpuUsage(before);
    const took = (user + system) / 1000;
    slowestMs = Math.max(slowestMs, took);
    statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
    if (response.status >= 500) throw new Error(`${response.status}: ${server.logged.at(-1) ?? ''}`);
    if (took > ANSWER_MS_MAX) throw new Error(`took ${took.toFixed(0)} ms`);
  });
  const outcome = await fc.check(property, { numRuns: inputs, seed });
  return { inputs: sent, slowestMs, statuses, fault: outcome.failed ? (fc.defaultReportMessage(outcome) ?? 'failed') : null };
}
