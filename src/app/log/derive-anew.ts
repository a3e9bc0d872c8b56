import { setImmediate } from 'node:timers/promises';
import { emptyEntry, lotsOf, replayLots, type Entry, type LotState, type Matter } from '../../ledger/index.ts';
import type { CapturedEvent, RecordReader } from '../../record/index.ts';
import type { Progress } from '../capture/capture-lines.ts';
import { indexOf } from '../../record/index.ts';
import { matterOnRecord } from '../capture/prepare.ts';
import type { World } from '../world.ts';

const EVENTS_AT_ONCE = 1000;

/** What follows from the events on record, made anew from their texts alone. */
export interface Derived {
  readonly head: number;
  /** The hash of every event, by place less one. */
  readonly hashes: readonly string[];
  /** The business steps, dispositions and places that events use. */
  readonly words: Readonly<Record<'bizStep' | 'disposition' | 'readPoint' | 'bizLocation', ReadonlySet<string>>>;
  /** The entry of every event, by place less one. */
  readonly entries: readonly Entry[];
  readonly states: ReadonlyMap<string, LotState>;
  /** Declarations in error by the place of what they make void. */
  readonly voids: ReadonlyMap<number, ReadonlySet<number>>;
  /** The places that name each identifier, also from inside a container. */
  readonly naming: ReadonlyMap<string, ReadonlySet<number>>;
  /** The places that concern each party by their words and by the accounts that they touch now. */
  readonly concerning: ReadonlyMap<string, ReadonlySet<number>>;
}

/** The same while it is gathered. */
interface Gathered {
  readonly hashes: string[];
  readonly words: Record<keyof Derived['words'], Set<string>>;
  readonly facts: Map<string, { seq: number; declares: boolean }[]>;
  readonly matters: Map<number, Matter>;
  readonly entries: Entry[];
  readonly naming: Map<string, Set<number>>;
  readonly concerning: Map<string, Set<number>>;
}

/**
 * Derives the ledger and the indexes of a record from its events, without looking at what is kept of them.
 * @throws the reason of `stop` when it is aborted
 */
export async function deriveAnew(reader: RecordReader, world: World, stop: AbortSignal, progress: Progress): Promise<Derived> {
  const head = await reader.head();
  const gathered: Gathered = {
    hashes: [],
    words: { bizStep: new Set(), disposition: new Set(), readPoint: new Set(), bizLocation: new Set() },
    facts: new Map(),
    matters: new Map(),
    entries: [],
    naming: new Map(),
    concerning: new Map(),
  };
  for (let first = 1; first <= head; first += EVENTS_AT_ONCE) {
    stop.throwIfAborted();
    const seqs = Array.from({ length: Math.min(EVENTS_AT_ONCE, head - first + 1) }, (_, place) => first + place);
    for (const event of await reader.eventsBySeq(seqs)) gather(event, gathered);
    progress(Math.min(first + EVENTS_AT_ONCE - 1, head));
    await setImmediate();
  }
  const voids = voidsOf(gathered);
  const states = postAll(gathered, voids, world);
  const { hashes, words, entries, naming, concerning } = gathered;
  return { head, hashes, words, entries, states, voids, naming, concerning };
}

function gather(event: CapturedEvent, { hashes, words, facts, matters, entries, naming, concerning }: Gathered): void {
  hashes.push(event.hash);
  const { seq, hash, eventID, declaresError } = event;
  for (const key of new Set([hash, eventID])) if (key !== null) into(facts, key).push({ seq, declares: declaresError });
  const matter = matterOnRecord(event.event, event.context, hash);
  matters.set(seq, matter);
  entries.push(emptyEntry(matter.key, matter.timeMs));
  const index = indexOf(event.event, []);
  for (const kind of ['bizStep', 'disposition', 'readPoint', 'bizLocation'] as const) {
    const word = index[kind];
    if (word !== null) words[kind].add(word);
  }
  for (const { id } of index.identifiers) note(naming, id, seq);
  for (const party of index.parties) note(concerning, party, seq);
}

function into<T>(lists: Map<string, T[]>, key: string): T[] {
  const list = lists.get(key) ?? [];
  lists.set(key, list);
  return list;
}

function note(places: Map<string, Set<number>>, key: string, seq: number): void {
  const known = places.get(key);
  if (known === undefined) places.set(key, new Set([seq]));
  else known.add(seq);
}

/** A declaration makes void whatever bears its hash or eventID and declares nothing, whichever came first. */
function voidsOf({ facts }: Gathered): Map<number, Set<number>> {
  const voids = new Map<number, Set<number>>();
  for (const same of facts.values()) {
    const declarations = same.filter(({ declares }) => declares);
    for (const { seq, declares } of same) {
      if (declares || declarations.length === 0) continue;
      const by = voids.get(seq) ?? new Set();
      for (const declaration of declarations) by.add(declaration.seq);
      voids.set(seq, by);
    }
  }
  return voids;
}

/** Posts everything valid in the order of event time. */
function postAll(gathered: Gathered, voids: ReadonlyMap<number, unknown>, world: World): Map<string, LotState> {
  const declaring = new Set([...gathered.facts.values()].flat().flatMap(({ seq, declares }) => (declares ? [seq] : [])));
  const valid = [...gathered.matters].filter(([seq]) => !voids.has(seq) && !declaring.has(seq));
  const seqByKey = new Map(valid.map(([seq, matter]) => [matter.key, seq]));
  const lots = new Set(valid.flatMap(([, matter]) => [...lotsOf(matter), ...matter.containers]));
  const { entries, states, matters } = replayLots(
    lots,
    valid.map(([, matter]) => matter),
    () => undefined,
    world,
  );
  for (const [at, entry] of entries.entries()) {
    const seq = seqByKey.get(entry.key)!;
    gathered.entries[seq - 1] = entry;
    for (const lot of lotsOf(matters[at]!)) note(gathered.naming, lot, seq);
    for (const { account } of entry.legs)
      for (const party of [account.site, account.counterpart]) if (party !== null) note(gathered.concerning, party, seq);
  }
  return states;
}
