import type { Account } from './account.ts';
import {
  accountKey,
  addLeg,
  addTurnover,
  dayOf,
  noTurnover,
  startOfDay,
  type BalanceCell,
  type Turnover,
} from './balance-cell.ts';
import type { Entry } from './entry.ts';

/** What an account turned over before a period, and in it. */
export interface AccountTurnover {
  readonly account: Account;
  readonly opening: Turnover;
  readonly period: Turnover;
}

/**
 * A period of event time: from `fromMs` (inclusive; null: from the beginning) to before `endMs`. Whole local days come from roll-ups,
 * days that the period cuts come from single entries.
 */
export interface SheetPeriod {
  readonly fromMs: number | null;
  readonly endMs: number;
  /** The first local day that counts as the period's in roll-ups, and the last whole day before its end. */
  readonly fromDay: number;
  readonly toDay: number;
  /** Entries whose roll-ups stand in the period but which lie before it; null when it begins with a day. */
  readonly cutAtStart: { readonly fromMs: number; readonly toMs: number } | null;
  /** Entries of the period whose roll-ups are left out; null when it ends with a day. */
  readonly cutAtEnd: { readonly fromMs: number; readonly toMs: number } | null;
}

/** How a period divides into whole and cut local days. A period that would begin after its end begins at its end. */
export function sheetPeriod(from: number | null, endMs: number): SheetPeriod {
  const fromMs = from === null ? null : Math.min(from, endMs);
  const toDay = dayOf(endMs) - 1;
  const fromDay = fromMs === null ? toDay + 1 : Math.min(dayOf(fromMs), toDay + 1);
  const endsWithDay = startOfDay(toDay + 1) === endMs;
  const startsInWholeDay = fromMs !== null && fromDay <= toDay && startOfDay(fromDay) < fromMs;
  return {
    fromMs,
    endMs,
    fromDay,
    toDay,
    cutAtStart: startsInWholeDay ? { fromMs: startOfDay(fromDay), toMs: fromMs } : null,
    cutAtEnd: endsWithDay ? null : { fromMs: startOfDay(toDay + 1), toMs: endMs },
  };
}

/** Adds up accounts over a period from roll-ups, later revisions and single entries. */
export class BalanceSheet {
  readonly period: SheetPeriod;
  readonly #sites: ReadonlySet<string> | null;
  readonly #accounts = new Map<string, AccountTurnover>();

  /** @param sites the sites whose accounts count; null: every account, also those without a site */
  constructor(period: SheetPeriod, sites: ReadonlySet<string> | null) {
    this.period = period;
    this.#sites = sites;
  }

  /** A roll-up of days up to `toDay`. */
  addCell(cell: BalanceCell): void {
    const turnover = this.#turnoverOf(cell.account);
    if (turnover !== null) addTurnover(this.#isOpeningDay(cell.day) ? turnover.opening : turnover.period, cell.turnover);
  }

  /** What a revision changed after the roll-ups were recorded; days that are added entry by entry are not concerned. */
  addRevision(entry: Entry, previous: Entry | null): void {
    this.#addByDay(entry, 1);
    if (previous !== null) this.#addByDay(previous, -1);
  }

  /** An entry of `cutAtStart`: out of the period, into the opening. */
  moveToOpening(entry: Entry): void {
    this.#addLegs(entry, (turnover) => turnover.period, -1);
    this.#addLegs(entry, (turnover) => turnover.opening, 1);
  }

  /** An entry of `cutAtEnd`. */
  addEntry(entry: Entry): void {
    const { fromMs } = this.period;
    this.#addLegs(entry, (turnover) => (fromMs !== null && entry.timeMs < fromMs ? turnover.opening : turnover.period), 1);
  }

  /** Every account that was ever touched, in no order. */
  accounts(): AccountTurnover[] {
    return [...this.#accounts.values()];
  }

  #addByDay(entry: Entry, sign: 1 | -1): void {
    const day = dayOf(entry.timeMs);
    if (day > this.period.toDay) return;
    this.#addLegs(entry, (turnover) => (this.#isOpeningDay(day) ? turnover.opening : turnover.period), sign);
  }

  #isOpeningDay(day: number): boolean {
    return this.period.fromMs !== null && day < this.period.fromDay;
  }

  #addLegs(entry: Entry, sideOf: (turnover: AccountTurnover) => Turnover, sign: 1 | -1): void {
    for (const leg of entry.legs) {
      const turnover = this.#turnoverOf(leg.account);
      if (turnover !== null) addLeg(sideOf(turnover), leg, sign);
    }
  }

  #turnoverOf(account: Account): AccountTurnover | null {
    if (this.#sites !== null && (account.site === null || !this.#sites.has(account.site))) return null;
    const key = accountKey(account);
    let turnover = this.#accounts.get(key);
    if (turnover === undefined) this.#accounts.set(key, (turnover = { account, opening: noTurnover(), period: noTurnover() }));
    return turnover;
  }
}
