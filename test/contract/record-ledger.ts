import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  accountKey,
  addTurnover,
  emptyEntry,
  NET,
  newLotState,
  noTurnover,
  type Account,
  type AccountKind,
  type BalanceCell,
  type Entry,
  type Leg,
  type LotState,
  type Turnover,
} from '../../src/ledger/index.ts';
import type { NewRevision, QuotaDraw, RecordStore } from '../../src/record/index.ts';
import { QUANTITY_MG_MAX } from '../../src/units/index.ts';
import { withStore, type OpenStore } from './opened-store.ts';
import {
  entryOf,
  firstRevision,
  flowOf,
  legsOf,
  lotAt,
  massesOf,
  NOTHING,
  sampleEvent,
  sampleState,
  siteAt,
  START_MS,
  turnoverOf,
  variancesOf,
} from './sample-content.ts';
import { rowsOfTrace } from './traced-rows.ts';

/** Tests of what the record keeps of the ledger and of rights. */
export function testLedger(open: OpenStore): void {
  test('lot states come back whole, are replaced, and are no one else’s to change', () => withStore(open, checkLotStates));
  test('voids with the place of the declaration', () => withStore(open, checkVoids));
  test('entries as known at a place in the record', () => withStore(open, checkEntries));
  test('revisions with what they took back', () => withStore(open, checkRevisions));
  test('outlines of entries as known at a place in the record', () => withStore(open, checkOutlines));
  test('current entries of a stretch of event time', () => withStore(open, checkEntriesBetween));
  test('masses beyond 2^53, negative and fractional variances', () => withStore(open, checkOddAmounts));
  test('roll-ups add up, by site, day and day of recording', () => withStore(open, checkCells));
  test('roll-ups over month ends and leap years', () => withStore(open, checkCellsAroundMonths));
  test('lots that ever were at a site, latest first', () => withStore(open, checkLotsAtSite));
  test('quota draws by holder, as known and as of', () => withStore(open, checkDraws));
}

async function stateOf(store: RecordStore, lot: string): Promise<LotState | undefined> {
  return store.read(async (reader) => (await reader.lotStates([lot])).get(lot));
}

async function checkLotStates(store: RecordStore): Promise<void> {
  const first = sampleState(lotAt(1), 3n ** 35n);
  const untouched = newLotState(lotAt(2));
  const event = sampleEvent(1);
  await store.write((writer) => writer.append({ ...NOTHING, events: [event], lotStates: [first, untouched] }));
  const known = structuredClone(first);
  first.lastKey = 'changed by the writer';
  assert.deepEqual(await stateOf(store, lotAt(1)), known);
  assert.deepEqual(await stateOf(store, lotAt(2)), newLotState(lotAt(2)));
  assert.equal(await stateOf(store, lotAt(3)), undefined);
  assert.equal((await store.read((reader) => reader.counts())).lots, 1, 'only lots with a pool count');

  const read = await stateOf(store, lotAt(1));
  assert.ok(read !== undefined);
  read.pools.length = 0;
  read.lastTimeMs = 0;
  assert.deepEqual(await stateOf(store, lotAt(1)), known);

  const next = sampleState(lotAt(2), -(2n ** 60n));
  await store.write((writer) =>
    writer.append({ ...NOTHING, events: [sampleEvent(2)], lotStates: [newLotState(lotAt(1)), next] }),
  );
  const states = await store.read((reader) => reader.lotStates([lotAt(2), lotAt(1), lotAt(2), lotAt(9)]));
  assert.deepEqual(
    new Map([...states].sort(byKey)),
    new Map([
      [lotAt(1), newLotState(lotAt(1))],
      [lotAt(2), next],
    ]),
  );
  assert.equal((await store.read((reader) => reader.counts())).lots, 1);
}

