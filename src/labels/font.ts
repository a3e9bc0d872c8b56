import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { create, type Font } from 'fontkit';

/** Noto Sans CJK SC Regular with the characters of GB 2312 and Latin 1 (see data/fonts); the machine needs no fonts of its own. */
const FILE = new URL('../../data/fonts/noto-sans-cjk-sc-gb2312.otf.br', import.meta.url);

/** The font of all labels. */
export interface LabelFont {
  /** The font file, for a PDF to embed. */
  readonly bytes: Buffer;
  readonly unitsPerEm: number;
  /** A text as the font can show it. */
  plain(text: string): string;
  /** Width of a text, in the unit of `size`. */
  widthOf(text: string, size: number): number;
  /** The outline of a text, in font units from the left end of its baseline, y upward; curves as they are in the font. */
  outlineOf(text: string): readonly OutlineStep[];
}

export type OutlineStep = { readonly kind: 'M' | 'L' | 'Q' | 'C' | 'Z'; readonly points: readonly number[] };

let loading: Promise<LabelFont> | null = null;

/** The font, read once. */
export function labelFont(): Promise<LabelFont> {
  return (loading ??= load());
}

async function load(): Promise<LabelFont> {
  const bytes = await promisify(brotliDecompress)(await readFile(FILE));
  const font = create(bytes);
  if (!('unitsPerEm' in font)) throw new Error('labelFont: the file holds a collection of fonts');
  const { unitsPerEm } = font;
  return {
    bytes,
    unitsPerEm,
    plain: (text) => plainText(font, text),
    widthOf: (text, size) => (glyphsOf(font, text).reduce((sum, { advanceWidth }) => sum + advanceWidth, 0) * size) / unitsPerEm,
    outlineOf: (text) => outlineOf(font, text),
  };
}

/** Characters one by one: labels need no ligatures, and shaping costs more than drawing. */
function glyphsOf(font: Font, text: string): ReturnType<Font['glyphForCodePoint']>[] {
  return [...plainText(font, text)].map((character) => font.glyphForCodePoint(character.codePointAt(0)!));
}

/** Characters that the font lacks as plainer ones (`₂` as `2`), where there are such; the rest shows as the box of the font. */
function plainText(font: Font, text: string): string {
  const has = (character: string): boolean => font.hasGlyphForCodePoint(character.codePointAt(0)!);
  return [...text].map((character) => (has(character) ? character : character.normalize('NFKC'))).join('');
}

const KINDS = { moveTo: 'M', lineTo: 'L', quadraticCurveTo: 'Q', bezierCurveTo: 'C', closePath: 'Z' } as const;

function outlineOf(font: Font, text: string): OutlineStep[] {
  let left = 0;
  const steps: OutlineStep[] = [];
  for (const glyph of glyphsOf(font, text)) {
    for (const { command, args } of glyph.path.commands) {
      const points = args.map((value, index) => (index % 2 === 0 ? value + left : value));
      steps.push({ kind: KINDS[command], points });
    }
    left += glyph.advanceWidth;
  }
  return steps;
}
