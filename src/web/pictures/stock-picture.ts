import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { escapeHtml, groundOf, nameAxis } from './ground.ts';

/** One cell of the picture of stocks: a stage, an element, kilograms above zero, and the figure as written. */
export interface StockCell {
  readonly row: string;
  readonly column: string;
  readonly kilograms: number;
  readonly written: string;
}

/** A field of cells, darker the more there is, by the logarithm: stocks of one element and another differ by thousands. */
export function stockPicture(
  cells: readonly StockCell[],
  rows: readonly string[],
  columns: readonly string[],
  palette: Palette,
): EChartsCoreOption {
  const logs = cells.map((cell) => Math.log10(cell.kilograms));
  const darkest = Math.max(...logs, 1);
  const quiet = { axisLine: { show: false }, axisTick: { show: false } };
  return {
    ...groundOf(palette),
    tooltip: {
      ...groundOf(palette).tooltip,
      formatter: (each: unknown) => {
        const cell = cells[(each as { dataIndex: number }).dataIndex];
        return cell === undefined ? '' : escapeHtml(`${cell.row} · ${cell.column}: ${cell.written}`);
      },
    },
    grid: { left: 4, right: 8, top: 4, bottom: 4, containLabel: true },
    xAxis: { ...nameAxis(palette, columns, 30), ...quiet, position: 'top' },
    yAxis: { ...nameAxis(palette, rows, 110), ...quiet, inverse: true },
    visualMap: {
      show: false,
      dimension: 2,
      min: darkest - 6,
      max: darkest,
      inRange: { color: [palette.panel, palette.accentPale, palette.accent] },
    },
    series: [
      {
        type: 'heatmap',
        data: cells.map((cell, at) => [columns.indexOf(cell.column), rows.indexOf(cell.row), logs[at]]),
        itemStyle: { borderColor: palette.ground, borderWidth: 2 },
      },
    ],
  };
}
