import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Json, JsonObject } from '../../epcis/index.ts';
import { ACCOUNT_KINDS, accountOf, dayOf, type Account, type BalanceCell, type Flow, type LotState } from '../../ledger/index.ts';
import type {
  CaptureJob,
  CapturedEvent,
  DrawTotal,
  EntryRevision,
  FlowMoment,
  FlowRow,
  IdentifierRole,
  NewRevision,
  RecordCounts,
  RecordReader,
  ScanHints,
  ScanRange,
} from '../../record/index.ts';
import { ByteReader } from './bytes.ts';
import { readEntry, readLotState, readMasses, readTurnover } from './codec.ts';
import { readDayBlock } from './day-block.ts';
import { eventTypeNumber, flowRole, flowRoleNumber, roleNumber, SOURCE_ROLE } from './event-words.ts';
import { mapInStretches } from './in-stretches.ts';
import { ANY_DAY, isEventHash, keyNumber } from './key-number.ts';
import { lastDayOfMonth, wholeMonths } from './periods.ts';
import { listOf, pairsOf, type SqlSession } from './session.ts';
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
    const [row] = await this.session.all(
      this.db
        .selectFrom('event')
        .select((event) => event.fn.max('seq').as('seq'))
        .compile(),
    );
    return Number(row?.seq ?? 0);
  }

  async counts(): Promise<RecordCounts> {
    const head = await this.head();
    const lots = this.db
      .selectFrom('lot_state')
      .select((state) => state.fn.countAll().as('n'))
      .where('held', '=', 1);
    const [row] = await this.session.all(lots.compile());
    return {
      events: head,
      lots: Number(row?.n ?? 0),
      firstEventMs: await this.edgeOf('event_time', 'min'),
      lastEventMs: await this.edgeOf('event_time', 'max'),
      lastRecordedMs: await this.lastRecordedMs(),
    };
  }

  async lastRecordedMs(): Promise<number | null> {
    const query = this.db.selectFrom('event').select('recorded').orderBy('seq', 'desc').limit(1);
    const [row] = await this.session.all(query.compile());
    return row === undefined ? null : Number(row.recorded);
  }

  private async edgeOf(column: 'event_time', end: 'min' | 'max'): Promise<number | null> {
    const edge = end === 'min' ? sql<number | null>`min(${sql.ref(column)})` : sql<number | null>`max(${sql.ref(column)})`;
    const [row] = await this.session.all(this.db.selectFrom('event').select(edge.as('at')).compile());
    return row?.at === undefined || row.at === null ? null : Number(row.at);
  }

  /** Times of recording never fall, so the place is found by halving. */
  async seqAt(recordedMs: number): Promise<number> {
    let [low, high] = [0, await this.head()];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const [row] = await this.session.all(this.db.selectFrom('event').select('recorded').where('seq', '=', middle).compile());
      if (Number(row?.recorded) <= recordedMs) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  async findKeys(keys: readonly string[], times?: ReadonlyMap<string, number>): ReturnType<RecordReader['findKeys']> {
    const wanted = new Set(keys);
    const found: Awaited<ReturnType<RecordReader['findKeys']>> = new Map();
    if (keys.length === 0) return found;
    const places = await this.placesOfKeys(keys, times);
    const query = this.db
      .selectFrom('event_key')
      .innerJoin('event', 'event.seq', 'event_key.seq')
      .select(['event.seq', 'hash', 'event_id', 'declares_error'])
      .where(sql<boolean>`(event_key.day, event_key.key) in ${pairsOf(this.session.dialect, places)}`)
      .orderBy('event.seq');
    for (const row of await this.session.all(query.compile())) {
      const event = {
        seq: Number(row.seq),
        hash: row.hash,
        eventID: row.event_id,
        declaresError: Number(row.declares_error) === 1,
      };
      for (const key of new Set([row.hash, row.event_id])) {
        if (key === null || !wanted.has(key)) continue;
        const events = found.get(key) ?? [];
        if (!events.some((other) => other.seq === event.seq)) events.push(event);
        found.set(key, events);
      }
    }
    return found;
  }

  /** Every key may stand under any day; a hash also under the day of its event, which the caller may know. */
  private async placesOfKeys(
    keys: readonly string[],
    times?: ReadonlyMap<string, number>,
  ): Promise<[day: number, key: number][]> {
    const hashes = keys.filter((key) => isEventHash(key) && times?.get(key) === undefined);
    const days = hashes.length === 0 ? [] : await this.daysOnRecord();
    return keys.flatMap((key): [number, number][] => {
      const number = keyNumber(key);
      const timeMs = times?.get(key);
      const own = timeMs !== undefined ? [dayOf(timeMs)] : isEventHash(key) ? days : [];
      return [ANY_DAY, ...own].map((day) => [day, number]);
    });
  }

  /** Every day on which an event on record happened, from the first to the last. */
  private async daysOnRecord(): Promise<number[]> {
    const [first, last] = [await this.edgeOf('event_time', 'min'), await this.edgeOf('event_time', 'max')];
    if (first === null || last === null) return [];
    return Array.from({ length: dayOf(last) - dayOf(first) + 1 }, (_, place) => dayOf(first) + place);
  }

  async eventsBySeq(seqs: readonly number[]): Promise<CapturedEvent[]> {
    if (seqs.length === 0) return [];
    return this.readEvents(sql<boolean>`event.seq in ${this.list(seqs)}`, null);
  }

  async scan(hints: ScanHints, range: ScanRange): Promise<CapturedEvent[]> {
    const ids = hints.anyOfIdentifiers;
    await this.terms.load([...(ids ?? []), ...(hints.bizSteps ?? []), ...(hints.places ?? [])]);
    const conditions = [sql<boolean>`event.seq > ${range.afterSeq}`, sql<boolean>`event.seq <= ${range.untilSeq}`];
    if (ids !== undefined) {
      const known = this.numbersOf(ids);
      conditions.push(sql<boolean>`event.seq in (select seq from event_identifier where identifier in ${this.list(known)})`);
    }
    if (hints.types !== undefined) conditions.push(sql<boolean>`type in ${this.list(hints.types.map(eventTypeNumber))}`);
    if (hints.bizSteps !== undefined) conditions.push(sql<boolean>`biz_step in ${this.list(this.numbersOf(hints.bizSteps))}`);
    if (hints.places !== undefined) {
      const places = this.list(this.numbersOf(hints.places));
      conditions.push(sql<boolean>`(read_point in ${places} or biz_location in ${places})`);
    }
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
      .where('role', '<', SOURCE_ROLE)
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
    const query = this.db
      .selectFrom('lot_state')
      .select(['lot', 'data'])
      .where(sql<boolean>`lot in ${this.list(ids)}`);
    const rows = await this.session.all(query.compile());
    const decoded = await this.terms.decode((uriOf) =>
      rows.map((row) => readLotState(new ByteReader(row.data), uriOf, uriOf(Number(row.lot)))),
    );
    for (const state of decoded) states.set(state.lot, state);
    return states;
  }

  async voided(seqs: readonly number[]): Promise<Map<number, number>> {
    if (seqs.length === 0) return new Map();
    const query = this.db
      .selectFrom('void')
      .selectAll()
      .where(sql<boolean>`event_seq in ${this.list(seqs)}`);
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
    return mapInStretches(rows, (stretch) =>
      this.terms.decode((uriOf) =>
        stretch.map((row) => ({
          eventSeq: Number(row.event_seq),
          revision: Number(row.revision),
          entry: readEntry(new ByteReader(row.data), uriOf, row.hash, Number(row.event_time)),
        })),
      ),
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
    const query = this.db
      .selectFrom('event')
      .select(['seq', 'site'])
      .where(sql<boolean>`seq in ${this.list(seqs)}`);
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
    const accounts = await this.accountsOf(filter.sites);
    const whole = [...(await this.monthsBefore(beforeMonth)), ...months];
    const ofMonths = await this.cellsOfMonths(whole, accounts, filter);
    return [...ofMonths, ...(await this.cellsOfDays(dayRanges, accounts, filter.recordedBeforeDay))];
  }

  /** Accounts by number: those of some sites, or all. */
  private async accountsOf(sites: readonly string[] | null): Promise<Map<number, Account>> {
    let query = this.db.selectFrom('account').selectAll();
    if (sites !== null) query = query.where(sql<boolean>`site in ${this.list(this.numbersOf(sites))}`);
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.flatMap((row) => [Number(row.site), Number(row.counterpart)]).filter((id) => id !== 0));
    const uri = (id: number): string | null => (id === 0 ? null : this.terms.uriOf(id));
    return new Map(
      rows.map((row) => [
        Number(row.id),
        accountOf(ACCOUNT_KINDS[Number(row.kind)]!, uri(Number(row.site)), uri(Number(row.counterpart))),
      ]),
    );
  }

  /** Months on record before one. */
  private async monthsBefore(month: number): Promise<number[]> {
    const query = this.db.selectFrom('balance_month').select(sql<number | null>`min(month)`.as('first'));
    const [row] = await this.session.all(query.compile());
    const first = Number(row?.first ?? month);
    return Array.from({ length: Math.max(0, month - first) }, (_, place) => first + place);
  }

  private async cellsOfMonths(
    months: readonly number[],
    accounts: ReadonlyMap<number, Account>,
    filter: Parameters<RecordReader['cells']>[0],
  ): Promise<BalanceCell[]> {
    if (months.length === 0) return [];
    let query = this.db
      .selectFrom('balance_month')
      .selectAll()
      .where(sql<boolean>`month in ${this.list(months)}`);
    if (filter.sites !== null) query = query.where(sql<boolean>`account in ${this.list([-1, ...accounts.keys()])}`);
    if (filter.recordedBeforeDay !== null) query = query.where('recorded_day', '<', filter.recordedBeforeDay);
    const rows = await this.session.all(query.compile());
    return mapInStretches(rows, (stretch) =>
      stretch.map((row) => ({
        account: accounts.get(Number(row.account))!,
        day: lastDayOfMonth(Number(row.month)),
        recordedDay: Number(row.recorded_day),
        turnover: readTurnover(new ByteReader(row.data)),
      })),
    );
  }

  private async cellsOfDays(
    ranges: readonly (readonly [from: number, to: number])[],
    accounts: ReadonlyMap<number, Account>,
    recordedBeforeDay: number | null,
  ): Promise<BalanceCell[]> {
    if (ranges.length === 0) return [];
    const days = sql.join(
      ranges.map(([from, to]) => sql<boolean>`(day >= ${from} and day <= ${to})`),
      sql` or `,
    );
    let query = this.db
      .selectFrom('balance_day')
      .selectAll()
      .where(sql<boolean>`(${days})`);
    if (recordedBeforeDay !== null) query = query.where('recorded_day', '<', recordedBeforeDay);
    const rows = await this.session.all(query.compile());
    return rows.flatMap((row) =>
      readDayBlock(row.data, accounts).map(({ account, turnover }) => ({
        account: accounts.get(account)!,
        day: Number(row.day),
        recordedDay: Number(row.recorded_day),
        turnover,
      })),
    );
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
    const events = sql`select made.event_seq from event_identifier named cross join flow made
      where named.identifier in ${this.list(this.numbersOf(lots))} and named.role in ${this.list(roles.map(flowRoleNumber))}
        and ${sameFlow('made', 'named')} and ${this.current('made', moment)}`;
    return this.readFlows(sql<boolean>`event_seq in (${events})`, moment);
  }

  async flowsOfTrace(lot: string, direction: 'up' | 'down', moment: FlowMoment): Promise<FlowRow[]> {
    await this.terms.load([lot]);
    const near = flowRoleNumber(direction === 'up' ? 'output' : 'input');
    const far = flowRoleNumber(direction === 'up' ? 'input' : 'output');
    const events = sql`with recursive reached(lot) as (
        select cast(${this.terms.idOf(lot) ?? -1} as bigint)
        union
        select there.lot from reached
          cross join event_identifier named
          cross join flow here
          cross join flow there
        where named.identifier = reached.lot and named.role = ${near} and ${sameFlow('here', 'named')}
          and there.event_seq = named.seq and there.role = ${far}
          and ${this.current('here', moment)} and ${this.current('there', moment)}
      )
      select made.event_seq from reached cross join event_identifier named cross join flow made
      where named.identifier = reached.lot and named.role in (${near}, ${SOURCE_ROLE})
        and ${sameFlow('made', 'named')} and ${this.current('made', moment)}`;
    return this.readFlows(sql<boolean>`event_seq in (${events})`, moment);
  }

  /** Which rows of a table of flows were current at a moment. */
  private current(table: string, moment: FlowMoment): RawBuilder<boolean> {
    const column = (name: string): RawBuilder<unknown> => sql.ref(`${table}.${name}`);
    const asOf = moment.asOfMs === null ? sql`` : sql` and ${column('event_time')} <= ${moment.asOfMs}`;
    const superseded = column('superseded');
    if (moment.knownSeq === null) return sql<boolean>`${superseded} is null${asOf}`;
    const { knownSeq } = moment;
    return sql<boolean>`${column('revision')} <= ${knownSeq} and (${superseded} is null or ${superseded} > ${knownSeq})${asOf}`;
  }

  private async readFlows(condition: RawBuilder<boolean>, moment: FlowMoment): Promise<FlowRow[]> {
    const query = this.db
      .selectFrom('flow')
      .select(['event_seq', 'event_time', 'lot', 'role', 'data'])
      .where(condition)
      .where(this.current('flow', moment))
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

/** The flow of the lot and role that a row of `event_identifier` names. */
function sameFlow(flow: string, named: string): RawBuilder<boolean> {
  const pair = (a: string, b: string): RawBuilder<boolean> =>
    sql<boolean>`${sql.ref(`${flow}.${a}`)} = ${sql.ref(`${named}.${b}`)}`;
  return sql<boolean>`${pair('event_seq', 'seq')} and ${pair('role', 'role')} and ${pair('lot', 'identifier')}`;
}
