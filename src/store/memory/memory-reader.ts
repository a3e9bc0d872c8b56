import type { JsonObject } from '../../epcis/index.ts';
import { addTurnover, type Flow, type LotState } from '../../ledger/index.ts';
import type { TracedFlows } from '../../lineage/index.ts';
import type { HashTile } from '../../merkle/index.ts';
import { contextText, inOrderOfName, outlineOf, wordsOf } from '../../record/index.ts';
import type {
  CaptureJob,
  CapturedEvent,
  CellChoice,
  DrawTotal,
  EntryOutline,
  EntryRevision,
  FlowMoment,
  FlowRow,
  IdentifierRole,
  NewEvent,
  NewRevision,
  RecordCounts,
  RecordReader,
  SealedEvent,
  ScanHints,
  ScanRange,
  SumOf,
  WordKind,
} from '../../record/index.ts';
import { flowsAround, flowsOfTrace } from './memory-flows.ts';
import { concerns, currentRevision, type MemoryTables } from './memory-tables.ts';

/** Reads of the state of the record after one commit. */
export class MemoryReader implements RecordReader {
  protected readonly tables: MemoryTables;
  protected readonly version: number;

  constructor(tables: MemoryTables, version: number) {
    this.tables = tables;
    this.version = version;
  }

  async head(): Promise<number> {
    return this.tables.events.countAt(this.version);
  }

  async counts(): Promise<RecordCounts> {
    const events = this.tables.events.itemsAt(this.version);
    const held = this.tables.lotStates.entriesAt(this.version).filter(([, state]) => state.pools.length > 0);
    return {
      events: events.length,
      lots: held.length,
      firstEventMs: edgeOf(
        events,
        (event) => event.index.eventTimeMs,
        (a, b) => a < b,
      ),
      lastEventMs: edgeOf(
        events,
        (event) => event.index.eventTimeMs,
        (a, b) => a > b,
      ),
      lastRecordedMs: edgeOf(
        events,
        (event) => event.recordedMs,
        (a, b) => a > b,
      ),
    };
  }

  async lastRecordedMs(): Promise<number | null> {
    return this.tables.events.at(this.tables.events.countAt(this.version) - 1)?.recordedMs ?? null;
  }

  async sealedEvents(afterSeq: number, limit: number): Promise<SealedEvent[]> {
    return this.tables.events
      .itemsAt(this.version)
      .slice(afterSeq, afterSeq + limit)
      .map(({ index: { identifiers: _ids, parties: _parties, ...index }, ...event }) => ({
        ...event,
        context: contextText(event.context),
        index,
      }));
  }

  async logTiles(tiles: readonly HashTile[]): Promise<(Uint8Array | null)[]> {
    return tiles.map(({ level, index }) => this.tables.logTiles.get(`${level}/${index}`, this.version) ?? null);
  }

  async seqAt(recordedMs: number): Promise<number> {
    return this.tables.events.itemsAt(this.version).findLast((event) => event.recordedMs <= recordedMs)?.seq ?? 0;
  }

  async findKeys(keys: readonly string[]): ReturnType<RecordReader['findKeys']> {
    const found: Awaited<ReturnType<RecordReader['findKeys']>> = new Map();
    for (const key of keys) {
      const events = this.eventsAt(this.tables.seqsByKey.itemsAt(key, this.version));
      const keyed = events.map(({ seq, hash, eventID, declaresError }) => ({ seq, hash, eventID, declaresError }));
      if (keyed.length > 0) found.set(key, keyed);
    }
    return found;
  }

  async eventsBySeq(seqs: readonly number[]): Promise<CapturedEvent[]> {
    return this.eventsAt(ascending(seqs)).map(capturedEvent);
  }

  async scan(hints: ScanHints, range: ScanRange): Promise<CapturedEvent[]> {
    const ids = hints.anyOfIdentifiers;
    const { parties } = hints;
    const isSeen = (seq: number): boolean => parties === undefined || concerns(this.tables, this.version, seq, parties);
    const named = ids === undefined ? undefined : new Set(this.seqsOf(ids, []));
    const last = Math.min(range.untilSeq, this.tables.events.countAt(this.version));
    const found: CapturedEvent[] = [];
    for (let seq = Math.max(1, range.afterSeq + 1); seq <= last && found.length < range.limit; seq++) {
      const event = this.tables.events.at(seq - 1);
      if (event !== undefined && named?.has(seq) !== false && fulfils(event, hints) && isSeen(seq))
        found.push(capturedEvent(event));
    }
    return found;
  }

  async seqsNaming(ids: readonly string[], roles: readonly IdentifierRole[]): Promise<number[]> {
    return this.seqsOf(ids, roles);
  }

  async concerning(seqs: readonly number[], parties: readonly string[]): Promise<Set<number>> {
    return new Set(seqs.filter((seq) => concerns(this.tables, this.version, seq, parties)));
  }