async function checkVoids(store: RecordStore): Promise<void> {
  const events = [1, 2, 3].map((seq) => sampleEvent(seq));
  await store.write((writer) => writer.append({ ...NOTHING, events, voids: [{ eventSeq: 1, bySeq: 3 }] }));
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(4)], voids: [{ eventSeq: 2, bySeq: 4 }] }));
  assert.deepEqual(
    new Map([...(await store.read((reader) => reader.voided([3, 2, 1, 50])))].sort(byKey)),
    new Map([
      [1, 3],
      [2, 4],
    ]),
  );
  assert.deepEqual(await store.read((reader) => reader.voided([2])), new Map([[2, 4]]));
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(5)], voids: [{ eventSeq: 2, bySeq: 5 }] }));
  assert.deepEqual(await store.read((reader) => reader.voided([2])), new Map([[2, 4]]), 'the first declaration counts');
}

interface History {
  readonly first: Entry;
  readonly second: Entry;
  readonly revised: Entry;
  readonly nothing: Entry;
}

/** Events 1 and 2, then 3 which revises the first, then 4 which voids it; the second stays. */
async function writeHistory(store: RecordStore): Promise<History> {
  const [one, two, three, four] = [1, 2, 3, 4].map((seq) =>
    sampleEvent(seq, { index: { site: seq === 2 ? null : siteAt(seq) } }),
  );
  assert.ok(one !== undefined && two !== undefined && three !== undefined && four !== undefined);
  const first = entryOf(one, legsOf(siteAt(1), lotAt(1), 1000n), [flowOf('source', lotAt(1))]);
  const second = entryOf(two, legsOf(siteAt(2), null, -77n));
  const revised = entryOf(one, legsOf(siteAt(1), lotAt(1), 2000n), [flowOf('source', lotAt(1), 2000n)]);
  const nothing = emptyEntry(one.hash, one.index.eventTimeMs);
  const revisionOf = (revision: number, entry: Entry, previous: Entry): NewRevision => ({
    eventSeq: 1,
    revision,
    entry,
    previous,
    site: siteAt(1),
  });
  const firsts = [firstRevision(one, first), firstRevision(two, second)];
  await store.write((writer) => writer.append({ ...NOTHING, events: [one, two], revisions: firsts }));
  await store.write((writer) => writer.append({ ...NOTHING, events: [three], revisions: [revisionOf(3, revised, first)] }));
  const voids = [{ eventSeq: 1, bySeq: 4 }];
  await store.write((writer) =>
    writer.append({ ...NOTHING, events: [four], revisions: [revisionOf(4, nothing, revised)], voids }),
  );
  return { first, second, revised, nothing };
}

async function checkEntries(store: RecordStore): Promise<void> {
  const { first, second, revised, nothing } = await writeHistory(store);
  const known: readonly (readonly [number | null, Entry | undefined, number, Entry | undefined])[] = [
    [0, undefined, 0, undefined],
    [1, first, 1, undefined],
    [2, first, 1, second],
    [3, revised, 3, second],
    [4, nothing, 4, second],
    [99, nothing, 4, second],
    [null, nothing, 4, second],
  ];
  for (const [knownSeq, one, revision, two] of known) {
    const entries = await store.read((reader) => reader.entries([4, 2, 1, 3, 1], knownSeq));
    assert.deepEqual(entries.get(1), one && { eventSeq: 1, revision, entry: one }, `event 1 known at ${knownSeq}`);
    assert.deepEqual(entries.get(2), two && { eventSeq: 2, revision: 2, entry: two }, `event 2 known at ${knownSeq}`);
    assert.equal(entries.has(3) || entries.has(4), false, 'events without an entry have none');
  }
}

async function checkRevisions(store: RecordStore): Promise<void> {
  const { first, second, revised, nothing } = await writeHistory(store);
  const all: NewRevision[] = [
    { eventSeq: 1, revision: 1, entry: first, previous: null, site: siteAt(1) },
    { eventSeq: 2, revision: 2, entry: second, previous: null, site: null },
    { eventSeq: 1, revision: 3, entry: revised, previous: first, site: siteAt(1) },
    { eventSeq: 1, revision: 4, entry: nothing, previous: revised, site: siteAt(1) },
  ];
  for (const [from, to] of [
    [0, 4],
    [0, 99],
    [0, 1],
    [1, 3],
    [2, 4],
    [4, 9],
    [3, 3],
  ] as const) {
    const read = await store.read((reader) => reader.revisionsBetween(from, to));
    const wanted = all.filter(({ revision }) => revision > from && revision <= to);
    assert.deepEqual(
      read.toSorted((a, b) => a.revision - b.revision),
      wanted,
      `from ${from} to ${to}`,
    );
    assert.deepEqual(
      read.map(({ eventSeq }) => eventSeq),
      read.map(({ eventSeq }) => eventSeq).sort((a, b) => a - b),
    );
  }
}

