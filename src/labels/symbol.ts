import bwip from 'bwip-js/node';

/** A matrix symbol: its dark modules, row by row from the upper left. */
export interface MatrixSymbol {
  readonly width: number;
  readonly height: number;
  isDark(column: number, row: number): boolean;
}

/**
 * A text as a QR Code (ISO/IEC 18004) with error correction level M, which survives 15 % of dirt; without its quiet zone.
 * @throws Error when the text is longer than a QR Code holds (some 2 300 characters)
 */
export function qrCode(text: string): MatrixSymbol {
  const [symbol] = bwip.raw('qrcode', text, 'eclevel=M');
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('qrCode: bwip-js gave no matrix');
  const { pixs, pixx: width, pixy: height } = symbol;
  return { width, height, isDark: (column, row) => pixs[row * width + column] === 1 };
}
