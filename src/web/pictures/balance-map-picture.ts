import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { escapeHtml, groundOf, nameAxis } from './ground.ts';

/** One site in one month: by how many standard deviations it lies off its balance, and what the tooltip says. */
export interface MapCell {
  readonly row: number;
  readonly column: number;
  readonly score: number;
  readonly written: string;
}

/** Beyond so many standard deviations all cells look alike. */
const DARKEST = 4;

/** A field of cells between two colours: one for what is missing, one for what is too much; what is not measured is empty. */
export function balanceMapPicture(
  cells: readonly MapCell[],
  rows: readonly string[],
  columns: readonly string[],
  palette: Palette,
): EChartsCoreOption {
  const quiet = { axisLine: { show: false }, axisTick: { show: false } };
  return {
    ...groundOf(palette),
    tooltip: {
      ...groundOf(palette).tooltip,
      formatter: (each: unknown) => escapeHtml(cells[(each as { dataIndex: number }).dataIndex]?.written ?? ''),
    },
    grid: { left: 4, right: 8, top: 4, bottom: 4, containLabel: true },
    xAxis: { ...nameAxis(palette, columns, 60), ...quiet, position: 'top' },
    yAxis: { ...nameAxis(palette, rows, 190), ...quiet, inverse: true },
    visualMap: {
      show: false,
      dimension: 2,
      min: -DARKEST,
      max: DARKEST,
      inRange: { color: [palette.accent, palette.panel, palette.alarm] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map(({ row, column, score }) => [column, row, Math.max(-DARKEST, Math.min(DARKEST, score))]),
        itemStyle: { borderColor: palette.ground, borderWidth: 1 },
      },
    ],
  };
}
