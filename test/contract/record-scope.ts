import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { accountKey, noTurnover, type Flow, type Turnover } from '../../src/ledger/index.ts';
import type { ReadScope, RecordReader, RecordStore } from '../../src/record/index.ts';
import { withStore, type OpenStore } from './opened-store.ts';
import { batchDraft, fitBatch, lotAt, NOTHING, sampleEvent, SampleRecord, siteAt, type BatchDraft } from './sample-content.ts';

const SITE = siteAt(1);
const HOLDER = 'https://id.gs1.org/417/9506000134301';
const SCOPE: ReadScope = { parties: [SITE, 'urn:party:unknown'], sites: [SITE], organisations: [HOLDER, 'urn:holder:1'] };
const NOBODY: ReadScope = { parties: [], sites: [], organisations: [] };
const ROLES: readonly Flow['role'][] = ['input', 'output', 'source'];
const LOTS = Array.from({ length: 10 }, (_, number) => lotAt(number));
const NOW = { knownSeq: null, asOfMs: null };
const RUNS = 15;

/** Tests of reads with a scope: against brute force over what was written, and every read of the port for somebody who may see nothing. */
export function testScopes(open: OpenStore): void {
  test('a reader with a scope sees what concerns him, and nothing else', async () => {
    const histories = fc.array(batchDraft, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(histories, (drafts) => withStore(open, (store) => checkHistory(store, drafts))),
      { numRuns: RUNS },
    );
  });
  test('documents, journals and jobs that are nobody else’s', () => withStore(open, checkOwn));
}

async function checkHistory(store: RecordStore, drafts: readonly BatchDraft[]): Promise<void> {
  const record = new SampleRecord();
  for (const draft of drafts) {
    const batch = fitBatch(record, draft);
    await store.write((writer) => writer.append(batch));
  }
  const concerned = new Set(record.parties.filter(({ party }) => party === SITE).map(({ eventSeq }) => eventSeq));
  for (const { seq, index } of record.events) if (index.parties.includes(SITE)) concerned.add(seq);
  const seen = record.events.map(({ seq }) => seq).filter((seq) => concerned.has(seq));
  const whole = await store.read((reader) => answersOf(reader, record));
  await store.read(async (reader) => {
    const answers = await answersOf(reader, record);
    assert.deepEqual(answers.events, seen);
    assert.deepEqual(answers.scanned, seen);
    assert.deepEqual(answers.sealed, seen);
    assert.deepEqual(answers.naming, kept(whole.naming, concerned));
    assert.deepEqual(answers.keys, kept(whole.keys, concerned));
    assert.deepEqual(answers.entries, kept(whole.entries, concerned));
    assert.deepEqual(answers.flows, kept(whole.flows, concerned));
    assert.deepEqual(answers.revisions, kept(whole.revisions, concerned));
    assert.deepEqual(answers.between, kept(whole.between, concerned));
    assert.deepEqual(answers.voided, kept(whole.voided, concerned));
    assert.ok(answers.traced.every((seq) => concerned.has(seq)));
    assert.ok(
      answers.accounts.every((account) => account.includes(SITE)),
      answers.accounts.join(),
    );
    assert.deepEqual(answers.sums, whole.sumsOfSite);
    assert.deepEqual(
      answers.holders,
      whole.holders.filter((holder) => SCOPE.organisations.includes(holder)),
    );
    assert.deepEqual(answers.lots, whole.lots);
    assert.deepEqual(answers.lotsElsewhere, []);
    const found = await reader.searchIdentifiers('/', 1_000_000);
    const named = record.events.filter(({ seq }) => concerned.has(seq)).flatMap(({ index }) => index.identifiers);
    for (const { id } of named) assert.ok(found.includes(id) || !id.includes('/'), id);
    for (const id of found) assert.ok((await reader.seqsNaming([id], [])).length > 0 || (await isInAFlow(reader, id)), id);
    await assert.rejects(async () => reader.lotStates(LOTS));
  }, SCOPE);
  await store.read(async (reader) => {
    const answers = await answersOf(reader, record);
    for (const [name, answer] of Object.entries(answers)) assert.deepEqual(answer, [], name);
  }, NOBODY);
}

/** A lot that a commissioning brought in is named by no event, but stands in a flow. */
async function isInAFlow(reader: RecordReader, id: string): Promise<boolean> {
  const ever = await reader.revisionsBetween(0, Number.MAX_SAFE_INTEGER);
  return ever.some(({ entry }) => entry.flows.some(({ lot }) => lot === id));
}

