import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from 'echarts';

/** A whisker over the bar at index `at` of its category axis. `shift` moves it aside, in pixels, onto one bar of a pair. */
export interface Whisker {
  readonly at: number;
  readonly low: number;
  readonly high: number;
  readonly shift?: number;
}

const CAP_PIXELS = 3;

/** A custom series of whiskers for horizontal or vertical bars. It stays out of the tooltip and the legend. */
export function errorBars(direction: 'horizontal' | 'vertical', whiskers: readonly Whisker[], colour: string) {
  const across = direction === 'horizontal';
  return {
    type: 'custom' as const,
    silent: true,
    z: 5,
    tooltip: { show: false },
    encode: across ? { x: [1, 2], y: 0 } : { x: 0, y: [1, 2] },
    data: whiskers.map((each) => [each.at, each.low, each.high, each.shift ?? 0]),
    renderItem: (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => {
      const [at, low, high, shift] = [0, 1, 2, 3].map((index) => Number(api.value(index))) as [number, number, number, number];
      const start = api.coord(across ? [low, at] : [at, low]) as [number, number];
      const end = api.coord(across ? [high, at] : [at, high]) as [number, number];
      const line = (x1: number, y1: number, x2: number, y2: number) => ({
        type: 'line' as const,
        shape: { x1, y1, x2, y2 },
        style: { stroke: colour, lineWidth: 1 },
      });
      const [dx, dy] = across ? [0, CAP_PIXELS] : [CAP_PIXELS, 0];
      const [sx, sy] = across ? [0, shift] : [shift, 0];
      const [x1, y1, x2, y2] = [start[0] + sx, start[1] + sy, end[0] + sx, end[1] + sy];
      return {
        type: 'group',
        children: [line(x1, y1, x2, y2), line(x1 - dx, y1 - dy, x1 + dx, y1 + dy), line(x2 - dx, y2 - dy, x2 + dx, y2 + dy)],
      };
    },
  };
}
