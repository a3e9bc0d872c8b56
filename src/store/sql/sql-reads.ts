import { sql, type Kysely, type RawBuilder } from 'kysely';
import { listOf, type SqlSession } from './session.ts';
import type { Tables } from './tables.ts';
import { Terms, type TermCache } from './terms.ts';

/** What all reads of the record in SQL share: the session of one transaction, the writer of statements, the terms. */
export class SqlReads {
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

  /** Whether an event concerns one of the parties, whose terms have been loaded. @param seq a column that holds its place */
  protected concerns(seq: string, parties: readonly string[]): RawBuilder<boolean> {
    const numbers = this.list(this.numbersOf(parties));
    return sql<boolean>`exists (select 1 from event_party where event_party.seq = ${sql.ref(seq)} and party in ${numbers})`;
  }

  /** Numbers of those of the terms that are on record. */
  async numbersKnown(uris: readonly string[]): Promise<number[]> {
    await this.terms.load(uris);
    return uris.flatMap((uri) => this.terms.idOf(uri) ?? []);
  }

  /** Numbers of the terms that are on record; −1, which no term has, where none is. */
  protected numbersOf(uris: readonly string[]): number[] {
    const known = uris.map((uri) => this.terms.idOf(uri)).filter((id) => id !== undefined);
    return known.length === 0 ? [-1] : known;
  }
}
