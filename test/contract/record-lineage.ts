import assert from 'node:assert/strict';
import { test } from 'node:test';
import { emptyEntry, type Flow } from '../../src/ledger/index.ts';
import type { TracedFlows } from '../../src/lineage/index.ts';
import type { FlowMoment, FlowRow, NewRevision, RecordStore } from '../../src/record/index.ts';
import { rowsOfTrace, tracedRow } from './traced-rows.ts';
import { withStore, type OpenStore } from './opened-store.ts';
import { entryOf, firstRevision, flowOf, lotAt, NOTHING, sampleEvent } from './sample-content.ts';

/** Tests of flows: around lots, and over a whole ancestry or descent. */
export function testLineage(open: OpenStore): void {
  test('flows of the events in which lots have a role', () => withStore(open, checkAround));
  test('the ancestry and the descent of a lot, round a loop', () => withStore(open, checkTrace));
  test('flows as known at a place in the record and as of an instant', () => withStore(open, checkMoments));
  test('an ancestry 300 steps deep', () => withStore(open, checkDeepTrace));
  test('a trace 600 lots wide', () => withStore(open, checkWideTrace));
  test('an event that no longer makes or uses what it names', () => withStore(open, checkRevisedAway));
}

const NOW: FlowMoment = { knownSeq: null, asOfMs: null };

/** Event by event, in the order of time: lots in, lots out. Lot 5 goes back into lot 3, from which it was made; lots 8 to 9 stand apart. */
const GRAPH: readonly (readonly [inputs: readonly number[], outputs: readonly number[]])[] = [
  [[], [1]],
  [[], [2]],
  [[1, 2], [3]],
  [[3], [4, 5]],
  [[5, 2], [3]],
  [[4], [6, 7]],
  [[8], [9]],
];

function flowsOf([inputs, outputs]: (typeof GRAPH)[number]): Flow[] {
  const role = inputs.length === 0 ? 'source' : 'output';
  return [...inputs.map((lot) => flowOf('input', lotAt(lot))), ...outputs.map((lot) => flowOf(role, lotAt(lot), 900n))];
}

async function writeGraph(store: RecordStore): Promise<FlowRow[]> {
  const events = GRAPH.map((_, place) => sampleEvent(place + 1));
  const entries = events.map((event, place) => entryOf(event, [], flowsOf(GRAPH[place] ?? [[], []])));
  const revisions = events.map((event, place) =>
    firstRevision(event, entries[place] ?? emptyEntry(event.hash, event.index.eventTimeMs)),
  );
  await store.write((writer) => writer.append({ ...NOTHING, events: events.slice(0, 4), revisions: revisions.slice(0, 4) }));
  await store.write((writer) => writer.append({ ...NOTHING, events: events.slice(4), revisions: revisions.slice(4) }));
  return revisions.flatMap(({ eventSeq, entry }) =>
    entry.flows.map((flow) => ({ ...flow, eventSeq, eventTimeMs: entry.timeMs })),
  );
}

function sorted<T extends { eventSeq: number; role: string; lot: string }>(rows: readonly T[]): T[] {
  const keyOf = (row: T): string => `${row.role} ${row.lot}`;
  return rows.toSorted((a, b) => a.eventSeq - b.eventSeq || (keyOf(a) < keyOf(b) ? -1 : 1));
}

function assertRows(read: readonly FlowRow[], all: readonly FlowRow[], seqs: readonly number[], message: string): void {
  assert.deepEqual(
    read.map((row) => row.eventSeq),
    read.map((row) => row.eventSeq).toSorted((a, b) => a - b),
    `order: ${message}`,
  );
  assert.deepEqual(sorted(read), sorted(all.filter((row) => seqs.includes(row.eventSeq))), message);
}

/** A trace holds the rows of these events, root first among its lots. */
function assertTrace(read: TracedFlows, all: readonly FlowRow[], seqs: readonly number[], message: string): void {
  assert.deepEqual([...read.events], seqs, `events: ${message}`);
  const wanted = all.filter((row) => seqs.includes(row.eventSeq)).map(tracedRow);
  assert.deepEqual(sorted(rowsOfTrace(read)), sorted(wanted), message);
  assert.deepEqual(
    read.eventOf.toSorted((a, b) => a - b),
    read.eventOf,
    `order: ${message}`,
  );
}

