import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { CapturedEvent, NewEvent, RecordStore, ScanHints } from '../../src/record/index.ts';
import { withStore, type OpenStore } from './opened-store.ts';
import { lotAt, NOTHING, ODD_TEXT, RECORDED_MS, sampleEvent, siteAt, START_MS } from './sample-content.ts';

/** Appends events alone. */
export async function appendEvents(store: RecordStore, events: readonly NewEvent[]): Promise<void> {
  await store.write((writer) => writer.append({ ...NOTHING, events }));
}

/** Tests of what the record keeps of events as such. */
export function testEvents(open: OpenStore): void {
  test('an empty record answers every question', () => withStore(open, checkEmptyRecord));
  test('an empty batch changes nothing', () => withStore(open, checkEmptyBatch));
  test('events come back as they came', () => withStore(open, checkEventsReadBack));
  test('totals, first and last moments, and the place at a moment', () => withStore(open, checkCounts));
  test('events by hash and eventID, several under one key', () => withStore(open, checkKeys));
  test('2,000 places or keys in one call', () => withStore(open, checkManyAtOnce));
  test('eventIDs of 70,000 events, before and after storage has sorted them in', () => withStore(open, checkEventIDsOfMany));
  test('scans by every hint alone and together, in stretches', () => withStore(open, checkScan));
  test('places of events that name identifiers, by role', () => withStore(open, checkSeqsNaming));
  test('identifiers by part of their text, wildcards taken literally', () => withStore(open, checkSearch));
}

async function checkEmptyRecord(store: RecordStore): Promise<void> {
  await store.read(async (reader) => {
    assert.equal(await reader.head(), 0);
    const counts = { events: 0, lots: 0, firstEventMs: null, lastEventMs: null, lastRecordedMs: null };
    assert.deepEqual(await reader.counts(), counts);
    assert.equal(await reader.lastRecordedMs(), null);
    assert.equal(await reader.seqAt(RECORDED_MS), 0);
    assert.equal((await reader.findKeys([])).size, 0);
    assert.deepEqual((await reader.findKeys(['urn:uuid:none'])).get('urn:uuid:none') ?? [], []);
    for (const seqs of [[], [0, 1, 99]]) {
      assert.deepEqual(await reader.eventsBySeq(seqs), []);
      assert.equal((await reader.voided(seqs)).size, 0);
      assert.equal((await reader.entries(seqs, null)).size, 0);
      assert.equal((await reader.entries(seqs, 5)).size, 0);
    }
    assert.deepEqual(await reader.scan({}, { afterSeq: 0, untilSeq: 10, limit: 10 }), []);
    assert.deepEqual(await reader.seqsNaming([], []), []);
    assert.deepEqual(await reader.seqsNaming([lotAt(1)], ['input']), []);
    assert.deepEqual(await reader.searchIdentifiers('a', 10), []);
    assert.equal((await reader.lotStates([])).size, 0);
    assert.equal((await reader.lotStates([lotAt(1)])).size, 0);
    assert.deepEqual(await reader.revisionsBetween(0, 10), []);
    assert.deepEqual(await reader.entriesBetween(0, START_MS, null), []);
    const allCells = { kinds: null, fromDay: 0, toDay: 20_000, recordedBeforeDay: null };
    await reader.sumCells({ ...allCells, sites: null }, () => assert.fail('no account is on record'));
    await reader.sumKinds(allCells, () => assert.fail('no account is on record'));
    assert.deepEqual(await reader.lotsAtSite(siteAt(1), 0, 10), { lots: [], total: 0 });
    assert.deepEqual(await reader.flowsAround([], ['input'], { knownSeq: null, asOfMs: null }), []);
    assert.deepEqual(await reader.flowsAround([lotAt(1)], ['input'], { knownSeq: null, asOfMs: null }), []);
    assert.deepEqual((await reader.flowsOfTrace(lotAt(1), 'up', { knownSeq: null, asOfMs: null })).roles, []);
    assert.deepEqual(await reader.outlines([1], null), new Map());
    assert.deepEqual(await reader.drawTotals({ year: 2015, knownSeq: null, asOfMs: null }), []);
    assert.equal(await reader.captureJob('none'), null);
    assert.deepEqual(await reader.captureJobs(null, 10), []);
    assert.equal(await reader.document('none'), null);
    assert.deepEqual(await reader.journal('none', 0), []);
  });
}

