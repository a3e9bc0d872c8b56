import assert from 'node:assert/strict';
import { matterOnRecord } from '../../src/app/capture/prepare.ts';
import { WorldSource } from '../../src/app/world-source.ts';
import {
  accountKey,
  addInto,
  addLeg,
  dayOf,
  lotsOf,
  noMasses,
  noTurnover,
  replayLots,
  subtractInto,
  type Entry,
  type LotState,
  type Matter,
  type Surroundings,
  type Turnover,
} from '../../src/ledger/index.ts';
import type { CapturedEvent, RecordReader, RecordStore } from '../../src/record/index.ts';

/** What tells events apart: an error declaration has the hash of the event that it voids. */
export function eventKey(hash: string, declaresError: boolean): string {
  return declaresError ? `${hash}!` : hash;
}

const FAR_DAY = 100_000;
const LOTS_SAMPLED = 40;
/** A place in the record that is higher than any. */
const EVERYTHING = Number.MAX_SAFE_INTEGER;

/**
 * Checks a whole record from what it holds, whatever happened to the process that wrote it: places without gaps, no event twice, every
 * acknowledged event there; every entry, and all accounts together, sum to zero in each column; roll-ups are the sums of the entries;
 * entries and states of lots are those of a replay of all events from scratch.
 * @param acknowledged keys (`eventKey`) of the events that a caller was told are recorded
 * @returns the keys of the events on record
 */
export async function auditRecord(store: RecordStore, acknowledged: Iterable<string>): Promise<Set<string>> {
  return store.read(async (reader) => {
    const head = await reader.head();
    const events = await reader.scan({}, { afterSeq: 0, untilSeq: EVERYTHING, limit: head + 1 });
    const keys = auditEvents(events, head, acknowledged);
    const entries = await reader.entries(
      events.map((event) => event.seq),
      null,
    );
    assert.deepEqual(
      [...entries.keys()].sort((a, b) => a - b),
      events.map((event) => event.seq),
      'each event has an entry',
    );
    const current = [...entries.values()].map(({ entry }) => entry);
    auditEntries(current);
    await auditCells(reader, current);
    await auditReplay(reader, events, new Map([...entries].map(([seq, { entry }]) => [seq, entry])));
    return keys;
  });
}

function auditEvents(events: readonly CapturedEvent[], head: number, acknowledged: Iterable<string>): Set<string> {
  assert.deepEqual(
    events.map((event) => event.seq),
    Array.from({ length: head }, (_, place) => place + 1),
    'places 1 … head, without gaps',
  );
  const keys = new Set(events.map((event) => eventKey(event.hash, event.declaresError)));
  assert.equal(keys.size, events.length, 'an event is on record twice');
  const lost = [...acknowledged].filter((key) => !keys.has(key));
  assert.equal(lost.length, 0, `${lost.length} acknowledged events are lost, the first ${lost[0]}`);
  return keys;
}

function auditEntries(entries: readonly Entry[]): void {
  const total = noMasses();
  for (const entry of entries) {
    const sum = noMasses();
    for (const leg of entry.legs) addInto(sum, leg.masses);
    assert.deepEqual(sum, noMasses(), `the entry of ${entry.key} does not sum to zero`);
    addInto(total, sum);
  }
  assert.deepEqual(total, noMasses(), 'the entries do not sum to zero');
}

