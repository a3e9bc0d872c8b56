import type { LabelFont } from './font.ts';
import type { LabelPage, Shape } from './shapes.ts';

const SHORT = 1000;

/**
 * A page as SVG: texts are outlines, so that it looks the same wherever it is shown.
 * @param description what the picture says, for those who do not see it
 */
export function drawSvg(page: LabelPage, font: LabelFont, description: string): string {
  const { widthMm, heightMm, shapes, places } = page;
  const head = `<svg xmlns="http://www.w3.org/2000/svg" role="img" width="${widthMm}mm" height="${heightMm}mm" viewBox="0 0 ${widthMm} ${heightMm}">`;
  const label = shapes.map((shape) => shapeMarkup(shape, font)).join('');
  const uses = places.map(({ x, y }) => `<use href="#label" x="${short(x)}" y="${short(y)}"/>`).join('');
  return `${head}<title>${escapeMarkup(description)}</title><rect width="100%" height="100%" fill="#fff"/><defs><g id="label">${label}</g></defs>${uses}</svg>\n`;
}

function shapeMarkup(shape: Shape, font: LabelFont): string {
  if (shape.kind === 'rect') {
    const { x, y, width, height } = shape;
    return `<path d="M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z" shape-rendering="crispEdges"/>`;
  }
  const scale = shape.size / font.unitsPerEm;
  const path = font.outlineOf(shape.text).map(({ kind, points }) => kind + points.map(Math.round).join(' '));
  return `<path transform="translate(${short(shape.x)} ${short(shape.baseline)}) scale(${scale} ${-scale})" d="${path.join('')}"/>`;
}

function short(mm: number): number {
  return Math.round(mm * SHORT) / SHORT;
}

function escapeMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
