import { setImmediate } from 'node:timers/promises';
import { RARE_EARTHS } from '../../elements/index.ts';
import { judgeUnaccounted, TREO, type PeriodEntry } from '../../material-balance/index.ts';
import type { BalanceMapAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { columnOf } from './answer-balance.ts';
import { yearOfRecord } from './answer-quotas.ts';
import { entriesBySite } from './answer-unaccounted-sites.ts';
import { ask, type AskedMoment } from './moment.ts';
import { siteRef } from './references.ts';
import { monthName, MONTHS, siteYearOf } from './unaccounted-areas.ts';

type Row = BalanceMapAnswer['sites'][number];
type Cell = Row['months'][number];

/**
 * Every site month by month: how far it lies off its balance in one element, in standard deviations, and the months of which nothing is recorded.
 * @throws NotOnRecord when the element is unknown
 */
export async function answerBalanceMap(
  app: Application,
  question: AskedMoment & { readonly year: number | null; readonly element: string | null },
): Promise<BalanceMapAnswer> {
  const column = question.element === null || question.element === 'TREO' ? TREO : columnOf(question.element);
  return ask(app, question, async (asking) => {
    const year = question.year ?? (await yearOfRecord(asking, app.now()));
    const bySite = await entriesBySite(asking, year);
    const last = Math.max(-1, ...[...bySite.values()].flatMap((entries) => entries.map(({ period }) => period)));
    const sites: Row[] = [];
    for (const [site, entries] of bySite) {
      const months = monthsOf(app, site, year, entries, column);
      const silentMonths = months.flatMap(({ month, events }, at) => (at <= last && events === 0 ? [month] : []));
      sites.push({ site: siteRef(asking.world, site), months, silentMonths });
      await setImmediate();
    }
    return {
      moment: asking.moment,
      year,
      element: RARE_EARTHS[column] ?? 'TREO',
      lastMonth: last < 0 ? null : monthName(year, last),
      sites: sites.toSorted((a, b) => worstOf(b) - worstOf(a)),
    };
  });
}

function monthsOf(app: Application, site: string, year: number, entries: readonly PeriodEntry[], column: number): Cell[] {
  const { areas, test } = siteYearOf(app, site, year, entries);
  const area = areas[column]!;
  const judged = judgeUnaccounted(area, test);
  const events = Array.from({ length: MONTHS }, () => 0);
  for (const { period } of entries) events[period]! += 1;
  return events.map((count, at): Cell => {
    const [unexpectedKg, sdKg] = [judged.series.muf[at]!, judged.sdKg[at]!];
    return {
      month: monthName(year, at),
      events: count,
      inputKg: area.inputKg[at]!,
      unexpectedKg,
      sdKg,
      score: sdKg > 0 ? unexpectedKg / sdKg : null,
    };
  });
}

function worstOf({ months }: Row): number {
  return Math.max(0, ...months.map(({ score }) => Math.abs(score ?? 0)));
}
