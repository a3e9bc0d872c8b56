import { drawPdf } from './draw-pdf.ts';
import { drawPng } from './draw-png.ts';
import { drawSvg } from './draw-svg.ts';
import { labelFont } from './font.ts';
import type { Label, LabelFormat, LabelSize } from './label.ts';
import { layOut } from './lay-out.ts';

/**
 * A label as a file.
 * @param createdMs milliseconds since 1970, stated in a PDF
 * @throws Error when the URI is longer than a QR Code holds
 */
export async function drawLabel(label: Label, size: LabelSize, format: LabelFormat, createdMs: number): Promise<Buffer> {
  const font = await labelFont();
  const page = layOut(label, size, font);
  const description = [label.title, label.subtitle, label.elementString].filter((text) => text !== '').join(' · ');
  switch (format) {
    case 'svg':
      return Buffer.from(drawSvg(page, font, description));
    case 'pdf':
      return drawPdf(page, font, description, createdMs);
    case 'png':
      return drawPng(page, font);
  }
}
