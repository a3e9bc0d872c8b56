/** A cell of a table file. */
export type Cell = string | number | null;

const BYTE_ORDER_MARK = '\ufeff';

/**
 * A table as CSV (RFC 4180, CRLF, with the byte order mark by which Excel knows UTF-8). Numbers keep every digit; a text that a
 * spreadsheet would run as a formula gets an apostrophe.
 */
export function writeCsv(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return BYTE_ORDER_MARK + [head, ...rows].map((row) => row.map(writeCell).join(',')).join('\r\n') + '\r\n';
}

function writeCell(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell === 'number') return Number.isFinite(cell) ? String(cell) : '';
  const text = /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
