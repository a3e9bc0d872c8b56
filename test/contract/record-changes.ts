import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CaptureJob, RecordStore, RecordWriter } from '../../src/record/index.ts';
import { readEverything } from './read-everything.ts';
import { withStore, type OpenedStore, type OpenStore } from './opened-store.ts';
import {
  entryOf,
  firstRevision,
  flowOf,
  legsOf,
  lotAt,
  NOTHING,
  ODD_TEXT,
  sampleEvent,
  sampleState,
  siteAt,
  START_MS,
  turnoverOf,
} from './sample-content.ts';

/** Tests of changes: jobs, documents and journals; all or nothing; one after the other; durable. */
export function testChanges(open: OpenStore): void {
  test('capture jobs: written, replaced, listed page by page', () => withStore(open, checkJobs));
  test('documents are replaced whole, listed by the beginning of their names, taken away', () => withStore(open, checkDocuments));
  test('journals only grow', () => withStore(open, checkJournals));
  test('a change sees what it has written so far', () => withStore(open, checkOwnWrites));
  test('a change that throws leaves nothing behind', () => withStore(open, checkAtomic));
  test('a place that is taken is refused, and nothing of that change is kept', () => withStore(open, checkTakenPlace));
  test('100 concurrent changes run one after the other', () => withStore(open, checkSerial));
  test('concurrent batches number their events without gaps', () => withStore(open, checkMonotonic));
  test('a read keeps to one state while changes go on', () => withStore(open, checkConsistentRead));
  test('what is on record is there after reopening', () => withStore(open, checkReopened));
}

function jobOf(number: number, choices: Partial<CaptureJob> = {}): CaptureJob {
  return {
    captureID: `job-${String(number).padStart(4, '0')}`,
    createdAt: '2026-11-23T00:00:00.000Z',
    finishedAt: null,
    running: true,
    success: true,
    captureErrorBehaviour: 'rollback',
    organisation: null,
    errors: [],
    ...choices,
  };
}

async function checkJobs(store: RecordStore): Promise<void> {
  for (const number of [1, 2, 3, 4, 5]) await store.write((writer) => writer.putCaptureJob(jobOf(number)));
  const errors = [{ type: 'epcisException:ValidationException', title: ODD_TEXT, status: 400, event: { path: '$[0]' } }];
  const done = jobOf(2, {
    finishedAt: '2026-11-23T00:00:01.000Z',
    running: false,
    success: false,
    captureErrorBehaviour: 'proceed',
    errors,
  });
  await store.write((writer) => writer.putCaptureJob(done));
  await store.read(async (reader) => {
    assert.deepEqual(await reader.captureJob('job-0002'), done);
    assert.deepEqual(await reader.captureJob('job-0003'), jobOf(3));
    assert.equal(await reader.captureJob('job-9999'), null);
    assert.deepEqual(await reader.captureJobs(null, 2), [jobOf(1), done]);
    assert.deepEqual(await reader.captureJobs('job-0002', 2), [jobOf(3), jobOf(4)]);
    assert.deepEqual(await reader.captureJobs('job-0004', 9), [jobOf(5)]);
    assert.deepEqual(await reader.captureJobs('job-0005', 9), []);
    assert.deepEqual(await reader.captureJobs(null, 0), []);
  });
}

async function checkDocuments(store: RecordStore): Promise<void> {
  const large = ODD_TEXT.repeat(20_000);
  for (const text of ['first', '', large]) {
    await store.write((writer) => writer.putDocument(ODD_TEXT, text));
    assert.equal(await store.read((reader) => reader.document(ODD_TEXT)), text);
  }
  assert.equal(await store.read((reader) => reader.document('other')), null);
  await store.write(async (writer) => {
    const names = ['set/b', 'set/é', 'set/a', 'seT/a', 'set', 'other/set/a'];
    await writer.putDocument('set/a', 'before');
    await writer.putDocuments(new Map(names.map((name) => [name, `of ${name}`])));
    await writer.putDocuments(new Map());
    await writer.removeDocument('set/nobody');
  });
  const under = (): Promise<[string, string][]> => store.read(async (reader) => [...(await reader.documentsUnder('set/'))]);
  assert.deepEqual(await under(), [
    ['set/a', 'of set/a'],
    ['set/b', 'of set/b'],
    ['set/é', 'of set/é'],
  ]);
  await store.write(async (writer) => {
    await writer.removeDocument('set/b');
    assert.equal(await writer.document('set/b'), null);
    await writer.putDocument('set/é', '');
  });
  assert.deepEqual(await under(), [
    ['set/a', 'of set/a'],
    ['set/é', ''],
  ]);
  assert.equal(await store.read((reader) => reader.document('set/b')), null);
}

