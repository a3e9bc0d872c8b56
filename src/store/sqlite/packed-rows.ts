import type { SqlValue } from '../sql/session.ts';
import type { TableSpec } from '../sql/tables.ts';

/**
 * Rows of one table on their way to another thread: their values one after the other, where a blob stands its length, and the blobs
 * together in one buffer, which is handed over and not copied.
 */
export interface PackedRows {
  readonly values: readonly (number | string | null)[];
  readonly blobs: Uint8Array<ArrayBuffer>;
}

/** Packs rows, their values in the order of the table's columns. */
export function packRows(rows: readonly (readonly SqlValue[])[]): PackedRows {
  const values: (number | string | null)[] = [];
  const blobs: Uint8Array[] = [];
  let length = 0;
  for (const row of rows) {
    for (const value of row) {
      if (value instanceof Uint8Array) {
        blobs.push(value);
        length += value.length;
        values.push(value.length);
      } else values.push(value);
    }
  }
  return { values, blobs: joined(blobs, length) };
}

function joined(blobs: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let offset = 0;
  for (const blob of blobs) {
    whole.set(blob, offset);
    offset += blob.length;
  }
  return whole;
}

/** The rows of a packing. */
export function unpackRows(table: TableSpec, { values, blobs }: PackedRows): SqlValue[][] {
  const isBlob = table.columns.map(([, type]) => type === 'blob');
  const rows: SqlValue[][] = [];
  let offset = 0;
  for (let from = 0; from < values.length; from += isBlob.length) {
    const row: SqlValue[] = values.slice(from, from + isBlob.length);
    for (let place = 0; place < isBlob.length; place++) {
      if (!isBlob[place] || row[place] === null) continue;
      const end = offset + (row[place] as number);
      row[place] = blobs.subarray(offset, end);
      offset = end;
    }
    rows.push(row);
  }
  return rows;
}
