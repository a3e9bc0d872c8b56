import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { groundOf, nameAxis, valueAxis } from './ground.ts';
import { errorBars } from './error-bars.ts';

/** One ranked figure with its standard deviation; a questioned one stands further from zero than its uncertainty explains. */
export interface Ranked {
  readonly name: string;
  readonly value: number;
  readonly sd: number;
  readonly questioned: boolean;
}

/** Horizontal bars with whiskers of ±2 sd, first row on top; a questioned bar is in the alarm colour and its name carries ▲. */
export function rankedPicture(
  rows: readonly Ranked[],
  words: { unit: string; series: string },
  palette: Palette,
): EChartsCoreOption {
  const names = rows.map((row) => (row.questioned ? `▲ ${row.name}` : row.name));
  return {
    ...groundOf(palette),
    tooltip: { ...groundOf(palette).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
    grid: { left: 8, right: 70, top: 24, bottom: 4, containLabel: true },
    xAxis: valueAxis(palette, words.unit),
    yAxis: { ...nameAxis(palette, names, 170), inverse: true },
    series: [
      {
        type: 'bar',
        name: words.series,
        barWidth: 12,
        data: rows.map((row) => ({ value: row.value, itemStyle: { color: row.questioned ? palette.alarm : palette.mark } })),
      },
      errorBars(
        'horizontal',
        rows.flatMap((row, at) => (row.sd > 0 ? [{ at, low: row.value - 2 * row.sd, high: row.value + 2 * row.sd }] : [])),
        palette.text,
      ),
    ],
  };
}
