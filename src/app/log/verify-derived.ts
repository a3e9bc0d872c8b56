import { isDeepStrictEqual } from 'node:util';
import { accountKey, type Entry, type Flow, type Leg, type LotState } from '../../ledger/index.ts';
import type { DrawTotal, RecordReader } from '../../record/index.ts';
import { drawsOf } from '../capture/draws.ts';
import type { World } from '../world.ts';
import type { Derived } from './derive-anew.ts';
import type { Check, DerivedFault } from './derived-fault.ts';
import { faultOfBalances } from './verify-balances.ts';

const AT_ONCE = 500;
const NOW = { knownSeq: null, asOfMs: null } as const;
/** Sums of the same floats in another order differ in their last digits. */
const VARIANCE_TOLERANCE = 1e-6;

/** Holds everything that is kept of the events against what follows from them. @returns null when all of it agrees */
export async function derivedFault(
  reader: RecordReader,
  world: World,
  derived: Derived,
  stop: AbortSignal,
): Promise<DerivedFault | null> {
  for (const check of [
    faultOfKeys,
    faultOfWords,
    faultOfVoids,
    faultOfEntries,
    faultOfFlows,
    faultOfNames,
    faultOfParties,
    faultOfStates,
    faultOfBalances,
    faultOfDraws,
    faultOfSites,
  ]) {
    stop.throwIfAborted();
    const fault = await check(reader, derived, world);
    if (fault !== null) return fault;
  }
  return null;
}

const faultOfKeys: Check = async (reader, { hashes }) => {
  for (const [first, some] of [...chunks(hashes)].entries()) {
    const found = await reader.findKeys(some);
    const at = some.findIndex((hash, place) => !found.get(hash)?.some(({ seq }) => seq === first * AT_ONCE + place + 1));
    const seq = first * AT_ONCE + at + 1;
    if (at >= 0) return { table: 'event_key', seq, message: `event ${seq} is not found by its hash` };
  }
  return null;
};

const faultOfWords: Check = async (reader, { words }) => {
  for (const kind of Object.keys(words) as (keyof typeof words)[]) {
    const [different] = words[kind].symmetricDifference(new Set(await reader.wordsOnRecord(kind)));
    if (different !== undefined)
      return { table: 'event_word', seq: null, message: `the list of ${kind} is not that of the events: ${different}` };
  }
  return null;
};

const faultOfVoids: Check = async (reader, { head, voids }) => {
  for (const seqs of chunks(range(1, head))) {
    const stored = await reader.voided(seqs);
    const seq = seqs.find((each) => !(stored.has(each) ? (voids.get(each)?.has(stored.get(each)!) ?? false) : !voids.has(each)));
    if (seq !== undefined)
      return { table: 'void', seq, message: `whether event ${seq} was declared in error is not what the events say` };
  }
  return null;
};

const faultOfEntries: Check = async (reader, { head, entries }) => {
  for (const seqs of chunks(range(1, head))) {
    const stored = await reader.entries(seqs, null);
    const seq = seqs.find((each) => !isSameEntry(stored.get(each)?.entry, entries[each - 1]!));
    if (seq !== undefined)
      return { table: 'entry', seq, message: `the postings of event ${seq} are not those that follow from it` };
  }
  return null;
};

/** An event that moves nothing may have no entry; the legs of an entry have no order. */
function isSameEntry(stored: Entry | undefined, derived: Entry): boolean {
  const [legs, others] = [sortedLegs(stored?.legs ?? []), sortedLegs(derived.legs)];
  return (
    legs.length === others.length &&
    legs.every(
      ([name, leg], at) =>
        name === others[at]![0] &&
        areClose(leg.balanceVariance, others[at]![1].balanceVariance) &&
        areClose(leg.flowVariance, others[at]![1].flowVariance),
    )
  );
}

function sortedLegs(legs: readonly Leg[]): [string, Leg][] {
  const named = legs.map((leg): [string, Leg] => [`${accountKey(leg.account)} ${leg.lot} ${leg.masses.join()}`, leg]);
  return named.sort(([a], [b]) => (a < b ? -1 : 1));
}

function areClose(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  return Array.from(a).every((value, at) => Math.abs(value - b[at]!) <= VARIANCE_TOLERANCE * Math.max(1, Math.abs(value)));
}

const faultOfFlows: Check = async (reader, { entries }) => {
  const lots = [...new Set(entries.flatMap(({ flows }) => flows.map(({ lot }) => lot)))];
  const seen = new Set<number>();
  const faultAt = (seq: number): DerivedFault => ({
    table: 'flow',
    seq,
    message: `the lineage of event ${seq} is not that of its postings`,
  });
  for (const some of chunks(lots)) {
    const rows = await reader.flowsAround(some, ['input', 'output', 'source'], NOW);
    for (const [seq, flows] of Map.groupBy(rows, ({ eventSeq }) => eventSeq)) {
      if (!isDeepStrictEqual(flowLines(flows), flowLines(entries[seq - 1]?.flows ?? []))) return faultAt(seq);
      seen.add(seq);
    }
  }
  const unseen = entries.findIndex(({ flows }, at) => flows.length > 0 && !seen.has(at + 1));
  return unseen < 0 ? null : faultAt(unseen + 1);
};

