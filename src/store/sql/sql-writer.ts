import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { ACCOUNT_KINDS, accountOf, type Account, type BalanceCell, type Entry, type LotState } from '../../ledger/index.ts';
import { CHECKPOINT_DOCUMENT, contextText, WORD_KINDS, wordsOf } from '../../record/index.ts';
import type {
  Appended,
  CaptureJob,
  EventParty,
  LogGrowth,
  LotAtSite,
  NewEvent,
  NewRevision,
  RecordWriter,
} from '../../record/index.ts';
import { AccountList } from './account-list.ts';
import { bytesOf, writeEntry, writeLotState } from './codec.ts';
import { insertEventKeys } from './event-keys.ts';
import { eventTypeNumber, flowRoleNumber, roleNumber } from './event-words.ts';
import { RollUps } from './roll-ups.ts';
import type { SqlSession, SqlValue } from './session.ts';
import { SqlReader } from './sql-reader.ts';
import { tableSpec, type Tables } from './tables.ts';
import type { TermCache, Terms } from './terms.ts';
import { writeMasses } from './vector-codec.ts';
import type { WriteCaches } from './write-caches.ts';

type Row = SqlValue[];

/** The document that counts changes without events. */
const REPOSTINGS = 'ledger-repostings';

/** More terms than a record will have: a pair of them makes one number below 2^53. */
const TERMS = 2 ** 26;

/** The writes of the record in SQL, the same for SQLite and PostgreSQL. */
export class SqlWriter extends SqlReader implements RecordWriter {
  private readonly caches: WriteCaches;
  private readonly rollUps: RollUps;

  constructor(session: SqlSession, db: Kysely<Tables>, terms: TermCache, caches: WriteCaches) {
    super(session, db, terms);
    this.caches = caches;
    this.rollUps = new RollUps(session, db, caches);
  }

  /** Call first: drops the caches when another process has written since they were filled. */
  async begin(): Promise<void> {
    if (!this.caches.exclusive || this.caches.head < 0) await this.checkCaches();
    this.terms.nextId = this.caches.nextTermId;
  }

  private async checkCaches(): Promise<void> {
    const head = await super.head();
    const repostings = await this.document(REPOSTINGS);
    if (this.caches.head !== head || this.caches.repostings !== repostings) this.caches.clear();
    this.caches.head = head;
    this.caches.repostings = repostings;
  }

  override head(): Promise<number> {
    return Promise.resolve(this.caches.head);
  }

  override async lastRecordedMs(): Promise<number | null> {
    this.caches.lastRecordedMs ??= await super.lastRecordedMs();
    return this.caches.lastRecordedMs;
  }

  override async document(name: string): Promise<string | null> {
    const known = this.caches.documents.get(name);
    if (known !== undefined) return known;
    const text = await super.document(name);
    if (this.caches.exclusive) this.caches.documents.set(name, text);
    return text;
  }

  /** Call after the commit. */
  committed(): void {
    this.terms.commit();
    this.caches.nextTermId = this.terms.nextId;
    this.caches.trim();
  }

  /** The states themselves, which the caller may change and hand back to `append`. */
  override async lotStates(lots: readonly string[]): Promise<Map<string, LotState>> {
    const states = new Map<string, LotState>();
    const missing: string[] = [];
    for (const lot of lots) {
      const cached = this.caches.lotStates.get(lot);
      if (cached === undefined) missing.push(lot);
      else states.set(lot, cached);
    }
    for (const [lot, state] of await super.lotStates(missing)) states.set(lot, state);
    return states;
  }

  /** Table by table, with a breath between them: other work of the process need not wait for a whole change. */
  async append(appended: Appended): Promise<void> {
    await this.terms.intern(newTermsOf(appended, this.terms));
    await this.insertEvents(appended.events);
    await setImmediate();
    await this.insertRevisions(appended);
    await setImmediate();
    await this.insertLotStates(appended.lotStates);
    await setImmediate();
    await this.insertWhatFollows(appended);
    await this.addCells(appended.cells);
    if (appended.log !== null) await this.insertLog(appended.log);
    if (appended.events.length === 0) await this.countReposting();
    const last = appended.events.at(-1);
    if (last === undefined) return;
    this.caches.head = last.seq;
    this.caches.lastRecordedMs = last.recordedMs;
  }

  private async insertLog({ tiles, checkpoint }: LogGrowth): Promise<void> {
    const rows = tiles.map(({ tile, bytes }) => [tile.level, tile.index, bytes]);
    await this.insert('log_tile', rows, 'replace');
    await this.putDocument(CHECKPOINT_DOCUMENT, checkpoint);
  }

  private async insertWhatFollows(appended: Appended): Promise<void> {
    const contents = appended.contents.map(({ eventSeq, lot }) => [this.id(lot), roleNumber('content'), eventSeq]);
    await this.insert('event_identifier', contents, 'ignore');
    await this.addParties(appended.parties);
    const voids = appended.voids.map((pair) => [pair.eventSeq, pair.bySeq]);
    await this.insert('void', voids, 'ignore');
    await this.insertLotsAtSites(appended.lotsAtSites);
    await this.insertDraws(appended);
  }