  async searchIdentifiers(text: string, limit: number, parties?: readonly string[]): Promise<string[]> {
    const wanted = text.toLowerCase();
    const isSeen = (id: string): boolean =>
      parties === undefined || this.seqsOf([id], []).some((seq) => concerns(this.tables, this.version, seq, parties));
    return this.tables.seqsByIdentifier
      .keysAt(this.version)
      .filter((id) => id.toLowerCase().includes(wanted) && isSeen(id))
      .slice(0, limit);
  }

  async wordsOnRecord(kind: WordKind): Promise<string[]> {
    const words = this.tables.events.itemsAt(this.version).flatMap(({ index }) => wordsOf(index));
    return [...new Set(words.filter(([of]) => of === kind).map(([, word]) => word))];
  }

  async identifiersOnRecord(after: number, limit: number, parties?: readonly string[]): Promise<{ ids: string[]; last: number }> {
    const isSeen = ({ seq, roles }: { seq: number; roles: ReadonlySet<string> }): boolean =>
      roles.size > 0 && (parties === undefined || concerns(this.tables, this.version, seq, parties));
    const known = this.tables.seqsByIdentifier.keysAt(this.version).map((id, place) => ({ id, place: place + 1 }));
    const found = known
      .filter(({ place }) => place > after)
      .filter(({ id }) => this.tables.seqsByIdentifier.itemsAt(id, this.version).some(isSeen))
      .slice(0, limit);
    return { ids: found.map(({ id }) => id), last: found.at(-1)?.place ?? after };
  }

  async lotStates(lots: readonly string[]): Promise<Map<string, LotState>> {
    const found = new Map<string, LotState>();
    for (const lot of lots) {
      const state = this.tables.lotStates.get(lot, this.version);
      // Posting changes a state in place: what is on record must not change with it.
      if (state !== undefined) found.set(lot, structuredClone(state));
    }
    return found;
  }

  async voided(seqs: readonly number[]): Promise<Map<number, number>> {
    const found = new Map<number, number>();
    for (const seq of seqs) {
      const bySeq = this.tables.voids.get(seq, this.version);
      if (bySeq !== undefined) found.set(seq, bySeq);
    }
    return found;
  }