function flowLines(flows: readonly Flow[]): string[] {
  return flows.map(({ role, lot, masses }) => `${role} ${lot} ${masses.join()}`).sort();
}

const faultOfNames: Check = async (reader, { naming }) => {
  for (const some of chunks([...naming])) {
    const stored = await Promise.all(some.map(([id]) => reader.seqsNaming([id], [])));
    for (const [at, [id, expected]] of some.entries()) {
      const [seq] = [...expected.symmetricDifference(new Set(stored[at]))].sort((a, b) => a - b);
      if (seq !== undefined)
        return { table: 'event_identifier', seq, message: `whether event ${seq} names ${id} is not indexed as it says` };
    }
  }
  return null;
};

/** Whom events concern beyond that, by who captured and who shared them, is not told by the events. */
const faultOfParties: Check = async (reader, { concerning }) => {
  for (const [party, seqs] of concerning) {
    for (const some of chunks([...seqs])) {
      const stored = await reader.concerning(some, [party]);
      const seq = some.find((each) => !stored.has(each));
      if (seq !== undefined)
        return { table: 'event_party', seq, message: `event ${seq} is not indexed under ${party}, whom it concerns` };
    }
  }
  return null;
};

const faultOfStates: Check = async (reader, { states }) => {
  for (const lots of chunks([...states.keys()])) {
    const stored = await reader.lotStates(lots);
    for (const lot of lots) {
      const [kept, derived] = [stored.get(lot), states.get(lot)!];
      const same =
        kept !== undefined && kept.lastKey === derived.lastKey && isDeepStrictEqual(holdingsOf(kept), holdingsOf(derived));
      if (!same)
        return { table: 'lot_state', seq: null, message: `what is kept of the lot ${lot} is not what its events make of it` };
    }
  }
  return null;
};

/** What is held where, without what was moved on whole. */
function holdingsOf({ pools, contents, compositionFrom, consignments }: LotState): unknown {
  return {
    pools: pools
      .filter(({ masses }) => masses.some((mass) => mass !== 0n))
      .map(({ account, consignment, masses }) => `${accountKey(account)} ${consignment} ${masses.join()}`)
      .sort(),
    contents: contents.map(({ lot, netMg }) => `${lot} ${netMg}`).sort(),
    compositionFrom,
    consignments: consignments.map(({ key, state }) => `${key} ${state}`).sort(),
  };
}

const faultOfDraws: Check = async (reader, { entries }, world) => {
  const revisions = entries.map((entry, at) => ({ eventSeq: at + 1, revision: at + 1, entry, previous: null, site: null }));
  const draws = drawsOf(revisions, world);
  for (const year of new Set(draws.map((draw) => draw.year))) {
    const expected = totalsOf(draws.filter((draw) => draw.year === year));
    const stored = totalsOf(await reader.drawTotals({ year, knownSeq: null, asOfMs: null }));
    const key = [...new Set([...expected.keys(), ...stored.keys()])].find(
      (each) => (expected.get(each) ?? 0n) !== (stored.get(each) ?? 0n),
    );
    if (key !== undefined)
      return { table: 'quota_draw', seq: null, message: `what ${key} drew in ${year} is not what follows from the events` };
  }
  return null;
};

function totalsOf(draws: readonly DrawTotal[]): Map<string, bigint> {
  const totals = new Map<string, bigint>();
  for (const { stage, ore, holder, reoMg } of draws) {
    const key = `${holder} (${stage}, ${ore})`;
    totals.set(key, (totals.get(key) ?? 0n) + reoMg);
  }
  return totals;
}

const faultOfSites: Check = async (reader, { entries }) => {
  const expected = new Map<string, Set<string>>();
  for (const { legs } of entries)
    for (const { account, lot } of legs)
      if (lot !== null && account.site !== null && (account.kind === 'stock' || account.kind === 'reserve'))
        expected.set(account.site, (expected.get(account.site) ?? new Set()).add(lot));
  for (const [site, lots] of expected) {
    const stored = new Set((await reader.lotsAtSite(site, 0, Number.MAX_SAFE_INTEGER)).lots);
    const lot = [...lots].find((each) => !stored.has(each));
    if (lot !== undefined)
      return { table: 'lot_at_site', seq: null, message: `the lot ${lot} was at ${site} and is not listed there` };
  }
  return null;
};

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, place) => from + place);
}

function* chunks<T>(all: readonly T[], size = AT_ONCE): Generator<readonly T[]> {
  for (let from = 0; from < all.length; from += size) yield all.slice(from, from + size);
}
