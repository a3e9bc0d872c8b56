import type { Batch, Ore, Stage } from './quota.ts';

/** Whom a row is about: the whole country, all groups together, one group, or one province. */
export type NoticeLevel = 'national' | 'groups-total' | 'group' | 'province';

/** A batch as notices count them; `1+2` is one figure for the first two. */
export type NoticeBatch = Batch | '1+2';

/**
 * How a figure is known: read in the source, computed from what it prints, or recalled (`recalled-checksum`: and the sum
 * agrees).
 */
export type NoticeConfidence = 'opened' | 'derived' | 'recalled' | 'recalled-checksum';

/** One figure of an official notice, in tonnes REO. */
export interface NoticeRow {
  readonly year: number;
  readonly batch: NoticeBatch;
  readonly stage: Stage;
  readonly ore: Ore;
  readonly level: NoticeLevel;
  readonly holder: string;
  /** Null where the source does not print it. */
  readonly reoTonnes: number | null;
  /** What the source prints, where that is not what is taken. */
  readonly printedTonnes: number | null;
  readonly source: string;
  readonly confidence: NoticeConfidence;
  readonly note: string;
}

/** Something wrong in the table's text, with its line from 1. */
export interface NoticeProblem {
  readonly line: number;
  readonly message: string;
}

/** The table, or everything that is wrong with its text. */
export type ReadNotices =
  | { readonly ok: true; readonly rows: readonly NoticeRow[] }
  | { readonly ok: false; readonly problems: readonly NoticeProblem[] };

const COLUMNS = 'year,batch,stage,ore,level,holder,reo_t,printed_t,source,confidence,note';

/**
 * Reads `data/quota-notices.csv` (RFC 4180, one record a line, the columns as in its head).
 * @returns the rows, or every line that cannot be read
 */
export function readNotices(text: string): ReadNotices {
  const [head, ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  if (head !== COLUMNS) return { ok: false, problems: [{ line: 1, message: `expected the columns ${COLUMNS}` }] };
  const rows: NoticeRow[] = [];
  const problems: NoticeProblem[] = [];
  lines.forEach((line, index) => {
    if (line === '') return;
    const row = readRow(line);
    if (typeof row === 'string') problems.push({ line: index + 2, message: row });
    else rows.push(row);
  });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, rows };
}

function readRow(line: string): NoticeRow | string {
  const cells = cellsOf(line);
  if (cells === null) return 'a quote is not closed';
  const [year, batch, stage, ore, level, holder, reo, printed, source, confidence, note] = cells;
  if (note === undefined || cells.length > 11) return `expected 11 columns, got ${cells.length}`;
  const read = {
    year: matching(year, /^\d{4}$/, Number),
    batch: matching(batch, /^(\d|1\+2|year)$/, (text): NoticeBatch => (text === 'year' || text === '1+2' ? text : Number(text))),
    stage: oneOf(stage, ['mining', 'separation']),
    ore: oneOf(ore, ['light', 'ion', 'any']),
    level: oneOf(level, ['national', 'groups-total', 'group', 'province']),
    holder: matching(holder, /./, String),
    reoTonnes: matching(reo, /^\d*$/, tonnesOrNull),
    printedTonnes: matching(printed, /^\d*$/, tonnesOrNull),
    source: matching(source, /./, String),
    confidence: oneOf(confidence, ['opened', 'derived', 'recalled', 'recalled-checksum']),
    note,
  };
  const wrong = Object.entries(read).find(([, value]) => value === undefined);
  return wrong === undefined ? (read as NoticeRow) : `${wrong[0]} cannot be read: ${line}`;
}

function oneOf<const W extends string>(text: string | undefined, words: readonly W[]): W | undefined {
  return words.find((word) => word === text);
}

function matching<T>(text: string | undefined, form: RegExp, read: (text: string) => T): T | undefined {
  return text !== undefined && form.test(text) ? read(text) : undefined;
}

function tonnesOrNull(text: string): number | null {
  return text === '' ? null : Number(text);
}

const CELL = /(?:"((?:[^"]|"")*)"|([^",]*))(,|$)/y;

/** The cells of one record, or null when a quote is out of place. */
function cellsOf(line: string): string[] | null {
  const cells: string[] = [];
  CELL.lastIndex = 0;
  for (;;) {
    const cell = CELL.exec(line);
    if (cell === null) return null;
    cells.push(cell[1]?.replaceAll('""', '"') ?? cell[2] ?? '');
    if (cell[3] === '') return cells;
  }
}
