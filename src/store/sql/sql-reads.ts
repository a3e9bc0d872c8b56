import type { Kysely, RawBuilder } from 'kysely';
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

  /** Numbers of the terms that are on record; −1, which no term has, where none is. */
  protected numbersOf(uris: readonly string[]): number[] {
    const known = uris.map((uri) => this.terms.idOf(uri)).filter((id) => id !== undefined);
    return known.length === 0 ? [-1] : known;
  }
}