  /** A change without events leaves the head where it was: other processes learn from this number that what they remember is old. */
  private async countReposting(): Promise<void> {
    this.caches.repostings = String(Number(this.caches.repostings ?? 0) + 1);
    await this.putDocument(REPOSTINGS, this.caches.repostings);
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
    await this.insert(
      'event',
      events.map((event) => this.eventRow(event)),
      'fail',
    );
    await this.insert(
      'event_body',
      events.map((event) => [event.seq, event.body]),
      'fail',
    );
    await insertEventKeys(this.session, this.db, this.caches, events);
    const named = events.flatMap((event) =>
      event.index.identifiers.map((identifier) => [this.id(identifier.id), roleNumber(identifier.role), event.seq]),
    );
    await this.insert('event_identifier', named, 'ignore');
    const concerned = events.flatMap((event) => event.index.parties.map((party) => [event.seq, this.id(party)]));
    await this.insert('event_party', concerned, 'ignore');
    await this.insertWords(events);
  }

  private async insertWords(events: readonly NewEvent[]): Promise<void> {
    const rows: Row[] = [];
    for (const [kind, word] of events.flatMap(({ index }) => wordsOf(index))) {
      const key = `${kind} ${word}`;
      if (this.caches.words.has(key)) continue;
      this.caches.words.add(key);
      rows.push([WORD_KINDS.indexOf(kind), this.id(word)]);
    }
    await this.insert('event_word', rows, 'ignore');
  }

  private eventRow(event: NewEvent): Row {
    const { index } = event;
    return [
      event.seq,
      event.hash,
      event.eventID,
      event.declaresError ? 1 : 0,
      eventTypeNumber(index.type),
      index.eventTimeMs,
      event.recordedMs,
      this.idOrNull(index.bizStep),
      this.idOrNull(index.disposition),
      this.idOrNull(index.readPoint),
      this.idOrNull(index.bizLocation),
      this.idOrNull(index.site),
      this.id(contextText(event.context)),
      event.salt,
    ];
  }