async function checkEntriesBetween(store: RecordStore): Promise<void> {
  const { first, second, revised } = await writeHistory(store);
  const between = async (fromMs: number, toMs: number, knownSeq: number | null): Promise<Entry[]> => {
    const read = await store.read((reader) => reader.entriesBetween(fromMs, toMs, knownSeq));
    return read.map(({ entry }) => entry).filter((entry) => entry.legs.length > 0);
  };
  assert.deepEqual(await between(first.timeMs, second.timeMs, 2), [first], 'the end is left out');
  assert.deepEqual(await between(first.timeMs, second.timeMs + 1, 2), [first, second]);
  assert.deepEqual(await between(first.timeMs + 1, second.timeMs + 1, 2), [second]);
  assert.deepEqual(await between(0, second.timeMs + 1, 3), [revised, second]);
  assert.deepEqual(await between(0, second.timeMs + 1, 1), [first]);
  assert.deepEqual(await between(0, Number.MAX_SAFE_INTEGER, null), [second]);
  assert.deepEqual(await between(second.timeMs, first.timeMs, null), []);
}

async function checkOddAmounts(store: RecordStore): Promise<void> {
  const event = sampleEvent(1, { index: { site: siteAt(1) } });
  const amounts = [0n, 1n, -1n, 127n, 128n, -128n, 2n ** 53n + 1n, -(2n ** 53n) - 1n, 2n ** 62n - 1n, -(2n ** 62n)];
  const variances = [0.1, -0.1, 1e-308, Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE, 1 / 3, 2 ** 53 + 2, 4.9, -7];
  const legs = amounts.map((mg, place) => ({
    account: { kind: 'in-process' as const, site: place === 0 ? null : siteAt(1), counterpart: place === 1 ? siteAt(2) : null },
    lot: place === 2 ? null : lotAt(1),
    masses: massesOf({ [place]: mg, 17: -mg }),
    balanceVariance: variancesOf({ 0: variances[place] ?? 0, 17: variances[9 - place] ?? 0 }),
    flowVariance: variancesOf({ [place]: variances[place] ?? 0 }),
  }));
  const flows = amounts.map((mg, place) => ({
    lot: lotAt(place),
    role: 'output' as const,
    masses: massesOf({ 3: mg, 16: -mg }),
  }));
  const entry = entryOf(event, legs, flows);
  await store.write((writer) => writer.append({ ...NOTHING, events: [event], revisions: [firstRevision(event, entry)] }));
  await store.read(async (reader) => {
    assert.deepEqual((await reader.entries([1], null)).get(1)?.entry, entry);
    const rows = await reader.flowsAround([lotAt(8)], ['output'], { knownSeq: null, asOfMs: null });
    const byLot = new Map(rows.map((row) => [row.lot, row.masses]));
    assert.deepEqual(new Map([...byLot].sort(byKey)), new Map(flows.map(({ lot, masses }) => [lot, masses])));
    const traced = rowsOfTrace(await reader.flowsOfTrace(lotAt(8), 'up', { knownSeq: null, asOfMs: null }));
    assert.deepEqual(
      new Map(traced.map(({ lot, masses }) => [lot, masses])),
      new Map(flows.map(({ lot, masses }) => [lot, masses.map(Number)])),
    );
  });
}

