import { sql, type RawBuilder } from 'kysely';
import type { Flow } from '../../ledger/index.ts';
import type { CaptureJob, DrawTotal, FlowMoment, FlowRow, RecordReader } from '../../record/index.ts';
import { ByteReader } from './bytes.ts';
import { readMasses } from './codec.ts';
import { flowRole, flowRoleNumber, SOURCE_ROLE } from './event-words.ts';
import { LedgerReads } from './ledger-reads.ts';

/** The reads of the record in SQL, the same for SQLite and PostgreSQL: events, ledger, and here lineage, draws and documents. */
export class SqlReader extends LedgerReads implements RecordReader {
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

/** The flow of the lot and role that a row of `event_identifier` names. */
function sameFlow(flow: string, named: string): RawBuilder<boolean> {
  const pair = (a: string, b: string): RawBuilder<boolean> =>
    sql<boolean>`${sql.ref(`${flow}.${a}`)} = ${sql.ref(`${named}.${b}`)}`;
  return sql<boolean>`${pair('event_seq', 'seq')} and ${pair('role', 'role')} and ${pair('lot', 'identifier')}`;
}
