import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { errorBars } from './error-bars.ts';
import { groundOf, nameAxis, valueAxis } from './ground.ts';

/** Two figures side by side under one name; null where there is none. `sd` is of the first. */
export interface Paired {
  readonly name: string;
  readonly first: number | null;
  readonly sd: number;
  readonly second: number | null;
}

const BAR_PIXELS = 11;
/** More names than this are written aslant: side by side they would run into one another on a narrow picture. */
const LEVEL_NAMES_MAX = 9;

/** Upright bars in pairs: the first in the accent with whiskers of ±2 sd, the second hollow. */
export function pairedPicture(
  rows: readonly Paired[],
  words: { first: string; second: string | null; unit: string },
  palette: Palette,
): EChartsCoreOption {
  const shift = words.second === null ? 0 : -BAR_PIXELS / 2;
  const whiskers = rows.flatMap((row, at) =>
    row.first === null || row.sd === 0
      ? []
      : [{ at, low: Math.max(0, row.first - 2 * row.sd), high: row.first + 2 * row.sd, shift }],
  );
  const bar = { type: 'bar', barWidth: BAR_PIXELS, barGap: 0 };
  const second = {
    ...bar,
    name: words.second,
    data: rows.map((row) => row.second),
    itemStyle: { color: palette.markPale, borderColor: palette.mark, borderWidth: 1 },
  };
  return {
    ...groundOf(palette),
    tooltip: { ...groundOf(palette).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
    legend: {
      top: 0,
      right: 0,
      textStyle: { color: palette.text, fontSize: 12 },
      itemWidth: 14,
      itemHeight: 10,
      data: [words.first, words.second].filter((name) => name !== null),
    },
    grid: { left: 4, right: 8, top: 34, bottom: 4, containLabel: true },
    xAxis: namesBelow(rows, palette),
    yAxis: valueAxis(palette, words.unit),
    series: [
      { ...bar, name: words.first, data: rows.map((row) => row.first), itemStyle: { color: palette.accent } },
      ...(words.second === null ? [] : [second]),
      errorBars('vertical', whiskers, palette.text),
    ],
  };
}

function namesBelow(rows: readonly Paired[], palette: Palette) {
  const axis = nameAxis(
    palette,
    rows.map((row) => row.name),
    84,
    'break',
  );
  return rows.length <= LEVEL_NAMES_MAX ? axis : { ...axis, axisLabel: { ...axis.axisLabel, rotate: 50 } };
}