async function auditCells(reader: RecordReader, entries: readonly Entry[]): Promise<void> {
  const expected = new Map<string, Turnover>();
  const expectedOfKinds = new Map<string, Turnover>();
  for (const leg of entries.flatMap((entry) => entry.legs)) {
    addLeg(sumOf(expected, accountKey(leg.account)), leg, 1);
    addLeg(sumOf(expectedOfKinds, leg.account.kind), leg, 1);
  }
  // Asked in two ways, so that the years, the months and the days of the roll-ups are summed.
  const days = entries.map((entry) => dayOf(entry.timeMs)).sort((a, b) => a - b);
  const middle = days[Math.floor(days.length / 2)] ?? 0;
  for (const stretches of [
    [[null, FAR_DAY]],
    [
      [null, middle - 1],
      [middle, middle],
      [middle + 1, FAR_DAY],
    ],
  ] as const) {
    const found = new Map<string, Turnover>();
    const foundOfKinds = new Map<string, Turnover>();
    for (const [fromDay, toDay] of stretches) {
      const cells = { kinds: null, fromDay, toDay, recordedBeforeDay: null };
      await reader.sumCells({ ...cells, sites: null }, (account) => sumOf(found, accountKey(account)));
      await reader.sumKinds(cells, ({ kind }) => sumOf(foundOfKinds, kind));
    }
    assert.deepEqual(massesByAccount(found), massesByAccount(expected), 'the roll-ups are not the sums of the entries');
    assert.deepEqual(massesByAccount(foundOfKinds), massesByAccount(expectedOfKinds), 'nor are the totals of the kinds');
  }
  const balance = noMasses();
  for (const { debits, credits } of expectedOfKinds.values()) {
    addInto(balance, debits);
    subtractInto(balance, credits);
  }
  assert.deepEqual(balance, noMasses(), 'the roll-ups do not balance');
}

function sumOf(sums: Map<string, Turnover>, key: string): Turnover {
  const sum = sums.get(key) ?? noTurnover();
  sums.set(key, sum);
  return sum;
}

function massesByAccount(turnovers: ReadonlyMap<string, Turnover>): Record<string, string> {
  const rows = [...turnovers].map(([key, { debits, credits }]) => [key, `${debits.join()} / ${credits.join()}`] as const);
  const nothing = `${noMasses().join()} / ${noMasses().join()}`;
  return Object.fromEntries(rows.filter(([, text]) => text !== nothing).sort(([a], [b]) => (a < b ? -1 : 1)));
}

async function auditReplay(
  reader: RecordReader,
  events: readonly CapturedEvent[],
  entries: ReadonlyMap<number, Entry>,
): Promise<void> {
  const voided = await reader.voided(events.map((event) => event.seq));
  const valid = events.filter((event) => !event.declaresError && !voided.has(event.seq));
  const matters = valid.map((event) => matterOnRecord(event.event, event.context, event.hash));
  const world: Surroundings = await new WorldSource().current(reader);
  const lots = new Set(matters.flatMap((matter: Matter) => [...lotsOf(matter), ...matter.containers]));
  const replayed = replayLots(lots, matters, () => undefined, world);
  const seqs = new Map(matters.map((matter, place) => [matter.key, valid[place]?.seq]));
  for (const entry of replayed.entries) {
    const found = entries.get(seqs.get(entry.key) ?? 0);
    assert.ok(found !== undefined, `the event ${entry.key} of the replay is on record`);
    assert.deepEqual(massesOfLegs(found), massesOfLegs(entry), `the entry of ${entry.key} is not that of a replay`);
  }
  const sampled = [...lots].filter((_, place, all) => place % Math.ceil(all.length / LOTS_SAMPLED) === 0);
  const states = await reader.lotStates(sampled);
  for (const lot of sampled)
    assert.deepEqual(stateOf(states.get(lot)), stateOf(replayed.states.get(lot)), `the state of ${lot} is not that of a replay`);
}

/** Legs of one lot in one account added up, in a form without order. */
function massesOfLegs(entry: Entry): Record<string, string> {
  const sums = new Map<string, Turnover>();
  for (const leg of entry.legs) {
    const key = `${leg.lot} ${accountKey(leg.account)}`;
    const sum = sums.get(key) ?? noTurnover();
    addLeg(sum, leg, 1);
    sums.set(key, sum);
  }
  return massesByAccount(sums);
}

function stateOf(state: LotState | undefined): unknown {
  assert.ok(state !== undefined, 'a lot that events name has a state');
  const pools = state.pools
    .map(({ account, consignment, masses }) => `${accountKey(account)} ${consignment} ${masses.join()}`)
    .sort();
  const consignments = state.consignments.map((consignment) => JSON.stringify(consignment)).sort();
  const { lot, lastTimeMs, lastKey, composition, compositionFrom, contents } = state;
  return { lot, lastTimeMs, lastKey, composition, compositionFrom, contents, pools, consignments };
}
