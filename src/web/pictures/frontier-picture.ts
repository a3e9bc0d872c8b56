import type { EChartsCoreOption } from 'echarts/core';
import { writeSignificant } from '../figures/numbers.ts';
import type { Palette } from '../frame/palette.ts';
import { groundOf, valueAxis } from './ground.ts';

/** A cut: the least impurity that was feasible at each recovery, and what is declared; shares. */
export interface Frontier {
  readonly name: string;
  readonly edge: readonly { readonly recovery: number; readonly impurity: number }[];
  readonly declared: { readonly recovery: number; readonly impurity: number; readonly isFeasible: boolean };
}

const PERCENT = 100;
/** What is purer is drawn here and told so: no assay tells it. */
export const IMPURITY_MIN = 1e-6;

/** Edges of what was feasible, impurity over recovery, and the declared points: below its edge a point is beyond what was possible. */
export function frontierPicture(
  frontiers: readonly Frontier[],
  words: { recovery: string; impurity: string; edge: (cut: string) => string; declared: (cut: string) => string },
  palette: Palette,
): EChartsCoreOption {
  const colours = [palette.mark, palette.accent];
  const place = ({ recovery, impurity }: { recovery: number; impurity: number }): [number, number] => [
    recovery * PERCENT,
    Math.max(IMPURITY_MIN, impurity) * PERCENT,
  ];
  const series = frontiers.flatMap(({ name, edge, declared }, at) => {
    const colour = colours[at % colours.length];
    return [
      { type: 'line', name: words.edge(name), data: edge.map(place), symbolSize: 5, color: colour, lineStyle: { width: 2 } },
      {
        type: 'line',
        name: words.declared(name),
        data: [place(declared)],
        symbol: declared.isFeasible ? 'circle' : 'triangle',
        symbolSize: 14,
        showSymbol: true,
        color: declared.isFeasible ? colour : palette.alarm,
      },
    ];
  });
  const ground = groundOf(palette);
  return {
    ...ground,
    tooltip: { ...ground.tooltip, trigger: 'item' },
    legend: { top: 0, right: 0, textStyle: { color: palette.text, fontSize: 12 }, itemWidth: 16, itemHeight: 10 },
    grid: { left: 8, right: 24, top: 58, bottom: 28, containLabel: true },
    xAxis: {
      ...valueAxis(palette, words.recovery),
      nameLocation: 'middle' as const,
      nameGap: 26,
      scale: true,
    },
    yAxis: {
      ...valueAxis(palette, words.impurity),
      type: 'log',
      axisLabel: { color: palette.quiet, fontSize: 11, formatter: (value: number) => writeSignificant(value, 2) },
    },
    series,
  };
}
