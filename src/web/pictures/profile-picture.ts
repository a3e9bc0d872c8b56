import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { groundOf, valueAxis } from './ground.ts';

/** A curve: a value for each place along the axis below. */
export interface Curve {
  readonly name: string;
  readonly values: readonly number[];
}

/** Dashes by turns, so that curves differ without their colours. */
const DASHES = ['solid', 'dashed', 'dotted'] as const;
/** Hues that stay apart for the colour-blind (Okabe and Ito 2008), in the order in which curves take them. */
const HUES = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9'] as const;

/** Curves over stages or hours. @param isLog logarithmic values: what is 0 is not drawn */
export function profilePicture(
  places: readonly number[],
  curves: readonly Curve[],
  words: { readonly place: string; readonly value: string; readonly isLog: boolean },
  palette: Palette,
): EChartsCoreOption {
  const values = valueAxis(palette, words.value);
  return {
    ...groundOf(palette),
    tooltip: { ...groundOf(palette).tooltip, trigger: 'axis' },
    legend: { type: 'scroll', top: 0, textStyle: { color: palette.text, fontSize: 12 } },
    grid: { left: 8, right: 24, top: 44, bottom: 28, containLabel: true },
    xAxis: {
      ...valueAxis(palette, words.place),
      nameLocation: 'middle',
      nameGap: 26,
      min: places[0] ?? 0,
      max: places.at(-1) ?? 1,
      splitLine: { show: false },
    },
    yAxis: words.isLog ? { ...values, type: 'log' } : values,
    series: curves.map(({ name, values: heights }, n) => ({
      type: 'line',
      name,
      showSymbol: false,
      lineStyle: { width: 2, type: DASHES[Math.floor(n / HUES.length) % DASHES.length] },
      itemStyle: { color: HUES[n % HUES.length] },
      data: heights.map((height, at) => [places[at], words.isLog && !(height > 1e-12) ? null : height]),
    })),
  };
}
