import type { Account } from './account.ts';
import { addLeg, noTurnover, type Turnover } from './balance-cell.ts';
import { dayOf, startOfDay } from './china-calendar.ts';
import type { Entry } from './entry.ts';

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

/** The lines of a sheet that an account counts in before the period and in it; null: in none. */
export interface SheetLines<Line> {
  readonly openingLine: (account: Account) => Line | null;
  readonly periodLine: (account: Account) => Line | null;
}

/** Adds up accounts over a period, line by line, from roll-ups, later revisions and single entries. */
export class BalanceSheet<Line> {
  readonly period: SheetPeriod;
  /** What turned over before the period, and in it; a line that nothing was added to is missing. */
  readonly opening = new Map<Line, Turnover>();
  readonly turnover = new Map<Line, Turnover>();
  readonly #sites: ReadonlySet<string> | null;
  readonly #lines: SheetLines<Line>;

  /** @param sites the sites whose accounts count; null: every account, also those without a site */
  constructor(period: SheetPeriod, sites: ReadonlySet<string> | null, lines: SheetLines<Line>) {
    this.period = period;
    this.#sites = sites;
    this.#lines = lines;
  }

  /** The sum for what an account turned over before the period; null where it does not count. */
  readonly openingOf = (account: Account): Turnover | null => this.#sumOf(this.opening, this.#lines.openingLine, account);

  /** The sum for what an account turned over in the period; null where it does not count. */
  readonly turnoverOf = (account: Account): Turnover | null => this.#sumOf(this.turnover, this.#lines.periodLine, account);

  /** What a revision changed after the roll-ups were recorded; days that are added entry by entry are not concerned. */
  addRevision(entry: Entry, previous: Entry | null): void {
    this.#addByDay(entry, 1);
    if (previous !== null) this.#addByDay(previous, -1);
  }

  /** An entry of `cutAtStart`: out of the period, into the opening. */
  moveToOpening(entry: Entry): void {
    addLegs(entry, this.turnoverOf, -1);
    addLegs(entry, this.openingOf, 1);
  }

  /** An entry of `cutAtEnd`. */
  addEntry(entry: Entry): void {
    const { fromMs } = this.period;
    addLegs(entry, fromMs !== null && entry.timeMs < fromMs ? this.openingOf : this.turnoverOf, 1);
  }

  #addByDay(entry: Entry, sign: 1 | -1): void {
    const { fromMs, fromDay, toDay } = this.period;
    const day = dayOf(entry.timeMs);
    if (day <= toDay) addLegs(entry, fromMs !== null && day < fromDay ? this.openingOf : this.turnoverOf, sign);
  }

  #sumOf(sums: Map<Line, Turnover>, lineOf: (account: Account) => Line | null, account: Account): Turnover | null {
    if (this.#sites !== null && (account.site === null || !this.#sites.has(account.site))) return null;
    const line = lineOf(account);
    if (line === null) return null;
    let sum = sums.get(line);
    if (sum === undefined) sums.set(line, (sum = noTurnover()));
    return sum;
  }
}

function addLegs(entry: Entry, sumOf: (account: Account) => Turnover | null, sign: 1 | -1): void {
  for (const leg of entry.legs) {
    const sum = sumOf(leg.account);
    if (sum !== null) addLeg(sum, leg, sign);
  }
}