async function checkAround(store: RecordStore): Promise<void> {
  const all = await writeGraph(store);
  const cases: readonly (readonly [number[], Flow['role'][], number[]])[] = [
    [[3], ['output'], [3, 5]],
    [[3], ['input'], [4]],
    [[3], ['input', 'output'], [3, 4, 5]],
    [[1], ['source'], [1]],
    [[1], ['output'], []],
    [
      [2, 4, 2],
      ['input', 'source'],
      [2, 3, 5, 6],
    ],
    [[77], ['input', 'output', 'source'], []],
  ];
  for (const [lots, roles, seqs] of cases) {
    const read = await store.read((reader) => reader.flowsAround(lots.map(lotAt), roles, NOW));
    assertRows(read, all, seqs, `lots ${lots.join()} as ${roles.join()}`);
  }
}

async function checkTrace(store: RecordStore): Promise<void> {
  const all = await writeGraph(store);
  const cases: readonly (readonly [number, 'up' | 'down', number[]])[] = [
    [7, 'up', [1, 2, 3, 4, 5, 6]],
    [3, 'up', [1, 2, 3, 4, 5]],
    [5, 'up', [1, 2, 3, 4, 5]],
    [1, 'up', [1]],
    [9, 'up', [7]],
    [77, 'up', []],
    [6, 'down', [6]],
    [8, 'down', [7]],
    [4, 'down', [4, 6]],
    [5, 'down', [3, 4, 5, 6]],
    [77, 'down', []],
  ];
  for (const [lot, direction, seqs] of cases) {
    const read = await store.read((reader) => reader.flowsOfTrace(lotAt(lot), direction, NOW));
    assertTrace(read, all, seqs, `lot ${lot} ${direction}`);
    assert.equal(read.lots[0], lotAt(lot));
  }
  // Downward, what else made a lot comes too: its share is part of what went on.
  const down = await store.read((reader) => reader.flowsOfTrace(lotAt(1), 'down', NOW));
  assertTrace(down, all, [1, 3, 4, 5, 6], 'lot 1 down');
}

async function checkMoments(store: RecordStore): Promise<void> {
  const all = await writeGraph(store);
  const trace = (lot: number, moment: FlowMoment): Promise<TracedFlows> =>
    store.read((reader) => reader.flowsOfTrace(lotAt(lot), 'up', moment));
  const timeOf = (seq: number): number => sampleEvent(seq).index.eventTimeMs;
  assertTrace(await trace(3, { knownSeq: null, asOfMs: timeOf(4) }), all, [1, 2, 3], 'as of the fourth event');
  assertTrace(await trace(3, { knownSeq: null, asOfMs: timeOf(5) }), all, [1, 2, 3, 4, 5], 'an event at the instant counts');
  assertTrace(await trace(3, { knownSeq: 3, asOfMs: null }), all, [1, 2, 3], 'known at the third place');
  assertTrace(await trace(7, { knownSeq: 5, asOfMs: timeOf(9) }), all, [], 'not yet known');

  const third = sampleEvent(3);
  const revised = entryOf(
    third,
    [],
    [flowOf('input', lotAt(1), 5n), flowOf('input', lotAt(2), 6n), flowOf('output', lotAt(3), 7n)],
  );
  const previous = entryOf(third, [], flowsOf(GRAPH[2] ?? [[], []]));
  const revision: NewRevision = { eventSeq: 3, revision: 8, entry: revised, previous, site: null };
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(8)], revisions: [revision] }));
  const rows = revised.flows.map((flow) => ({ ...flow, eventSeq: 3, eventTimeMs: third.index.eventTimeMs }));
  const after = [...all.filter((row) => row.eventSeq !== 3), ...rows];
  assertTrace(await trace(3, NOW), after, [1, 2, 3, 4, 5], 'the new revision');
  assertTrace(await trace(3, { knownSeq: 8, asOfMs: null }), after, [1, 2, 3, 4, 5], 'known at the revision');
  assertTrace(await trace(3, { knownSeq: 7, asOfMs: null }), all, [1, 2, 3, 4, 5], 'known before the revision');

  const nothing: NewRevision = {
    eventSeq: 4,
    revision: 9,
    entry: emptyEntry(sampleEvent(4).hash, timeOf(4)),
    previous: entryOf(sampleEvent(4), [], flowsOf(GRAPH[3] ?? [[], []])),
    site: null,
  };
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(9)], revisions: [nothing] }));
  assertTrace(await trace(7, NOW), after, [6], 'a void event cuts the ancestry');
  assertTrace(await trace(7, { knownSeq: 8, asOfMs: null }), after, [1, 2, 3, 4, 5, 6], 'as known before the void');
  const around = await store.read((reader) => reader.flowsAround([lotAt(3)], ['input'], NOW));
  assert.deepEqual(around, []);
}

