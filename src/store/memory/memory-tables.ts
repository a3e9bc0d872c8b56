import { accountKey, addTurnover, noTurnover, type BalanceCell, type LotState } from '../../ledger/index.ts';
import { CHECKPOINT_DOCUMENT } from '../../record/index.ts';
import type {
  Appended,
  CaptureJob,
  FlowRow,
  LogGrowth,
  LotAtSite,
  NewEvent,
  NewRevision,
  QuotaDraw,
} from '../../record/index.ts';
import { VersionedGroups, VersionedList, VersionedMap, type Versioned } from './versioned.ts';

/** Everything on record, in memory. */
export class MemoryTables {
  readonly events = new VersionedList<NewEvent>();
  readonly seqsByKey = new VersionedGroups<string, number>();
  readonly seqsByIdentifier = new VersionedGroups<string, { seq: number; roles: ReadonlySet<string> }>();
  readonly parties = new VersionedGroups<number, string>();
  readonly revisions = new VersionedList<NewRevision>();
  readonly revisionsByEvent = new VersionedGroups<number, NewRevision>();
  /** Places of events by the lots of their flows, in any revision. */
  readonly seqsByFlowLot = new VersionedGroups<string, number>();
  readonly lotStates = new VersionedMap<string, LotState>();
  readonly voids = new VersionedMap<number, number>();
  readonly draws = new VersionedList<QuotaDraw>();
  readonly cells = new VersionedMap<string, BalanceCell>();
  readonly lotsBySite = new VersionedGroups<string, string>();
  readonly sitesOfLots = new VersionedMap<string, true>();
  readonly jobs = new VersionedMap<string, CaptureJob>();
  /** Null where a document was taken away. */
  readonly documents = new VersionedMap<string, string | null>();
  readonly logTiles = new VersionedMap<string, Uint8Array>();
  readonly journals = new VersionedGroups<string, string>();

  /** Every table, for commit and undo. */
  all(): Versioned[] {
    return [
      this.events,
      this.seqsByKey,
      this.seqsByIdentifier,
      this.parties,
      this.revisions,
      this.revisionsByEvent,
      this.seqsByFlowLot,
      this.lotStates,
      this.voids,
      this.draws,
      this.cells,
      this.lotsBySite,
      this.sitesOfLots,
      this.jobs,
      this.documents,
      this.logTiles,
      this.journals,
    ];
  }
}

/**
 * Writes a captured batch under a commit number.
 * @throws Error when the places of the events do not continue the record
 */
export function appendTo(tables: MemoryTables, appended: Appended, version: number): void {
  for (const event of appended.events) addEvent(tables, event, version);
  for (const revision of appended.revisions) addRevision(tables, revision, version);
  for (const state of appended.lotStates) tables.lotStates.set(state.lot, structuredClone(state), version);
  for (const { eventSeq, bySeq } of appended.voids) {
    if (tables.voids.get(eventSeq, version) === undefined) tables.voids.set(eventSeq, bySeq, version);
  }
  for (const draw of appended.draws) tables.draws.push(draw, version);
  for (const cell of appended.cells) addCell(tables, cell, version);
  for (const lotAtSite of appended.lotsAtSites) addLotAtSite(tables, lotAtSite, version);
  if (appended.log !== null) addLog(tables, appended.log, version);
  for (const { eventSeq, party } of appended.parties) tables.parties.push(eventSeq, party, version);
  const inside = { roles: new Set(['content']) };
  for (const { eventSeq, lot } of appended.contents) tables.seqsByIdentifier.push(lot, { seq: eventSeq, ...inside }, version);
}

function addLog(tables: MemoryTables, { tiles, checkpoint }: LogGrowth, version: number): void {
  for (const { tile, bytes } of tiles) tables.logTiles.set(`${tile.level}/${tile.index}`, bytes.slice(), version);
  tables.documents.set(CHECKPOINT_DOCUMENT, checkpoint, version);
}

function addEvent(tables: MemoryTables, event: NewEvent, version: number): void {
  const expected = tables.events.countAt(version) + 1;
  if (event.seq !== expected) throw new Error(`append: expected the event at place ${expected}, got ${event.seq}`);
  tables.events.push({ ...event, context: structuredClone(event.context) }, version);
  tables.seqsByKey.push(event.hash, event.seq, version);
  if (event.eventID !== null && event.eventID !== event.hash) tables.seqsByKey.push(event.eventID, event.seq, version);
  for (const party of event.index.parties) tables.parties.push(event.seq, party, version);
  const roles = new Map<string, Set<string>>();
  for (const { id, role } of event.index.identifiers) roles.set(id, (roles.get(id) ?? new Set()).add(role));
  for (const [id, named] of roles) tables.seqsByIdentifier.push(id, { seq: event.seq, roles: named }, version);
}

function addRevision(tables: MemoryTables, revision: NewRevision, version: number): void {
  tables.revisions.push(revision, version);
  tables.revisionsByEvent.push(revision.eventSeq, revision, version);
  const lots = new Set(revision.entry.flows.map((flow) => flow.lot));
  for (const lot of lots) tables.seqsByFlowLot.push(lot, revision.eventSeq, version);
}

function addCell(tables: MemoryTables, cell: BalanceCell, version: number): void {
  const key = `${accountKey(cell.account)}|${cell.day}|${cell.recordedDay}`;
  const turnover = noTurnover();
  const before = tables.cells.get(key, version);
  if (before !== undefined) addTurnover(turnover, before.turnover);
  addTurnover(turnover, cell.turnover);
  tables.cells.set(key, { account: cell.account, day: cell.day, recordedDay: cell.recordedDay, turnover }, version);
}

function addLotAtSite(tables: MemoryTables, { lot, site }: LotAtSite, version: number): void {
  const key = JSON.stringify([site, lot]);
  if (tables.sitesOfLots.get(key, version) === true) return;
  tables.sitesOfLots.set(key, true, version);
  tables.lotsBySite.push(site, lot, version);
}

/** Whether an event concerns one of the parties. */
export function concerns(tables: MemoryTables, version: number, eventSeq: number, parties: readonly string[]): boolean {
  return tables.parties.itemsAt(eventSeq, version).some((party) => parties.includes(party));
}

/** The revision of an event's entry that was current at a place in the record (null: now). */
export function currentRevision(
  tables: MemoryTables,
  version: number,
  eventSeq: number,
  knownSeq: number | null,
): NewRevision | undefined {
  const known = (revision: NewRevision): boolean => knownSeq === null || revision.revision <= knownSeq;
  return tables.revisionsByEvent.itemsAt(eventSeq, version).findLast(known);
}

/** The flows of an event's current revision as rows. */
export function flowRowsOf(revision: NewRevision): FlowRow[] {
  return revision.entry.flows.map((flow) => ({ ...flow, eventSeq: revision.eventSeq, eventTimeMs: revision.entry.timeMs }));
}
