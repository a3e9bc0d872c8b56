const DECIMAL = /^(?:0|[1-9]\d{0,15})$/;

/** Whether a number can be the size of a tree: whole, from 0 to 2**53 - 1. */
export function isTreeSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0;
}

/**
 * A size, index or time in ASCII decimal without leading zeros, as checkpoints write it.
 * @returns 0 to 2**53 - 1, or undefined for any other text
 */
export function parseDecimal(text: string): number | undefined {
  const size = DECIMAL.test(text) ? Number(text) : NaN;
  return isTreeSize(size) ? size : undefined;
}

/** @throws RangeError when a size of our own making is none */
export function assertTreeSize(size: number): void {
  if (!isTreeSize(size)) throw new RangeError(`expected a tree size from 0 to 2**53 - 1, got ${size}`);
}
