import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { FONT_FAMILY, groundOf } from './ground.ts';

/** A unit to draw. */
export interface DrawnUnit {
  readonly name: string;
  readonly label: string;
}

/** A stream to draw: from a unit to a unit, or from or to the world outside (null). */
export interface DrawnStream {
  readonly from: string | null;
  readonly to: string | null;
  readonly label: string;
}

type Element = NonNullable<CustomSeriesRenderItemReturn>;
type Point = readonly [x: number, y: number];

const BOX_WIDTH_MAX = 150;
const BOX_HEIGHT = 44;
/** Room for a stream's label at the top and the bottom. */
const MARGIN = 44;
const HEAD = 5;

/** Units in a row in the order in which they are solved: feeds from above, products below, what goes back in a bow under the row. */
export function flowsheetPicture(
  units: readonly DrawnUnit[],
  streams: readonly DrawnStream[],
  palette: Palette,
): EChartsCoreOption {
  const renderItem = (_: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI): CustomSeriesRenderItemReturn => ({
    type: 'group',
    children: new FlowsheetDrawing(units, api.getWidth(), api.getHeight(), palette).draw(streams),
  });
  return {
    ...groundOf(palette),
    tooltip: { show: false },
    series: [{ type: 'custom', coordinateSystem: 'none', silent: true, data: [0], renderItem }],
  };
}

class FlowsheetDrawing {
  readonly #units: readonly DrawnUnit[];
  readonly #cell: number;
  readonly #height: number;
  readonly #palette: Palette;

  constructor(units: readonly DrawnUnit[], width: number, height: number, palette: Palette) {
    this.#units = units;
    this.#cell = width / Math.max(1, units.length);
    this.#height = height;
    this.#palette = palette;
  }

  draw(streams: readonly DrawnStream[]): Element[] {
    const inner = streams.filter(({ from, to }) => from !== null && to !== null);
    const boxes = this.#units.flatMap(({ name, label }, n) => [
      this.#box(n, label),
      ...this.#outside(
        streams.filter((stream) => stream.from === null && stream.to === name),
        true,
      ),
      ...this.#outside(
        streams.filter((stream) => stream.to === null && stream.from === name),
        false,
      ),
    ]);
    return [...inner.flatMap((stream, n) => this.#between(stream, n)), ...boxes];
  }

  get #boxWidth(): number {
    return Math.min(BOX_WIDTH_MAX, this.#cell * 0.88);
  }

  #placeOf(unit: string): number {
    return this.#units.findIndex(({ name }) => name === unit);
  }

  #centre(n: number): Point {
    return [(n + 0.5) * this.#cell, this.#height / 2];
  }

  #box(n: number, label: string): Element {
    const [x, y] = this.#centre(n);
    const width = this.#boxWidth;
    return {
      type: 'rect',
      shape: { x: x - width / 2, y: y - BOX_HEIGHT / 2, width, height: BOX_HEIGHT, r: 3 },
      style: { fill: this.#palette.ground, stroke: this.#palette.accent, lineWidth: 1.5 },
      // A long name takes two lines.
      textContent: {
        type: 'text',
        style: { ...this.#words(label, width - 4), fontSize: 11, overflow: 'break', align: 'center', lineHeight: 15 },
      },
      textConfig: { position: 'inside' },
    };
  }

  /** Feeds above a unit, or products below it, side by side. */
  #outside(streams: readonly DrawnStream[], isAbove: boolean): Element[] {
    return streams.flatMap(({ from, to, label }, n) => {
      const [middle, y] = this.#centre(this.#placeOf((to ?? from)!));
      const each = (this.#cell * 0.9) / streams.length;
      const x = middle + (n - (streams.length - 1) / 2) * each;
      const edge = isAbove ? y - BOX_HEIGHT / 2 : y + BOX_HEIGHT / 2;
      const far = isAbove ? MARGIN : this.#height - MARGIN;
      const onBox = middle + (n - (streams.length - 1) / 2) * (this.#boxWidth / streams.length);
      const line: Point[] = isAbove
        ? [
            [x, far],
            [onBox, edge],
          ]
        : [
            [onBox, edge],
            [x, far],
          ];
      const text: Element = {
        type: 'text',
        x,
        y: isAbove ? far - 4 : far + 4,
        style: { ...this.#words(label, each - 4), align: 'center', verticalAlign: isAbove ? 'bottom' : 'top' },
      };
      return [...this.#arrow(line), text];
    });
  }

  /** Straight on to the next unit, else in a bow: above the row onwards, below it back. */
  #between({ from, to }: DrawnStream, n: number): Element[] {
    const [a, b] = [this.#placeOf(from!), this.#placeOf(to!)];
    const [[ax, y], [bx]] = [this.#centre(a), this.#centre(b)];
    const half = this.#boxWidth / 2;
    if (b === a + 1)
      return this.#arrow([
        [ax + half, y - 4],
        [bx - half, y - 4],
      ]);
    const side = b > a ? -1 : 1;
    const bow = y + side * (BOX_HEIGHT / 2 + 14 + 8 * (n % 3));
    return this.#arrow([
      [ax + half * 0.8, y + side * (BOX_HEIGHT / 2)],
      [ax + half * 0.8, bow],
      [bx - half * 0.8, bow],
      [bx - half * 0.8, y + side * (BOX_HEIGHT / 2)],
    ]);
  }

  #arrow(points: readonly Point[]): Element[] {
    const [[x1, y1], [x2, y2]] = [points.at(-2)!, points.at(-1)!];
    const turn = Math.atan2(y2 - y1, x2 - x1);
    const wing = (by: number): Point => [x2 - 2 * HEAD * Math.cos(turn + by), y2 - 2 * HEAD * Math.sin(turn + by)];
    const colour = this.#palette.mark;
    return [
      {
        type: 'polyline',
        shape: { points: points.map(([x, y]) => [x, y]) },
        style: { stroke: colour, fill: 'none', lineWidth: 1.4 },
      },
      { type: 'polygon', shape: { points: [[x2, y2], [...wing(0.4)], [...wing(-0.4)]] }, style: { fill: colour } },
    ];
  }

  #words(text: string, width: number) {
    return {
      text,
      fill: this.#palette.text,
      fontFamily: FONT_FAMILY,
      fontSize: 12,
      width: Math.max(20, width),
      overflow: 'truncate' as const,
    };
  }
}