/** Each lot's first source, the first site, and the revision of the place asked for. */
async function checkOutlines(store: RecordStore): Promise<void> {
  const event = sampleEvent(1, { index: { site: siteAt(1) } });
  const leg = (kind: AccountKind, site: string | null, lot: number | null, netMg: bigint): Leg => ({
    account: { kind, site, counterpart: siteAt(3) },
    lot: lot === null ? null : lotAt(lot),
    masses: massesOf({ 4: 2n ** 40n, [NET]: netMg }),
    balanceVariance: variancesOf({ 1: 2, 4: 5 }),
    flowVariance: variancesOf({ [NET]: 1 }),
  });
  const first = entryOf(event, [leg('tailings', null, 1, 5n), leg('stock', siteAt(2), 1, -5n)], [flowOf('output', lotAt(1))]);
  const second = entryOf(event, [
    leg('ground', siteAt(1), 2, -7n),
    leg('imported', siteAt(1), 2, -7n),
    leg('imported', siteAt(2), 3, -(2n ** 60n)),
    leg('returned-scrap', siteAt(2), 4, 1n),
    leg('unexplained-gain', siteAt(2), 5, 0n),
    leg('unexplained-gain', siteAt(2), null, -1n),
  ]);
  const revision: NewRevision = { eventSeq: 1, revision: 2, entry: second, previous: first, site: siteAt(1) };
  await store.write((writer) => writer.append({ ...NOTHING, events: [event], revisions: [firstRevision(event, first)] }));
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(2)], revisions: [revision] }));
  await store.read(async (reader) => {
    const timeMs = event.index.eventTimeMs;
    const sources = new Map<string, AccountKind>([
      [lotAt(2), 'ground'],
      [lotAt(3), 'imported'],
    ]);
    assert.deepEqual([...(await reader.outlines([1, 2, 9], null))], [[1, { key: event.hash, timeMs, site: siteAt(1), sources }]]);
    const before = { key: event.hash, timeMs, site: siteAt(2), sources: new Map() };
    assert.deepEqual([...(await reader.outlines([1], 1))], [[1, before]]);
    assert.deepEqual(await reader.outlines([], null), new Map());
  });
}

interface CellFilter {
  readonly sites: readonly string[] | null;
  readonly kinds: readonly AccountKind[] | null;
  /** Cells are summed before this day, and from it on. */
  readonly fromDay: number;
  readonly toDay: number;
  readonly recordedBeforeDay: number | null;
}

/** The sums that a store gives: `all …` is what it gives for the kinds. */
async function sumsRead(store: RecordStore, { fromDay, toDay, ...filter }: CellFilter): Promise<Map<string, Turnover>> {
  const sums = new Map<string, Turnover>();
  await store.read(async (reader) => {
    for (const [part, days] of [
      ['before', { fromDay: null, toDay: Math.min(toDay, fromDay - 1) }],
      ['within', { fromDay, toDay }],
    ] as const) {
      const cells = { ...filter, ...days };
      await reader.sumCells(cells, (account) => sumOf(sums, `${part} ${accountKey(account)}`));
      if (filter.sites === null) await reader.sumKinds(cells, ({ kind }) => sumOf(sums, `${part} all ${kind}`));
    }
  });
  return withoutEmpty(sums);
}

function sumsExpected(cells: readonly BalanceCell[], { fromDay, sites }: CellFilter): Map<string, Turnover> {
  const sums = new Map<string, Turnover>();
  for (const { account, day, turnover } of cells) {
    const part = day < fromDay ? 'before' : 'within';
    addTurnover(sumOf(sums, `${part} ${accountKey(account)}`), turnover);
    if (sites === null) addTurnover(sumOf(sums, `${part} all ${account.kind}`), turnover);
  }
  return withoutEmpty(sums);
}

function sumOf(sums: Map<string, Turnover>, key: string): Turnover {
  const sum = sums.get(key) ?? noTurnover();
  sums.set(key, sum);
  return sum;
}

