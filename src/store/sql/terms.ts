import { sql, type Kysely, type RawBuilder } from 'kysely';
import { listOf, type SqlSession } from './session.ts';
import { tableSpec, type Tables } from './tables.ts';

/** So many terms are learnt before the older half is forgotten. */
const GENERATION_MAX = 100_000;

/** URIs and their numbers, both ways. */
interface Generation {
  readonly ids: Map<string, number>;
  readonly uris: Map<number, string>;
}

function newGeneration(): Generation {
  return { ids: new Map(), uris: new Map() };
}

/**
 * URIs and their numbers. Every URI stands once in the database; rows name it by number. The cache holds committed terms only:
 * those of a change in progress are added when it is committed. What is forgotten is the older of two generations as a whole; a
 * generation itself forgets nothing, so that a transaction which holds on to it goes on knowing what it knew.
 */
export class TermCache {
  young: Generation = newGeneration();
  old: Generation = newGeneration();

  remember(uri: string, id: number): void {
    if (this.young.ids.size >= GENERATION_MAX) {
      this.old = this.young;
      this.young = newGeneration();
    }
    this.young.ids.set(uri, id);
    this.young.uris.set(id, uri);
  }
}

/** Terms as one transaction sees them. */
export class Terms {
  private readonly session: SqlSession;
  private readonly db: Kysely<Tables>;
  private readonly cache: TermCache;
  private readonly young: Generation;
  private readonly old: Generation;
  /** What this transaction has read or added itself, and what it needed of the old generation. */
  private readonly fresh: Generation = newGeneration();
  /** Terms that were looked up and are not on record: within a transaction they stay so until it adds them. */
  private readonly absent = new Set<string>();
  /** The number that the next new term gets; null while unknown. */
  nextId: number | null = null;

  constructor(session: SqlSession, db: Kysely<Tables>, cache: TermCache) {
    this.session = session;
    this.db = db;
    this.cache = cache;
    this.young = cache.young;
    this.old = cache.old;
  }

  /** The number of a term that is known here already: cached, or seen by `load` or `intern`. */
  idOf(uri: string): number | undefined {
    return this.young.ids.get(uri) ?? this.fresh.ids.get(uri) ?? this.old.ids.get(uri);
  }

  private knownUri(id: number): string | undefined {
    return this.young.uris.get(id) ?? this.fresh.uris.get(id) ?? this.old.uris.get(id);
  }

  /** The URI of a number that `loadUris` has seen. @throws Error when the database lacks the term */
  readonly uriOf = (id: number): string => {
    const uri = this.knownUri(id);
    if (uri === undefined) throw new Error(`Terms: the database names term ${id} but does not hold it; it is damaged`);
    return uri;
  };

  /** Looks up the numbers of terms; those that are not on record stay unknown. */
  async load(uris: Iterable<string>): Promise<void> {
    const missing = [...new Set(uris)].filter((uri) => !this.absent.has(uri) && !this.hold(uri, this.idOf(uri)));
    if (missing.length === 0) return;
    const query = this.db.selectFrom('term').selectAll().where(isUri(this.session.dialect, missing));
    for (const row of await this.session.all(query.compile())) this.keep(row.uri, Number(row.id));
    for (const uri of missing) if (this.idOf(uri) === undefined) this.absent.add(uri);
  }

  /** Looks up the URIs of numbers. */
  async loadUris(ids: Iterable<number>): Promise<void> {
    const missing = [...new Set(ids)].filter((id) => !this.hold(this.knownUri(id), id));
    if (missing.length === 0) return;
    const query = this.db
      .selectFrom('term')
      .selectAll()
      .where(sql<boolean>`id in ${listOf(this.session.dialect, missing)}`);
    for (const row of await this.session.all(query.compile())) this.keep(row.uri, Number(row.id));
  }

  /**
   * Decodes bytes that name terms by number: at once where all terms are known, else again when the missing ones have been fetched.
   */
  async decode<T>(read: (uriOf: (id: number) => string) => T): Promise<T> {
    const missing = new Set<number>();
    const first = read((id) => {
      const uri = this.knownUri(id);
      if (uri === undefined) missing.add(id);
      return uri ?? '';
    });
    if (missing.size === 0) return first;
    await this.loadUris(missing);
    return this.decode(read);
  }

  /** Gives every term a number, new ones in the order given. */
  async intern(uris: Iterable<string>): Promise<void> {
    const wanted = [...new Set(uris)];
    await this.load(wanted);
    const added = wanted.filter((uri) => this.idOf(uri) === undefined);
    if (added.length === 0) return;
    let id = this.nextId ?? (await this.greatestId()) + 1;
    const rows = added.map((uri) => [id++, uri]);
    this.nextId = id;
    for (const [number, uri] of rows) this.keep(uri as string, number as number);
    await this.session.insert(tableSpec('term'), rows, 'fail');
  }

  /** Called after the commit: what this transaction learnt holds for all. */
  commit(): void {
    for (const [uri, id] of this.fresh.ids) this.cache.remember(uri, id);
  }

  /** Whether a term is known; what only the old generation knows is learnt anew, so that what is in use is not forgotten. */
  private hold(uri: string | undefined, id: number | undefined): boolean {
    if (uri === undefined || id === undefined) return false;
    if (!this.young.uris.has(id)) this.keep(uri, id);
    return true;
  }

  private keep(uri: string, id: number): void {
    this.fresh.ids.set(uri, id);
    this.fresh.uris.set(id, uri);
  }

  private async greatestId(): Promise<number> {
    const [row] = await this.session.all(
      this.db
        .selectFrom('term')
        .select((term) => term.fn.max('id').as('id'))
        .compile(),
    );
    return Number(row?.id ?? 0);
  }
}

/** PostgreSQL finds URIs by their MD5, for they may be longer than its index takes. */
function isUri(dialect: SqlSession['dialect'], uris: readonly string[]): RawBuilder<boolean> {
  if (dialect === 'sqlite') return sql<boolean>`uri in ${listOf(dialect, uris)}`;
  return sql<boolean>`md5(uri) in (select md5(wanted.uri) from unnest(${uris}::text[]) as wanted(uri))`;
}