async function checkJournals(store: RecordStore): Promise<void> {
  await store.write((writer) => writer.appendJournal('log', ['a', '', ODD_TEXT]));
  await store.write(async (writer) => {
    await writer.appendJournal('log', ['d']);
    await writer.appendJournal('other', ['x']);
    await writer.appendJournal('log', ['e', 'a']);
  });
  await store.read(async (reader) => {
    assert.deepEqual(await reader.journal('log', 0), ['a', '', ODD_TEXT, 'd', 'e', 'a']);
    assert.deepEqual(await reader.journal('log', 4), ['e', 'a']);
    assert.deepEqual(await reader.journal('log', 6), []);
    assert.deepEqual(await reader.journal('other', 0), ['x']);
  });
}

/** Writes something of every kind about the next event. */
async function writeEverything(writer: RecordWriter): Promise<void> {
  const seq = (await writer.head()) + 1;
  const event = sampleEvent(seq, {
    eventID: `urn:uuid:${seq}`,
    index: { site: siteAt(1), parties: [siteAt(1)], identifiers: [{ id: lotAt(seq), role: 'epc' }] },
  });
  const entry = entryOf(event, legsOf(siteAt(1), lotAt(seq), 1000n), [flowOf('source', lotAt(seq))]);
  await writer.append({
    log: { tiles: [], checkpoint: `checkpoint ${seq}` },
    parties: [{ eventSeq: seq, party: siteAt(2) }],
    events: [event],
    revisions: [firstRevision(event, entry)],
    lotStates: [sampleState(lotAt(seq), 1000n), sampleState(lotAt(0), BigInt(seq))],
    voids: seq > 1 ? [{ eventSeq: seq - 1, bySeq: seq }] : [],
    draws: [
      {
        eventSeq: seq,
        revision: seq,
        eventTimeMs: START_MS,
        year: 2015,
        stage: 'mining',
        ore: 'ion',
        holder: 'urn:holder:1',
        reoMg: 5n,
      },
    ],
    cells: [
      {
        account: { kind: 'stock', site: siteAt(1), counterpart: null },
        day: 16_600,
        recordedDay: 16_700,
        turnover: turnoverOf(10n, 1),
      },
    ],
    lotsAtSites: [{ lot: lotAt(seq), site: siteAt(1) }],
    contents: [{ eventSeq: 1, lot: lotAt(seq + 100) }],
  });
  await writer.putCaptureJob(jobOf(seq));
  await writer.putCaptureJob(jobOf(0, { success: seq % 2 === 0 }));
  await writer.putDocument('registry', `{"seq": ${seq}}`);
  await writer.putDocument(`document ${seq}`, ODD_TEXT);
  await writer.appendJournal('log', [`line ${seq}`]);
}

const QUESTIONS = {
  lots: [0, 1, 2, 3].map(lotAt),
  sites: [siteAt(1)],
  keys: ['urn:uuid:1', 'urn:uuid:2'],
  documents: ['registry', 'document 2'],
  journals: ['log'],
};

async function checkOwnWrites(store: RecordStore): Promise<void> {
  const inside = await store.write(async (writer) => {
    await writeEverything(writer);
    await writeEverything(writer);
    return readEverything(writer, QUESTIONS);
  });
  assert.deepEqual(await store.read((reader) => readEverything(reader, QUESTIONS)), inside);
  assert.equal(inside.head, 2);
}

