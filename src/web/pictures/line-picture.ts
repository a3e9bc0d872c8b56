import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { groundOf, nameAxis, valueAxis } from './ground.ts';

/** One point of a line: a name below, a value, and what it was before it was revised. */
export interface LinePoint {
  readonly name: string;
  readonly value: number;
  readonly before: number | null;
}

/** A line through values by name, with hollow marks where they were revised. */
export function linePicture(
  points: readonly LinePoint[],
  words: { readonly unit: string; readonly now: string; readonly before: string },
  palette: Palette,
): EChartsCoreOption {
  return {
    ...groundOf(palette),
    tooltip: { ...groundOf(palette).tooltip, trigger: 'axis' },
    grid: { left: 8, right: 24, top: 28, bottom: 8, containLabel: true },
    xAxis: nameAxis(
      palette,
      points.map(({ name }) => name),
      60,
    ),
    yAxis: { ...valueAxis(palette, words.unit), scale: true },
    series: [
      {
        type: 'line',
        name: words.now,
        data: points.map(({ value }) => value),
        symbolSize: 6,
        lineStyle: { color: palette.accent },
        itemStyle: { color: palette.accent },
      },
      {
        type: 'line',
        name: words.before,
        data: points.map(({ before }) => before),
        symbol: 'emptyCircle',
        symbolSize: 9,
        lineStyle: { width: 0 },
        itemStyle: { color: palette.alarm },
      },
    ],
  };
}
