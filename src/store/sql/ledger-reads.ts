import { sql, type RawBuilder } from 'kysely';
import { ACCOUNT_KINDS, accountOf, type Account, type LotState } from '../../ledger/index.ts';
import type { CellChoice, EntryOutline, EntryRevision, NewRevision, SumOf } from '../../record/index.ts';
import { sharedAccounts, totalNumber, type AccountList } from './account-list.ts';
import { ByteReader } from './bytes.ts';
import { readEntry, readLotState, readOutline, type UriOf } from './codec.ts';
import { LogReads } from './log-reads.ts';
import { mapInStretches } from './in-stretches.ts';
import { packedStatement, readPacked, type Packed } from './packed.ts';
import { RollUpSums } from './roll-up-sums.ts';

interface EntryRow {
  event_seq: number;
  revision: number;
  data: Uint8Array;
  hash: string;
  event_time: number;
}

interface OutlineRow {
  readonly event_seq: number;
  readonly revision: number;
  readonly hash: string;
  readonly event_time: number;
  readonly bytes: number;
}

const OUTLINE_COLUMNS = ['event_seq', 'revision', 'hash', 'event_time', 'bytes'] as const;

/** Reads of the ledger: states of lots, entries and their revisions, roll-ups. */
export class LedgerReads extends LogReads {
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

  async entries(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryRevision>> {
    if (eventSeqs.length === 0) return new Map();
    const revisions = await this.readEntries(sql<boolean>`event_seq in ${this.list(eventSeqs)}`, knownSeq);
    return latestOf(revisions);
  }

  async outlines(eventSeqs: readonly number[], knownSeq: number | null): Promise<Map<number, EntryOutline>> {
    return new Map(await mapInStretches(eventSeqs, (seqs) => this.outlinesOf(seqs, knownSeq)));
  }

  private async outlinesOf(eventSeqs: readonly number[], knownSeq: number | null): Promise<[number, EntryOutline][]> {
    const known = knownSeq === null ? sql`` : sql`and revision <= ${knownSeq}`;
    const rows = sql`select event_seq, revision, hash, event_time, length(data) as bytes, data
      from entry join event on event.seq = entry.event_seq where event_seq in ${this.list(eventSeqs)} ${known}`;
    const statement = packedStatement(this.session, this.db, OUTLINE_COLUMNS, rows);
    const packed = await readPacked<OutlineRow>(this.session, OUTLINE_COLUMNS, statement);
    const outlines = await this.terms.decode((uriOf) => decodeOutlines(packed, uriOf));
    const latest = new Map<number, number>();
    packed.event_seq.forEach((seq, row) => {
      const before = latest.get(seq);
      if (before === undefined || packed.revision[row]! > packed.revision[before]!) latest.set(seq, row);
    });
    return [...latest].map(([seq, row]) => [seq, outlines[row]!]);
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

  async sumCells(cells: CellChoice & { readonly sites: readonly string[] | null }, sumOf: SumOf): Promise<void> {
    const accounts = await this.accountsOnRecord();
    const sites = cells.sites === null ? null : new Set<string | null>(cells.sites);
    const kinds = new Set(cells.kinds ?? ACCOUNT_KINDS);
    const isChosen = ({ kind, site }: Account): boolean =>
      kinds.has(kind) && (sites === null || (site !== null && sites.has(site)));
    const chosen = { numbers: accounts.numbersOf(isChosen), isChosen };
    await new RollUpSums(this.session, this.db, accounts, chosen, sumOf).add(cells);
  }

  async sumKinds(cells: CellChoice, sumOf: SumOf): Promise<void> {
    const accounts = await this.accountsOnRecord();
    const kinds = new Set(cells.kinds ?? ACCOUNT_KINDS);
    const numbers = [...kinds].map(totalNumber).sort((a, b) => a - b);
    const chosen = { numbers, isChosen: ({ kind }: Account): boolean => kinds.has(kind) };
    await new RollUpSums(this.session, this.db, accounts, chosen, sumOf).add(cells);
  }

  /** All accounts, of which those that are not in the list yet are read. */
  private async accountsOnRecord(): Promise<AccountList> {
    const list = this.knownAccounts();
    const query = this.db.selectFrom('account').selectAll().where('id', '>', list.length).orderBy('id');
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.flatMap((row) => [Number(row.site), Number(row.counterpart)]).filter((id) => id !== 0));
    const uri = (id: number): string | null => (id === 0 ? null : this.terms.uriOf(id));
    for (const { id, kind, site, counterpart } of rows) {
      list.add(Number(id), accountOf(ACCOUNT_KINDS[Number(kind)]!, uri(Number(site)), uri(Number(counterpart))));
    }
    return list;
  }

  /** Accounts that need not be read again. */
  protected knownAccounts(): AccountList {
    return sharedAccounts(this.db);
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
}

/** The outline of every row. */
function decodeOutlines({ hash, event_time, bytes, data }: Packed<OutlineRow>, uriOf: UriOf): EntryOutline[] {
  let from = 0;
  return hash.map((key, row) => {
    const entry = new ByteReader(data.subarray(from, (from += bytes[row]!)));
    return { key, timeMs: event_time[row]!, ...readOutline(entry, uriOf) };
  });
}

/** The last revision of each event; revisions come in ascending order. */
function latestOf(revisions: readonly EntryRevision[]): Map<number, EntryRevision> {
  return new Map(revisions.map((revision) => [revision.eventSeq, revision]));
}
