import type { CustomSeriesRenderItemAPI, CustomSeriesRenderItemParams, CustomSeriesRenderItemReturn } from 'echarts';
import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import { FONT_FAMILY, groundOf } from './ground.ts';
import { canOpen, placeNodes, type LineageGraph, type PlacedNode } from './lineage-graph.ts';

export interface LineageWords {
  readonly lot: (node: PlacedNode) => string;
  readonly shown: (shown: number, total: number) => string;
}

const BOX_WIDTH_MAX = 150;
const BOX_WIDTH_MIN = 72;
const GAP_PIXELS = 48;
const BOX_HEIGHT = 36;
const LEVEL_PIXELS = 46;

/** The opened lineage from left (inputs) to right (what was made of it). A hollow box can be opened further. */
export function lineagePicture(graph: LineageGraph, words: LineageWords, palette: Palette): EChartsCoreOption {
  const nodes = placeNodes(graph);
  const levels = new Set(nodes.map((node) => node.level)).size;
  const places = new Map(nodes.map((node) => [node.lot, node]));
  const edges = [...graph.edges.values()].flatMap((edge) => {
    const [from, to] = [places.get(edge.from), places.get(edge.to)];
    return from === undefined || to === undefined ? [] : [{ from, to }];
  });
  const base = { type: 'custom' as const, coordinateSystem: 'none' as const };
  return {
    ...groundOf(palette),
    tooltip: { show: false },
    series: [
      {
        ...base,
        silent: true,
        data: edges.map((_, at) => at),
        renderItem: ({ dataIndex }: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
          const edge = edges[dataIndex];
          return edge === undefined ? null : arrow(centreOf(edge.from, levels, api), centreOf(edge.to, levels, api), palette);
        },
      },
      {
        ...base,
        data: nodes.map((node) => ({ name: node.lot, value: 0 })),
        renderItem: ({ dataIndex }: CustomSeriesRenderItemParams, api: CustomSeriesRenderItemAPI) => {
          const node = nodes[dataIndex];
          return node === undefined ? null : box(node, centreOf(node, levels, api), words, palette);
        },
      },
    ],
  };
}

/** The height in pixels that the fullest level needs. */
export function heightOfLineage(graph: LineageGraph): number {
  const levels = Map.groupBy(graph.nodes.values(), (node) => node.level);
  return Math.max(200, LEVEL_PIXELS * Math.max(...levels.values().map((level) => level.length)));
}

interface Centre {
  readonly x: number;
  readonly y: number;
  readonly width: number;
}

/** Where a lot's box stands and how wide it is, in pixels: as wide as the number of levels allows. */
function centreOf(node: PlacedNode, levels: number, api: CustomSeriesRenderItemAPI): Centre {
  const width = Math.max(BOX_WIDTH_MIN, Math.min(BOX_WIDTH_MAX, (api.getWidth() - 4) / levels - GAP_PIXELS));
  const free = Math.max(0, api.getWidth() - width - 4);
  return { x: 2 + width / 2 + node.x * free, y: node.y * api.getHeight(), width };
}

function arrow(start: Centre, end: Centre, palette: Palette): CustomSeriesRenderItemReturn {
  const [x1, x2] = [start.x + start.width / 2, end.x - end.width / 2 - 5];
  const bend = Math.abs(x2 - x1) / 2;
  return {
    type: 'group',
    children: [
      {
        type: 'bezierCurve',
        shape: { x1, y1: start.y, x2, y2: end.y, cpx1: x1 + bend, cpy1: start.y, cpx2: x2 - bend, cpy2: end.y },
        style: { stroke: palette.mark, fill: 'none', lineWidth: 1.2 },
      },
      {
        type: 'polygon',
        shape: {
          points: [
            [x2 + 5, end.y],
            [x2 - 2, end.y - 3.5],
            [x2 - 2, end.y + 3.5],
          ],
        },
        style: { fill: palette.mark },
      },
    ],
  };
}

function box(node: PlacedNode, centre: Centre, words: LineageWords, palette: Palette): CustomSeriesRenderItemReturn {
  const asked = node.level === 0 && node.link === null;
  const open = canOpen(node, 'up') || canOpen(node, 'down');
  const counts = [node.up, node.down].flatMap((opened) =>
    opened !== null && opened.total > opened.shown ? [words.shown(opened.shown, opened.total)] : [],
  );
  return {
    type: 'rect',
    shape: { x: centre.x - centre.width / 2, y: centre.y - BOX_HEIGHT / 2, width: centre.width, height: BOX_HEIGHT, r: 4 },
    style: {
      fill: asked ? palette.accent : open ? palette.ground : palette.markPale,
      stroke: asked ? palette.accent : palette.mark,
      lineWidth: 1,
    },
    textConfig: { position: 'inside' },
    textContent: {
      type: 'text',
      style: {
        text: [words.lot(node), ...counts].join('\n'),
        fill: asked ? palette.ground : palette.text,
        width: centre.width - 8,
        overflow: 'truncate',
        fontSize: 11,
        lineHeight: 14,
        align: 'center',
        fontFamily: FONT_FAMILY,
      },
    },
  };
}
