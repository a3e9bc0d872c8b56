import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Json, JsonObject } from '../../epcis/index.ts';
import { ACCOUNT_KINDS, type BalanceCell, type Flow, type LotState } from '../../ledger/index.ts';
import type {
  CaptureJob, CapturedEvent, DrawTotal, EntryRevision, FlowMoment, FlowRow, IdentifierRole, NewRevision, RecordCounts, RecordReader,
  ScanHints, ScanRange,
} from '../../record/index.ts';
import { ByteReader } from './bytes.ts';
import { readEntry, readLotState, readMasses, readTurnover } from './codec.ts';
import { eventTypeNumber, flowRole, flowRoleNumber, roleNumber } from './event-words.ts';
import { keyNumber } from './key-number.ts';
import { DAY_LEVEL, lastDayOfMonth, MONTH_LEVEL, wholeMonths } from './periods.ts';
import { listOf, type SqlSession } from './session.ts';
import type { Tables } from './tables.ts';
import { Terms, type TermCache } from './terms.ts';

interface EntryRow {
  event_seq: number;
  revision: number;
  data: Uint8Array;
  hash: string;
  event_time: number;
}

/** The reads of the record in SQL, the same for SQLite and PostgreSQL. */
export class SqlReader implements RecordReader {
  protected readonly session: SqlSession;
  protected readonly db: Kysely<Tables>;
  readonly terms: Terms;

  constructor(session: SqlSession, db: Kysely<Tables>, cache: TermCache) {
    this.session = session;
    this.db = db;
    this.terms = new Terms(session, db, cache);
  }

  protected list(values: readonly (number | string)[]): RawBuilder<unknown> {
    return listOf(this.session.dialect, values);
  }

  async head(): Promise<number> {
    const [row] = await this.session.all(this.db.selectFrom('event').select((event) => event.fn.max('seq').as('seq')).compile());
    return Number(row?.seq ?? 0);
  }

  async counts(): Promise<RecordCounts> {
    const head = await this.head();
    const edge = (column: 'event_time' | 'recorded', end: 'min' | 'max'): Promise<number | null> => this.edgeOf(column, end);
    const lots = this.db.selectFrom('lot_state').select((state) => state.fn.countAll().as('n')).where('held', '=', 1);
    const [row] = await this.session.all(lots.compile());
    return {
      events: head,
      lots: Number(row?.n ?? 0),
      firstEventMs: await edge('event_time', 'min'),
      lastEventMs: await edge('event_time', 'max'),
      lastRecordedMs: await this.lastRecordedMs(),
    };
  }

  lastRecordedMs(): Promise<number | null> {
    return this.edgeOf('recorded', 'max');
  }

  private async edgeOf(column: 'event_time' | 'recorded', end: 'min' | 'max'): Promise<number | null> {
    const [row] = await this.session.all(this.db.selectFrom('event').select((event) => event.fn[end](column).as('at')).compile());
    return row?.at === null || row?.at === undefined ? null : Number(row.at);
  }

  async seqAt(recordedMs: number): Promise<number> {
    const query = this.db.selectFrom('event').select((event) => event.fn.max('seq').as('seq')).where('recorded', '<=', recordedMs);
    const [row] = await this.session.all(query.compile());
    return Number(row?.seq ?? 0);
  }

  async findKeys(keys: readonly string[]): ReturnType<RecordReader['findKeys']> {
    const wanted = new Set(keys);
    const found: Awaited<ReturnType<RecordReader['findKeys']>> = new Map();
    if (keys.length === 0) return found;
    const query = this.db
      .selectFrom('event_key')
      .innerJoin('event', 'event.seq', 'event_key.seq')
      .select(['event.seq', 'hash', 'event_id', 'declares_error'])
      .where(sql<boolean>`event_key.key in ${this.list(keys.map(keyNumber))}`)
      .orderBy('event.seq');
    for (const row of await this.session.all(query.compile())) {
      const event = { seq: Number(row.seq), hash: row.hash, eventID: row.event_id, declaresError: Number(row.declares_error) === 1 };
      for (const key of new Set([row.hash, row.event_id])) {
        if (key === null || !wanted.has(key)) continue;
        const events = found.get(key) ?? [];
        if (!events.some((other) => other.seq === event.seq)) events.push(event);
        found.set(key, events);
      }
    }
    return found;
  }

