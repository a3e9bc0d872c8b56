import {
  accountKey,
  addLeg,
  dayOf,
  dependentLots,
  emptyEntry,
  lotsOf,
  needsReplay,
  newLotState,
  noTurnover,
  postEvent,
  replayLots,
  withContents,
  type Account,
  type BalanceCell,
  type Entry,
  type LotState,
  type Matter,
  type Surroundings,
} from '../../ledger/index.ts';
import type { LotAtSite, NewRevision, RecordReader } from '../../record/index.ts';
import { matterOnRecord } from './prepare.ts';

/** An event of the present batch: its place in the record and what it does. A void one moves nothing. */
export interface BatchEvent {
  readonly seq: number;
  readonly matter: Matter;
  readonly isVoid: boolean;
}

/** What posting a batch comes to. */
export interface PostedBatch {
  readonly revisions: NewRevision[];
  readonly lotStates: LotState[];
  readonly contents: { eventSeq: number; lot: string }[];
}

/**
 * Posts a batch of events to the ledger. Events that follow what is on record are posted at once; where an event comes late, voids an
 * earlier one or tells the first assay of a lot, the lots concerned are replayed from their whole history.
 */
export class BatchPosting {
  private readonly reader: RecordReader;
  private readonly world: Surroundings;
  private readonly states = new Map<string, LotState>();
  private readonly entries = new Map<number, Entry>();
  private readonly batch = new Map<number, BatchEvent>();
  private readonly dirty = new Set<string>();
  private readonly voidedSeqs = new Set<number>();
  private readonly contents: { eventSeq: number; lot: string }[] = [];

  constructor(reader: RecordReader, world: Surroundings) {
    this.reader = reader;
    this.world = world;
  }

  /** Loads the states that a batch will need, in one go. */
  async load(matters: readonly Matter[]): Promise<void> {
    await this.loadStates(matters.flatMap((matter) => [...lotsOf(matter), ...matter.containers]));
  }

  private async loadStates(lots: readonly string[]): Promise<void> {
    const missing = [...new Set(lots)].filter((lot) => !this.states.has(lot));
    if (missing.length === 0) return;
    const found = await this.reader.lotStates(missing);
    for (const lot of missing) this.states.set(lot, found.get(lot) ?? newLotState(lot));
  }

  /** Posts one event of the batch, or marks its lots for the replay. */
  async post(event: BatchEvent): Promise<void> {
    this.batch.set(event.seq, event);
    if (event.isVoid) {
      this.entries.set(event.seq, emptyEntry(event.matter.key, event.matter.timeMs));
      return;
    }
    const matter = await this.expand(event.matter);
    for (const lot of lotsOf(matter)) if (!event.matter.assays.has(lot)) this.noteContent(event, lot);
    const lots = [...lotsOf(matter), ...matter.containers];
    if (lots.some((lot) => this.dirty.has(lot)) || needsReplay(matter, this.states)) {
      for (const lot of lots) this.dirty.add(lot);
      return;
    }
    this.entries.set(event.seq, postEvent(matter, this.states, this.world));
  }

  private noteContent(event: BatchEvent, lot: string): void {
    const named =
      event.matter.inputs.some((amount) => amount.lot === lot) || event.matter.outputs.some((amount) => amount.lot === lot);
    if (!named) this.contents.push({ eventSeq: event.seq, lot });
  }

  private async expand(matter: Matter): Promise<Matter> {
    if (matter.containers.length === 0) return matter;
    for (;;) {
      const inner = matter.containers.flatMap((container) => this.states.get(container)?.contents ?? []).map(({ lot }) => lot);
      const unknown = inner.filter((lot) => !this.states.has(lot));
      if (unknown.length === 0) break;
      await this.loadStates(unknown);
    }
    const expanded = withContents(matter, this.states);
    await this.loadStates(lotsOf(expanded));
    return expanded;
  }

  /** An earlier event is void from now on: its lots are replayed without it. */
  voidEvent(seq: number, matter: Matter): void {
    this.voidedSeqs.add(seq);
    for (const lot of [...lotsOf(matter), ...matter.containers]) this.dirty.add(lot);
  }

  /** The same for an event of this very batch. */
  voidInBatch(seq: number): void {
    const event = this.batch.get(seq);
    if (event === undefined || event.isVoid) return;
    this.voidEvent(seq, event.matter);
    this.touch(this.contents.filter((content) => content.eventSeq === seq).map((content) => content.lot));
  }

  /** Lots whose surroundings changed (a site's kind) and that must be posted anew. */
  touch(lots: Iterable<string>): void {
    for (const lot of lots) this.dirty.add(lot);
  }

  /**
   * Replays what must be, and gives the revisions to record.
   * @param causeSeq the event that caused the revisions of earlier events
   * @param siteOf the site of an event of the batch
   * @param unchangedToo whether replayed entries that stay the same count as revisions: their quota draws may differ
   */
  async finish(causeSeq: number, siteOf: (seq: number) => string | null, unchangedToo = false): Promise<PostedBatch> {
    const replaced = this.dirty.size > 0 ? await this.replay() : new Map<number, Entry>();
    const revisions: NewRevision[] = [];
    for (const [seq, entry] of this.entries) {
      const previous = replaced.get(seq) ?? null;
      const isNew = this.batch.has(seq);
      if (!isNew && !unchangedToo && previous !== null && sameEntry(previous, entry)) continue;
      const revision = isNew ? seq : causeSeq;
      revisions.push({ eventSeq: seq, revision, entry, previous: isNew ? null : previous, site: isNew ? siteOf(seq) : null });
    }
    const touched = [...this.states.values()].filter((state) => state.lastKey !== '' || this.dirty.has(state.lot));
    return { revisions, lotStates: touched, contents: this.contents };
  }