  private async insertRevisions({ revisions, events }: Appended): Promise<void> {
    await this.supersedeFlows(revisions.filter((revision) => revision.previous !== null));
    const entries = revisions.map(({ eventSeq, revision, entry }) => {
      const data = bytesOf((out) => writeEntry(out, entry, this.idOf));
      return [eventSeq, revision, data];
    });
    await this.insert('entry', entries, 'replace');
    const named = new Map(events.map((event) => [event.seq, event.index.identifiers]));
    const flows: Row[] = [];
    const roles: Row[] = [];
    for (const { eventSeq, revision, entry } of revisions) {
      for (const [key, masses] of mergedFlows(entry)) {
        const [lot, role] = [this.id(key.lot), flowRoleNumber(key.role)];
        const data = bytesOf((out) => writeMasses(out, masses));
        flows.push([eventSeq, revision, role, lot, null, entry.timeMs, data]);
        const isNamed = named.get(eventSeq)?.some((identifier) => identifier.role === key.role && identifier.id === key.lot);
        if (isNamed !== true) roles.push([lot, role, eventSeq]);
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

  private async insertLotStates(states: readonly LotState[]): Promise<void> {
    const rows = states.map((state) => {
      const data = bytesOf((out) => writeLotState(out, state, this.idOf));
      return [this.id(state.lot), state.pools.length > 0 ? 1 : 0, data];
    });
    await this.insert('lot_state', rows, 'replace');
    for (const state of states) this.caches.lotStates.set(state.lot, state);
  }

  private async insertLotsAtSites(pairs: readonly LotAtSite[]): Promise<void> {
    const { lotsAtSites, head } = this.caches;
    const rows: Row[] = [];
    for (const pair of pairs) {
      const [site, lot] = [this.id(pair.site), this.id(pair.lot)];
      const key = site * TERMS + lot;
      if (lotsAtSites.get(key) === true) continue;
      lotsAtSites.set(key, true);
      rows.push([site, lot, head + 1]);
    }
    await this.insert('lot_at_site', rows, 'ignore');
  }

  private async insertDraws({ draws, events }: Appended): Promise<void> {
    if (draws.length === 0) return;
    const first = events.length > 0 ? 0 : await this.placeAfterDraws();
    const rows = draws.map((draw, place) => [
      draw.eventSeq,
      draw.revision,
      first + place,
      draw.eventTimeMs,
      draw.year,
      draw.stage,
      draw.ore,
      this.id(draw.holder),
      Number(draw.reoMg),
    ]);
    await this.insert('quota_draw', rows, 'fail');
  }

  /** Draws without events of their own bear the place of an event that may have draws already. */
  private async placeAfterDraws(): Promise<number> {
    const [row] = await this.session.all(
      this.db
        .selectFrom('quota_draw')
        .select((draw) => draw.fn.max('place').as('last'))
        .compile(),
    );
    return Number(row?.last ?? -1) + 1;
  }

  private async addCells(cells: readonly BalanceCell[]): Promise<void> {
    if (cells.length === 0) return;
    const accounts = await this.accountIds(cells.map((cell) => cell.account));
    await this.rollUps.add(cells, accounts);
  }

  /** Accounts of a change may be taken back: they are not for others to know. */
  protected override knownAccounts(): AccountList {
    return new AccountList();
  }

  /** The number of each account, new ones added. */
  private async accountIds(accounts: readonly Account[]): Promise<number[]> {
    const known = this.caches.accounts ?? (await this.loadAccounts());
    this.caches.accounts = known;
    const rows: Row[] = [];
    const ids = accounts.map((given) => {
      const account = accountOf(given.kind, given.site, given.counterpart);
      let id = known.get(account);
      if (id === undefined) {
        id = known.size + 1;
        known.set(account, id);
        const [site, counterpart] = [this.idOrNull(account.site) ?? 0, this.idOrNull(account.counterpart) ?? 0];
        rows.push([id, ACCOUNT_KINDS.indexOf(account.kind), site, counterpart]);
      }
      return id;
    });
    await this.insert('account', rows, 'fail');
    return ids;
  }

  private async loadAccounts(): Promise<Map<Account, number>> {
    const rows = await this.session.all(this.db.selectFrom('account').selectAll().orderBy('id').compile());
    await this.terms.loadUris(rows.flatMap((row) => [Number(row.site), Number(row.counterpart)]).filter((id) => id !== 0));
    const uri = (id: number): string | null => (id === 0 ? null : this.terms.uriOf(id));
    return new Map(
      rows.map((row) => [
        accountOf(ACCOUNT_KINDS[Number(row.kind)]!, uri(Number(row.site)), uri(Number(row.counterpart))),
        Number(row.id),
      ]),
    );
  }

  async addParties(parties: readonly EventParty[]): Promise<void> {
    await this.terms.intern(new Set(parties.map(({ party }) => party)));
    await this.insert(
      'event_party',
      parties.map(({ eventSeq, party }) => [eventSeq, this.id(party)]),
      'ignore',
    );
  }

  async putCaptureJob(job: CaptureJob): Promise<void> {
    const jobs = this.db.selectFrom('capture_job');
    const [own] = await this.session.all(jobs.select('place').where('id', '=', job.captureID).compile());
    const [last] =
      own === undefined ? await this.session.all(jobs.select((row) => row.fn.max('place').as('place')).compile()) : [own];
    const place = own?.place ?? Number(last?.place ?? 0) + 1;
    await this.insert('capture_job', [[job.captureID, Number(place), JSON.stringify(job)]], 'replace');
  }

  putDocument(name: string, text: string): Promise<void> {
    return this.putDocuments(new Map([[name, text]]));
  }

  async putDocuments(documents: ReadonlyMap<string, string>): Promise<void> {
    await this.insert('document', [...documents], 'replace');
    if (!this.caches.exclusive) return;
    for (const [name, text] of documents) this.caches.documents.set(name, text);
  }

  async removeDocument(name: string): Promise<void> {
    await this.session.all(this.db.deleteFrom('document').where('name', '=', name).compile());
    if (this.caches.exclusive) this.caches.documents.set(name, null);
  }

  async appendJournal(name: string, lines: readonly string[]): Promise<void> {
    const query = this.db
      .selectFrom('journal')
      .select(sql<number | null>`max(line)`.as('last'))
      .where('name', '=', name);
    const [row] = await this.session.all(query.compile());
    const first = Number(row?.last ?? -1) + 1;
    await this.insert(
      'journal',
      lines.map((text, place) => [name, first + place, text]),
      'fail',
    );
  }
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

/** The terms of a change that are not known yet. */
function newTermsOf(appended: Appended, known: Terms): Set<string> {
  const terms = new Set<string>();
  const add = (uri: string | null): void => {
    if (uri !== null && known.idOf(uri) === undefined) terms.add(uri);
  };
  const addAccount = ({ site, counterpart }: Account): void => {
    add(site);
    add(counterpart);
  };
  for (const event of appended.events) addTermsOfEvent(event, add);
  for (const { entry } of appended.revisions) {
    for (const { account, lot } of entry.legs) {
      addAccount(account);
      add(lot);
    }
    for (const { lot } of entry.flows) add(lot);
  }
  for (const state of appended.lotStates) addTermsOfState(state, add, addAccount);
  for (const { site, lot } of appended.lotsAtSites) {
    add(site);
    add(lot);
  }
  for (const { holder } of appended.draws) add(holder);
  for (const { lot } of appended.contents) add(lot);
  for (const { party } of appended.parties) add(party);
  for (const { account } of appended.cells) addAccount(account);
  return terms;
}

function addTermsOfEvent({ index, context }: NewEvent, add: (uri: string | null) => void): void {
  for (const [, word] of wordsOf(index)) add(word);
  add(index.site);
  add(contextText(context));
  for (const { id } of index.identifiers) add(id);
  for (const party of index.parties) add(party);
}

function addTermsOfState(state: LotState, add: (uri: string | null) => void, addAccount: (account: Account) => void): void {
  add(state.lot);
  for (const { account } of state.pools) addAccount(account);
  for (const { from, to } of state.consignments) {
    add(from);
    add(to);
  }
  for (const { lot } of state.contents) add(lot);
}
