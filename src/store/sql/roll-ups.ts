import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import { ACCOUNT_KINDS, addTurnover, noTurnover, type BalanceCell, type Turnover } from '../../ledger/index.ts';
import { totalNumber } from './account-list.ts';
import { ByteReader } from './bytes.ts';
import { bytesOf } from './codec.ts';
import { writeDayBlock, type DayTurnover } from './day-block.ts';
import { monthOfDay, yearOfMonth, type Span } from './periods.ts';
import type { SqlSession } from './session.ts';
import { tableSpec, type Tables } from './tables.ts';
import { addStoredTurnover, writeTurnover } from './turnover-codec.ts';
import type { WriteCaches } from './write-caches.ts';

/** In place of the month of recording where roll-ups of all of them stand as one. */
const ALL_RECORDED = -1;

/** Rows of a month that are added to the year between two breaths: a few milliseconds of work. */
const FOLDED_AT_ONCE = 500;

/** The key of a roll-up in `balance_period`. */
type Place = readonly [span: Span, period: number, account: number, recordedMonth: number];

/** What one change adds to an account on one day. */
interface Posting {
  readonly account: number;
  readonly cell: BalanceCell;
}

/** What is added to a roll-up, and how. */
interface Part {
  readonly place: Place;
  readonly addTo: (sum: Turnover) => void;
}

const PERIODS = 2 ** 12;
const ACCOUNTS = 2 ** 23;
const LEAST_ACCOUNT = totalNumber(ACCOUNT_KINDS.at(-1)!);

/** One number for a place: below 2^53 while there are fewer than 2^22 accounts and times lie within 1970 to 2310; a text beyond. */
function placeKey([span, period, account, recordedMonth]: Place): number | string {
  const row = account - LEAST_ACCOUNT;
  const column = recordedMonth - ALL_RECORDED;
  const isSmall = period >= 0 && period < PERIODS && column >= 0 && column < PERIODS && row < ACCOUNTS;
  return isSmall
    ? ((row * PERIODS + period) * PERIODS + column) * 2 + (span === 1 ? 0 : 1)
    : [span, period, account, recordedMonth].join();
}

/**
 * Writes the roll-ups: for each change and local day one block of what it added, and sums that are kept up to date, by month and month
 * of recording and by year, of each account and of all accounts of a kind together. A year's sums lack the open month, that of the last
 * day on record: it is added as a whole when a later one begins, for most changes are about it.
 */
export class RollUps {
  private readonly session: SqlSession;
  private readonly db: Kysely<Tables>;
  private readonly caches: WriteCaches;

  constructor(session: SqlSession, db: Kysely<Tables>, caches: WriteCaches) {
    this.session = session;
    this.db = db;
    this.caches = caches;
  }

  /** Adds cells. @param accounts the numbers of their accounts, in the same order */
  async add(cells: readonly BalanceCell[], accounts: readonly number[]): Promise<void> {
    if (cells.length === 0) return;
    const postings = cells.map((cell, place) => ({ cell, account: accounts[place]! }));
    const open = await this.openMonthAfter(cells);
    await this.addToDays(postings);
    await this.addParts([...postings, ...totalsOf(cells)].flatMap((posting) => partsOf(posting, open)));
  }

  /** The open month with some cells on record: what was open before it is added to its year. */
  private async openMonthAfter(cells: readonly BalanceCell[]): Promise<number> {
    const latest = monthOfDay(cells.reduce((last, { day }) => Math.max(last, day), -Infinity));
    const before = this.caches.openMonth ?? (await this.openMonthOnRecord()) ?? latest;
    for (let month = before; month < latest; month++) await this.addToYear(month);
    this.caches.openMonth = Math.max(before, latest);
    return this.caches.openMonth;
  }

  private async openMonthOnRecord(): Promise<number | null> {
    const query = this.db.selectFrom('balance_day').select(sql<number | null>`max(day)`.as('last'));
    const [row] = await this.session.all(query.compile());
    const last = row?.last ?? null;
    return last === null ? null : monthOfDay(Number(last));
  }

