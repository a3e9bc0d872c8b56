import { startOfMonth } from '../../ledger/index.ts';
import {
  TREO,
  unaccountedAt,
  type BalanceTest,
  type JudgedBalance,
  type PeriodEntry,
  type Unaccounted,
} from '../../material-balance/index.ts';
import type { Application } from '../application.ts';

const RULE = 'muf.loss';
export const MONTHS = 12;

/** What a site could not account for over a year: all columns, those in which something moved, those tested, and the test that they share. */
export interface SiteYear {
  readonly areas: readonly Unaccounted[];
  readonly told: readonly Unaccounted[];
  /** TREO and the elements that make up enough of the input: of traces assays do not tell enough to accuse anybody. */
  readonly tested: ReadonlySet<Unaccounted>;
  readonly test: BalanceTest;
}

function parameterAt(app: Application, name: string, year: number): number {
  return app.rules.parameters.at(RULE, name, startOfMonth(year, 0));
}

/** How many false alarms a year the tests of one site are made for. */
export function falseAlarmsPerYear(app: Application, year: number): number {
  return parameterAt(app, 'balance-false-alarms-per-year', year);
}

/** @param entries those that touch accounts of the site, each with its month */
export function siteYearOf(app: Application, site: string, year: number, entries: readonly PeriodEntry[]): SiteYear {
  const at = (name: string): number => parameterAt(app, name, year);
  const errors = { weighing: at('balance-weighing-systematic'), measuredLoss: at('balance-measured-loss-sd') };
  const areas = unaccountedAt(site, entries, MONTHS, errors);
  const told = areas.filter((area) => area.inputKg.some((kg) => kg > 0) || area.mufKg.some((kg) => kg !== 0));
  const least = at('share-least') * sumOf(areas[TREO]!.inputKg);
  const tested = new Set(
    told.filter(({ column, inputKg }) => column === TREO || sumOf(inputKg) >= Math.max(least, Number.MIN_VALUE)),
  );
  const test = {
    reference: at('balance-reference'),
    falseAlarmsPerYear: falseAlarmsPerYear(app, year),
    columns: Math.max(1, tested.size),
    spreadLeast: at('balance-spread-least'),
  };
  return { areas, told, tested, test };
}

export function sumOf(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

export function monthName(year: number, month: number): string {
  return `${year}-${String(month + 1).padStart(2, '0')}`;
}

/** An alarm of Page's test: in which month it rang, and in which the excess began. */
interface BalanceAlarm {
  readonly direction: 'loss' | 'gain';
  readonly month: string;
  readonly since: string;
}

/** The alarms of a column's year, in both directions. */
export function alarmsOf({ loss, gain }: JudgedBalance, year: number): BalanceAlarm[] {
  const directions = [
    ['loss', loss],
    ['gain', gain],
  ] as const;
  return directions.flatMap(([direction, test]) =>
    test === null || test.alarmAt === null
      ? []
      : [{ direction, month: monthName(year, test.alarmAt), since: monthName(year, test.changeAt!) }],
  );
}
