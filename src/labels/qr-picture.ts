import { qrCode } from './symbol.ts';

/** The quiet zone that ISO/IEC 18004 asks for, in modules. */
const QUIET = 4;

/** A text as a QR Code alone, as SVG, black on white. */
export function drawQrCode(text: string): string {
  const symbol = qrCode(text);
  const size = symbol.width + 2 * QUIET;
  const modules: string[] = [];
  for (let row = 0; row < symbol.height; row++)
    for (let column = 0; column < symbol.width; column++)
      if (symbol.isDark(column, row)) modules.push(`M${column + QUIET} ${row + QUIET}h1v1h-1z`);
  const ground = `<path fill="#fff" d="M0 0h${size}v${size}H0z"/>`;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}">${ground}<path d="${modules.join('')}"/></svg>`;
}
