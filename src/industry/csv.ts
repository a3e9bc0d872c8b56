/** One row of a CSV file, by column name. */
export type Row = Readonly<Record<string, string>>;

/**
 * Rows of a CSV text (RFC 4180, first line the header), fields as written.
 * @throws Error naming file and line when a row has more or fewer fields than the header, or a quote stays open
 */
export function parseCsv(text: string, fileName: string): Row[] {
  const [header, ...lines] = splitRecords(text, fileName);
  if (header === undefined) throw new Error(`${fileName}: expected a header line, got an empty file`);
  return lines.map(({ line, fields }) => {
    if (fields.length !== header.fields.length) {
      throw new Error(`${fileName}: line ${line}: expected ${header.fields.length} fields, got ${fields.length}`);
    }
    return Object.fromEntries(header.fields.map((name, index) => [name, fields[index] ?? '']));
  });
}

interface CsvRecord {
  readonly line: number;
  readonly fields: string[];
}

const FIELD = /"((?:[^"]|"")*)"(,|\r?\n|$)|([^",\r\n]*)(,|\r?\n|$)/y;

function splitRecords(text: string, fileName: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let fields: string[] = [];
  let line = 1;
  FIELD.lastIndex = text.startsWith('\uFEFF') ? 1 : 0;
  while (FIELD.lastIndex < text.length || fields.length > 0) {
    const match = FIELD.exec(text);
    if (match === null) throw new Error(`${fileName}: line ${line}: a quote stands where none may stand`);
    fields.push(match[1] === undefined ? (match[3] ?? '') : match[1].replaceAll('""', '"'));
    if ((match[2] ?? match[4]) === ',') continue;
    records.push({ line, fields });
    fields = [];
    line += match[0].split('\n').length - 1;
  }
  return records;
}

/** A field as a number. @throws Error naming file, column and value when it is missing or no finite number */
export function numberIn(row: Row, column: string, fileName: string): number {
  const text = row[column];
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new Error(`${fileName}: column ${column}: expected a number, got '${text ?? ''}'`);
  return value;
}

/** A field as text. @throws Error naming file and column when the column is missing or empty */
export function textIn(row: Row, column: string, fileName: string): string {
  const text = row[column];
  if (text === undefined || text === '') throw new Error(`${fileName}: column ${column}: expected a value, got nothing`);
  return text;
}