  async eventsBySeq(seqs: readonly number[]): Promise<CapturedEvent[]> {
    if (seqs.length === 0) return [];
    return this.readEvents(sql<boolean>`event.seq in ${this.list(seqs)}`, null);
  }

  async scan(hints: ScanHints, range: ScanRange): Promise<CapturedEvent[]> {
    const ids = hints.anyOfIdentifiers;
    await this.terms.load([...(ids ?? []), ...(hints.bizSteps ?? []), ...(hints.sites ?? [])]);
    const conditions = [sql<boolean>`event.seq > ${range.afterSeq}`, sql<boolean>`event.seq <= ${range.untilSeq}`];
    if (ids !== undefined) {
      const known = this.numbersOf(ids);
      conditions.push(sql<boolean>`event.seq in (select seq from event_identifier where identifier in ${this.list(known)})`);
    }
    if (hints.types !== undefined) conditions.push(sql<boolean>`type in ${this.list(hints.types.map(eventTypeNumber))}`);
    if (hints.bizSteps !== undefined) conditions.push(sql<boolean>`biz_step in ${this.list(this.numbersOf(hints.bizSteps))}`);
    if (hints.sites !== undefined) conditions.push(sql<boolean>`site in ${this.list(this.numbersOf(hints.sites))}`);
    if (hints.eventTimeFromMs !== undefined) conditions.push(sql<boolean>`event_time >= ${hints.eventTimeFromMs}`);
    if (hints.eventTimeBeforeMs !== undefined) conditions.push(sql<boolean>`event_time < ${hints.eventTimeBeforeMs}`);
    if (hints.recordedFromMs !== undefined) conditions.push(sql<boolean>`recorded >= ${hints.recordedFromMs}`);
    if (hints.recordedBeforeMs !== undefined) conditions.push(sql<boolean>`recorded < ${hints.recordedBeforeMs}`);
    return this.readEvents(sql<boolean>`${sql.join(conditions, sql` and `)}`, range.limit);
  }

  /** Numbers of the terms that are on record; −1, which no term has, where none is. */
  private numbersOf(uris: readonly string[]): number[] {
    const known = uris.map((uri) => this.terms.idOf(uri)).filter((id) => id !== undefined);
    return known.length === 0 ? [-1] : known;
  }