function withoutEmpty(sums: ReadonlyMap<string, Turnover>): Map<string, Turnover> {
  const entries = [...sums].filter(([, sum]) => JSON.stringify(sum, plain) !== EMPTY_SUM);
  return new Map(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
const EMPTY_SUM = JSON.stringify(noTurnover(), plain);

async function checkCellsAgainst(store: RecordStore, cells: readonly BalanceCell[], filter: CellFilter): Promise<void> {
  const wanted = cells.filter(
    ({ account, day, recordedDay }) =>
      day <= filter.toDay &&
      filter.kinds?.includes(account.kind) !== false &&
      (filter.sites === null || filter.sites.includes(account.site ?? '')) &&
      (filter.recordedBeforeDay === null || recordedDay < filter.recordedBeforeDay),
  );
  assert.deepEqual(await sumsRead(store, filter), sumsExpected(wanted, filter), JSON.stringify(filter));
}

const ACCOUNTS: readonly Account[] = [
  { kind: 'stock', site: siteAt(1), counterpart: null },
  { kind: 'transit', site: siteAt(1), counterpart: siteAt(2) },
  { kind: 'transit', site: siteAt(2), counterpart: siteAt(1) },
  { kind: 'process-loss', site: null, counterpart: null },
  { kind: 'transit', site: null, counterpart: siteAt(1) },
];

function cellsOn(days: readonly number[]): BalanceCell[] {
  return days.flatMap((day, place) =>
    ACCOUNTS.map((account, number) => ({
      account,
      day,
      recordedDay: day + ((place + number) % 3) * 20,
      turnover: turnoverOf(BigInt(place + 1) * 10n ** BigInt(number * 4) - 5n, (place * 5 + number) % 11),
    })),
  );
}

/** Writes cells in batches of `size`, the first ones twice: cells are what is added. */
async function writeCells(store: RecordStore, cells: readonly BalanceCell[], size: number): Promise<BalanceCell[]> {
  const written: BalanceCell[] = [];
  for (const part of [
    ...Array.from({ length: Math.ceil(cells.length / size) }, (_, n) => cells.slice(n * size, (n + 1) * size)),
    cells.slice(0, 7),
  ]) {
    const events = [sampleEvent((await store.read((reader) => reader.head())) + 1)];
    await store.write((writer) => writer.append({ ...NOTHING, events, cells: part }));
    written.push(...part);
  }
  return written;
}

async function checkCells(store: RecordStore): Promise<void> {
  const days = [16_500, 16_501, 16_520, 16_585, 16_586, 16_587, 16_620, 16_700];
  const written = await writeCells(store, [...cellsOn(days), ...cellsOn(days)], 9);
  for (const sites of [null, [siteAt(1)], [siteAt(2), siteAt(1)], [siteAt(3)], []]) {
    for (const recordedBeforeDay of [null, 16_540, 16_627, 16_000]) {
      for (const [fromDay, toDay] of [
        [16_000, 17_000],
        [16_501, 16_586],
        [16_585, 16_585],
        [16_701, 16_700],
        [17_000, 17_000],
      ] as const) {
        await checkCellsAgainst(store, written, { sites, kinds: null, fromDay, toDay, recordedBeforeDay });
      }
    }
  }
}

async function checkCellsAroundMonths(store: RecordStore): Promise<void> {
  const dayOfDate = (date: string): number => Date.parse(date) / 86_400_000;
  const edges = [
    '1969-12-31',
    '1970-01-01',
    '2015-12-31',
    '2016-01-01',
    '2016-02-28',
    '2016-02-29',
    '2016-03-01',
    '2016-03-31',
    '2016-04-01',
  ].map(dayOfDate);
  const written = await writeCells(store, cellsOn(edges), 50);
  for (const fromDay of edges) {
    for (const toDay of edges) {
      if (fromDay > toDay + 1) continue;
      const days = { fromDay, toDay };
      await checkCellsAgainst(store, written, { ...days, sites: null, kinds: null, recordedBeforeDay: null });
      await checkCellsAgainst(store, written, { ...days, sites: [siteAt(1)], kinds: ['transit'], recordedBeforeDay: toDay + 21 });
      await checkCellsAgainst(store, written, {
        ...days,
        sites: null,
        kinds: ['transit', 'stock'],
        recordedBeforeDay: toDay + 21,
      });
    }
  }
}

async function checkLotsAtSite(store: RecordStore): Promise<void> {
  const batches = [[1, 2], [3], [2, 4], [1]];
  for (const [place, lots] of batches.entries()) {
    const lotsAtSites = lots.flatMap((lot) => [
      { lot: lotAt(lot), site: siteAt(1) },
      { lot: lotAt(lot), site: siteAt(1) },
    ]);
    if (place === 1) lotsAtSites.push({ lot: lotAt(1), site: siteAt(2) });
    await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(place + 1)], lotsAtSites }));
  }
  await store.read(async (reader) => {
    const { lots, total } = await reader.lotsAtSite(siteAt(1), 0, 10);
    assert.equal(total, 4);
    assert.deepEqual(lots.slice(0, 2), [lotAt(4), lotAt(3)]);
    assert.deepEqual(lots.slice(2).sort(), [lotAt(1), lotAt(2)]);
    assert.deepEqual(await reader.lotsAtSite(siteAt(1), 1, 2), { lots: lots.slice(1, 3), total: 4 });
    assert.deepEqual(await reader.lotsAtSite(siteAt(1), 4, 2), { lots: [], total: 4 });
    assert.deepEqual(await reader.lotsAtSite(siteAt(1), 0, 0), { lots: [], total: 4 });
    assert.deepEqual(await reader.lotsAtSite(siteAt(2), 0, 9), { lots: [lotAt(1)], total: 1 });
    assert.deepEqual(await reader.lotsAtSite(lotAt(1), 0, 9), { lots: [], total: 0 });
  });
}