  private async addToYear(month: number): Promise<void> {
    const query = this.db
      .selectFrom('balance_period')
      .select(['account', 'data'])
      .where('span', '=', 1)
      .where('period', '=', month);
    const rows = await this.session.all(query.compile());
    for (let from = 0; from < rows.length; from += FOLDED_AT_ONCE) {
      const parts = rows.slice(from, from + FOLDED_AT_ONCE).map(({ account, data }): Part => ({
        place: [12, yearOfMonth(month), Number(account), ALL_RECORDED],
        addTo: (sum) => addStoredTurnover(new ByteReader(data), sum),
      }));
      await this.addParts(parts);
      await setImmediate();
    }
  }

  /** One block a day; blocks of one change differ in the day on which they were recorded at most by a test's doing. */
  private async addToDays(postings: readonly Posting[]): Promise<void> {
    const blocks = new Map<string, { day: number; recordedDay: number; turnovers: DayTurnover[] }>();
    for (const { account, cell } of postings) {
      const { day, recordedDay, turnover } = cell;
      const key = `${day}|${recordedDay}`;
      const block = blocks.get(key) ?? { day, recordedDay, turnovers: [] };
      block.turnovers.push({ account, turnover });
      blocks.set(key, block);
    }
    let place = await this.placeOfNextBlock();
    const rows = [...blocks.values()].map(({ day, recordedDay, turnovers }) => [
      day,
      place++,
      recordedDay,
      writeDayBlock(turnovers),
    ]);
    this.caches.nextBlock = place;
    await this.session.insert(tableSpec('balance_day'), rows, 'fail');
  }

  private async placeOfNextBlock(): Promise<number> {
    if (this.caches.nextBlock !== null) return this.caches.nextBlock;
    const query = this.db.selectFrom('balance_day').select((block) => block.fn.max('place').as('last'));
    const [row] = await this.session.all(query.compile());
    return Number(row?.last ?? -1) + 1;
  }

  private async addParts(parts: readonly Part[]): Promise<void> {
    const changed = new Map<number | string, Place>();
    const keys = parts.map(({ place }) => {
      const key = placeKey(place);
      changed.set(key, place);
      return key;
    });
    await this.load(changed);
    const { turnovers } = this.caches;
    for (const [number, { addTo }] of parts.entries()) addTo(turnovers.get(keys[number]!)!);
    const rows = [...changed].map(([key, place]) => [...place, bytesOf((out) => writeTurnover(out, turnovers.get(key)!))]);
    await this.session.insert(tableSpec('balance_period'), rows, 'replace');
  }

  /** Brings the present sums of some places into the cache; empty ones where there is none yet. */
  private async load(places: ReadonlyMap<number | string, Place>): Promise<void> {
    const { turnovers } = this.caches;
    const missing: Place[] = [];
    for (const [key, place] of places) {
      if (turnovers.get(key) !== undefined) continue;
      missing.push(place);
      turnovers.set(key, noTurnover());
    }
    const table = tableSpec('balance_period');
    for (const row of await this.session.pick<Tables['balance_period']>(table, table.key, missing)) {
      const key = placeKey([row.span as Span, row.period, row.account, row.recorded_month]);
      addStoredTurnover(new ByteReader(row.data), turnovers.get(key)!);
    }
  }
}

/** A posting goes to its month and, unless that is open, to its year. */
function partsOf({ account, cell: { day, recordedDay, turnover } }: Posting, openMonth: number): Part[] {
  const month = monthOfDay(day);
  const addTo = (sum: Turnover): void => addTurnover(sum, turnover);
  const ofMonth: Part = { place: [1, month, account, monthOfDay(recordedDay)], addTo };
  return month < openMonth ? [ofMonth, { place: [12, yearOfMonth(month), account, ALL_RECORDED], addTo }] : [ofMonth];
}

/** What cells add to the totals of the kinds, a month of event time and recording at once. */
function totalsOf(cells: readonly BalanceCell[]): Posting[] {
  const totals = new Map<string, Posting>();
  for (const cell of cells) {
    const { kind } = cell.account;
    const key = `${kind}|${monthOfDay(cell.day)}|${monthOfDay(cell.recordedDay)}`;
    let total = totals.get(key);
    if (total === undefined) totals.set(key, (total = { account: totalNumber(kind), cell: { ...cell, turnover: noTurnover() } }));
    addTurnover(total.cell.turnover, cell.turnover);
  }
  return [...totals.values()];
}