  async entries(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryRevision>> {
    const found = new Map<number, EntryRevision>();
    for (const seq of ascending(eventSeqs)) {
      const current = currentRevision(this.tables, this.version, seq, knownSeq);
      if (current !== undefined) found.set(seq, entryRevision(current));
    }
    return found;
  }

  async outlines(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryOutline>> {
    const entries = await this.entries(eventSeqs, knownSeq);
    return new Map([...entries].map(([seq, { entry }]) => [seq, outlineOf(entry)]));
  }

  async revisionsBetween(fromSeq: number, toSeq: number): Promise<NewRevision[]> {
    return this.tables.revisions
      .itemsAt(this.version)
      .filter(({ revision }) => revision > fromSeq && revision <= toSeq)
      .sort((a, b) => a.eventSeq - b.eventSeq || a.revision - b.revision);
  }

  async entriesBetween(fromMs: number, toMs: number, knownSeq: number | null): Promise<EntryRevision[]> {
    const within = this.tables.events
      .itemsAt(this.version)
      .filter(({ index }) => index.eventTimeMs >= fromMs && index.eventTimeMs < toMs)
      .map((event) => event.seq);
    return [...(await this.entries(within, knownSeq)).values()];
  }

  async sumCells(cells: CellChoice & { readonly sites: readonly string[] | null }, sumOf: SumOf): Promise<void> {
    const { fromDay, toDay, recordedBeforeDay } = cells;
    const sites = cells.sites === null ? null : new Set<string | null>(cells.sites);
    for (const [, { account, day, recordedDay, turnover }] of this.tables.cells.entriesAt(this.version)) {
      if (day > toDay || (fromDay !== null && day < fromDay)) continue;
      if (recordedBeforeDay !== null && recordedDay >= recordedBeforeDay) continue;
      if (cells.kinds?.includes(account.kind) === false) continue;
      if (sites !== null && (account.site === null || !sites.has(account.site))) continue;
      const sum = sumOf(account);
      if (sum !== null) addTurnover(sum, turnover);
    }
  }

  sumKinds(cells: CellChoice, sumOf: SumOf): Promise<void> {
    return this.sumCells({ ...cells, sites: null }, sumOf);
  }

  async lotsAtSite(site: string, offset: number, limit: number): Promise<{ lots: string[]; total: number }> {
    const lots = this.tables.lotsBySite.itemsAt(site, this.version);
    return { lots: lots.toReversed().slice(offset, offset + limit), total: lots.length };
  }

  async flowsAround(lots: readonly string[], roles: readonly Flow['role'][], moment: FlowMoment): Promise<FlowRow[]> {
    return flowsAround(this.tables, this.version, lots, roles, moment);
  }

  async flowsOfTrace(lot: string, direction: 'up' | 'down', moment: FlowMoment): Promise<TracedFlows> {
    return flowsOfTrace(this.tables, this.version, lot, direction, moment);
  }

  async drawTotals(filter: { year: number; knownSeq: number | null; asOfMs: number | null }): Promise<DrawTotal[]> {
    const totals = new Map<string, DrawTotal>();
    for (const { year, stage, ore, holder, reoMg, revision, eventTimeMs } of this.tables.draws.itemsAt(this.version)) {
      if (year !== filter.year || (filter.knownSeq !== null && revision > filter.knownSeq)) continue;
      if (filter.asOfMs !== null && eventTimeMs > filter.asOfMs) continue;
      const key = `${stage}|${ore}|${holder}`;
      totals.set(key, { year, stage, ore, holder, reoMg: reoMg + (totals.get(key)?.reoMg ?? 0n) });
    }
    return [...totals.values()];
  }

  async captureJob(captureID: string): Promise<CaptureJob | null> {
    return structuredClone(this.tables.jobs.get(captureID, this.version) ?? null);
  }

  async captureJobs(afterID: string | null, limit: number): Promise<CaptureJob[]> {
    const jobs = this.tables.jobs.entriesAt(this.version).map(([, job]) => job);
    const after = afterID === null ? -1 : jobs.findIndex((job) => job.captureID === afterID);
    if (afterID !== null && after === -1) return [];
    return structuredClone(jobs.slice(after + 1, after + 1 + limit));
  }

  async document(name: string): Promise<string | null> {
    return this.tables.documents.get(name, this.version) ?? null;
  }

  async documentsUnder(prefix: string): Promise<Map<string, string>> {
    const documents = this.tables.documents.entriesAt(this.version).filter(([name]) => name.startsWith(prefix));
    return inOrderOfName(documents.filter((document): document is [string, string] => document[1] !== null));
  }

  async journal(name: string, from: number): Promise<string[]> {
    return this.tables.journals.itemsAt(name, this.version).slice(from);
  }

  private eventsAt(seqs: readonly number[]): NewEvent[] {
    const head = this.tables.events.countAt(this.version);
    return seqs
      .filter((seq) => seq <= head)
      .map((seq) => this.tables.events.at(seq - 1))
      .filter((event) => event !== undefined);
  }

  private seqsOf(ids: readonly string[], roles: readonly IdentifierRole[]): number[] {
    const has = (named: ReadonlySet<string>): boolean => roles.length === 0 || roles.some((role) => named.has(role));
    const places = [...new Set(ids)].flatMap((id) => this.tables.seqsByIdentifier.itemsAt(id, this.version));
    return ascending(places.filter((place) => has(place.roles)).map((place) => place.seq));
  }
}

function ascending(seqs: readonly number[]): number[] {
  return [...new Set(seqs)].sort((a, b) => a - b);
}

function edgeOf(
  events: readonly NewEvent[],
  timeOf: (event: NewEvent) => number,
  beats: (a: number, b: number) => boolean,
): number | null {
  let edge: number | null = null;
  for (const event of events) if (edge === null || beats(timeOf(event), edge)) edge = timeOf(event);
  return edge;
}

function fulfils(event: NewEvent, hints: ScanHints): boolean {
  const { type, bizStep, readPoint, bizLocation, eventTimeMs } = event.index;
  const isOneOf = (word: string | null, words: readonly string[] | undefined): boolean =>
    words === undefined || (word !== null && words.includes(word));
  return (
    isOneOf(type, hints.types) &&
    isOneOf(bizStep, hints.bizSteps) &&
    (isOneOf(readPoint, hints.places) || isOneOf(bizLocation, hints.places)) &&
    eventTimeMs >= (hints.eventTimeFromMs ?? -Infinity) &&
    eventTimeMs < (hints.eventTimeBeforeMs ?? Infinity) &&
    event.recordedMs >= (hints.recordedFromMs ?? -Infinity) &&
    event.recordedMs < (hints.recordedBeforeMs ?? Infinity)
  );
}

/** The event as read back; its text is parsed anew, so that no reader can change another's copy. */
function capturedEvent(event: NewEvent): CapturedEvent {
  return {
    seq: event.seq,
    hash: event.hash,
    eventID: event.eventID,
    declaresError: event.declaresError,
    eventTimeMs: event.index.eventTimeMs,
    recordedMs: event.recordedMs,
    event: JSON.parse(event.body) as JsonObject,
    context: structuredClone(event.context),
  };
}

function entryRevision({ eventSeq, revision, entry }: NewRevision): EntryRevision {
  return { eventSeq, revision, entry };
}
