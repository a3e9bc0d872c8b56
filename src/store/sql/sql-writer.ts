import { sql, type Kysely } from 'kysely';
import {
  ACCOUNT_KINDS, accountKey, addTurnover, noTurnover, type Account, type BalanceCell, type Entry, type LotState, type Turnover,
} from '../../ledger/index.ts';
import type { Appended, CaptureJob, NewEvent, NewRevision, RecordWriter } from '../../record/index.ts';
import { BlobReader, BlobWriter } from './blob.ts';
import { readTurnover, writeEntry, writeLotState, writeMasses, writeTurnover } from './codec.ts';
import { eventTypeNumber, flowRoleNumber, roleNumber } from './event-words.ts';
import { keyNumber } from './key-number.ts';
import { DAY_LEVEL, MONTH_LEVEL, monthOfDay } from './periods.ts';
import type { SqlSession, SqlValue } from './session.ts';
import { SqlReader } from './sql-reader.ts';
import { tableSpec, type Tables } from './tables.ts';
import type { TermCache } from './terms.ts';
import type { WriteCaches } from './write-caches.ts';

type Row = SqlValue[];

/** A roll-up to be written: its place in `balance_cell` and its new turnover. */
interface CellChange {
  readonly account: number;
  readonly level: number;
  readonly period: number;
  readonly recordedDay: number;
  readonly turnover: Turnover;
}

/** The writes of the record in SQL, the same for SQLite and PostgreSQL. */
export class SqlWriter extends SqlReader implements RecordWriter {
  private readonly caches: WriteCaches;

  constructor(session: SqlSession, db: Kysely<Tables>, terms: TermCache, caches: WriteCaches) {
    super(session, db, terms);
    this.caches = caches;
  }

  /** Call first: drops the caches when another process has written since they were filled. */
  async begin(): Promise<void> {
    const head = await super.head();
    if (this.caches.head !== head) this.caches.clear();
    this.caches.head = head;
  }

  override head(): Promise<number> {
    return Promise.resolve(this.caches.head);
  }

  /** Call after the commit. */
  committed(): void {
    this.terms.commit();
    this.caches.trim();
  }

  /** The states themselves, which the caller may change and hand back to `append`. */
  override async lotStates(lots: readonly string[]): Promise<Map<string, LotState>> {
    const missing = lots.filter((lot) => !this.caches.lotStates.has(lot));
    const states = await super.lotStates(missing);
    for (const lot of lots) {
      const cached = this.caches.lotStates.get(lot);
      if (cached !== undefined) states.set(lot, cached);
    }
    return states;
  }

  async append(appended: Appended): Promise<void> {
    const entryBlobs = appended.revisions.map((revision) => blobOf((blob) => writeEntry(blob, revision.entry)));
    const stateBlobs = appended.lotStates.map((state) => blobOf((blob) => writeLotState(blob, state)));
    await this.terms.intern(termsOf(appended, [...entryBlobs, ...stateBlobs]));
    await this.insertEvents(appended.events);
    const contents = appended.contents.map(({ eventSeq, lot }) => [this.id(lot), roleNumber('content'), eventSeq]);
    await this.insert('event_identifier', contents, 'ignore');
    await this.insertRevisions(appended.revisions, entryBlobs);
    await this.insertLotStates(appended.lotStates, stateBlobs);
    await this.insert('void', appended.voids.map((pair) => [pair.eventSeq, pair.bySeq]), 'ignore');
    await this.insert('lot_at_site', appended.lotsAtSites.map((pair) => [this.id(pair.site), this.id(pair.lot), this.caches.head + 1]), 'ignore');
    await this.insertDraws(appended);
    await this.addCells(appended.cells);
    this.caches.head = appended.events.at(-1)?.seq ?? this.caches.head;
  }

  private async insert(table: keyof Tables, rows: Row[], onConflict: 'fail' | 'ignore' | 'replace'): Promise<void> {
    if (rows.length > 0) await this.session.insert(tableSpec(table), rows, onConflict);
  }

  /** The number of a term that `append` has interned. */
  private id(uri: string): number {
    const id = this.terms.idOf(uri);
    if (id === undefined) throw new Error(`SqlWriter: the term ${uri} was not interned`);
    return id;
  }

  private idOrNull(uri: string | null): number | null {
    return uri === null ? null : this.id(uri);
  }

  private readonly idOf = (uri: string): number => this.id(uri);

  private async insertEvents(events: readonly NewEvent[]): Promise<void> {
    await this.insert('event', events.map((event) => this.eventRow(event)), 'fail');
    await this.insert('event_body', events.map((event) => [event.seq, event.body]), 'fail');
    await this.insert('event_key', events.flatMap(keyRows), 'ignore');
    const named = events.flatMap((event) =>
      event.index.identifiers.map((identifier) => [this.id(identifier.id), roleNumber(identifier.role), event.seq]),
    );
    await this.insert('event_identifier', named, 'ignore');
  }

