import { setImmediate } from 'node:timers/promises';
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { Account, Turnover } from '../../ledger/index.ts';
import type { CellChoice, SumOf } from '../../record/index.ts';
import type { AccountList } from './account-list.ts';
import { ByteReader } from './bytes.ts';
import { addDayBlock } from './day-block.ts';
import { eachInStretches } from './in-stretches.ts';
import { firstDayOf, monthOfDay, roundedOut, wholePeriods, yearOfMonth, type DayRange, type Span } from './periods.ts';
import { listOf, type SqlSession } from './session.ts';
import type { Tables } from './tables.ts';
import { addStoredTurnover } from './turnover-codec.ts';

/** Rows that one statement may bring: it runs in one piece on SQLite, a few milliseconds long. */
const ROWS_AT_ONCE = 2000;
const DAYS_AT_ONCE = 4;

/** Which accounts are added up: those of some rows of periods, and in blocks of days those that fulfil a condition. */
export interface ChosenAccounts {
  /** Numbers in `balance_period`, ascending. */
  readonly numbers: readonly number[];
  readonly isChosen: (account: Account) => boolean;
}

/** Adds stored roll-ups to sums: whole years, then whole months, then days. */
export class RollUpSums {
  private readonly session: SqlSession;
  private readonly db: Kysely<Tables>;
  private readonly accounts: AccountList;
  private readonly chosen: ChosenAccounts;
  private readonly sumOf: SumOf;
  private readonly sums = new Map<number, Turnover | null>();

  constructor(session: SqlSession, db: Kysely<Tables>, accounts: AccountList, chosen: ChosenAccounts, sumOf: SumOf) {
    this.session = session;
    this.db = db;
    this.accounts = accounts;
    this.chosen = chosen;
    this.sumOf = sumOf;
  }

  async add({ fromDay, toDay, recordedBeforeDay }: CellChoice): Promise<void> {
    const happened = await this.daysOnRecord();
    if (happened === null || this.chosen.numbers.length === 0) return;
    const days = roundedOut([fromDay ?? happened[0], toDay], happened);
    await (recordedBeforeDay === null ? this.addAll(days, happened[1]) : this.addRecordedBefore(recordedBeforeDay, days));
  }

  /** @param lastDay the last day on record: its month is open, and not part of its year yet */
  private async addAll(days: DayRange, lastDay: number): Promise<void> {
    const years = wholePeriods(12, days);
    const months = years.rest.map((rest) => wholePeriods(1, rest));
    const openMonth = monthOfDay(lastDay);
    const open = years.periods.includes(yearOfMonth(openMonth)) ? [openMonth] : [];
    await this.addPeriods(12, years.periods, null);
    await this.addPeriods(1, [...months.flatMap(({ periods }) => periods), ...open], null);
    for (const rest of months.flatMap((month) => month.rest)) await this.addDays(rest, null);
  }

  /** Years know nothing of recording, months its month: what came in the month of the given day is read from the blocks. */
  private async addRecordedBefore(day: number, days: DayRange): Promise<void> {
    const month = monthOfDay(day);
    const { periods, rest } = wholePeriods(1, days);
    await this.addPeriods(1, periods, month);
    for (const range of rest) await this.addDays(range, day);
    if (periods.length > 0) await this.addRecordedIn(firstDayOf(1, month), day, periods);
  }

  /** The local days of the first and the last thing on record. */
  private async daysOnRecord(): Promise<DayRange | null> {
    const edge = (end: 'min' | 'max'): RawBuilder<number | null> => sql`(select ${sql.raw(end)}(day) from balance_day)`;
    const query = sql<{ first: number | null; last: number | null }>`select ${edge('min')} as first, ${edge('max')} as last`;
    const [row] = await this.session.all(query.compile(this.db));
    return row === undefined || row.first === null || row.last === null ? null : [Number(row.first), Number(row.last)];
  }

  private async addPeriods(span: Span, periods: readonly number[], recordedBeforeMonth: number | null): Promise<void> {
    for (const numbers of chunksOf(this.chosen.numbers, ROWS_AT_ONCE)) {
      for (const some of chunksOf(periods, Math.max(1, Math.floor(ROWS_AT_ONCE / numbers.length)))) {
        let query = this.db
          .selectFrom('balance_period')
          .select(['account', 'data'])
          .where('span', '=', span)
          .where(sql<boolean>`period in ${this.list(some)}`)
          .where(this.isOneOf(numbers));
        if (recordedBeforeMonth !== null) query = query.where('recorded_month', '<', recordedBeforeMonth);
        const rows = await this.session.all(query.compile());
        await eachInStretches(rows, ({ account, data }) => {
          const sum = this.sumOfNumber(Number(account));
          if (sum !== null) addStoredTurnover(new ByteReader(data), sum);
        });
      }
    }
  }

  /** Accounts by a list or, where they lie close, by their ends: what is between is passed over by `sumOfNumber`. */
  private isOneOf(numbers: readonly number[]): RawBuilder<boolean> {
    const [first, last] = [numbers[0]!, numbers.at(-1)!];
    if (last - first >= 2 * numbers.length) return sql<boolean>`account in ${this.list(numbers)}`;
    return sql<boolean>`account >= ${first} and account <= ${last}`;
  }

  private async addDays([fromDay, toDay]: DayRange, recordedBeforeDay: number | null): Promise<void> {
    for (let day = fromDay; day <= toDay; day += DAYS_AT_ONCE) {
      let query = this.db
        .selectFrom('balance_day')
        .select('data')
        .where('day', '>=', day)
        .where('day', '<', Math.min(day + DAYS_AT_ONCE, toDay + 1));
      if (recordedBeforeDay !== null) query = query.where('recorded_day', '<', recordedBeforeDay);
      await this.addBlocks(await this.session.all(query.compile()));
    }
  }

  /** What was recorded from one local day to before another about whole months. */
  private async addRecordedIn(fromDay: number, beforeDay: number, months: readonly number[]): Promise<void> {
    for (let day = fromDay; day < beforeDay; day++) {
      const query = this.db
        .selectFrom('balance_day')
        .select('data')
        .where('recorded_day', '=', day)
        .where('day', '>=', firstDayOf(1, months[0]!))
        .where('day', '<', firstDayOf(1, months.at(-1)! + 1));
      await this.addBlocks(await this.session.all(query.compile()));
    }
  }

  /** Each block may hold hundreds of accounts. */
  private async addBlocks(blocks: readonly { readonly data: Uint8Array }[]): Promise<void> {
    for (const { data } of blocks) {
      addDayBlock(data, (account) => this.sumOfNumber(account));
      await setImmediate();
    }
  }

  private sumOfNumber(number: number): Turnover | null {
    const known = this.sums.get(number);
    if (known !== undefined) return known;
    const account = this.accounts.at(number);
    const sum = this.chosen.isChosen(account) ? this.sumOf(account) : null;
    this.sums.set(number, sum);
    return sum;
  }

  private list(values: readonly number[]): RawBuilder<unknown> {
    return listOf(this.session.dialect, values);
  }
}

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, place) => items.slice(place * size, (place + 1) * size));
}