async function checkDraws(store: RecordStore): Promise<void> {
  const draw = (eventSeq: number, revision: number, choices: Partial<QuotaDraw>): QuotaDraw => ({
    eventSeq,
    revision,
    eventTimeMs: START_MS + eventSeq,
    year: 2015,
    stage: 'mining',
    ore: 'light',
    holder: 'urn:holder:1',
    reoMg: 10n,
    ...choices,
  });
  const first = [
    draw(1, 1, {}),
    draw(1, 1, { holder: 'urn:holder:2' }),
    draw(2, 2, { reoMg: QUANTITY_MG_MAX }),
    draw(2, 2, { reoMg: QUANTITY_MG_MAX }),
    draw(2, 2, { year: 2016 }),
  ];
  const second = [
    draw(1, 3, { reoMg: -10n }),
    draw(1, 3, { reoMg: 4n }),
    draw(3, 3, { stage: 'separation', ore: 'any', reoMg: 7n }),
  ];
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(1), sampleEvent(2)], draws: first }));
  await store.write((writer) => writer.append({ ...NOTHING, events: [sampleEvent(3)], draws: second }));
  const totals = async (year: number, knownSeq: number | null, asOfMs: number | null): Promise<[string, bigint][]> => {
    const read = await store.read((reader) => reader.drawTotals({ year, knownSeq, asOfMs }));
    return read
      .map((total): [string, bigint] => [`${total.year} ${total.stage} ${total.ore} ${total.holder}`, total.reoMg])
      .sort(([a], [b]) => (a < b ? -1 : 1));
  };
  const [one, two, three] = [
    '2015 mining light urn:holder:1',
    '2015 mining light urn:holder:2',
    '2015 separation any urn:holder:1',
  ] as const;
  assert.deepEqual(await totals(2015, null, null), [
    [one, 2n * QUANTITY_MG_MAX + 4n],
    [two, 10n],
    [three, 7n],
  ]);
  assert.deepEqual(await totals(2015, 2, null), [
    [one, 2n * QUANTITY_MG_MAX + 10n],
    [two, 10n],
  ]);
  assert.deepEqual(await totals(2015, null, START_MS + 1), [
    [one, 4n],
    [two, 10n],
  ]);
  assert.deepEqual(await totals(2015, 1, START_MS + 3), [
    [one, 10n],
    [two, 10n],
  ]);
  assert.deepEqual(await totals(2016, null, null), [['2016 mining light urn:holder:1', 10n]]);
  assert.deepEqual(await totals(2014, null, null), []);
  assert.deepEqual(await totals(2015, 0, null), []);
}

function byKey<K extends string | number>([a]: readonly [K, unknown], [b]: readonly [K, unknown]): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