async function checkEmptyBatch(store: RecordStore): Promise<void> {
  await store.write((writer) => writer.append(NOTHING));
  await store.write(async (writer) => writer.appendJournal('log', []));
  assert.equal(await store.read((reader) => reader.head()), 0);
  assert.deepEqual(await store.read((reader) => reader.journal('log', 0)), []);
}

function captured(event: NewEvent): CapturedEvent {
  const { seq, hash, eventID, declaresError, recordedMs, index, body, context } = event;
  return { seq, hash, eventID, declaresError, recordedMs, eventTimeMs: index.eventTimeMs, event: JSON.parse(body), context };
}

async function checkEventsReadBack(store: RecordStore): Promise<void> {
  const odd = { note: ODD_TEXT, [ODD_TEXT]: [1.5e300, -0.1, 9007199254740992, null, true, {}, []] };
  const manyTerms = Object.fromEntries(
    Array.from({ length: 5000 }, (_, place) => [`term${place}`, `https://example.com/${ODD_TEXT}/${place}`]),
  );
  const events = [
    sampleEvent(1, { body: JSON.stringify(odd), eventID: `urn:odd:${ODD_TEXT}` }),
    sampleEvent(2, { context: manyTerms, declaresError: true, index: { eventTimeMs: -5 } }),
    sampleEvent(3, { context: manyTerms, body: `{"long": "${'x'.repeat(200_000)}"}` }),
    sampleEvent(4, { context: null, index: { type: 'TransformationEvent', identifiers: [{ id: ODD_TEXT, role: 'content' }] } }),
  ];
  await appendEvents(store, events.slice(0, 3));
  await appendEvents(store, events.slice(3));
  await store.read(async (reader) => {
    assert.equal(await reader.head(), 4);
    assert.deepEqual(await reader.eventsBySeq([4, 2, 77, 1, 3]), events.map(captured));
    assert.deepEqual(await reader.eventsBySeq([2, 2]), events.slice(1, 2).map(captured));
    assert.deepEqual(await reader.seqsNaming([ODD_TEXT], ['content']), [4]);
    assert.equal((await reader.findKeys([`urn:odd:${ODD_TEXT}`])).get(`urn:odd:${ODD_TEXT}`)?.[0]?.seq, 1);
  });
}

async function checkCounts(store: RecordStore): Promise<void> {
  const times = [START_MS, START_MS - 70, START_MS + 99];
  await appendEvents(
    store,
    times.map((eventTimeMs, place) => sampleEvent(place + 1, { index: { eventTimeMs } })),
  );
  await store.read(async (reader) => {
    assert.deepEqual(await reader.counts(), {
      events: 3,
      lots: 0,
      firstEventMs: START_MS - 70,
      lastEventMs: START_MS + 99,
      lastRecordedMs: RECORDED_MS + 3000,
    });
    assert.equal(await reader.lastRecordedMs(), RECORDED_MS + 3000);
    assert.equal(await reader.seqAt(RECORDED_MS + 999), 0);
    assert.equal(await reader.seqAt(RECORDED_MS + 1000), 1);
    assert.equal(await reader.seqAt(RECORDED_MS + 2999), 2);
    assert.equal(await reader.seqAt(RECORDED_MS + 3_000_000), 3);
  });
}

async function checkKeys(store: RecordStore): Promise<void> {
  const first = sampleEvent(1, { eventID: 'urn:uuid:a' });
  const second = sampleEvent(2, { eventID: 'urn:uuid:a', declaresError: true });
  const third = sampleEvent(3);
  const fourth = sampleEvent(4, { hash: third.hash, declaresError: true, eventID: third.hash });
  await appendEvents(store, [first, second, third]);
  await appendEvents(store, [fourth]);
  const keyed = ({ seq, hash, eventID, declaresError }: NewEvent) => ({ seq, hash, eventID, declaresError });
  await store.read(async (reader) => {
    const found = await reader.findKeys(['urn:uuid:a', third.hash, first.hash, 'urn:uuid:none', 'urn:uuid:A', 'urn:uuid:a']);
    assert.deepEqual(found.get('urn:uuid:a'), [keyed(first), keyed(second)]);
    assert.deepEqual(found.get(third.hash), [keyed(third), keyed(fourth)]);
    assert.deepEqual(found.get(first.hash), [keyed(first)]);
    assert.deepEqual([...(found.get('urn:uuid:none') ?? []), ...(found.get('urn:uuid:A') ?? [])], []);
    assert.equal(found.has(second.hash), false);
  });
}

