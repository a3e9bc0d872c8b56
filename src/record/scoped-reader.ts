import { siteOf } from '../epcis/index.ts';
import type { EntryOutline } from './entry-outline.ts';
import { OPEN_DOCUMENTS, OPEN_JOURNALS, type ReadScope } from './read-scope.ts';
import type { CapturedEvent } from './captured-event.ts';
import type { CaptureJob, CellChoice, EntryRevision, RecordReader, WordKind } from './port.ts';

/**
 * A reader of a part of the record: the one object through which all reads of a viewer with a scope go, whatever the storage. What lies
 * outside the scope is answered as if it were not on record.
 */
export class ScopedReader implements RecordReader {
  readonly #whole: RecordReader;
  readonly #scope: ReadScope;
  readonly #sites: ReadonlySet<string>;
  readonly #organisations: ReadonlySet<string>;

  constructor(whole: RecordReader, scope: ReadScope) {
    this.#whole = whole;
    this.#scope = scope;
    this.#sites = new Set(scope.sites);
    this.#organisations = new Set(scope.organisations);
  }

  head(): Promise<number> {
    return this.#whole.head();
  }

  counts(): ReturnType<RecordReader['counts']> {
    return this.#whole.counts();
  }

  lastRecordedMs(): Promise<number | null> {
    return this.#whole.lastRecordedMs();
  }

  seqAt(recordedMs: number): Promise<number> {
    return this.#whole.seqAt(recordedMs);
  }

  async findKeys(...asked: Parameters<RecordReader['findKeys']>): ReturnType<RecordReader['findKeys']> {
    const found = await this.#whole.findKeys(...asked);
    const seen = await this.#seen([...found.values()].flat().map(({ seq }) => seq));
    const kept = [...found].map(([key, events]) => [key, events.filter(({ seq }) => seen.has(seq))] as const);
    return new Map(kept.filter(([, events]) => events.length > 0));
  }

  async eventsBySeq(seqs: readonly number[]): Promise<CapturedEvent[]> {
    return this.#whole.eventsBySeq(await this.#amongSeen(seqs));
  }

  async sealedEvents(afterSeq: number, limit: number): ReturnType<RecordReader['sealedEvents']> {
    const events = await this.#whole.sealedEvents(afterSeq, limit);
    const seen = await this.#seen(events.map(({ seq }) => seq));
    return events.filter(({ seq }) => seen.has(seq));
  }

  /** Hashes tell nobody anything. */
  logTiles(...asked: Parameters<RecordReader['logTiles']>): ReturnType<RecordReader['logTiles']> {
    return this.#whole.logTiles(...asked);
  }

  scan(...[hints, range]: Parameters<RecordReader['scan']>): Promise<CapturedEvent[]> {
    return this.#whole.scan({ ...hints, parties: this.#scope.parties }, range);
  }

  async seqsNaming(...asked: Parameters<RecordReader['seqsNaming']>): Promise<number[]> {
    return this.#amongSeen(await this.#whole.seqsNaming(...asked));
  }

  searchIdentifiers(text: string, limit: number): Promise<string[]> {
    return this.#whole.searchIdentifiers(text, limit, this.#scope.parties);
  }

