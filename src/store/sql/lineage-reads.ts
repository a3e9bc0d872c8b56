import { sql, type CompiledQuery, type RawBuilder } from 'kysely';
import type { Flow } from '../../ledger/index.ts';
import { tracedFlows, type TracedFlows } from '../../lineage/index.ts';
import type { FlowMoment, FlowRow } from '../../record/index.ts';
import { ByteReader } from './bytes.ts';
import { readMasses } from './vector-codec.ts';
import { flowRole, flowRoleNumber } from './event-words.ts';
import { Breath, mapInStretches } from './in-stretches.ts';
import { LedgerReads } from './ledger-reads.ts';
import { packedStatement, readPacked, type Packed, type PackedRow } from './packed.ts';
import { listParameter } from './session.ts';
import { TraceWalk, type FlowNumbers } from './trace-walk.ts';

const FLOW_NUMBERS = ['event_seq', 'role', 'lot'] as const;

/** Beyond so many levels one recursive statement is quicker than a way to a database server and back for each level. */
const ROUND_TRIPS_MAX = 32;

/** Lots whose events one statement reads: some milliseconds of work. */
const LOTS_AT_ONCE = 250;

/** Reads of lineage: flows around lots, and of whole traces. */
export class LineageReads extends LedgerReads {
  async flowsAround(lots: readonly string[], roles: readonly Flow['role'][], moment: FlowMoment): Promise<FlowRow[]> {
    if (lots.length === 0 || roles.length === 0) return [];
    await this.terms.load([...lots, ...(moment.parties ?? [])]);
    const events = sql`select made.event_seq from event_identifier named cross join flow made
      where named.identifier in ${this.list(this.numbersOf(lots))} and named.role in ${this.list(roles.map(flowRoleNumber))}
        and ${sameFlow('made', 'named')} and ${this.current('made', moment)}`;
    return this.readFlows(sql<boolean>`event_seq in (${events})`, moment);
  }

  async flowsOfTrace(lot: string, direction: 'up' | 'down', moment: FlowMoment): Promise<TracedFlows> {
    await this.terms.load([lot, ...(moment.parties ?? [])]);
    const root = this.terms.idOf(lot);
    if (root === undefined) return tracedFlows(lot, []);
    let walk = new TraceWalk(root, direction);
    const isWhole = await this.walkInLevels(walk, root, moment);
    if (!isWhole) {
      walk = new TraceWalk(root, direction);
      walk.takeWhole(await this.readFlowRun(this.flowRun(this.eventsOfTrace(walk, root, moment), moment)));
    }
    const { lots, flows } = await walk.flows();
    const uris = await mapInStretches(lots, (stretch) => this.terms.decode((uriOf) => stretch.map(uriOf)));
    return { lots: uris, ...flows };
  }

  /**
   * Level by level: each event is read once, and no statement of the embedded database holds up the process for long.
   * @returns false when there are too many levels
   */
  private async walkInLevels(walk: TraceWalk, root: number, moment: FlowMoment): Promise<boolean> {
    const statementFor = this.eventsNaming(walk.roles, moment);
    const levelsMax = this.session.dialect === 'sqlite' ? Infinity : ROUND_TRIPS_MAX;
    const breath = new Breath();
    let reached = [root];
    for (let level = 0; level < levelsMax && reached.length > 0; level++) {
      const next: number[] = [];
      for (let from = 0; from < reached.length; from += LOTS_AT_ONCE) {
        const run = await this.readFlowRun(statementFor(reached.slice(from, from + LOTS_AT_ONCE)));
        for (const lot of walk.take(run)) next.push(lot);
        await breath.after(run.lot.length);
      }
      reached = next;
    }
    return reached.length === 0;
  }

  /** The statement that reads the flows of the events that name some lots. It is compiled once: its last parameter is the list. */
  private eventsNaming(roles: readonly number[], moment: FlowMoment): (lots: readonly number[]) => CompiledQuery<PackedRow> {
    const events = sql`select seq from event_identifier
      where role in (${sql.join(roles)}) and identifier in ${this.list([])}`;
    const { parameters, ...statement } = this.flowRun(events, moment);
    const others = parameters.slice(0, -1);
    return (lots) => ({ ...statement, parameters: [...others, listParameter(this.session.dialect, lots)] });
  }

  /** The events of the whole trace in one statement, whatever the number of levels. */
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

  private flowRun(events: RawBuilder<unknown>, moment: FlowMoment): CompiledQuery<PackedRow> {
    const rows = sql`select event_seq, role, lot, data from flow where ${this.current('flow', moment)} and event_seq in (${events})
      order by event_seq, revision, role, lot`;
    return packedStatement(this.session, this.db, FLOW_NUMBERS, rows);
  }

  private readFlowRun(statement: CompiledQuery<PackedRow>): Promise<Packed<FlowNumbers>> {
    return readPacked<FlowNumbers>(this.session, FLOW_NUMBERS, statement);
  }

  /** Which rows of a table of flows were current at a moment. */
  private current(table: string, moment: FlowMoment): RawBuilder<boolean> {
    const column = (name: string): RawBuilder<unknown> => sql.ref(`${table}.${name}`);
    const asOf = moment.asOfMs === null ? sql`` : sql` and ${column('event_time')} <= ${moment.asOfMs}`;
    const seen = moment.parties === undefined ? sql`` : sql` and ${this.concerns(`${table}.event_seq`, moment.parties)}`;
    const superseded = column('superseded');
    if (moment.knownSeq === null) return sql<boolean>`${superseded} is null${asOf}${seen}`;
    const { knownSeq } = moment;
    return sql<boolean>`${column('revision')} <= ${knownSeq} and (${superseded} is null or ${superseded} > ${knownSeq})${asOf}${seen}`;
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