  private async readEvents(condition: RawBuilder<boolean>, limit: number | null): Promise<CapturedEvent[]> {
    let query = this.db
      .selectFrom('event')
      .innerJoin('event_body', 'event_body.seq', 'event.seq')
      .select(['event.seq', 'hash', 'event_id', 'declares_error', 'event_time', 'recorded', 'context', 'body'])
      .where(condition)
      .orderBy('event.seq');
    if (limit !== null) query = query.limit(limit);
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.map((row) => Number(row.context)));
    return rows.map((row) => ({
      seq: Number(row.seq),
      hash: row.hash,
      eventID: row.event_id,
      declaresError: Number(row.declares_error) === 1,
      eventTimeMs: Number(row.event_time),
      recordedMs: Number(row.recorded),
      event: JSON.parse(row.body) as JsonObject,
      context: JSON.parse(this.terms.uriOf(Number(row.context))) as Json,
    }));
  }

  async seqsNaming(ids: readonly string[], roles: readonly IdentifierRole[]): Promise<number[]> {
    await this.terms.load(ids);
    let query = this.db
      .selectFrom('event_identifier')
      .select('seq')
      .distinct()
      .where(sql<boolean>`identifier in ${this.list(this.numbersOf(ids))}`)
      .where('role', '<', flowRoleNumber('input'))
      .orderBy('seq');
    if (roles.length > 0) query = query.where('role', 'in', roles.map(roleNumber));
    const rows = await this.session.all(query.compile());
    return rows.map((row) => Number(row.seq));
  }

  async searchIdentifiers(text: string, limit: number): Promise<string[]> {
    const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    const query = this.db
      .selectFrom('term')
      .select('uri')
      .where(sql<boolean>`lower(uri) like ${pattern} escape '\\'`)
      .where(sql<boolean>`exists (select 1 from event_identifier where identifier = term.id)`)
      .orderBy('id')
      .limit(limit);
    const rows = await this.session.all(query.compile());
    return rows.map((row) => row.uri);
  }

  async lotStates(lots: readonly string[]): Promise<Map<string, LotState>> {
    const states = new Map<string, LotState>();
    if (lots.length === 0) return states;
    await this.terms.load(lots);
    const ids = this.numbersOf(lots);
    const query = this.db.selectFrom('lot_state').select(['lot', 'data']).where(sql<boolean>`lot in ${this.list(ids)}`);
    const rows = await this.session.all(query.compile());
    const decoded = await this.terms.decode((uriOf) =>
      rows.map((row) => readLotState(new ByteReader(row.data), uriOf, uriOf(Number(row.lot)))),
    );
    for (const state of decoded) states.set(state.lot, state);
    return states;
  }

  async voided(seqs: readonly number[]): Promise<Map<number, number>> {
    if (seqs.length === 0) return new Map();
    const query = this.db.selectFrom('void').selectAll().where(sql<boolean>`event_seq in ${this.list(seqs)}`);
    const rows = await this.session.all(query.compile());
    return new Map(rows.map((row) => [Number(row.event_seq), Number(row.by_seq)]));
  }

  async entries(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryRevision>> {
    if (eventSeqs.length === 0) return new Map();
    const revisions = await this.readEntries(sql<boolean>`event_seq in ${this.list(eventSeqs)}`, knownSeq);
    return latestOf(revisions);
  }

  private async readEntries(condition: RawBuilder<boolean>, knownSeq: number | null): Promise<EntryRevision[]> {
    let query = this.db
      .selectFrom('entry')
      .innerJoin('event', 'event.seq', 'entry.event_seq')
      .select(['event_seq', 'revision', 'data', 'hash', 'event_time'])
      .where(condition)
      .orderBy('event_seq')
      .orderBy('revision');
    if (knownSeq !== null) query = query.where('revision', '<=', knownSeq);
    return this.decodeEntries(await this.session.all(query.compile()));
  }

  private decodeEntries(rows: readonly EntryRow[]): Promise<EntryRevision[]> {
    return this.terms.decode((uriOf) =>
      rows.map((row) => ({
        eventSeq: Number(row.event_seq),
        revision: Number(row.revision),
        entry: readEntry(new ByteReader(row.data), uriOf, row.hash, Number(row.event_time)),
      })),
    );
  }

  async revisionsBetween(fromSeq: number, toSeq: number): Promise<NewRevision[]> {
    const touched = sql<boolean>`event_seq in (select event_seq from entry where revision > ${fromSeq} and revision <= ${toSeq})`;
    const all = await this.readEntries(touched, toSeq);
    const sites = await this.sitesOf(all.map((revision) => revision.eventSeq));
    return all.flatMap((revision, place) => {
      if (revision.revision <= fromSeq) return [];
      const before = all[place - 1];
      const previous = before?.eventSeq === revision.eventSeq ? before.entry : null;
      return [{ ...revision, previous, site: sites.get(revision.eventSeq) ?? null }];
    });
  }

  private async sitesOf(seqs: readonly number[]): Promise<Map<number, string | null>> {
    if (seqs.length === 0) return new Map();
    const query = this.db.selectFrom('event').select(['seq', 'site']).where(sql<boolean>`seq in ${this.list(seqs)}`);
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.flatMap((row) => (row.site === null ? [] : [Number(row.site)])));
    return new Map(rows.map((row) => [Number(row.seq), row.site === null ? null : this.terms.uriOf(Number(row.site))]));
  }

  async entriesBetween(fromMs: number, toMs: number, knownSeq: number | null): Promise<EntryRevision[]> {
    const revisions = await this.readEntries(sql<boolean>`event_time >= ${fromMs} and event_time < ${toMs}`, knownSeq);
    return [...latestOf(revisions).values()];
  }

  async cells(filter: Parameters<RecordReader['cells']>[0]): Promise<BalanceCell[]> {
    if (filter.sites !== null) await this.terms.load(filter.sites);
    const { beforeMonth, months, dayRanges } = wholeMonths(filter.fromDay, filter.toDay);
    const parts = [
      sql<boolean>`(level = ${MONTH_LEVEL} and period < ${beforeMonth})`,
      ...(months.length === 0 ? [] : [sql<boolean>`(level = ${MONTH_LEVEL} and period in ${this.list(months)})`]),
      ...dayRanges.map(([from, to]) => sql<boolean>`(level = ${DAY_LEVEL} and period >= ${from} and period <= ${to})`),
    ];
    const periods = sql<boolean>`(${sql.join(parts, sql` or `)})`;
    let query = this.db
      .selectFrom('balance_cell')
      .innerJoin('account', 'account.id', 'balance_cell.account')
      .select(['kind', 'site', 'counterpart', 'level', 'period', 'recorded_day', 'data'])
      .where(periods);
    if (filter.sites !== null) query = query.where(sql<boolean>`account.site in ${this.list(this.numbersOf(filter.sites))}`);
    if (filter.recordedBeforeDay !== null) query = query.where('recorded_day', '<', filter.recordedBeforeDay);
    return this.decodeCells(await this.session.all(query.compile()));
  }

  private async decodeCells(
    rows: readonly { kind: number; site: number; counterpart: number; level: number; period: number; recorded_day: number; data: Uint8Array }[],
  ): Promise<BalanceCell[]> {
    await this.terms.loadUris(rows.flatMap((row) => [Number(row.site), Number(row.counterpart)]).filter((id) => id !== 0));
    const uri = (id: number): string | null => (id === 0 ? null : this.terms.uriOf(id));
    return rows.map((row) => ({
      account: { kind: ACCOUNT_KINDS[Number(row.kind)]!, site: uri(Number(row.site)), counterpart: uri(Number(row.counterpart)) },
      day: Number(row.level) === MONTH_LEVEL ? lastDayOfMonth(Number(row.period)) : Number(row.period),
      recordedDay: Number(row.recorded_day),
      turnover: readTurnover(new ByteReader(row.data)),
    }));
  }

  async lotsAtSite(site: string, offset: number, limit: number): Promise<{ lots: string[]; total: number }> {
    await this.terms.load([site]);
    const number = this.terms.idOf(site) ?? -1;
    const atSite = this.db.selectFrom('lot_at_site').where('site', '=', number);
    const [count] = await this.session.all(atSite.select((row) => row.fn.countAll().as('n')).compile());
    const page = atSite.select('lot').orderBy('first_seq', 'desc').orderBy('lot', 'desc').offset(offset).limit(limit);
    const rows = await this.session.all(page.compile());
    await this.terms.loadUris(rows.map((row) => Number(row.lot)));
    return { lots: rows.map((row) => this.terms.uriOf(Number(row.lot))), total: Number(count?.n ?? 0) };
  }

  async flowsAround(lots: readonly string[], roles: readonly Flow['role'][], moment: FlowMoment): Promise<FlowRow[]> {
    if (lots.length === 0 || roles.length === 0) return [];
    await this.terms.load(lots);
    const events = sql`select seq from event_identifier
      where identifier in ${this.list(this.numbersOf(lots))} and role in ${this.list(roles.map(flowRoleNumber))}`;
    return this.readFlows(sql<boolean>`event_seq in (${events})`, moment);
  }

  async flowsOfTrace(lot: string, direction: 'up' | 'down', moment: FlowMoment): Promise<FlowRow[]> {
    await this.terms.load([lot]);
    const near = flowRoleNumber(direction === 'up' ? 'output' : 'input');
    const far = flowRoleNumber(direction === 'up' ? 'input' : 'output');
    const events = sql`with recursive reached(lot) as (
        select cast(${this.terms.idOf(lot) ?? -1} as bigint)
        union
        select flow.lot from reached
          cross join event_identifier made
          cross join flow
        where made.identifier = reached.lot and made.role = ${near} and flow.event_seq = made.seq and flow.role = ${far}
          and ${this.current(moment)}
      )
      select made.seq from reached cross join event_identifier made
      where made.identifier = reached.lot and made.role in (${near}, ${flowRoleNumber('source')})`;
    return this.readFlows(sql<boolean>`event_seq in (${events})`, moment);
  }

  private current(moment: FlowMoment): RawBuilder<boolean> {
    const asOf = moment.asOfMs === null ? sql`` : sql` and flow.event_time <= ${moment.asOfMs}`;
    if (moment.knownSeq === null) return sql<boolean>`flow.superseded is null${asOf}`;
    const { knownSeq } = moment;
    return sql<boolean>`flow.revision <= ${knownSeq} and (flow.superseded is null or flow.superseded > ${knownSeq})${asOf}`;
  }

  private async readFlows(condition: RawBuilder<boolean>, moment: FlowMoment): Promise<FlowRow[]> {
    const query = this.db
      .selectFrom('flow')
      .select(['event_seq', 'event_time', 'lot', 'role', 'data'])
      .where(condition)
      .where(this.current(moment))
      .orderBy('event_seq')
      .orderBy('role');
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.map((row) => Number(row.lot)));
    return rows.map((row) => ({
      eventSeq: Number(row.event_seq),
      eventTimeMs: Number(row.event_time),
      lot: this.terms.uriOf(Number(row.lot)),
      role: flowRole(Number(row.role)),
      masses: readMasses(new ByteReader(row.data)),
    }));
  }

  async drawTotals(filter: { year: number; knownSeq: number | null; asOfMs: number | null }): Promise<DrawTotal[]> {
    let query = this.db
      .selectFrom('quota_draw')
      .select(['year', 'stage', 'ore', 'holder', sql<string>`cast(sum(reo_mg) as text)`.as('total')])
      .where('year', '=', filter.year)
      .groupBy(['year', 'stage', 'ore', 'holder'])
      .orderBy('holder');
    if (filter.knownSeq !== null) query = query.where('revision', '<=', filter.knownSeq);
    if (filter.asOfMs !== null) query = query.where('event_time', '<=', filter.asOfMs);
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.map((row) => Number(row.holder)));
    return rows.map((row) => ({
      year: Number(row.year),
      stage: row.stage as DrawTotal['stage'],
      ore: row.ore as DrawTotal['ore'],
      holder: this.terms.uriOf(Number(row.holder)),
      reoMg: BigInt(row.total),
    }));
  }

  async captureJob(captureID: string): Promise<CaptureJob | null> {
    const [row] = await this.session.all(this.db.selectFrom('capture_job').select('job').where('id', '=', captureID).compile());
    return row === undefined ? null : (JSON.parse(row.job) as CaptureJob);
  }

  async captureJobs(afterID: string | null, limit: number): Promise<CaptureJob[]> {
    let query = this.db.selectFrom('capture_job').select('job').orderBy('place').limit(limit);
    if (afterID !== null) query = query.where(sql<boolean>`place > (select place from capture_job where id = ${afterID})`);
    const rows = await this.session.all(query.compile());
    return rows.map((row) => JSON.parse(row.job) as CaptureJob);
  }

  async document(name: string): Promise<string | null> {
    const [row] = await this.session.all(this.db.selectFrom('document').select('text').where('name', '=', name).compile());
    return row?.text ?? null;
  }

  async journal(name: string, from: number): Promise<string[]> {
    const query = this.db.selectFrom('journal').select('text').where('name', '=', name).where('line', '>=', from).orderBy('line');
    const rows = await this.session.all(query.compile());
    return rows.map((row) => row.text);
  }
}

/** The last revision of each event; revisions come in ascending order. */
function latestOf(revisions: readonly EntryRevision[]): Map<number, EntryRevision> {
  return new Map(revisions.map((revision) => [revision.eventSeq, revision]));
}

