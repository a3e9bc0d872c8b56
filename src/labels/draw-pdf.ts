import PdfDocument from 'pdfkit';
import type { LabelFont } from './font.ts';
import type { LabelPage, Shape } from './shapes.ts';

const POINTS_PER_MM = 72 / 25.4;

/**
 * A page as PDF, its font embedded: texts can be selected and searched.
 * @param createdMs milliseconds since 1970, stated in the file
 */
export function drawPdf(page: LabelPage, font: LabelFont, title: string, createdMs: number): Promise<Buffer> {
  const size: [number, number] = [page.widthMm * POINTS_PER_MM, page.heightMm * POINTS_PER_MM];
  const info = { Title: title, Creator: 'Ytterby', CreationDate: new Date(createdMs) };
  const document = new PdfDocument({ size, margin: 0, info, lang: 'zh-CN', displayTitle: true });
  document.registerFont('label', font.bytes).font('label');
  for (const { x, y } of page.places) {
    document.save().scale(POINTS_PER_MM).translate(x, y);
    for (const shape of page.shapes) draw(document, shape, font);
    document.restore();
  }
  return bytesOf(document);
}

function draw(document: PDFKit.PDFDocument, shape: Shape, font: LabelFont): void {
  if (shape.kind === 'rect') document.rect(shape.x, shape.y, shape.width, shape.height).fill('#000');
  else
    document
      .fontSize(shape.size)
      .fillColor('#000')
      .text(font.plain(shape.text), shape.x, shape.baseline, { baseline: 'alphabetic', lineBreak: false });
}

function bytesOf(document: PDFKit.PDFDocument): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.once('end', () => resolve(Buffer.concat(chunks)));
    document.once('error', reject);
    document.end();
  });
}
