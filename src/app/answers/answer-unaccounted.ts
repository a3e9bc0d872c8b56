import { detectableLoss, detectionPower, type SequentialTest } from '../../accountancy/index.ts';
import { RARE_EARTHS } from '../../elements/index.ts';
import {
  activeOf,
  judgeUnaccounted,
  TREO,
  type JudgedBalance,
  type PeriodEntry,
  type Unaccounted,
} from '../../material-balance/index.ts';
import { chinaMonth, chinaYear, startOfMonth } from '../../ledger/index.ts';
import type { UnaccountedAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { columnOf, knownSite } from './answer-balance.ts';
import { yearOfRecord } from './answer-quotas.ts';
import { ask, type AskedMoment, type Asking } from './moment.ts';
import { requireSite } from './out-of-scope.ts';
import { siteRef } from './references.ts';
import { alarmsOf, monthName, siteYearOf, sumOf } from './unaccounted-areas.ts';

/** A site's year, and the element that it is told in; TREO when none is named. */
export interface UnaccountedQuestion extends AskedMoment {
  readonly site: string;
  readonly year: number | null;
  readonly element: string | null;
}

const PAGE = 500;
const PROBABILITY = 0.95;
const DETECTED_WITHIN = [1, 3, 6, 12] as const;
const POWER_POINTS = 12;

/**
 * What a site could not account for over a year, month by month: MUF with its covariance, cumulated, transformed (SITMUF), tested by Page's test
 * and GEMUF, and the loss that would have been found (docs/accountancy.md).
 * @throws NotOnRecord when the site or the element is unknown; OutOfScope when it is not the viewer's
 */
export async function answerUnaccounted(app: Application, question: UnaccountedQuestion): Promise<UnaccountedAnswer> {
  const column = question.element === null || question.element === 'TREO' ? TREO : columnOf(question.element);
  return ask(app, question, async (asking) => {
    const site = await knownSite(asking, question.site, app.now());
    requireSite(asking, site);
    const year = question.year ?? (await yearOfRecord(asking, app.now()));
    const entries = await entriesOf(asking, site, year);
    const { areas, told, tested, test } = siteYearOf(app, site, year, entries);
    const judged = judgeUnaccounted(areas[column]!, test);
    return {
      moment: asking.moment,
      site: siteRef(asking.world, site),
      year,
      element: nameOf(column),
      usualSharePercent: judged.usualShare * 100,
      spreadPercent: judged.spread * 100,
      reference: test.reference,
      limit: judged.limit,
      falseAlarmsPerYear: test.falseAlarmsPerYear,
      tested: tested.has(areas[column]!),
      alarms: tested.has(areas[column]!) ? alarmsOf(judged, year) : [],
      periods: periodsOf(areas[column]!, judged, year),
      ...powerOf(judged, { reference: test.reference, limit: judged.limit }),
      columns: told.map((area) => columnRow(area, judgeUnaccounted(area, test), tested.has(area))),
    };
  });
}

function nameOf(column: number): string {
  return RARE_EARTHS[column] ?? 'TREO';
}

/** Entries of the year that touch accounts of the site. */
async function entriesOf({ reader, knownSeq, asOf }: Asking, site: string, year: number): Promise<PeriodEntry[]> {
  const untilSeq = knownSeq ?? (await reader.head());
  const end = startOfMonth(year + 1, 0);
  const hints = {
    parties: [site],
    eventTimeFromMs: startOfMonth(year, 0),
    eventTimeBeforeMs: asOf === null ? end : Math.min(end, asOf + 1),
  };
  const found: PeriodEntry[] = [];
  for (let afterSeq = 0; ;) {
    const events = await reader.scan(hints, { afterSeq, untilSeq, limit: PAGE });
    const entries = await reader.entries(
      events.map(({ seq }) => seq),
      knownSeq,
    );
    for (const { entry } of entries.values()) {
      const period = chinaMonth(entry.timeMs);
      if (chinaYear(entry.timeMs) === year) found.push({ period, entry });
    }
    if (events.length < PAGE) return found;
    afterSeq = events.at(-1)!.seq;
  }
}

function periodsOf({ inputKg, mufKg }: Unaccounted, judged: JudgedBalance, year: number): UnaccountedAnswer['periods'] {
  return mufKg.map((muf, at) => ({
    month: monthName(year, at),
    inputKg: inputKg[at]!,
    mufKg: muf,
    expectedKg: judged.expectedKg[at]!,
    unexpectedKg: judged.series.muf[at]!,
    sdKg: judged.sdKg[at]!,
    cumulativeKg: judged.cumulative[at]!.value,
    cumulativeSdKg: judged.cumulative[at]!.sd,
    sitmuf: judged.sitmuf?.[at] ?? null,
    pageLoss: judged.loss?.path[at] ?? null,
    pageGain: judged.gain?.path[at] ?? null,
    gemuf: judged.gemuf?.[at] ?? null,
  }));
}

/** From the months in which anything was measured. */
function powerOf(judged: JudgedBalance, test: SequentialTest): Pick<UnaccountedAnswer, 'detectable' | 'power'> {
  const { series } = activeOf(judged.series);
  const { covariance } = series;
  if (covariance.rows === 0) return { detectable: [], power: [] };
  const detectable = DETECTED_WITHIN.filter((months) => months <= covariance.rows).flatMap((months) => {
    const kgPerMonth = detectableLoss(covariance, test, PROBABILITY, months);
    return kgPerMonth === null ? [] : [{ months, kgPerMonth }];
  });
  const most = detectable.at(-1)?.kgPerMonth ?? 0;
  const losses = Array.from({ length: POWER_POINTS }, (_, at) => (1.5 * most * at) / (POWER_POINTS - 1));
  const power = most > 0 ? (detectionPower(covariance, test, losses) ?? []) : [];
  return { detectable, power: power.map(({ lossKg, probability }) => ({ kgPerMonth: lossKg, probability })) };
}

function columnRow(
  { column, inputKg, mufKg }: Unaccounted,
  { series, cumulative, loss, gain }: JudgedBalance,
  tested: boolean,
): UnaccountedAnswer['columns'][number] {
  const alarm = (loss?.alarmAt ?? null) !== null ? 'loss' : (gain?.alarmAt ?? null) !== null ? 'gain' : null;
  return {
    element: nameOf(column),
    inputKg: sumOf(inputKg),
    mufKg: sumOf(mufKg),
    unexpectedKg: sumOf(series.muf),
    sdKg: cumulative.at(-1)?.sd ?? 0,
    tested,
    alarm: tested ? alarm : null,
  };
}
