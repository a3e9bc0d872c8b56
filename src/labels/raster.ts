import type { OutlineStep } from './font.ts';

/** A grey picture: 255 is paper, 0 is ink. */
export interface Raster {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/** Empty paper. */
export function paper(width: number, height: number): Raster {
  return { width, height, pixels: new Uint8Array(width * height).fill(255) };
}

/** Inks a rectangle of whole pixels. */
export function inkRect({ width, height, pixels }: Raster, left: number, top: number, right: number, bottom: number): void {
  for (let y = Math.max(0, top); y < Math.min(height, bottom); y++)
    pixels.fill(0, y * width + Math.max(0, left), y * width + Math.min(width, right));
}

/** Copies a picture onto another. */
export function place(onto: Raster, picture: Raster, left: number, top: number): void {
  for (let row = 0; row < picture.height && top + row < onto.height; row++) {
    const line = picture.pixels.subarray(row * picture.width, row * picture.width + Math.min(picture.width, onto.width - left));
    onto.pixels.set(line, (top + row) * onto.width + left);
  }
}

/** Where an outline in font units (y upward) stands in a picture: its origin in pixels, and pixels per font unit. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/** Straight pieces of a curve; a letter of a label is some forty pixels high. */
const CURVE_STEPS = 6;

/** Inks an outline, edges smoothed by the exact share of each pixel that it covers. */
export function inkOutline(raster: Raster, outline: readonly OutlineStep[], placement: Placement): void {
  const steps = outline.map(({ kind, points }) => ({ kind, points: toPixels(points, placement) }));
  const cover = new Coverage(boxOf(steps, raster));
  let [startX, startY, x, y] = [0, 0, 0, 0];
  const lineTo = (toX: number, toY: number): void => {
    cover.addEdge(x, y, toX, toY);
    [x, y] = [toX, toY];
  };
  for (const { kind, points } of steps) {
    if (kind === 'M') [startX, startY, x, y] = [points[0]!, points[1]!, points[0]!, points[1]!];
    else if (kind === 'Z') lineTo(startX, startY);
    else curveTo(x, y, points, lineTo);
  }
  cover.inkInto(raster);
}

function toPixels(points: readonly number[], { x, y, scale }: Placement): number[] {
  return points.map((value, index) => (index % 2 === 0 ? x + value * scale : y - value * scale));
}

/** Whole pixels from the left and the top, to the right and the bottom. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** The pixels that an outline may touch: those around its points, for a curve stays among them. */
function boxOf(steps: readonly OutlineStep[], { width, height }: Raster): Box {
  const along = (axis: 0 | 1): number[] => steps.flatMap(({ points }) => points.filter((_, index) => index % 2 === axis));
  const [xs, ys] = [along(0), along(1)];
  const least = (values: readonly number[]): number => Math.max(0, Math.floor(values.reduce((a, b) => Math.min(a, b), Infinity)));
  const most = (values: readonly number[], end: number): number =>
    Math.min(end, Math.ceil(values.reduce((a, b) => Math.max(a, b), 0)) + 1);
  return { left: least(xs), top: least(ys), right: most(xs, width), bottom: most(ys, height) };
}

/** A line, a quadratic or a cubic curve in straight pieces. @param p control points and end, in turn x and y */
function curveTo(x: number, y: number, p: readonly number[], lineTo: (x: number, y: number) => void): void {
  const steps = p.length === 2 ? 1 : CURVE_STEPS;
  for (let step = 1; step <= steps; step++) lineTo(bezier(x, p, 0, step / steps), bezier(y, p, 1, step / steps));
}

/** One coordinate of a Bézier curve of degree 1 to 3 at t. */
function bezier(from: number, p: readonly number[], axis: 0 | 1, t: number): number {
  const points = [from];
  for (let index = axis; index < p.length; index += 2) points.push(p[index]!);
  for (let count = points.length - 1; count > 0; count--) {
    for (let index = 0; index < count; index++) points[index]! += (points[index + 1]! - points[index]!) * t;
  }
  return points[0]!;
}

/**
 * How much of each pixel lies inside of closed outlines: every edge adds to the pixels it crosses the change of covered area from left
 * to right, and a running sum along each row gives the area.
 */
class Coverage {
  readonly #box: Box;
  readonly #width: number;
  readonly #changes: Float32Array;

  constructor(box: Box) {
    this.#box = box;
    this.#width = Math.max(1, box.right - box.left);
    this.#changes = new Float32Array(this.#width * Math.max(1, box.bottom - box.top));
  }

  addEdge(x0: number, y0: number, x1: number, y1: number): void {
    if (y0 === y1) return;
    const direction = y0 < y1 ? 1 : -1;
    const [topX, topY, bottomX, bottomY] = y0 < y1 ? [x0, y0, x1, y1] : [x1, y1, x0, y0];
    const slope = (bottomX - topX) / (bottomY - topY);
    const last = Math.min(this.#box.bottom, Math.ceil(bottomY));
    for (let row = Math.max(this.#box.top, Math.floor(topY)); row < last; row++) {
      const from = Math.max(row, topY);
      const to = Math.min(row + 1, bottomY);
      if (to > from) this.#addSpan(row, topX + (from - topY) * slope, topX + (to - topY) * slope, direction * (to - from));
    }
  }

  /** An edge within one row, from xa to xb; `rise` is its signed height. */
  #addSpan(row: number, xa: number, xb: number, rise: number): void {
    const [left, right] = xa < xb ? [xa, xb] : [xb, xa];
    const first = Math.floor(left);
    const last = Math.max(first + 1, Math.ceil(right));
    let done = 0;
    for (let column = first; column < last; column++) {
      // Area right of the edge within this pixel and those before it.
      const covered = rise * shareLeftOf(column + 1, left, right);
      this.#add(row, column, covered - done);
      done = covered;
    }
    this.#add(row, last, rise - done);
  }

  #add(row: number, column: number, change: number): void {
    const at = Math.min(Math.max(column - this.#box.left, 0), this.#width - 1);
    this.#changes[(row - this.#box.top) * this.#width + at]! += change;
  }

  inkInto({ width, pixels }: Raster): void {
    const { left, top, right, bottom } = this.#box;
    for (let row = top; row < bottom; row++) {
      let covered = 0;
      for (let column = left; column < right; column++) {
        covered += this.#changes[(row - top) * this.#width + column - left]!;
        const ink = Math.min(1, Math.abs(covered));
        const at = row * width + column;
        if (ink > 0.002) pixels[at] = Math.round(pixels[at]! * (1 - ink));
      }
    }
  }
}

/** Mean of how far a point that moves evenly from `left` to `right` is left of `border`, counted within the last pixel before it: 0 to 1. */
function shareLeftOf(border: number, left: number, right: number): number {
  const pixel = border - 1;
  if (right <= pixel) return 1;
  const width = right - left;
  if (width < 1e-9) return border - Math.max(left, pixel);
  const inPixelFrom = Math.max(left, pixel);
  const inPixelTo = Math.min(right, border);
  const before = Math.max(0, pixel - left);
  const within = (inPixelTo - inPixelFrom) * (border - (inPixelFrom + inPixelTo) / 2);
  return (before + within) / width;
}