  private eventRow(event: NewEvent): Row {
    const { index } = event;
    return [
      event.seq, event.hash, event.eventID, event.declaresError ? 1 : 0, eventTypeNumber(index.type), index.eventTimeMs, event.recordedMs,
      this.idOrNull(index.bizStep), this.idOrNull(index.disposition), this.idOrNull(index.readPoint), this.idOrNull(index.bizLocation),
      this.idOrNull(index.site), this.id(JSON.stringify(event.context)),
    ];
  }

  private async insertRevisions(revisions: readonly NewRevision[], blobs: readonly BlobWriter[]): Promise<void> {
    await this.supersedeFlows(revisions.filter((revision) => revision.previous !== null));
    const entries = revisions.map((revision, place) => [revision.eventSeq, revision.revision, blobs[place]!.finish(this.idOf)]);
    await this.insert('entry', entries, 'replace');
    const flows: Row[] = [];
    const roles: Row[] = [];
    for (const revision of revisions) {
      for (const [key, masses] of mergedFlows(revision.entry)) {
        const [lot, role] = [this.id(key.lot), flowRoleNumber(key.role)];
        const data = blobOf((blob) => writeMasses(blob, masses)).finish(this.idOf);
        flows.push([revision.eventSeq, revision.revision, role, lot, null, revision.entry.timeMs, data]);
        roles.push([lot, role, revision.eventSeq]);
      }
    }
    await this.insert('flow', flows, 'replace');
    await this.insert('event_identifier', roles, 'ignore');
  }

  private async supersedeFlows(revisions: readonly NewRevision[]): Promise<void> {
    for (const { eventSeq, revision } of revisions) {
      const update = this.db.updateTable('flow').set({ superseded: revision }).where('event_seq', '=', eventSeq);
      await this.session.all(update.where('superseded', 'is', null).compile());
    }
  }

  private async insertLotStates(states: readonly LotState[], blobs: readonly BlobWriter[]): Promise<void> {
    const rows = states.map((state, place) => [this.id(state.lot), state.pools.length > 0 ? 1 : 0, blobs[place]!.finish(this.idOf)]);
    await this.insert('lot_state', rows, 'replace');
    for (const state of states) {
      this.caches.lotStates.delete(state.lot);
      this.caches.lotStates.set(state.lot, state);
    }
  }

  private async insertDraws({ draws, events }: Appended): Promise<void> {
    if (draws.length === 0) return;
    const first = events.length > 0 ? 0 : await this.placeAfterDraws();
    const rows = draws.map((draw, place) => [
      draw.eventSeq, draw.revision, first + place, draw.eventTimeMs, draw.year, draw.stage, draw.ore, this.id(draw.holder), Number(draw.reoMg),
    ]);
    await this.insert('quota_draw', rows, 'fail');
  }

  /** Draws without events of their own bear the place of an event that may have draws already. */
  private async placeAfterDraws(): Promise<number> {
    const [row] = await this.session.all(this.db.selectFrom('quota_draw').select((draw) => draw.fn.max('place').as('last')).compile());
    return Number(row?.last ?? -1) + 1;
  }

  private async addCells(cells: readonly BalanceCell[]): Promise<void> {
    if (cells.length === 0) return;
    const accounts = await this.accountIds(cells.map((cell) => cell.account));
    const changes = new Map<string, CellChange>();
    for (const cell of cells) {
      const account = accounts.get(accountKey(cell.account))!;
      for (const [level, period] of [[DAY_LEVEL, cell.day], [MONTH_LEVEL, monthOfDay(cell.day)]] as const) {
        const key = `${account}|${level}|${period}|${cell.recordedDay}`;
        const change = changes.get(key) ?? { account, level, period, recordedDay: cell.recordedDay, turnover: noTurnover() };
        addTurnover(change.turnover, cell.turnover);
        changes.set(key, change);
      }
    }
    await this.writeCells(changes);
  }

  private async writeCells(changes: ReadonlyMap<string, CellChange>): Promise<void> {
    await this.loadCells(changes);
    const rows: Row[] = [];
    for (const [key, change] of changes) {
      const total = this.caches.turnovers.get(key) ?? noTurnover();
      addTurnover(total, change.turnover);
      this.caches.turnovers.delete(key);
      this.caches.turnovers.set(key, total);
      const data = blobOf((blob) => writeTurnover(blob, total)).finish(this.idOf);
      rows.push([change.account, change.level, change.period, change.recordedDay, data]);
    }
    await this.insert('balance_cell', rows, 'replace');
  }

