import { createHash, hash } from 'node:crypto';
import { logKey, proveEvent, readLogKey, verifyRecord, type Application } from '../src/app/index.ts';
import { TileEdge, TreeEdge, treeHasher } from '../src/merkle/index.ts';
import type { Figure } from './support/figure.ts';
import { quantile, ratePerSecond, timeEach } from './support/measuring.ts';
import type { BareConnection } from './support/record-place.ts';

const LEAVES = 20_000;
/** What is hashed of an entry, with the byte before it that says that it is a leaf. */
const ENTRY_BYTES = 106;
const EVENTS_ASKED = 997;

/** The log: leaves added in memory with all tiles, proofs of single events, and a verification of everything on record. */
export async function measureLog(
  app: Application,
  bare: BareConnection,
  on: string,
  events: number,
  questions: number,
): Promise<Figure[]> {
  const keys = [readLogKey(logKey(app))];
  const [sealed] = await timed(() => app.store.read((reader) => reader.sealedEvents(0, EVENTS_ASKED)));
  const hashes = sealed.map((event) => event.hash);
  const proofMs = await timeEach(questions, (turn) => proveEvent(app, hashes[turn % hashes.length]!));
  const rowMs = await timeEach(questions, (turn) => bare.rows('SELECT * FROM event WHERE seq = ?', [1 + (turn % events)]));
  const [verdict, ms] = await timed(() =>
    verifyRecord(app, { keys, earlier: null }, new AbortController().signal, () => undefined),
  );
  if (verdict.fault !== null) throw new Error(`measureLog: ${verdict.fault.message}`);
  const [, readMs] = await timed(() => readBodies(bare, events));
  const proof = (part: number): Figure => ({
    name: `proof of one event, p${part * 100}`,
    on,
    events,
    value: quantile(proofMs, part),
    unit: 'ms',
    better: 'less',
    ceilings: [{ name: `one row by key, p${part * 100}`, value: quantile(rowMs, part) }],
    bound: 'finding the event by its hash, then its row and the few tiles of its path',
  });
  return [
    leavesFigure(on),
    proof(0.5),
    proof(0.95),
    {
      name: 'verification of the record, the log and all that is derived',
      on,
      events,
      value: (events / ms) * 1000,
      unit: 'events/s',
      better: 'more',
      ceilings: [{ name: 'the events read as rows', value: (events / readMs) * 1000 }],
      bound:
        'a question to the index for each identifier on record; then computing of each event its hash, row and postings anew',
    },
  ];
}

async function timed<T>(work: () => Promise<T>): Promise<[T, ms: number]> {
  const start = performance.now();
  const result = await work();
  return [result, performance.now() - start];
}

const ROWS_AT_ONCE = 5000;

async function readBodies(bare: BareConnection, events: number): Promise<void> {
  for (let after = 0; after < events; after += ROWS_AT_ONCE) {
    await bare.rows('SELECT * FROM event_body WHERE seq > ? AND seq <= ?', [after, after + ROWS_AT_ONCE]);
  }
}

function leavesFigure(on: string): Figure {
  const hasher = treeHasher((data) => Buffer.from(hash('sha256', data, 'hex'), 'hex'));
  const entries = Array.from({ length: LEAVES }, (_, place) => entryOf(place));
  const edge = TileEdge.empty(hasher);
  const appended = ratePerSecond(3, LEAVES, () => {
    for (const entry of entries) edge.append(hasher.leaf(entry));
    edge.takeTiles();
  });
  const digests = ratePerSecond(3, LEAVES, () => entries.forEach((entry) => hash('sha256', entry, 'hex')));
  return {
    name: 'leaves added to the log, with tiles',
    on,
    events: null,
    value: appended,
    unit: 'leaves/s',
    better: 'more',
    ceilings: [{ name: 'SHA-256 of the same entries, once each', value: digests }],
    bound: 'two hashes a leaf, its own and on average one node above',
  };
}

/** The root of a large log made anew from its entries, as whoever copied it checks a checkpoint. */
export function measureLeaves(count: number): Figure {
  const hasher = treeHasher((data) => Buffer.from(hash('sha256', data, 'hex'), 'hex'));
  const entries = Array.from({ length: Math.min(count, LEAVES) }, (_, place) => entryOf(place));
  const each = (work: (entry: Uint8Array) => void): number =>
    ratePerSecond(1, count, () => {
      for (let place = 0; place < count; place++) work(entries[place % entries.length]!);
    });
  const verified = ratePerSecond(1, count, () => {
    const edge = new TreeEdge(hasher);
    for (let place = 0; place < count; place++) edge.append(hasher.leaf(entries[place % entries.length]!));
    edge.root();
  });
  return {
    name: `verification of ${count} leaves against a root`,
    on: 'Node.js',
    events: null,
    value: verified,
    unit: 'leaves/s',
    better: 'more',
    ceilings: [{ name: 'SHA-256 of the same entries, once each', value: each((entry) => hash('sha256', entry, 'hex')) }],
    bound: 'two hashes a leaf, its own and on average one node above',
  };
}

function entryOf(place: number): Uint8Array {
  return createHash('shake256', { outputLength: ENTRY_BYTES }).update(String(place)).digest();
}
