import { sql, type RawBuilder } from 'kysely';
import type { Json, JsonObject } from '../../epcis/index.ts';
import { dayOf } from '../../ledger/index.ts';
import { WORD_KINDS } from '../../record/index.ts';
import type {
  CapturedEvent,
  IdentifierRole,
  RecordCounts,
  RecordReader,
  ScanHints,
  ScanRange,
  WordKind,
} from '../../record/index.ts';
import { eventTypeNumber, roleNumber, SOURCE_ROLE } from './event-words.ts';
import { ANY_DAY, isEventHash, keyNumber } from './key-number.ts';
import { SqlReads } from './sql-reads.ts';
import { tableSpec, type Tables } from './tables.ts';

/** Reads of events: by place, by key, by what they name. */
export class EventReads extends SqlReads {
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
    const named = await this.rowsOfKeys(places);
    if (named.length === 0) return found;
    const query = this.db
      .selectFrom('event')
      .select(['seq', 'hash', 'event_id', 'declares_error'])
      .where(sql<boolean>`seq in ${this.list(named.map((row) => Number(row.seq)))}`)
      .orderBy('seq');
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

  private async rowsOfKeys(places: readonly (readonly [day: number, key: number])[]): Promise<Tables['event_key'][]> {
    const columns = ['day', 'key'];
    const anyDay = places.filter(([day]) => day === ANY_DAY);
    const rows = await Promise.all([
      this.session.pick<Tables['event_key']>(tableSpec('event_key'), columns, places),
      this.session.pick<Tables['event_key']>(tableSpec('event_key_recent'), columns, anyDay),
    ]);
    return rows.flat();
  }

  /** A hash stands under the day of its event, which the caller may know; an eventID under none. */
  private async placesOfKeys(
    keys: readonly string[],
    times?: ReadonlyMap<string, number>,
  ): Promise<[day: number, key: number][]> {
    const isLost = (key: string): boolean => isEventHash(key) && times?.get(key) === undefined;
    const days = keys.some(isLost) ? [ANY_DAY, ...(await this.daysOnRecord())] : [];
    return keys.flatMap((key): [number, number][] => {
      const number = keyNumber(key);
      const timeMs = times?.get(key);
      if (timeMs !== undefined) return [[dayOf(timeMs), number]];
      return isLost(key) ? days.map((day) => [day, number]) : [[ANY_DAY, number]];
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
    await this.terms.load([...(ids ?? []), ...(hints.bizSteps ?? []), ...(hints.places ?? []), ...(hints.parties ?? [])]);
    const conditions = [sql<boolean>`event.seq > ${range.afterSeq}`, sql<boolean>`event.seq <= ${range.untilSeq}`];
    if (ids !== undefined) {
      const known = this.numbersOf(ids);
      conditions.push(sql<boolean>`event.seq in (select seq from event_identifier where identifier in ${this.list(known)})`);
    }
    if (hints.parties !== undefined) {
      const parties = this.list(this.numbersOf(hints.parties));
      const within = sql`seq > ${range.afterSeq} and seq <= ${range.untilSeq}`;
      conditions.push(sql<boolean>`event.seq in (select seq from event_party where party in ${parties} and ${within})`);
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

  async concerning(seqs: readonly number[], parties: readonly string[]): Promise<Set<number>> {
    if (seqs.length === 0 || parties.length === 0) return new Set();
    await this.terms.load(parties);
    const query = this.db
      .selectFrom('event_party')
      .select('seq')
      .distinct()
      .where(sql<boolean>`seq in ${this.list(seqs)}`)
      .where(sql<boolean>`party in ${this.list(this.numbersOf(parties))}`);
    const rows = await this.session.all(query.compile());
    return new Set(rows.map((row) => Number(row.seq)));
  }

  async searchIdentifiers(text: string, limit: number, parties?: readonly string[]): Promise<string[]> {
    if (parties !== undefined) await this.terms.load(parties);
    const seen = parties === undefined ? sql`` : sql` and ${this.concerns('event_identifier.seq', parties)}`;
    const pattern = `%${text.toLowerCase().replaceAll(/[\\%_]/g, (character) => `\\${character}`)}%`;
    const query = this.db
      .selectFrom('term')
      .select('uri')
      .where(sql<boolean>`lower(uri) like ${pattern} escape '\\'`)
      .where(sql<boolean>`exists (select 1 from event_identifier where identifier = term.id${seen})`)
      .orderBy('id')
      .limit(limit);
    const rows = await this.session.all(query.compile());
    return rows.map((row) => row.uri);
  }

  async wordsOnRecord(kind: WordKind): Promise<string[]> {
    const query = this.db.selectFrom('event_word').select('word').where('kind', '=', WORD_KINDS.indexOf(kind)).orderBy('word');
    const words = (await this.session.all(query.compile())).map(({ word }) => Number(word));
    await this.terms.loadUris(words);
    return words.map((word) => this.terms.uriOf(word));
  }

  async identifiersOnRecord(after: number, limit: number, parties?: readonly string[]): Promise<{ ids: string[]; last: number }> {
    if (parties !== undefined) await this.terms.load(parties);
    let query = this.db
      .selectFrom('event_identifier')
      .select('identifier')
      .where('identifier', '>', after)
      .where('role', '<', SOURCE_ROLE)
      .groupBy('identifier')
      .orderBy('identifier')
      .limit(limit);
    if (parties !== undefined) query = query.where(this.concerns('event_identifier.seq', parties));
    const numbers = (await this.session.all(query.compile())).map(({ identifier }) => Number(identifier));
    await this.terms.loadUris(numbers);
    return { ids: numbers.map((number) => this.terms.uriOf(number)), last: numbers.at(-1) ?? after };
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
}