async function checkManyAtOnce(store: RecordStore): Promise<void> {
  const events = Array.from({ length: 2000 }, (_, place) =>
    sampleEvent(place + 1, { eventID: `urn:uuid:${place + 1}`, index: { identifiers: [{ id: lotAt(place + 1), role: 'epc' }] } }),
  );
  await appendEvents(store, events);
  const seqs = events.map((event) => event.seq);
  await store.read(async (reader) => {
    assert.equal((await reader.eventsBySeq(seqs.toReversed())).length, 2000);
    assert.equal((await reader.findKeys(events.flatMap(({ hash, eventID }) => [hash, eventID ?? '']))).size, 4000);
    assert.deepEqual(await reader.seqsNaming(seqs.map(lotAt), []), seqs);
    assert.equal(
      (await reader.scan({ anyOfIdentifiers: seqs.map(lotAt) }, { afterSeq: 0, untilSeq: 2000, limit: 5000 })).length,
      2000,
    );
    assert.equal((await reader.entries(seqs, null)).size, 0);
    assert.equal((await reader.voided(seqs)).size, 0);
    assert.equal((await reader.lotStates(seqs.map(lotAt))).size, 0);
    assert.deepEqual(await reader.flowsAround(seqs.map(lotAt), ['input', 'output'], { knownSeq: null, asOfMs: null }), []);
  });
}

async function checkEventIDsOfMany(store: RecordStore): Promise<void> {
  const events = Array.from({ length: 70_000 }, (_, place) => sampleEvent(place + 1, { eventID: `urn:uuid:${place + 1}` }));
  const asked = [1, 2, 34_999, 35_000, 35_001, 69_999, 70_000].map((seq) => events[seq - 1]!);
  for (let from = 0; from < events.length; from += 35_000) {
    await appendEvents(store, events.slice(from, from + 35_000));
    const onRecord = asked.filter(({ seq }) => seq <= from + 35_000);
    await store.read(async (reader) => {
      const found = await reader.findKeys(asked.map(({ eventID }) => eventID!));
      const seqs = [...found.values()].map(([event]) => event!.seq).toSorted((a, b) => a - b);
      assert.deepEqual(
        seqs,
        onRecord.map(({ seq }) => seq),
      );
    });
  }
}

const SCAN_HINTS: readonly ScanHints[] = [
  {},
  { anyOfIdentifiers: [lotAt(1), lotAt(4)] },
  { anyOfIdentifiers: [lotAt(1), 'urn:unknown'] },
  { anyOfIdentifiers: ['urn:unknown'] },
  { types: ['TransformationEvent', 'AggregationEvent'] },
  { bizSteps: ['shipping'] },
  { bizSteps: ['nowhere'] },
  { places: [siteAt(1), siteAt(2)] },
  { eventTimeFromMs: START_MS + 10, eventTimeBeforeMs: START_MS + 20 },
  { recordedFromMs: RECORDED_MS + 5000, recordedBeforeMs: RECORDED_MS + 9000 },
  { types: ['ObjectEvent'], places: [siteAt(1)], eventTimeFromMs: START_MS + 5, anyOfIdentifiers: [lotAt(1), lotAt(3)] },
];

function scanEvent(seq: number): NewEvent {
  const type = ['ObjectEvent', 'TransformationEvent', 'AggregationEvent'][seq % 3] ?? '';
  const identifiers = [
    { id: lotAt(seq % 5), role: 'epc' as const },
    { id: lotAt((seq + 1) % 5), role: 'input' as const },
  ];
  const bizStep = seq % 2 === 0 ? 'shipping' : null;
  const site = seq % 4 === 0 ? null : siteAt(seq % 4);
  return sampleEvent(seq, { index: { type, bizStep, site, identifiers, eventTimeMs: START_MS + ((seq * 7) % 31) } });
}

function isHinted({ index, recordedMs }: NewEvent, hints: ScanHints): boolean {
  if (hints.anyOfIdentifiers !== undefined && !index.identifiers.some(({ id }) => hints.anyOfIdentifiers?.includes(id)))
    return false;
  if (hints.types !== undefined && !hints.types.includes(index.type)) return false;
  if (hints.bizSteps !== undefined && !hints.bizSteps.includes(index.bizStep ?? '')) return false;
  const places = [index.readPoint, index.bizLocation];
  if (hints.places !== undefined && !places.some((place) => place !== null && hints.places?.includes(place))) return false;
  if (index.eventTimeMs < (hints.eventTimeFromMs ?? -Infinity) || index.eventTimeMs >= (hints.eventTimeBeforeMs ?? Infinity))
    return false;
  return recordedMs >= (hints.recordedFromMs ?? -Infinity) && recordedMs < (hints.recordedBeforeMs ?? Infinity);
}