  /** Reads the present turnovers of the cells that are not in the cache. */
  private async loadCells(changes: ReadonlyMap<string, CellChange>): Promise<void> {
    const missing = [...changes].filter(([key]) => !this.caches.turnovers.has(key)).map(([, change]) => change);
    if (missing.length === 0) return;
    const of = (pick: (change: CellChange) => number) => this.list([...new Set(missing.map(pick))]);
    const query = this.db
      .selectFrom('balance_cell')
      .selectAll()
      .where(sql<boolean>`account in ${of((change) => change.account)}`)
      .where(sql<boolean>`level in ${of((change) => change.level)}`)
      .where(sql<boolean>`period in ${of((change) => change.period)}`)
      .where(sql<boolean>`recorded_day in ${of((change) => change.recordedDay)}`);
    for (const row of await this.session.all(query.compile())) {
      const key = `${Number(row.account)}|${Number(row.level)}|${Number(row.period)}|${Number(row.recorded_day)}`;
      if (changes.has(key) && !this.caches.turnovers.has(key)) this.caches.turnovers.set(key, readTurnover(new BlobReader(row.data)));
    }
  }

  private async accountIds(accounts: readonly Account[]): Promise<ReadonlyMap<string, number>> {
    const known = this.caches.accounts ?? (await this.loadAccounts());
    this.caches.accounts = known;
    const rows: Row[] = [];
    for (const account of accounts) {
      const key = accountKey(account);
      if (known.has(key)) continue;
      known.set(key, known.size + 1);
      const [site, counterpart] = [this.idOrNull(account.site) ?? 0, this.idOrNull(account.counterpart) ?? 0];
      rows.push([known.size, ACCOUNT_KINDS.indexOf(account.kind), site, counterpart]);
    }
    await this.insert('account', rows, 'fail');
    return known;
  }

  private async loadAccounts(): Promise<Map<string, number>> {
    const rows = await this.session.all(this.db.selectFrom('account').selectAll().orderBy('id').compile());
    await this.terms.loadUris(rows.flatMap((row) => [Number(row.site), Number(row.counterpart)]).filter((id) => id !== 0));
    const uri = (id: number): string | null => (id === 0 ? null : this.terms.uriOf(id));
    return new Map(
      rows.map((row) => {
        const account = { kind: ACCOUNT_KINDS[Number(row.kind)]!, site: uri(Number(row.site)), counterpart: uri(Number(row.counterpart)) };
        return [accountKey(account), Number(row.id)];
      }),
    );
  }

  async putCaptureJob(job: CaptureJob): Promise<void> {
    const [row] = await this.session.all(
      this.db
        .selectFrom('capture_job')
        .select((jobs) => [jobs.fn.max('place').as('last'), jobs.fn.max(sql<number>`case when id = ${job.captureID} then place end`).as('own')])
        .compile(),
    );
    const place = row?.own ?? Number(row?.last ?? 0) + 1;
    await this.insert('capture_job', [[job.captureID, Number(place), JSON.stringify(job)]], 'replace');
  }

  async putDocument(name: string, text: string): Promise<void> {
    await this.insert('document', [[name, text]], 'replace');
  }

  async appendJournal(name: string, lines: readonly string[]): Promise<void> {
    const query = this.db.selectFrom('journal').select((row) => row.fn.max('line').as('last')).where('name', '=', name);
    const [row] = await this.session.all(query.compile());
    const first = row?.last === null || row?.last === undefined ? 0 : Number(row.last) + 1;
    await this.insert('journal', lines.map((text, place) => [name, first + place, text]), 'fail');
  }
}

function blobOf(write: (blob: BlobWriter) => void): BlobWriter {
  const blob = new BlobWriter();
  write(blob);
  return blob;
}

function keyRows(event: NewEvent): Row[] {
  const keys = new Set([event.hash, ...(event.eventID === null ? [] : [event.eventID])]);
  return [...keys].map((key) => [keyNumber(key), event.seq]);
}

/** Flows of one lot in one role added up: a lot may be named twice. */
function mergedFlows(entry: Entry): [key: { lot: string; role: Entry['flows'][number]['role'] }, masses: bigint[]][] {
  const merged = new Map<string, [{ lot: string; role: Entry['flows'][number]['role'] }, bigint[]]>();
  for (const { lot, role, masses } of entry.flows) {
    const key = `${role}|${lot}`;
    const present = merged.get(key);
    if (present === undefined) merged.set(key, [{ lot, role }, masses]);
    else present[1] = present[1].map((mg, column) => mg + masses[column]!);
  }
  return [...merged.values()];
}

function* termsOf(appended: Appended, blobs: readonly BlobWriter[]): Generator<string> {
  for (const { index, context } of appended.events) {
    for (const word of [index.bizStep, index.disposition, index.readPoint, index.bizLocation, index.site]) if (word !== null) yield word;
    for (const { id } of index.identifiers) yield id;
    yield JSON.stringify(context);
  }
  for (const blob of blobs) yield* blob.terms();
  for (const state of appended.lotStates) yield state.lot;
  for (const { site, lot } of appended.lotsAtSites) {
    yield site;
    yield lot;
  }
  for (const draw of appended.draws) yield draw.holder;
  for (const { lot } of appended.contents) yield lot;
  for (const { account } of appended.cells) {
    if (account.site !== null) yield account.site;
    if (account.counterpart !== null) yield account.counterpart;
  }
}