  /** Replays the dirty lots. @returns the entries that were on record, by place of their event */
  private async replay(): Promise<Map<number, Entry>> {
    const history = await this.closeOverDependents();
    const onRecord = new Map<number, Entry>();
    const touched = [...history.keys(), ...this.voidedSeqs];
    for (const [seq, revision] of await this.reader.entries(touched, null)) onRecord.set(seq, revision.entry);
    const seqByKey = new Map([...history].map(([seq, matter]) => [matter.key, seq]));
    const present = (key: string): Entry | undefined => {
      const seq = seqByKey.get(key);
      return seq === undefined ? undefined : (this.entries.get(seq) ?? onRecord.get(seq));
    };
    const valid = [...history].filter(([seq]) => !this.voidedSeqs.has(seq));
    const replayed = replayLots(
      this.dirty,
      valid.map(([, matter]) => matter),
      present,
      this.world,
    );
    for (const entry of replayed.entries) this.entries.set(seqByKey.get(entry.key)!, entry);
    for (const seq of this.voidedSeqs)
      this.entries.set(seq, emptyEntry(onRecord.get(seq)?.key ?? '', onRecord.get(seq)?.timeMs ?? 0));
    for (const [lot, state] of replayed.states) this.states.set(lot, state);
    for (const matter of replayed.matters) this.noteReplayedContents(seqByKey.get(matter.key)!, matter, history);
    return onRecord;
  }

  private noteReplayedContents(seq: number, matter: Matter, history: ReadonlyMap<number, Matter>): void {
    const raw = history.get(seq);
    if (raw === undefined || raw === matter) return;
    const named = new Set(lotsOf(raw));
    for (const lot of lotsOf(matter)) if (!named.has(lot)) this.contents.push({ eventSeq: seq, lot });
  }

  /** The history of the dirty lots, grown by the lots that depend on them until nothing is added. */
  private async closeOverDependents(): Promise<Map<number, Matter>> {
    const history = new Map<number, Matter>();
    let fresh = [...this.dirty];
    while (fresh.length > 0) {
      await this.loadHistory(fresh, history);
      const added = dependentLots(this.dirty, [...history.values()]);
      for (const lot of added) this.dirty.add(lot);
      fresh = [...added];
    }
    return history;
  }

  private async loadHistory(lots: readonly string[], history: Map<number, Matter>): Promise<void> {
    const wanted = new Set(lots);
    for (const [seq, { matter, isVoid }] of this.batch) {
      if (isVoid) continue;
      if ([...lotsOf(matter), ...matter.containers].some((lot) => wanted.has(lot))) history.set(seq, matter);
    }
    for (const { eventSeq, lot } of this.contents) {
      const matter = this.batch.get(eventSeq)?.matter;
      if (matter !== undefined && wanted.has(lot)) history.set(eventSeq, matter);
    }
    const seqs = (await this.reader.seqsNaming(lots, [])).filter((seq) => !history.has(seq));
    const voided = await this.reader.voided(seqs);
    for (const event of await this.reader.eventsBySeq(seqs)) {
      if (event.declaresError || voided.has(event.seq)) continue;
      history.set(event.seq, matterOnRecord(event.event, event.context, event.hash));
    }
  }
}

function sameEntry(a: Entry, b: Entry): boolean {
  if (a.legs.length !== b.legs.length || a.flows.length !== b.flows.length) return false;
  return fingerprint(a) === fingerprint(b);
}

function fingerprint(entry: Entry): string {
  const legs = entry.legs.map(
    (leg) => `${accountKey(leg.account)}~${leg.lot}~${leg.masses.join()}~${leg.balanceVariance.join()}`,
  );
  return `${legs.toSorted().join('\n')}\n${entry.flows.map((flow) => `${flow.role}~${flow.lot}~${flow.masses.join()}`).join('\n')}`;
}

/** Roll-ups of a batch: the legs of each new revision, less those that it takes back. */
export function cellsOf(revisions: readonly NewRevision[], recordedMs: number): BalanceCell[] {
  const cells = new Map<number, Map<Account, BalanceCell>>();
  const recordedDay = dayOf(recordedMs);
  const add = (entry: Entry, sign: 1 | -1): void => {
    const day = dayOf(entry.timeMs);
    const ofDay = cells.get(day) ?? new Map<Account, BalanceCell>();
    cells.set(day, ofDay);
    for (const leg of entry.legs) {
      const { account } = leg;
      const cell = ofDay.get(account) ?? { account, day, recordedDay, turnover: noTurnover() };
      addLeg(cell.turnover, leg, sign);
      ofDay.set(account, cell);
    }
  };
  for (const { entry, previous } of revisions) {
    add(entry, 1);
    if (previous !== null) add(previous, -1);
  }
  return [...cells.values()].flatMap((ofDay) => [...ofDay.values()]);
}

/** Which lots came to stand at which sites, or went there. */
export function lotsAtSitesOf(revisions: readonly NewRevision[]): LotAtSite[] {
  const pairs = new Map<string, LotAtSite>();
  const add = (site: string | null, lot: string): void => {
    if (site !== null) pairs.set(`${site} ${lot}`, { site, lot });
  };
  for (const { entry } of revisions) {
    for (const { account, lot } of entry.legs) {
      if (lot === null) continue;
      if (account.kind === 'stock' || account.kind === 'reserve') add(account.site, lot);
      if (account.kind === 'transit' || account.kind === 'exported') add(account.counterpart, lot);
    }
  }
  return [...pairs.values()];
}
