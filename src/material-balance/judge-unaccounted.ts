import {
  cumulativeMuf,
  decisionLimit,
  gemuf,
  pageTest,
  standardisedIndependentMuf,
  type Cumulated,
  type MufSeries,
  type PageTest,
} from '../accountancy/index.ts';
import { median, robustDeviation } from '../numerics/index.ts';
import type { Unaccounted } from './unaccounted.ts';

/** How the balances of a site are tested. */
export interface BalanceTest {
  /** Page's reference value, and how many false alarms a year are accepted of one site, shared by all its columns. */
  readonly reference: number;
  readonly falseAlarmsPerYear: number;
  readonly columns: number;
  /** The least spread of the share that a process loses, from period to period. */
  readonly spreadLeast: number;
}

/** What the tests say of a column's year. */
export interface JudgedBalance {
  /** The usual share that the site's processes lose unmeasured, and its spread from period to period. */
  readonly usualShare: number;
  readonly spread: number;
  readonly expectedKg: readonly number[];
  /** MUF less the usual loss, with its covariance. */
  readonly series: MufSeries;
  readonly sdKg: readonly number[];
  readonly cumulative: readonly Cumulated[];
  /** Null where a period has no error at all: nothing was measured. */
  readonly sitmuf: readonly number[] | null;
  readonly gemuf: readonly number[] | null;
  readonly limit: number;
  /** For losses, and for gains. */
  readonly loss: PageTest | null;
  readonly gain: PageTest | null;
}

/**
 * Judges what a site could not account for over some periods: less the usual loss of its processes, the median share of the periods, whose spread
 * (by the median of absolute deviations) is added to the errors of measurement. Both directions are tested.
 */
export function judgeUnaccounted({ inputKg, processLossKg, mufKg, covariance }: Unaccounted, test: BalanceTest): JudgedBalance {
  const shares = inputKg.flatMap((input, at) => (input > 0 ? [processLossKg[at]! / input] : []));
  const usualShare = shares.length === 0 ? 0 : median(shares);
  const spread = shares.length === 0 ? 0 : Math.max(test.spreadLeast, robustDeviation(shares));
  const expectedKg = inputKg.map((input) => usualShare * input);
  const periods = mufKg.length;
  const widened = { ...covariance, values: covariance.values.slice() };
  for (let at = 0; at < periods; at++) widened.values[at * periods + at]! += (spread * inputKg[at]!) ** 2;
  const series: MufSeries = { muf: mufKg.map((kg, at) => kg - expectedKg[at]!), covariance: widened };
  const measured = activeOf(series);
  const sitmuf = spreadOut(measured, standardisedIndependentMuf(measured.series), periods);
  const steps = Math.max(1, measured.places.length);
  const limit = decisionLimit((steps * test.columns * 2) / test.falseAlarmsPerYear, test.reference);
  return {
    usualShare,
    spread,
    expectedKg,
    series,
    sdKg: mufKg.map((_, at) => Math.sqrt(Math.max(0, widened.values[at * periods + at]!))),
    cumulative: cumulativeMuf(series),
    sitmuf,
    gemuf: spreadOut(measured, gemuf(measured.series), periods),
    limit,
    loss: sitmuf === null ? null : pageTest(sitmuf, test.reference, limit),
    gain:
      sitmuf === null
        ? null
        : pageTest(
            sitmuf.map((score) => -score),
            test.reference,
            limit,
          ),
  };
}

/** The periods in which anything was measured: the others say nothing, and would make the covariance singular. */
export function activeOf({ muf, covariance }: MufSeries): { series: MufSeries; places: readonly number[] } {
  const periods = muf.length;
  const places = muf.flatMap((_, at) => (covariance.values[at * periods + at]! > 0 ? [at] : []));
  const values = Float64Array.from(places.flatMap((row) => places.map((column) => covariance.values[row * periods + column]!)));
  return {
    series: { muf: places.map((at) => muf[at]!), covariance: { rows: places.length, columns: places.length, values } },
    places,
  };
}

function spreadOut(
  { places }: { places: readonly number[] },
  values: readonly number[] | null,
  periods: number,
): number[] | null {
  if (values === null || values.length === 0) return null;
  const out = Array.from({ length: periods }, () => 0);
  places.forEach((place, at) => (out[place] = values[at]!));
  return out;
}
