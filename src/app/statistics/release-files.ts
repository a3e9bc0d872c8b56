import { parquetWriteBuffer } from 'hyparquet-writer';
import type { Axis, ReleaseAnswer } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { answerRelease } from './answer-releases.ts';

/** Forms in which a release is given to take away. */
export const RELEASE_FORMATS = ['csv', 'sdmx-csv', 'json', 'parquet'] as const;
export type ReleaseFormat = (typeof RELEASE_FORMATS)[number];

/** A file, its media type, and how its name ends. */
export interface ReleaseFile {
  readonly content: Uint8Array;
  readonly type: string;
  readonly extension: string;
}

/** A release as a file. @throws NotOnRecord; Embargoed */
export async function releaseFile(
  app: Application,
  { id, format }: { readonly id: string; readonly format: ReleaseFormat },
): Promise<ReleaseFile> {
  const answer = await answerRelease(app, { id });
  const text = (content: string): Uint8Array => new TextEncoder().encode(content);
  switch (format) {
    case 'csv':
      return { content: text(csvOf(answer)), type: 'text/csv; charset=utf-8', extension: 'csv' };
    case 'sdmx-csv':
      return { content: text(sdmxOf(answer)), type: 'application/vnd.sdmx.data+csv; version=2.0.0', extension: 'sdmx.csv' };
    case 'json':
      return { content: text(`${JSON.stringify(answer, null, 2)}\n`), type: 'application/json', extension: 'json' };
    case 'parquet':
      return { content: parquetOf(answer), type: 'application/vnd.apache.parquet', extension: 'parquet' };
  }
}

/** One figure, or one that is not told. */
interface Observation {
  readonly row: Axis['labels'][number];
  readonly column: Axis['labels'][number];
  readonly value: number | null;
  readonly isHidden: boolean;
}

function observationsOf({ table: { rows, columns, cells } }: ReleaseAnswer): Observation[] {
  return cells.flatMap((line, row) =>
    line.map(({ value, hidden }, column) => ({
      row: rows.labels[row]!,
      column: columns.labels[column]!,
      value,
      isHidden: hidden !== null,
    })),
  );
}

/** Columns of the flat form, with what stands in each. */
const COLUMNS: readonly (readonly [string, (one: Observation, answer: ReleaseAnswer) => string | number | null])[] = [
  ['dataset', (_, { table }) => table.dataset],
  ['period', (_, { table }) => table.period],
  ['row', ({ row }) => row.key],
  ['row_name_zh', ({ row }) => row.name.zh],
  ['row_name_en', ({ row }) => row.name.en],
  ['column', ({ column }) => column.key],
  ['column_name_zh', ({ column }) => column.name.zh],
  ['column_name_en', ({ column }) => column.name.en],
  ['value', ({ value }) => value],
  ['unit', (_, { table }) => table.unit.en],
  ['status', ({ isHidden }) => (isHidden ? 'confidential' : 'shown')],
  ['release', (_, { release }) => release.id],
  ['released_at', (_, { release }) => release.releaseAt],
  ['licence', (_, { licence }) => licence],
  ['source', (_, { source }) => source.en],
];

/** RFC 4180. */
function csvLines(lines: readonly (readonly (string | number | null)[])[]): string {
  return lines.map((line) => `${line.map(csvCell).join(',')}\r\n`).join('');
}

function csvCell(value: string | number | null): string {
  const text = value === null ? '' : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function csvOf(answer: ReleaseAnswer): string {
  const rows = observationsOf(answer).map((one) => COLUMNS.map(([, cell]) => cell(one, answer)));
  return csvLines([COLUMNS.map(([name]) => name), ...rows]);
}

/** Who maintains the structures, as SDMX names agencies. */
export const AGENCY = 'YTTERBY';

const CONCEPTS: Readonly<Record<Axis['kind'], string>> = {
  province: 'REF_AREA',
  ore: 'ORE',
  'weight-class': 'WEIGHT_CLASS',
  'product-kind': 'PRODUCT_KIND',
  hs: 'HS',
  organisation: 'COUNTERPART',
};

/** Identifiers of SDMX have letters, digits, `_`, `@`, `$` and `-`. */
function codeOf(key: string): string {
  const gln = /\/417\/(\d+)$/.exec(key)?.[1];
  if (gln !== undefined) return gln;
  return key === '?' ? '_U' : key.replaceAll(/[^\p{L}\p{N}_@$-]/gu, '_');
}

/**
 * SDMX-CSV 2.0.0 (github sdmx-twg/sdmx-csv): each figure under its dataflow, `NaN` with the status Q and confidential where it is not told
 * (code lists CL_OBS_STATUS 2.2 and CL_CONF_STATUS 1.2).
 */
function sdmxOf(answer: ReleaseAnswer): string {
  const { table } = answer;
  const structure = `${AGENCY}:${table.dataset.toUpperCase().replaceAll('-', '_')}(1.0.0)`;
  const head = ['STRUCTURE', 'STRUCTURE_ID', 'ACTION', 'FREQ', CONCEPTS[table.rows.kind], CONCEPTS[table.columns.kind]];
  const rest = ['TIME_PERIOD', 'OBS_VALUE', 'UNIT_MEASURE', 'OBS_STATUS', 'CONF_STATUS'];
  const frequency = table.period.includes('-') ? 'M' : 'A';
  const lines = observationsOf(answer).map(({ row, column, value, isHidden }) => [
    'dataflow',
    structure,
    'R',
    frequency,
    codeOf(row.key),
    codeOf(column.key),
    table.period,
    value ?? 'NaN',
    table.unit.code,
    isHidden ? 'Q' : 'A',
    isHidden ? 'C' : 'F',
  ]);
  return csvLines([[...head, ...rest], ...lines]);
}

function parquetOf(answer: ReleaseAnswer): Uint8Array {
  const observations = observationsOf(answer);
  const columnData = COLUMNS.map(([name, cell]) => ({
    name,
    data: observations.map((one) => cell(one, answer)),
    type: name === 'value' ? ('DOUBLE' as const) : ('STRING' as const),
    nullable: name === 'value',
  }));
  return new Uint8Array(parquetWriteBuffer({ columnData }));
}
