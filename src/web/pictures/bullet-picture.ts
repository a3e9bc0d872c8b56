import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { groundOf, nameAxis, valueAxis } from './ground.ts';

/** One bullet bar: what was granted (the pale band), what was drawn (the bar on it), and whether it was passed. */
export interface Bullet {
  readonly name: string;
  readonly granted: number;
  readonly drawn: number;
  readonly overdrawn: boolean;
}

export interface BulletWords {
  readonly granted: string;
  readonly drawn: string;
  readonly overdrawn: string;
  readonly unit: string;
}

/** Bullet bars, first row on top. An overdrawn bar is in the alarm colour, hatched, and its name carries ▲. */
export function bulletPicture(bullets: readonly Bullet[], words: BulletWords, palette: Palette): EChartsCoreOption {
  const names = bullets.map((bullet) => (bullet.overdrawn ? `▲ ${bullet.name}` : bullet.name));
  const hatch = { symbol: 'rect', rotation: Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [3, 3], color: palette.ground };
  return {
    ...groundOf(palette),
    tooltip: { ...groundOf(palette).tooltip, trigger: 'axis', axisPointer: { type: 'shadow' } },
    legend: {
      top: 0,
      left: 0,
      textStyle: { color: palette.text, fontSize: 12 },
      itemWidth: 18,
      itemHeight: 10,
      data: [words.granted, words.drawn],
    },
    grid: { left: 8, right: 60, top: 34, bottom: 4, containLabel: true },
    xAxis: valueAxis(palette, words.unit),
    yAxis: { ...nameAxis(palette, names, 190), inverse: true },
    series: [
      {
        type: 'bar',
        name: words.granted,
        barWidth: 18,
        data: bullets.map((bullet) => bullet.granted),
        silent: true,
        itemStyle: { color: palette.markPale, borderColor: palette.mark, borderWidth: 1 },
      },
      {
        type: 'bar',
        name: words.drawn,
        barWidth: 8,
        barGap: '-72%',
        z: 3,
        itemStyle: { color: palette.accent },
        data: bullets.map((bullet) => ({
          value: bullet.drawn,
          ...(bullet.overdrawn ? { itemStyle: { color: palette.alarm, decal: hatch } } : {}),
        })),
      },
    ],
  };
}

/** The height in pixels that a number of bars needs. */
export function heightOfBars(count: number): number {
  return Math.max(140, 60 + count * 34);
}
