import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { errorBars } from './error-bars.ts';
import { groundOf, nameAxis, valueAxis } from './ground.ts';

/** What one period could not account for, with its standard deviation, and the sum so far with its own; kilograms. */
export interface BalancePeriod {
  readonly name: string;
  readonly rest: number;
  readonly sd: number;
  readonly cumulative: number;
  readonly cumulativeSd: number;
}

const SIGMAS = 2;

/** Bars with whiskers by period, and the cumulated sum within its limits. */
export function balancePicture(
  periods: readonly BalancePeriod[],
  words: { rest: string; cumulative: string; low: string; high: string; unit: string },
  palette: Palette,
): EChartsCoreOption {
  const limit = (name: string, sign: number): object => ({
    type: 'line',
    name,
    showSymbol: false,
    lineStyle: { width: 1, type: 'dashed' },
    color: palette.accent,
    data: periods.map(({ cumulative, cumulativeSd }) => cumulative + sign * SIGMAS * cumulativeSd),
  });
  return {
    ...groundOf(palette),
    tooltip: { ...groundOf(palette).tooltip, trigger: 'axis' },
    legend: { top: 0, right: 0, textStyle: { color: palette.text, fontSize: 12 }, itemWidth: 16, itemHeight: 10 },
    grid: { left: 8, right: 12, top: 44, bottom: 8, containLabel: true },
    xAxis: nameAxis(
      palette,
      periods.map(({ name }) => name),
      64,
    ),
    yAxis: valueAxis(palette, words.unit),
    series: [
      { type: 'bar', name: words.rest, color: palette.mark, barMaxWidth: 28, data: periods.map(({ rest }) => rest) },
      errorBars(
        'vertical',
        periods.map(({ rest, sd }, at) => ({ at, low: rest - SIGMAS * sd, high: rest + SIGMAS * sd })),
        palette.text,
      ),
      {
        type: 'line',
        name: words.cumulative,
        color: palette.accent,
        lineStyle: { width: 2 },
        data: periods.map(({ cumulative }) => cumulative),
      },
      limit(words.high, 1),
      limit(words.low, -1),
    ],
  };
}
