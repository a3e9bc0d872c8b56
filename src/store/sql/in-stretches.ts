import { setImmediate } from 'node:timers/promises';

/** Rows handled between two breaths: a few milliseconds of work. */
const ROWS_BETWEEN_BREATHS = 1000;

/** Goes through rows a stretch at a time and lets other work run in between, so that a large answer does not stall the process. */
export async function inStretches(rows: number, work: (from: number, to: number) => void | Promise<void>): Promise<void> {
  for (let from = 0; from < rows; from += ROWS_BETWEEN_BREATHS) {
    if (from > 0) await setImmediate();
    await work(from, Math.min(rows, from + ROWS_BETWEEN_BREATHS));
  }
}

/** Counts rows that are handled a few at a time, and lets other work run in between whenever there have been enough. */
export class Breath {
  #rows = 0;

  async after(rows: number): Promise<void> {
    this.#rows += rows;
    if (this.#rows < ROWS_BETWEEN_BREATHS) return;
    this.#rows = 0;
    await setImmediate();
  }
}

/** Maps rows a stretch at a time. */
export async function mapInStretches<Row, T>(
  rows: readonly Row[],
  map: (stretch: readonly Row[]) => T[] | Promise<T[]>,
): Promise<T[]> {
  const mapped: T[] = [];
  await inStretches(rows.length, async (from, to) => {
    for (const value of await map(rows.slice(from, to))) mapped.push(value);
  });
  return mapped;
}

/** Calls `each` with every row, a stretch at a time in the same way, with a breath before the first: reading the rows took a while. */
export async function eachInStretches<Row>(rows: readonly Row[], each: (row: Row) => void): Promise<void> {
  for (const [place, row] of rows.entries()) {
    if (place % ROWS_BETWEEN_BREATHS === 0) await setImmediate();
    each(row);
  }
}
