import { setImmediate } from 'node:timers/promises';
import { RARE_EARTHS } from '../../elements/index.ts';
import { startOfMonth, type Entry } from '../../ledger/index.ts';
import { judgeUnaccounted, TREO, type PeriodEntry } from '../../material-balance/index.ts';
import type { UnaccountedSitesAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { yearOfRecord } from './answer-quotas.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { siteRef } from './references.ts';
import { alarmsOf, falseAlarmsPerYear, MONTHS, siteYearOf, sumOf } from './unaccounted-areas.ts';

type Row = UnaccountedSitesAnswer['sites'][number];

/** What every site could not account for over a year, the most telling first: those that raise an alarm, then by how many sd the rest lies off. */
export async function answerUnaccountedSites(
  app: Application,
  question: AskedMoment & { readonly year: number | null },
): Promise<UnaccountedSitesAnswer> {
  return ask(app, question, async (asking) => {
    const year = question.year ?? (await yearOfRecord(asking, app.now()));
    const sites: Row[] = [];
    for (const [site, entries] of await entriesBySite(asking, year)) {
      const row = rowOf(app, asking, site, year, entries);
      if (row !== null) sites.push(row);
      await setImmediate();
    }
    return { moment: asking.moment, year, falseAlarmsPerYear: falseAlarmsPerYear(app, year), sites: sites.toSorted(byUrgency) };
  });
}

/** The entries of a year under every site that the viewer may look into. */
export async function entriesBySite(
  { reader, scope, knownSeq, asOf }: Asking,
  year: number,
): Promise<Map<string, PeriodEntry[]>> {
  const bySite = new Map<string, PeriodEntry[]>();
  for (let period = 0; period < MONTHS; period++) {
    const [from, to] = [startOfMonth(year, period), startOfMonth(year, period + 1)];
    const end = asOf === null ? to : Math.min(to, asOf + 1);
    if (end <= from) break;
    for (const { entry } of await reader.entriesBetween(from, end, knownSeq))
      for (const site of sitesOf(entry)) {
        if (scope !== null && !scope.sites.includes(site)) continue;
        const known = bySite.get(site);
        if (known === undefined) bySite.set(site, [{ period, entry }]);
        else known.push({ period, entry });
      }
    await setImmediate();
  }
  return bySite;
}

/** Sites whose accounts an entry touches; what differs on the way counts where it should have arrived. */
function sitesOf({ legs }: Entry): Set<string> {
  const sites = new Set<string>();
  for (const { account } of legs) {
    const site = account.kind === 'transit-difference' ? account.counterpart : account.site;
    if (site !== null) sites.add(site);
  }
  return sites;
}

/** Null where nothing was processed, counted or received. */
function rowOf(app: Application, { world }: Asking, site: string, year: number, entries: readonly PeriodEntry[]): Row | null {
  const { areas, told, tested, test } = siteYearOf(app, site, year, entries);
  if (told.length === 0) return null;
  const treo = areas[TREO]!;
  const judged = judgeUnaccounted(treo, test);
  const alarms = [...tested].flatMap((area) =>
    alarmsOf(judgeUnaccounted(area, test), year).map((alarm) => ({ element: RARE_EARTHS[area.column] ?? 'TREO', ...alarm })),
  );
  const [unexpectedKg, sdKg] = [sumOf(judged.series.muf), judged.cumulative.at(-1)?.sd ?? 0];
  return {
    site: siteRef(world, site),
    inputKg: sumOf(treo.inputKg),
    mufKg: sumOf(treo.mufKg),
    unexpectedKg,
    sdKg,
    score: sdKg > 0 ? unexpectedKg / sdKg : null,
    alarms,
  };
}

function byUrgency(a: Row, b: Row): number {
  const size = ({ score }: Row): number => Math.abs(score ?? 0);
  return b.alarms.length - a.alarms.length || size(b) - size(a);
}
