import { setImmediate } from 'node:timers/promises';
import { sql, type RawBuilder } from 'kysely';
import type { Flow } from '../../ledger/index.ts';
import { tracedFlows, type TracedFlows } from '../../lineage/index.ts';
import type { FlowMoment, FlowRow } from '../../record/index.ts';
import { ByteReader } from './bytes.ts';
import { readMasses } from './codec.ts';
import { flowRole, flowRoleNumber } from './event-words.ts';
import { LedgerReads } from './ledger-reads.ts';
import { readPacked, type Packed } from './packed.ts';
import { TraceWalk, type FlowNumbers } from './trace-walk.ts';

/** Lots whose events one statement reads: some milliseconds of work. */
const LOTS_AT_ONCE = 250;

/** Reads of lineage: flows around lots, and of whole traces. */
export class LineageReads extends LedgerReads {
  async flowsAround(lots: readonly string[], roles: readonly Flow['role'][], moment: FlowMoment): Promise<FlowRow[]> {
    if (lots.length === 0 || roles.length === 0) return [];
    await this.terms.load(lots);
    const events = sql`select made.event_seq from event_identifier named cross join flow made
      where named.identifier in ${this.list(this.numbersOf(lots))} and named.role in ${this.list(roles.map(flowRoleNumber))}
        and ${sameFlow('made', 'named')} and ${this.current('made', moment)}`;
    return this.readFlows(sql<boolean>`event_seq in (${events})`, moment);
  }

  async flowsOfTrace(lot: string, direction: 'up' | 'down', moment: FlowMoment): Promise<TracedFlows> {
    await this.terms.load([lot]);
    const root = this.terms.idOf(lot);
    if (root === undefined) return tracedFlows(lot, []);
    const walk = new TraceWalk(root, direction);
    if (this.session.dialect === 'sqlite') await this.walkInLevels(walk, root, moment);
    else walk.takeWhole(await this.flowRun(this.eventsOfTrace(walk, root, moment), moment));
    const { lots, flows } = await walk.flows();
    return { lots: await this.terms.decode((uriOf) => lots.map(uriOf)), ...flows };
  }

  /** Level by level: each event is read once, and no statement of the embedded database holds up the process for long. */
  private async walkInLevels(walk: TraceWalk, root: number, moment: FlowMoment): Promise<void> {
    for (let reached = [root]; reached.length > 0;) {
      const next: number[] = [];
      for (let from = 0; from < reached.length; from += LOTS_AT_ONCE) {
        if (from > 0) await setImmediate();
        const lots = reached.slice(from, from + LOTS_AT_ONCE);
        const events = sql`select seq from event_identifier
          where identifier in ${this.list(lots)} and role in (${sql.join(walk.roles)})`;
        next.push(...walk.take(await this.flowRun(events, moment)));
      }
      reached = next;
    }
  }

  /** In one statement, whatever the number of levels: a database server is busy with it, and each statement is a way to it and back. */
  private eventsOfTrace({ near, far, roles }: TraceWalk, root: number, moment: FlowMoment): RawBuilder<unknown> {
    return sql`with recursive reached(lot) as (
        select cast(${root} as bigint)
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
      where named.identifier = reached.lot and named.role in (${sql.join(roles)})
        and ${sameFlow('made', 'named')} and ${this.current('made', moment)}`;
  }

  private flowRun(events: RawBuilder<unknown>, moment: FlowMoment): Promise<Packed<FlowNumbers>> {
    const rows = sql`select event_seq, role, lot, data from flow where event_seq in (${events}) and ${this.current('flow', moment)}`;
    return readPacked<FlowNumbers>(this.session, this.db, ['event_seq', 'role', 'lot'], rows);
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
}

/** The flow of the lot and role that a row of `event_identifier` names. */
function sameFlow(flow: string, named: string): RawBuilder<boolean> {
  const pair = (a: string, b: string): RawBuilder<boolean> =>
    sql<boolean>`${sql.ref(`${flow}.${a}`)} = ${sql.ref(`${named}.${b}`)}`;
  return sql<boolean>`${pair('event_seq', 'seq')} and ${pair('role', 'role')} and ${pair('lot', 'identifier')}`;
}