async function checkAtomic(store: RecordStore): Promise<void> {
  const failing = async (): Promise<void> => {
    const work = store.write(async (writer) => {
      await writeEverything(writer);
      await writeEverything(writer);
      throw new RangeError('stopped half way');
    });
    await assert.rejects(work, (error) => error instanceof RangeError && error.message === 'stopped half way');
  };
  const empty = await store.read((reader) => readEverything(reader, QUESTIONS));
  await failing();
  assert.deepEqual(await store.read((reader) => readEverything(reader, QUESTIONS)), empty);
  await store.write(writeEverything);
  const one = await store.read((reader) => readEverything(reader, QUESTIONS));
  await failing();
  assert.deepEqual(await store.read((reader) => readEverything(reader, QUESTIONS)), one);
  await store.write(writeEverything);
  const two = await store.read((reader) => readEverything(reader, QUESTIONS));
  assert.equal(two.head, 2);
  assert.deepEqual(two.journals, [['line 1', 'line 2']]);
}

async function checkTakenPlace(store: RecordStore): Promise<void> {
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(1), sampleEvent(2)] }));
  const work = store.write(async (writer) => {
    await writer.putDocument('note', 'half');
    await writer.append({ ...NOTHING, events: [sampleEvent(3), sampleEvent(2, { hash: 'ni:///other' })] });
  });
  await assert.rejects(work);
  await store.read(async (reader) => {
    assert.equal(await reader.head(), 2);
    assert.equal(await reader.document('note'), null);
    assert.equal((await reader.findKeys(['ni:///other'])).get('ni:///other')?.length ?? 0, 0);
  });
}

async function checkSerial(store: RecordStore): Promise<void> {
  const increment = (): Promise<void> =>
    store.write(async (writer) => {
      const count = Number((await writer.document('count')) ?? 0);
      await Promise.resolve();
      await writer.putDocument('count', String(count + 1));
    });
  await Promise.all(Array.from({ length: 100 }, increment));
  assert.equal(await store.read((reader) => reader.document('count')), '100');
}

async function checkMonotonic(store: RecordStore): Promise<void> {
  const appendTwo = (): Promise<number> =>
    store.write(async (writer) => {
      const head = await writer.head();
      await writer.append({ ...NOTHING, events: [sampleEvent(head + 1), sampleEvent(head + 2)] });
      return head;
    });
  const heads = await Promise.all(Array.from({ length: 20 }, appendTwo));
  assert.deepEqual(
    heads.toSorted((a, b) => a - b),
    Array.from({ length: 20 }, (_, place) => place * 2),
  );
  const events = await store.read((reader) => reader.scan({}, { afterSeq: 0, untilSeq: 100, limit: 100 }));
  assert.deepEqual(
    events.map((event) => event.seq),
    Array.from({ length: 40 }, (_, place) => place + 1),
  );
}

async function checkConsistentRead(store: RecordStore): Promise<void> {
  await store.write(writeEverything);
  // The change is started inside the read and awaited after it: an adapter may make it wait for the read's end.
  const { change, states } = await store.read(async (reader) => {
    const seen = [await readEverything(reader, QUESTIONS)];
    const started = store.write(writeEverything);
    for (let turn = 0; turn < 5; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 2));
      seen.push(await readEverything(reader, QUESTIONS));
    }
    return { change: { done: started }, states: seen };
  });
  await change.done;
  for (const state of states) assert.deepEqual(state, states[0]);
  assert.equal(await store.read((reader) => reader.head()), 2);
}

async function checkReopened(store: RecordStore, opened: OpenedStore): Promise<void> {
  if (opened.reopen === undefined) return;
  await store.write(writeEverything);
  await store.write(writeEverything);
  const before = await store.read((reader) => readEverything(reader, QUESTIONS));
  await store.close();
  const again = await opened.reopen();
  assert.deepEqual(await again.read((reader) => readEverything(reader, QUESTIONS)), before);
  await again.write(writeEverything);
  assert.equal(await again.read((reader) => reader.head()), 3);
}
