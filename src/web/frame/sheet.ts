import writeXlsxFile, { type SheetData } from 'write-excel-file/browser';
import type { Cell } from '../figures/csv.ts';

/** A sheet: lines about it, then a table. */
export interface Sheet {
  readonly head: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

const WIDTH_MIN = 8;
const WIDTH_MAX = 48;

/** Hands a workbook of one sheet (Office Open XML) to the browser. Figures are numbers with every digit, words are text and never formulas. */
export async function saveSheet(fileName: string, { head, columns, rows }: Sheet): Promise<void> {
  const [title = '', ...about] = head;
  const data: SheetData = [
    [{ value: title, fontWeight: 'bold', fontSize: 13 }],
    ...about.map((line) => [{ value: line }]),
    [],
    columns.map((name) => ({ value: name, fontWeight: 'bold' as const })),
    ...rows.map((row) => row.map((cell) => (cell === null ? null : { value: cell }))),
  ];
  const widths = columns.map((name, at) => {
    const longest = Math.max(widthOf(name), ...rows.map((row) => widthOf(String(row[at] ?? ''))));
    return { width: Math.min(WIDTH_MAX, Math.max(WIDTH_MIN, longest)) };
  });
  await writeXlsxFile(data, { columns: widths }).toFile(fileName);
}

/** In columns of Latin letters: a Chinese character takes two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + (character.charCodeAt(0) > 0xff ? 2 : 1), 1);
}