  /** Words of others are theirs; of places he sees his own. */
  async wordsOnRecord(kind: WordKind): Promise<string[]> {
    if (kind !== 'readPoint' && kind !== 'bizLocation') return [];
    const parties = new Set(this.#scope.parties);
    return (await this.#whole.wordsOnRecord(kind)).filter((place) => parties.has(siteOf(place)));
  }

  identifiersOnRecord(after: number, limit: number): ReturnType<RecordReader['identifiersOnRecord']> {
    return this.#whole.identifiersOnRecord(after, limit, this.#scope.parties);
  }

  async concerning(seqs: readonly number[], parties: readonly string[]): Promise<Set<number>> {
    return this.#whole.concerning(await this.#amongSeen(seqs), parties);
  }

  /** What a lot holds at every site is for the ledger alone. */
  lotStates(): never {
    throw new Error('ScopedReader: states of lots are read by changes only');
  }

  async voided(seqs: readonly number[]): Promise<Map<number, number>> {
    return this.#whole.voided(await this.#amongSeen(seqs));
  }

  async entries(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryRevision>> {
    return this.#whole.entries(await this.#amongSeen(eventSeqs), knownSeq);
  }

  async outlines(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryOutline>> {
    return this.#whole.outlines(await this.#amongSeen(eventSeqs), knownSeq);
  }

  async revisionsBetween(...asked: Parameters<RecordReader['revisionsBetween']>): ReturnType<RecordReader['revisionsBetween']> {
    return this.#ofSeen(await this.#whole.revisionsBetween(...asked));
  }

  async entriesBetween(...asked: Parameters<RecordReader['entriesBetween']>): Promise<EntryRevision[]> {
    return this.#ofSeen(await this.#whole.entriesBetween(...asked));
  }

  async sumCells(...[cells, sumOf]: Parameters<RecordReader['sumCells']>): Promise<void> {
    const sites = cells.sites === null ? this.#scope.sites : cells.sites.filter((site) => this.#sites.has(site));
    await this.#whole.sumCells({ ...cells, sites }, sumOf);
  }

  /** Everything is what the scope holds. */
  sumKinds(cells: CellChoice, sumOf: Parameters<RecordReader['sumKinds']>[1]): Promise<void> {
    return this.sumCells({ ...cells, sites: null }, sumOf);
  }

  async lotsAtSite(...[site, ...page]: Parameters<RecordReader['lotsAtSite']>): ReturnType<RecordReader['lotsAtSite']> {
    return this.#sites.has(site) ? this.#whole.lotsAtSite(site, ...page) : { lots: [], total: 0 };
  }

  flowsAround(...[lots, roles, moment]: Parameters<RecordReader['flowsAround']>): ReturnType<RecordReader['flowsAround']> {
    return this.#whole.flowsAround(lots, roles, { ...moment, parties: this.#scope.parties });
  }

  /** A trace ends where the scope ends: what lies behind a lot of strangers is not reached through them. */
  flowsOfTrace(...[lot, direction, moment]: Parameters<RecordReader['flowsOfTrace']>): ReturnType<RecordReader['flowsOfTrace']> {
    return this.#whole.flowsOfTrace(lot, direction, { ...moment, parties: this.#scope.parties });
  }

  async drawTotals(...asked: Parameters<RecordReader['drawTotals']>): ReturnType<RecordReader['drawTotals']> {
    return (await this.#whole.drawTotals(...asked)).filter(({ holder }) => this.#organisations.has(holder));
  }

  async captureJob(captureID: string): Promise<CaptureJob | null> {
    const job = await this.#whole.captureJob(captureID);
    return job !== null && this.#owns(job) ? job : null;
  }

  async captureJobs(afterID: string | null, limit: number): Promise<CaptureJob[]> {
    const jobs: CaptureJob[] = [];
    for (let after = afterID; jobs.length < limit;) {
      const page = await this.#whole.captureJobs(after, limit);
      jobs.push(...page.filter((job) => this.#owns(job)));
      if (page.length < limit) break;
      after = page.at(-1)!.captureID;
    }
    return jobs.slice(0, limit);
  }

  async document(name: string): Promise<string | null> {
    return OPEN_DOCUMENTS.includes(name) ? this.#whole.document(name) : null;
  }

  async documentsUnder(prefix: string): Promise<Map<string, string>> {
    const documents = await this.#whole.documentsUnder(prefix);
    return new Map([...documents].filter(([name]) => OPEN_DOCUMENTS.includes(name)));
  }

  async journal(name: string, from: number): Promise<string[]> {
    return OPEN_JOURNALS.includes(name) ? this.#whole.journal(name, from) : [];
  }

  #owns({ organisation }: CaptureJob): boolean {
    return organisation !== null && this.#organisations.has(organisation);
  }

  #seen(seqs: readonly number[]): Promise<Set<number>> {
    return this.#whole.concerning(seqs, this.#scope.parties);
  }

  async #amongSeen(seqs: readonly number[]): Promise<number[]> {
    const seen = await this.#seen(seqs);
    return seqs.filter((seq) => seen.has(seq));
  }

  async #ofSeen<T extends { readonly eventSeq: number }>(rows: readonly T[]): Promise<T[]> {
    const seen = await this.#seen(rows.map(({ eventSeq }) => eventSeq));
    return rows.filter(({ eventSeq }) => seen.has(eventSeq));
  }
}
