import assert from 'node:assert/strict';
import { test } from 'node:test';
import { paletteAsVariables, paletteFor } from './palette.ts';

/** WCAG 2 relative luminance and contrast of two #rrggbb colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) =>
    [0.2126, 0.7152, 0.0722].reduce((sum, weight, at) => {
      const channel = Number.parseInt(colour.slice(1 + 2 * at, 3 + 2 * at), 16) / 255;
      return sum + weight * (channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4);
    }, 0);
  const [low = 0, high = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high + 0.05) / (low + 0.05);
}

for (const dark of [false, true]) {
  test(`text has contrast 4.5 and marks 2.9 on the ${dark ? 'dark' : 'light'} ground`, () => {
    const palette = paletteFor(dark);
    for (const ground of [palette.ground, palette.panel]) {
      for (const ink of [palette.text, palette.quiet, palette.accent, palette.alarm])
        assert.ok(contrast(ink, ground) >= 4.5, `${ink} on ${ground}`);
    }
    assert.ok(contrast(palette.alarm, palette.alarmPale) >= 4.5, 'alarm on its pale');
    assert.ok(contrast(palette.accent, palette.accentPale) >= 4.5, 'accent on its pale');
    assert.ok(contrast(palette.mark, palette.ground) >= 2.9, 'marks');
  });
}

test('every colour has its CSS variable', () => {
  assert.equal(paletteAsVariables(paletteFor(false))['--accent-pale'], '#d5e8ef');
});
