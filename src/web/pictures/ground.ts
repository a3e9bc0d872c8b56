import { writeSignificant } from '../figures/numbers.ts';
import type { Palette } from '../frame/palette.ts';

/** The fonts of the page, with the CJK faces that machines have. */
export const FONT_FAMILY =
  'system-ui, -apple-system, "Segoe UI", Roboto, "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", "WenQuanYi Micro Hei", sans-serif';

/** What all pictures share: the page's fonts and colours, no motion, a tooltip that stays inside. */
export function groundOf(palette: Palette) {
  return {
    animation: false,
    textStyle: { fontFamily: FONT_FAMILY, color: palette.text },
    tooltip: {
      confine: true,
      valueFormatter: (value: unknown) => (typeof value === 'number' ? writeSignificant(value) : '–'),
      backgroundColor: palette.ground,
      borderColor: palette.line,
      padding: [6, 10],
      textStyle: { color: palette.text, fontSize: 12, fontFamily: FONT_FAMILY },
    },
  };
}

/** An axis of values in the page's quiet ink. */
export function valueAxis(palette: Palette, name: string) {
  return {
    type: 'value' as const,
    name,
    nameLocation: 'end' as const,
    nameTextStyle: { color: palette.quiet, fontSize: 11 },
    axisLabel: { color: palette.quiet, fontSize: 11, hideOverlap: true, formatter: (value: number) => writeSignificant(value) },
    splitLine: { lineStyle: { color: palette.markPale } },
  };
}

/** An axis of names in the page's ink. */
export function nameAxis(palette: Palette, names: readonly string[], width = 150, overflow: 'truncate' | 'break' = 'truncate') {
  return {
    type: 'category' as const,
    data: [...names],
    axisLabel: { color: palette.text, fontSize: 12, lineHeight: 14, width, overflow, interval: 0 },
    axisLine: { lineStyle: { color: palette.line } },
    axisTick: { show: false },
  };
}

/** Text that is safe inside a tooltip, whose content is HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