async function checkDeepTrace(store: RecordStore): Promise<void> {
  const events = Array.from({ length: 300 }, (_, place) => sampleEvent(place + 1));
  const revisions = events.map((event) =>
    firstRevision(event, entryOf(event, [], [flowOf('input', lotAt(event.seq)), flowOf('output', lotAt(event.seq + 1))])),
  );
  await store.write((writer) => writer.append({ ...NOTHING, events, revisions }));
  await store.read(async (reader) => {
    assert.equal((await reader.flowsOfTrace(lotAt(301), 'up', NOW)).roles.length, 600);
    assert.equal((await reader.flowsOfTrace(lotAt(1), 'down', NOW)).roles.length, 600);
    assert.equal((await reader.flowsOfTrace(lotAt(151), 'up', NOW)).roles.length, 300);
  });
}

/** More lots on one level than a statement takes, and one event that is reached from many of them. */
async function checkWideTrace(store: RecordStore): Promise<void> {
  const width = 600;
  const lots = Array.from({ length: width }, (_, place) => place + 2);
  const events = [1, 2, 3].map((seq) => sampleEvent(seq));
  const flows = [
    [flowOf('source', lotAt(1))],
    [flowOf('input', lotAt(1)), ...lots.map((lot) => flowOf('output', lotAt(lot), BigInt(lot)))],
    [...lots.map((lot) => flowOf('input', lotAt(lot), BigInt(lot))), flowOf('output', lotAt(width + 2))],
  ];
  const revisions = events.map((event, place) => firstRevision(event, entryOf(event, [], flows[place] ?? [])));
  await store.write((writer) => writer.append({ ...NOTHING, events, revisions }));
  const all = revisions.flatMap(({ eventSeq, entry }) => entry.flows.map((flow) => ({ ...flow, eventSeq, eventTimeMs: 0 })));
  await store.read(async (reader) => {
    assertTrace(await reader.flowsOfTrace(lotAt(width + 2), 'up', NOW), all, [1, 2, 3], 'up');
    assertTrace(await reader.flowsOfTrace(lotAt(1), 'down', NOW), all, [1, 2, 3], 'down');
  });
}

/** An event goes on naming lots that its current entry has no flows of, or has them in another role: the trace does not follow them. */
async function checkRevisedAway(store: RecordStore): Promise<void> {
  const all = await writeGraph(store);
  const third = sampleEvent(3);
  const entry = entryOf(third, [], [flowOf('input', lotAt(1)), flowOf('source', lotAt(3))]);
  const previous = entryOf(third, [], flowsOf(GRAPH[2] ?? [[], []]));
  await store.write((writer) =>
    writer.append({
      ...NOTHING,
      events: [sampleEvent(8)],
      revisions: [{ eventSeq: 3, revision: 8, entry, previous, site: null }],
    }),
  );
  const after = [
    ...all.filter((row) => row.eventSeq !== 3),
    ...entry.flows.map((flow) => ({ ...flow, eventSeq: 3, eventTimeMs: 0 })),
  ];
  await store.read(async (reader) => {
    assertTrace(await reader.flowsOfTrace(lotAt(4), 'up', NOW), after, [2, 3, 4, 5], 'a source leads no further');
    assertTrace(await reader.flowsOfTrace(lotAt(1), 'down', NOW), after, [1, 3], 'nothing was made of it');
    const before = await reader.flowsOfTrace(lotAt(4), 'up', { knownSeq: 7, asOfMs: null });
    assertTrace(before, all, [1, 2, 3, 4, 5], 'as known before');
  });
}
