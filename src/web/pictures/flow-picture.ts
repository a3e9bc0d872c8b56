import type { EChartsCoreOption } from 'echarts/core';
import type { Palette } from '../frame/palette.ts';
import type { FlowLayout, FlowNode } from './flow-layout.ts';
import { escapeHtml, groundOf } from './ground.ts';

export interface FlowWords {
  readonly stage: (stage: FlowNode['stage']) => string;
  readonly mass: (kilograms: number, sd: number) => string;
}

const LABEL_WIDTH = 88;

const LOSSES: ReadonlySet<string> = new Set(['process-loss', 'tailings', 'effluent', 'slag', 'dust', 'discard']);
const QUESTIONED: ReadonlySet<string> = new Set(['unexplained-gain', 'transit-difference', 'count-difference', 'unregistered']);

/** The Sankey of the record: bands in grey, the return loop in the accent, what nobody explains in the alarm colour with a mark ▲. */
export function flowPicture(layout: FlowLayout, words: FlowWords, palette: Palette): EChartsCoreOption {
  const nameOf = (node: FlowNode): string => {
    const mark = QUESTIONED.has(node.stage) ? '▲ ' : node.stage === 'returned' ? '↺ ' : '';
    return mark + words.stage(node.stage);
  };
  const names = new Map(layout.nodes.map((node) => [node.id, nameOf(node)]));
  const colourOf = (stage: FlowNode['stage']): string => {
    if (QUESTIONED.has(stage)) return palette.alarm;
    return LOSSES.has(stage) ? palette.mark : palette.accent;
  };
  return {
    ...groundOf(palette),
    series: [
      {
        type: 'sankey',
        left: 8,
        right: LABEL_WIDTH + 10,
        top: 12,
        bottom: 12,
        nodeWidth: 10,
        nodeGap: 22,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        label: {
          color: palette.text,
          fontSize: 12,
          lineHeight: 14,
          width: LABEL_WIDTH,
          overflow: 'break',
          formatter: (each: { name: string }) => names.get(each.name) ?? each.name,
        },
        lineStyle: { color: palette.mark, opacity: palette.dark ? 0.35 : 0.28, curveness: 0.5 },
        tooltip: { formatter: (each: unknown) => describe(each, names, words) },
        data: layout.nodes.map((node) => ({ name: node.id, itemStyle: { color: colourOf(node.stage), borderWidth: 0 } })),
        links: layout.bands.map((band) => ({
          source: band.source,
          target: band.target,
          value: band.mass.value,
          sd: band.mass.sd,
          ...(band.returned ? { lineStyle: { color: palette.accent, opacity: 0.45 } } : {}),
        })),
      },
    ],
  };
}

interface Hovered {
  readonly dataType: 'node' | 'edge';
  readonly name: string;
  readonly value: number;
  readonly data: { readonly source?: string; readonly target?: string; readonly sd?: number };
}

function describe(each: unknown, names: ReadonlyMap<string, string>, words: FlowWords): string {
  const hovered = each as Hovered;
  const name = (id: string | undefined): string => escapeHtml(names.get(id ?? '') ?? '');
  const mass = escapeHtml(words.mass(hovered.value, hovered.data.sd ?? 0));
  return hovered.dataType === 'node'
    ? `${name(hovered.name)}<br>${mass}`
    : `${name(hovered.data.source)} → ${name(hovered.data.target)}<br>${mass}`;
}