/** Places of events, as far as answers are about events; names otherwise. */
async function answersOf(reader: RecordReader, record: SampleRecord) {
  const head = record.events.length;
  const seqs = Array.from({ length: head }, (_, place) => place + 1);
  const accounts = new Set<string>();
  const sums = (sites: readonly string[] | null): Promise<string[]> => sumsOf(reader, sites, accounts);
  const keys = await reader.findKeys(record.events.flatMap(({ hash, eventID }) => (eventID === null ? [hash] : [hash, eventID])));
  const traces = await inTurn(LOTS, (lot) => reader.flowsOfTrace(lot, 'up', NOW));
  return {
    events: (await reader.eventsBySeq(seqs)).map(({ seq }) => seq),
    scanned: (await reader.scan({}, { afterSeq: 0, untilSeq: head, limit: head + 1 })).map(({ seq }) => seq),
    sealed: (await reader.sealedEvents(0, head + 1)).map(({ seq }) => seq),
    naming: await reader.seqsNaming(LOTS, []),
    keys: ascending([...keys.values()].flat().map(({ seq }) => seq)),
    entries: ascending([...(await reader.entries(seqs, null)).keys()]),
    flows: ascending((await reader.flowsAround(LOTS, ROLES, NOW)).map(({ eventSeq }) => eventSeq)),
    revisions: (await reader.revisionsBetween(0, head)).map(({ eventSeq }) => eventSeq),
    between: (await reader.entriesBetween(-8e15, 8e15, null)).map(({ eventSeq }) => eventSeq),
    voided: ascending([...(await reader.voided(seqs)).keys()]),
    traced: traces.flatMap(({ events }) => [...events]),
    sums: await sums(null),
    accounts: [...accounts],
    sumsOfSite: await sumsOf(reader, [SITE], new Set()),
    holders: [...new Set((await reader.drawTotals({ year: 2015, ...NOW })).map(({ holder }) => holder))].sort(),
    lots: (await reader.lotsAtSite(SITE, 0, 1000)).lots.sort(),
    lotsElsewhere: (await reader.lotsAtSite(siteAt(2), 0, 1000)).lots,
  };
}

async function sumsOf(reader: RecordReader, sites: readonly string[] | null, accounts: Set<string>): Promise<string[]> {
  const sums = new Map<string, Turnover>();
  await reader.sumCells({ kinds: null, fromDay: null, toDay: 100_000, recordedBeforeDay: null, sites }, (account) => {
    const key = accountKey(account);
    accounts.add(key);
    const sum = sums.get(key) ?? noTurnover();
    sums.set(key, sum);
    return sum;
  });
  return [...sums].map(([key, { debits, credits }]) => `${key} ${debits.join()} ${credits.join()}`).sort();
}

async function inTurn<T, R>(items: readonly T[], ask: (item: T) => Promise<R>): Promise<R[]> {
  const answers: R[] = [];
  for (const item of items) answers.push(await ask(item));
  return answers;
}

function kept(seqs: readonly number[], concerned: ReadonlySet<number>): number[] {
  return seqs.filter((seq) => concerned.has(seq));
}

function ascending(seqs: readonly number[]): number[] {
  return seqs.toSorted((a, b) => a - b);
}

async function checkOwn(store: RecordStore): Promise<void> {
  const job = {
    createdAt: '',
    finishedAt: null,
    running: false,
    success: true,
    captureErrorBehaviour: 'proceed',
    errors: [],
  } as const;
  await store.write(async (writer) => {
    await writer.append({ ...NOTHING, events: [sampleEvent(1, { index: { parties: ['urn:holder:1'] } })] });
    for (const [captureID, organisation] of [
      ['a', null],
      ['b', 'urn:holder:1'],
      ['c', 'urn:holder:2'],
      ['d', 'urn:holder:1'],
    ] as const)
      await writer.putCaptureJob({ captureID, organisation, ...job });
    for (const name of ['registry', 'session/1', 'access/x', 'query/1', 'subscription/1']) await writer.putDocument(name, name);
    for (const name of ['access', 'audit', 'rights']) await writer.appendJournal(name, [name]);
  });
  await store.read(async (reader) => {
    assert.deepEqual(
      (await reader.captureJobs(null, 10)).map(({ captureID }) => captureID),
      ['b', 'd'],
    );
    assert.deepEqual(
      (await reader.captureJobs(null, 1)).map(({ captureID }) => captureID),
      ['b'],
    );
    assert.deepEqual(
      (await reader.captureJobs('b', 1)).map(({ captureID }) => captureID),
      ['d'],
    );
    assert.equal(await reader.captureJob('c'), null);
    assert.equal(await reader.captureJob('a'), null);
    assert.equal((await reader.captureJob('b'))?.captureID, 'b');
    assert.equal(await reader.document('registry'), 'registry');
    assert.equal(await reader.document('session/1'), null);
    assert.equal(await reader.document('access/x'), null);
    assert.equal(await reader.document('subscription/1'), null);
    assert.deepEqual([...(await reader.documentsUnder('')).keys()], ['registry']);
    assert.deepEqual(await reader.journal('access', 0), []);
    assert.deepEqual(await reader.journal('audit', 0), []);
    assert.deepEqual(await reader.journal('rights', 0), ['rights']);
  }, SCOPE);
}
