import { isDeepStrictEqual } from 'node:util';
import { accountKey, addLeg, dayOf, noTurnover, type Account, type Entry, type Turnover } from '../../ledger/index.ts';
import type { CellChoice, RecordReader } from '../../record/index.ts';
import type { Check } from './derived-fault.ts';

const DAY_MS = 86_400_000;

/** The roll-ups of every account, by day, month, year and in all, are the sums of its postings. */
export const faultOfBalances: Check = async (reader, { entries }) => {
  const byDay = Map.groupBy(entries, ({ timeMs }) => dayOf(timeMs));
  for (const stretch of stretchesOf([...byDay.keys()])) {
    const { fromDay, toDay } = stretch;
    const some = fromDay === toDay ? (byDay.get(toDay) ?? []) : entries.filter(({ timeMs }) => isWithin(dayOf(timeMs), stretch));
    const [expected, stored] = [new Map<string, Turnover>(), new Map<string, Turnover>()];
    for (const { legs } of some) for (const leg of legs) addLeg(sumOf(expected, leg.account), leg, 1);
    const choice = { kinds: null, fromDay, toDay, recordedBeforeDay: null };
    await reader.sumCells({ ...choice, sites: null }, (account) => sumOf(stored, account));
    const account = differingAccount(expected, stored) ?? (await differingKind(reader, choice, some));
    const when = fromDay === toDay ? `on ${dateOf(toDay)}` : `until ${dateOf(toDay)}`;
    if (account !== null)
      return { table: 'balance', seq: null, message: `the balance of ${account} ${when} is not the sum of the postings` };
  }
  return null;
};

/** Days of event time, both included; null for the first on record. */
interface Days {
  readonly fromDay: number | null;
  readonly toDay: number;
}

/** Each day, each month, each year and the whole of a record: each is kept by itself. */
function stretchesOf(days: readonly number[]): Days[] {
  const sorted = days.toSorted((a, b) => a - b);
  const spans = [4, 7].flatMap((digits) => [...new Set(sorted.map((day) => dateOf(day).slice(0, digits)))].map(daysOfSpan));
  const whole = sorted.length === 0 ? [] : [{ fromDay: null, toDay: sorted.at(-1)! }];
  return [...sorted.map((day) => ({ fromDay: day, toDay: day })), ...spans.toReversed(), ...whole];
}

/** The days of a year or a month: `2015`, `2015-02`. */
function daysOfSpan(span: string): Days {
  const [year = 0, month] = span.split('-').map(Number);
  const day = (time: number): number => time / DAY_MS;
  if (month === undefined) return { fromDay: day(Date.UTC(year, 0)), toDay: day(Date.UTC(year + 1, 0)) - 1 };
  return { fromDay: day(Date.UTC(year, month - 1)), toDay: day(Date.UTC(year, month)) - 1 };
}

function isWithin(day: number, { fromDay, toDay }: Days): boolean {
  return day <= toDay && (fromDay === null || day >= fromDay);
}

function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function sumOf(sums: Map<string, Turnover>, account: Account): Turnover {
  const key = accountKey(account);
  const sum = sums.get(key) ?? noTurnover();
  sums.set(key, sum);
  return sum;
}

function differingAccount(expected: ReadonlyMap<string, Turnover>, stored: ReadonlyMap<string, Turnover>): string | null {
  const none = noTurnover();
  for (const key of new Set([...expected.keys(), ...stored.keys()])) {
    const [a, b] = [expected.get(key) ?? none, stored.get(key) ?? none];
    if (!isDeepStrictEqual(a.debits, b.debits) || !isDeepStrictEqual(a.credits, b.credits)) return key;
  }
  return null;
}

/** Totals over a kind of account are kept beside the accounts. */
async function differingKind(reader: RecordReader, choice: CellChoice, entries: readonly Entry[]): Promise<string | null> {
  const [expected, stored] = [new Map<string, Turnover>(), new Map<string, Turnover>()];
  const ofKind = ({ kind }: Account): Account => ({ kind, site: null, counterpart: null });
  for (const { legs } of entries) for (const leg of legs) addLeg(sumOf(expected, ofKind(leg.account)), leg, 1);
  await reader.sumKinds(choice, (account) => sumOf(stored, ofKind(account)));
  return differingAccount(expected, stored);
}
