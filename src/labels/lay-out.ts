import type { LabelFont } from './font.ts';
import type { Label, LabelSize } from './label.ts';
import { A4_MM, LABEL_MM, PIXEL_MM, type LabelPage, type Shape } from './shapes.ts';
import { qrCode } from './symbol.ts';

const MARGIN = 5;
/** Modules that stay white around a QR Code (ISO/IEC 18004); the label's own margin is one of them. */
const QUIET_MODULES = 4;
const SYMBOL_MM_MAX = 36;
const NAME_WIDTH = 15;
/** Texts too wide for their place shrink to this share of their size, then end in an ellipsis. */
const SHRINK_MIN = 0.65;

/** Lays out a label, alone or eight times on a sheet of A4. */
export function layOut(label: Label, size: LabelSize, font: LabelFont): LabelPage {
  const shapes = labelShapes(label, font);
  if (size === '100x60') return { widthMm: LABEL_MM.width, heightMm: LABEL_MM.height, shapes, places: [{ x: 0, y: 0 }] };
  const left = (A4_MM.width - 2 * LABEL_MM.width) / 2;
  const top = (A4_MM.height - 4 * LABEL_MM.height) / 2;
  const places = Array.from({ length: 8 }, (_, index) => ({
    x: onGrid(left + (index % 2) * LABEL_MM.width),
    y: onGrid(top + Math.floor(index / 2) * LABEL_MM.height),
  }));
  return { widthMm: A4_MM.width, heightMm: A4_MM.height, shapes: [...shapes, ...frame()], places };
}

function labelShapes(label: Label, font: LabelFont): Shape[] {
  const wide = LABEL_MM.width - 2 * MARGIN;
  const right = MARGIN + SYMBOL_MM_MAX + 1;
  const fit = (text: string, x: number, baseline: number, size: number, width: number): Shape =>
    fitted(text, { x, baseline, size, width }, font);
  const lines = label.lines.flatMap(({ name, value }, index) => {
    const baseline = 22.5 + index * 5.4;
    const room = LABEL_MM.width - MARGIN - right;
    // A value without a name goes on with the line above, and has the place of both.
    if (name === '') return [fit(value, right, baseline, 3.3, room)];
    return [fit(name, right, baseline, 2.6, NAME_WIDTH), fit(value, right + NAME_WIDTH, baseline, 3.3, room - NAME_WIDTH)];
  });
  return [
    ...symbolShapes(label.uri),
    fit(label.title, MARGIN, 8.5, 5, wide),
    fit(label.subtitle, MARGIN, 13, 3.2, wide),
    ...lines,
    fit(label.elementString, MARGIN, 55.4, 3, wide),
    fit(label.uri, MARGIN, 58.4, 1.9, wide),
  ];
}

/** The symbol in its square: modules of whole pixels, dark ones in one rectangle for each run of a row. */
function symbolShapes(uri: string): Shape[] {
  const symbol = qrCode(uri);
  const module = Math.max(1, Math.floor(SYMBOL_MM_MAX / PIXEL_MM / (symbol.width + 2 * (QUIET_MODULES - 2)))) * PIXEL_MM;
  const x0 = onGrid(MARGIN + (SYMBOL_MM_MAX - symbol.width * module) / 2);
  const y0 = onGrid(15 + (SYMBOL_MM_MAX - symbol.height * module) / 2);
  const shapes: Shape[] = [];
  for (let row = 0; row < symbol.height; row++) {
    for (let column = 0; column < symbol.width; column++) {
      if (!symbol.isDark(column, row)) continue;
      const from = column;
      while (column + 1 < symbol.width && symbol.isDark(column + 1, row)) column++;
      shapes.push({
        kind: 'rect',
        x: x0 + from * module,
        y: y0 + row * module,
        width: (column + 1 - from) * module,
        height: module,
      });
    }
  }
  return shapes;
}

/** Lines to cut along. */
function frame(): Shape[] {
  const { width, height } = LABEL_MM;
  const line = PIXEL_MM;
  return [
    { kind: 'rect', x: 0, y: 0, width, height: line },
    { kind: 'rect', x: 0, y: 0, width: line, height },
    { kind: 'rect', x: 0, y: height, width, height: line },
    { kind: 'rect', x: width, y: 0, width: line, height },
  ];
}

function onGrid(mm: number): number {
  return Math.round(mm / PIXEL_MM) * PIXEL_MM;
}

interface Slot {
  readonly x: number;
  readonly baseline: number;
  readonly size: number;
  readonly width: number;
}

/** A text in its place: smaller where it is too wide, cut where that is not enough. */
function fitted(text: string, { x, baseline, size, width }: Slot, font: LabelFont): Shape {
  const share = width / font.widthOf(text, size);
  if (share >= SHRINK_MIN) return { kind: 'text', x, baseline, size: size * Math.min(1, share), text };
  const small = size * SHRINK_MIN;
  const characters = [...text];
  let keep = Math.floor(characters.length * (share / SHRINK_MIN));
  const cut = (): string => `${characters.slice(0, keep).join('')}…`;
  while (keep > 0 && font.widthOf(cut(), small) > width) keep--;
  return { kind: 'text', x, baseline, size: small, text: cut() };
}