async function checkScan(store: RecordStore): Promise<void> {
  const events = Array.from({ length: 30 }, (_, place) => scanEvent(place + 1));
  await appendEvents(store, events);
  for (const hints of SCAN_HINTS) {
    const wanted = events.filter((event) => isHinted(event, hints));
    for (const limit of [1, 4, 100]) {
      const found = await scanAll(store, hints, 0, 30, limit);
      assert.deepEqual(found, wanted.map(captured), `${JSON.stringify(hints)} by ${limit}`);
    }
    const inside = wanted.filter((event) => event.seq > 7 && event.seq <= 21).map(captured);
    assert.deepEqual(await scanAll(store, hints, 7, 21, 3), inside, `${JSON.stringify(hints)} from 7 to 21`);
  }
}

async function scanAll(
  store: RecordStore,
  hints: ScanHints,
  afterSeq: number,
  untilSeq: number,
  limit: number,
): Promise<CapturedEvent[]> {
  const found: CapturedEvent[] = [];
  for (;;) {
    const range = { afterSeq: found.at(-1)?.seq ?? afterSeq, untilSeq, limit };
    const part = await store.read((reader) => reader.scan(hints, range));
    assert.ok(part.length <= limit);
    found.push(...part);
    if (part.length < limit) return found;
  }
}

async function checkSeqsNaming(store: RecordStore): Promise<void> {
  const roles = [['input', 'epc'], ['output'], ['input', 'output', 'assay'], []] as const;
  const events = roles.map((named, place) =>
    sampleEvent(place + 1, { index: { identifiers: named.map((role) => ({ id: lotAt(place % 2), role })) } }),
  );
  await appendEvents(store, events);
  await store.read(async (reader) => {
    assert.deepEqual(await reader.seqsNaming([lotAt(0)], []), [1, 3]);
    assert.deepEqual(await reader.seqsNaming([lotAt(0), lotAt(1), lotAt(0)], []), [1, 2, 3]);
    assert.deepEqual(await reader.seqsNaming([lotAt(1), lotAt(0)], ['output']), [2, 3]);
    assert.deepEqual(await reader.seqsNaming([lotAt(0)], ['epc', 'assay']), [1, 3]);
    assert.deepEqual(await reader.seqsNaming([lotAt(0)], ['parent']), []);
    assert.deepEqual(await reader.seqsNaming([lotAt(7)], []), []);
  });
  const contents = [
    { eventSeq: 2, lot: lotAt(0) },
    { eventSeq: 5, lot: lotAt(7) },
    { eventSeq: 5, lot: lotAt(7) },
  ];
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(5)], contents }));
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(6)], contents }));
  await store.read(async (reader) => {
    assert.deepEqual(await reader.seqsNaming([lotAt(0)], ['content']), [2]);
    assert.deepEqual(await reader.seqsNaming([lotAt(0)], []), [1, 2, 3]);
    assert.deepEqual(await reader.seqsNaming([lotAt(7)], []), [5]);
  });
}

async function checkSearch(store: RecordStore): Promise<void> {
  const ids = ['urn:lot:AB%12', 'urn:lot:ab_34', 'urn:lot:abX34', 'urn:lot:a\\b', 'urn:lot:镨钕😀'];
  const identifiers = ids.map((id) => ({ id, role: 'epc' as const }));
  await appendEvents(store, [
    sampleEvent(1, { index: { identifiers, site: 'urn:lot:site' } }),
    sampleEvent(2, { index: { identifiers } }),
  ]);
  const search = async (text: string): Promise<string[]> =>
    (await store.read((reader) => reader.searchIdentifiers(text, 10))).sort();
  assert.deepEqual(await search('URN:LOT:aB'), ['urn:lot:AB%12', 'urn:lot:abX34', 'urn:lot:ab_34']);
  assert.deepEqual(await search('b%1'), ['urn:lot:AB%12']);
  assert.deepEqual(await search('b_3'), ['urn:lot:ab_34']);
  assert.deepEqual(await search('a\\b'), ['urn:lot:a\\b']);
  assert.deepEqual(await search('钕😀'), ['urn:lot:镨钕😀']);
  assert.deepEqual(await search("'"), []);
  assert.deepEqual(await search('site'), [], 'a site is no identifier of the event');
  assert.equal((await store.read((reader) => reader.searchIdentifiers('urn', 2))).length, 2);
  assert.deepEqual(await store.read((reader) => reader.searchIdentifiers('urn', 0)), []);
}
