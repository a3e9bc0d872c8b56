/** The value in the middle; the mean of the two middle ones when their number is even. @throws RangeError for an empty list */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/**
 * The value below which a part of the values lies, straight between neighbours.
 * @param part from 0 (the least) to 1 (the greatest)
 * @throws RangeError for an empty list
 */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const place = part * (sorted.length - 1);
  const low = sorted[Math.floor(place)];
  const high = sorted[Math.ceil(place)];
  if (low === undefined || high === undefined) throw new RangeError('quantile: there are no values');
  return low + (high - low) * (place - Math.floor(place));
}

/** How long each of `count` calls took, in milliseconds, one after the other. */
export async function timeEach(count: number, call: (turn: number) => unknown): Promise<number[]> {
  const times: number[] = [];
  for (let turn = 0; turn < count; turn++) {
    const start = performance.now();
    await call(turn);
    times.push(performance.now() - start);
  }
  return times;
}

/**
 * How many pieces of work are done in a second: the median of short windows, after one that does not count.
 * @param pieces how many one call of `work` does
 */
export function ratePerSecond(windows: number, pieces: number, work: () => void): number {
  const rates: number[] = [];
  for (let window = 0; window <= windows; window++) {
    const start = performance.now();
    work();
    const rate = (pieces / (performance.now() - start)) * 1000;
    if (window > 0) rates.push(rate);
  }
  return median(rates);
}
