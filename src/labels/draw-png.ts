import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import type { LabelFont } from './font.ts';
import { inkOutline, inkRect, paper, place, type Raster } from './raster.ts';
import { DOTS_PER_INCH, LABEL_MM, PIXEL_MM, type LabelPage, type Shape } from './shapes.ts';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A page as PNG, grey, 300 dots an inch. */
export async function drawPng(page: LabelPage, font: LabelFont): Promise<Buffer> {
  const label = paper(pixels(LABEL_MM.width) + 1, pixels(LABEL_MM.height) + 1);
  for (const shape of page.shapes) {
    draw(label, shape, font);
    // Drawing a text takes milliseconds: others have their turn in between.
    if (shape.kind === 'text') await setImmediate();
  }
  const sheet = paper(pixels(page.widthMm), pixels(page.heightMm));
  for (const { x, y } of page.places) place(sheet, label, pixels(x), pixels(y));
  return encodePng(sheet);
}

function draw(raster: Raster, shape: Shape, font: LabelFont): void {
  if (shape.kind === 'rect') {
    const { x, y, width, height } = shape;
    inkRect(raster, pixels(x), pixels(y), pixels(x + width), pixels(y + height));
    return;
  }
  const scale = shape.size / PIXEL_MM / font.unitsPerEm;
  inkOutline(raster, font.outlineOf(shape.text), { x: shape.x / PIXEL_MM, y: shape.baseline / PIXEL_MM, scale });
}

function pixels(mm: number): number {
  return Math.round(mm / PIXEL_MM);
}

/** PNG (ISO/IEC 15948): 8 bits of grey, no filter, and how large a pixel is. */
async function encodePng({ width, height, pixels: grey }: Raster): Promise<Buffer> {
  const rows = Buffer.alloc((width + 1) * height);
  for (let row = 0; row < height; row++) rows.set(grey.subarray(row * width, (row + 1) * width), row * (width + 1) + 1);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  const density = Buffer.alloc(9);
  const perMetre = Math.round(DOTS_PER_INCH / 0.0254);
  density.writeUInt32BE(perMetre, 0);
  density.writeUInt32BE(perMetre, 4);
  density.writeUInt8(1, 8);
  const data = await promisify(deflate)(rows);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('pHYs', density),
    chunk('IDAT', data),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
