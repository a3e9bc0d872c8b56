import type { Account, AccountKind, BalanceCell, Entry, Flow, LotState, Turnover } from '../ledger/index.ts';
import type { JsonObject } from '../epcis/index.ts';
import type { FilledTile, HashTile } from '../merkle/index.ts';
import type { TracedFlows } from '../lineage/index.ts';
import type { CapturedEvent, IdentifierRole, NewEvent, SealedEvent } from './captured-event.ts';
import type { EntryOutline } from './entry-outline.ts';
import type { EventParty, ReadScope } from './read-scope.ts';

/**
 * What the record asks of storage. Three adapters implement it (memory, SQLite, PostgreSQL) and pass one contract suite
 * (`test/contract/record-store.ts`).
 */
export interface RecordStore {
  readonly kind: 'memory' | 'sqlite' | 'postgres';
  /**
   * Reads of one consistent state of the record.
   * @param scope the part of it that is seen; null for all of it
   */
  read<T>(work: (reader: RecordReader) => Promise<T>, scope?: ReadScope | null): Promise<T>;
  /**
   * One atomic, durable change; changes run one after the other, also between processes, so that the order of `seq` is the order of
   * commits. When `work` throws, nothing of it is kept.
   */
  write<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** The revision of an event's entry: which entry, and the place in the record of the event that caused it. */
export interface EntryRevision {
  readonly eventSeq: number;
  readonly revision: number;
  readonly entry: Entry;
}

/** A new revision together with the one that it takes back, if there was one. */
export interface NewRevision extends EntryRevision {
  readonly previous: Entry | null;
  /** Site of the event, for entries between two cells. */
  readonly site: string | null;
}

/** Which events a scan may skip for certain; every condition is optional and a match must fulfil all. */
export interface ScanHints {
  readonly anyOfIdentifiers?: readonly string[];
  readonly types?: readonly string[];
  readonly bizSteps?: readonly string[];
  /** The read point or the business location is one of these, canonical. */
  readonly places?: readonly string[];
  readonly eventTimeFromMs?: number;
  readonly eventTimeBeforeMs?: number;
  readonly recordedFromMs?: number;
  readonly recordedBeforeMs?: number;
  /** The event concerns one of these. */
  readonly parties?: readonly string[];
}

/** A stretch of a scan: events with `afterSeq < seq ≤ untilSeq` in ascending order, at most `limit` of them. */
export interface ScanRange {
  readonly afterSeq: number;
  readonly untilSeq: number;
  readonly limit: number;
}

/** One flow of one event: a row of lineage. */
export interface FlowRow extends Flow {
  readonly eventSeq: number;
  readonly eventTimeMs: number;
}

/** What events are told apart by, of which the words on record can be listed. */
export type WordKind = 'eventType' | 'bizStep' | 'disposition' | 'readPoint' | 'bizLocation';

/**
 * Which flows: those known at a place in the record (null: now) of events not after an instant (null: any) that concern one of the
 * parties, where any are named.
 */
export interface FlowMoment {
  readonly knownSeq: number | null;
  readonly asOfMs: number | null;
  readonly parties?: readonly string[];
}

/** Where a lot now stands: one row for each lot that ever was at a site. */
export interface LotAtSite {
  readonly lot: string;
  readonly site: string;
}

/** A quota draw by one event, in milligrams REO; negative when a later revision takes it back. */
export interface QuotaDraw {
  readonly eventSeq: number;
  readonly revision: number;
  readonly eventTimeMs: number;
  readonly year: number;
  readonly stage: 'mining' | 'separation';
  readonly ore: 'light' | 'ion' | 'any';
  readonly holder: string;
  readonly reoMg: bigint;
}

/** Sum of draws of one holder. */
export interface DrawTotal {
  readonly year: number;
  readonly stage: 'mining' | 'separation';
  readonly ore: 'light' | 'ion' | 'any';
  readonly holder: string;
  readonly reoMg: bigint;
}

/** Which roll-ups are added up. */
export interface CellChoice {
  /** Kinds of account; null for all. */
  readonly kinds: readonly AccountKind[] | null;
  /** Local days of event time, both included; null for the first on record. */
  readonly fromDay: number | null;
  readonly toDay: number;
  /** Postings recorded before this local day; null for all. */
  readonly recordedBeforeDay: number | null;
}

/** The sum that an account's roll-ups are added to; null passes over them. It must be the same at every call. */
export type SumOf = (account: Account) => Turnover | null;

/** A capture job as the record keeps it. */
export interface CaptureJob {
  readonly captureID: string;
  readonly createdAt: string;
  readonly finishedAt: string | null;
  readonly running: boolean;
  readonly success: boolean;
  readonly captureErrorBehaviour: 'rollback' | 'proceed';
  /** Whose job it is; null for the keeper's. */
  readonly organisation: string | null;
  readonly errors: readonly JsonObject[];
}

/** Totals of the record. */
export interface RecordCounts {
  readonly events: number;
  readonly lots: number;
  readonly firstEventMs: number | null;
  readonly lastEventMs: number | null;
  readonly lastRecordedMs: number | null;
}

/** Reads of one consistent state. Lists come in ascending order of `seq` unless said otherwise. */
export interface RecordReader {
  /** The latest `seq`, 0 for an empty record. */
  head(): Promise<number>;
  counts(): Promise<RecordCounts>;
  /** When the latest event was recorded, null for an empty record: cheap, asked before every change. */
  lastRecordedMs(): Promise<number | null>;
  /** The last `seq` recorded at or before an instant. */
  seqAt(recordedMs: number): Promise<number>;
  /**
   * Events by hash or eventID, each key with every event on record under it.
   * @param times event times in milliseconds of the hashes among the keys, where the caller knows them: the look-up is then quicker
   */
  findKeys(
    keys: readonly string[],
    times?: ReadonlyMap<string, number>,
  ): Promise<Map<string, { seq: number; hash: string; eventID: string | null; declaresError: boolean }[]>>;
  eventsBySeq(seqs: readonly number[]): Promise<CapturedEvent[]>;
  /** The events after a place in ascending order, at most `limit`, as their rows state them; where a row is missing the next follows. */
  sealedEvents(afterSeq: number, limit: number): Promise<SealedEvent[]>;
  /** The bytes of tiles of the log, in the order asked for: of each or of a wider one at its place; null where there is none. */
  logTiles(tiles: readonly HashTile[]): Promise<(Uint8Array | null)[]>;
  scan(hints: ScanHints, range: ScanRange): Promise<CapturedEvent[]>;
  /** Places of the events that name any of the identifiers in any of the roles (all roles when empty). */
  seqsNaming(ids: readonly string[], roles: readonly IdentifierRole[]): Promise<number[]>;
  /**
   * Identifiers that begin with or contain the text, at most `limit`: lots for the search box.
   * @param parties where given, only what events name that concern one of them
   */
  searchIdentifiers(text: string, limit: number, parties?: readonly string[]): Promise<string[]>;
  /** The words of a kind that events on record use, in any order; of event types those beyond the standard's. */
  wordsOnRecord(kind: WordKind): Promise<string[]>;
  /**
   * Identifiers of lots, items and containers in the order in which they first came, at most `limit`.
   * @param after how far the page before went; 0 for the first
   * @param parties where given, only what events name that concern one of them
   * @returns the identifiers, and how far this page went
   */
  identifiersOnRecord(after: number, limit: number, parties?: readonly string[]): Promise<{ ids: string[]; last: number }>;
  /** Those of the events that concern one of the parties. */
  concerning(seqs: readonly number[], parties: readonly string[]): Promise<Set<number>>;
  lotStates(lots: readonly string[]): Promise<Map<string, LotState>>;
  /** Which of the events are void, with the place of the declaration. */
  voided(seqs: readonly number[]): Promise<Map<number, number>>;
  /** The entry of each event that was current at a place in the record (null: now). */
  entries(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryRevision>>;
  /** Outlines of the same entries. */
  outlines(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryOutline>>;
  /** Every revision with `fromSeq < revision ≤ toSeq`, with what it took back. */
  revisionsBetween(fromSeq: number, toSeq: number): Promise<NewRevision[]>;
  /** Current entries (at knownSeq) of events with `fromMs ≤ event time < toMs`. */
  entriesBetween(fromMs: number, toMs: number, knownSeq: number | null): Promise<EntryRevision[]>;
  /** Adds roll-ups of the accounts of some sites (null: all, also those of no site) to sums, in place. */
  sumCells(cells: CellChoice & { readonly sites: readonly string[] | null }, sumOf: SumOf): Promise<void>;
  /** The same of all accounts; those of one kind may come as one, then without site and counterpart. Cheap at any size. */
  sumKinds(cells: CellChoice, sumOf: SumOf): Promise<void>;
  /** Lots that ever were at a site, latest first. */
  lotsAtSite(site: string, offset: number, limit: number): Promise<{ lots: string[]; total: number }>;
  /** Flows of the events in which the lots have one of the roles, i.e. every flow row of those events. */
  flowsAround(lots: readonly string[], roles: readonly Flow['role'][], moment: FlowMoment): Promise<FlowRow[]>;
  /**
   * Every flow of the events of a whole trace. `up`, over outputs to inputs: events that made the lot or an ancestor; `down`, over
   * inputs to outputs: events that used or made the lot or a descendant. Direct sources of all those lots too.
   */
  flowsOfTrace(lot: string, direction: 'up' | 'down', moment: FlowMoment): Promise<TracedFlows>;
  drawTotals(filter: { year: number; knownSeq: number | null; asOfMs: number | null }): Promise<DrawTotal[]>;
  captureJob(captureID: string): Promise<CaptureJob | null>;
  captureJobs(afterID: string | null, limit: number): Promise<CaptureJob[]>;
  /** Small documents of the record by name: the registry, rights movements, settings. */
  document(name: string): Promise<string | null>;
  /** The documents whose names begin with a text, in the order of their names. */
  documentsUnder(prefix: string): Promise<Map<string, string>>;
  /** Append-only lines of a named journal, from a line on (0 is the first). */
  journal(name: string, from: number): Promise<string[]>;
}

/** What a change adds to the log: the tiles that grew, and the checkpoint over all of it as a signed note. */
export interface LogGrowth {
  readonly tiles: readonly FilledTile[];
  readonly checkpoint: string;
}

/** Everything that one captured batch writes. */
export interface Appended {
  /** Null for a change without events. */
  readonly log: LogGrowth | null;
  readonly events: readonly NewEvent[];
  readonly revisions: readonly NewRevision[];
  readonly lotStates: readonly LotState[];
  readonly voids: readonly { eventSeq: number; bySeq: number }[];
  readonly draws: readonly QuotaDraw[];
  readonly cells: readonly BalanceCell[];
  readonly lotsAtSites: readonly LotAtSite[];
  /** Lots that an event moves inside a container that it names: storage indexes them with the role `content`. */
  readonly contents: readonly { eventSeq: number; lot: string }[];
  /** Whom events concern, beyond what their own words say: whose accounts they touch, who captured them. */
  readonly parties: readonly EventParty[];
}

/** A change in progress. */
export interface RecordWriter extends RecordReader {
  append(appended: Appended): Promise<void>;
  /** Notes whom events on record concern beside those that they concern already. */
  addParties(parties: readonly EventParty[]): Promise<void>;
  putCaptureJob(job: CaptureJob): Promise<void>;
  putDocument(name: string, text: string): Promise<void>;
  /** The same of many by name, at once. */
  putDocuments(documents: ReadonlyMap<string, string>): Promise<void>;
  /** Takes a document away; one that is not there is no fault. */
  removeDocument(name: string): Promise<void>;
  appendJournal(name: string, lines: readonly string[]): Promise<void>;
}
