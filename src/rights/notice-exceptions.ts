import type { NoticeBatch, NoticeLevel, NoticeRow } from './notices.ts';
import type { Ore, Stage } from './quota.ts';

/** What can be odd in the published figures, in the order of listing. Differences are the first less the second, tonnes REO. */
export const NOTICE_EXCEPTION_KINDS = [
  'cap-missing',
  'cap-not-opened',
  'source-misprint',
  'ore-split-missing',
  'ore-split-partial',
  'ore-split-differs',
  'batches-incomplete',
  'batches-differ',
  'batches-merged',
  'split-missing',
  'split-incomplete',
  'split-rounding',
  'split-exceeds-cap',
  'split-without-cap',
  'total-without-split',
  'amount-not-printed',
  'ore-not-printed',
  'ore-class-changed',
  'sum-not-independent',
] as const;

export type NoticeExceptionKind = (typeof NOTICE_EXCEPTION_KINDS)[number];

/** One thing in the published figures that does not add up, is missing, or proves nothing. */
export interface NoticeException {
  readonly kind: NoticeExceptionKind;
  readonly year: number;
  readonly batch: NoticeBatch | null;
  readonly stage: Stage;
  readonly ore: Ore | null;
  readonly level: NoticeLevel;
  readonly holder: string | null;
  /** Tonnes REO; null where there is nothing to compare. */
  readonly differenceTonnes: number | null;
  readonly note: string;
}

/** An exception about one row. */
export function exceptionOf(
  kind: NoticeExceptionKind,
  row: NoticeRow,
  differenceTonnes: number | null,
  note: string,
): NoticeException {
  const { year, batch, stage, ore, level, holder } = row;
  return { kind, year, batch, stage, ore, level, holder: level === 'national' ? null : holder, differenceTonnes, note };
}

/** Years and stages of which no national figure is known. */
export function missingCaps(rows: readonly NoticeRow[], from: number, to: number): NoticeException[] {
  const years = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const stages: readonly Stage[] = ['mining', 'separation'];
  return years.flatMap((year) =>
    stages
      .filter((stage) => !rows.some((row) => row.level === 'national' && row.year === year && row.stage === stage))
      .map((stage): NoticeException => {
        const note = 'no national figure on record';
        return {
          kind: 'cap-missing',
          year,
          batch: null,
          stage,
          ore: null,
          level: 'national',
          holder: null,
          differenceTonnes: null,
          note,
        };
      }),
  );
}

/** What single rows show: figures not read in their source, misprints, blanks, an ore not printed. */
export function oddRows(rows: readonly NoticeRow[]): NoticeException[] {
  return rows.flatMap((row) => [
    ...(row.level === 'national' && row.confidence !== 'opened'
      ? [exceptionOf('cap-not-opened', row, null, withNote(row.confidence, row))]
      : []),
    ...misprint(row),
    ...(row.reoTonnes === null ? [exceptionOf('amount-not-printed', row, null, 'the source prints no figure')] : []),
    ...(row.level === 'group' && row.stage === 'mining' && row.ore === 'any'
      ? [exceptionOf('ore-not-printed', row, null, `${row.reoTonnes} t without its ore`)]
      : []),
  ]);
}

function misprint(row: NoticeRow): NoticeException[] {
  if (row.printedTonnes === null || row.reoTonnes === null) return [];
  const note = withNote(`the source comes to ${row.printedTonnes} t, ${row.reoTonnes} t is taken`, row);
  return [exceptionOf('source-misprint', row, row.printedTonnes - row.reoTonnes, note)];
}

/** Mining caps whose light and ion figures are missing, lack one, or do not make the total. */
export function oreSplits(rows: readonly NoticeRow[]): NoticeException[] {
  const caps = rows.filter((row) => row.level === 'national' && row.stage === 'mining');
  return caps
    .filter((row) => row.ore === 'any')
    .flatMap((total) => {
      const parts = caps.filter((row) => row.ore !== 'any' && row.year === total.year && row.batch === total.batch);
      const rest = tonnesOf(total) - sumTonnes(parts);
      if (parts.length === 0) return [exceptionOf('ore-split-missing', total, rest, 'neither light nor ion ore printed')];
      const missing = parts[0]?.ore === 'light' ? 'ion' : 'light';
      if (parts.length === 1)
        return [exceptionOf('ore-split-partial', total, rest, `${missing} ore not printed; it would be the difference`)];
      return rest === 0 ? [] : [exceptionOf('ore-split-differs', total, rest, 'light and ion ore do not make the total')];
    });
}

/** National figures of the year against those of the batches that are known. */
export function batchSums(rows: readonly NoticeRow[]): NoticeException[] {
  const lines = Map.groupBy(
    rows.filter((row) => row.level === 'national'),
    (row) => `${row.year} ${row.stage} ${row.ore}`,
  );
  return [...lines.values()].flatMap((line) => {
    const year = line.find((row) => row.batch === 'year');
    const batches = line.filter((row) => row.batch !== 'year');
    const [first] = batches;
    if (first === undefined) return [];
    const known = batches.map((row) => row.batch).join(', ');
    if (year === undefined)
      return first.ore === 'any'
        ? [exceptionOf('batches-incomplete', first, null, `batch ${known} known, no figure of the year`)]
        : [];
    const rest = tonnesOf(year) - sumTonnes(batches);
    if (rest === 0) return [];
    return rest > 0
      ? [exceptionOf('batches-incomplete', year, rest, `batch ${known} known; the other batches would be the difference`)]
      : [exceptionOf('batches-differ', year, rest, `batches ${known} pass the figure of the year`)];
  });
}

/** Figures that a source gives for batches 1 and 2 together, against the national figures of both; they are not replayed. */
export function mergedBatches(rows: readonly NoticeRow[]): NoticeException[] {
  return rows
    .filter((row) => row.batch === '1+2' && tonnesOf(row) > 0)
    .map((row) => {
      const caps = rows.filter(
        (cap) => cap.level === 'national' && cap.year === row.year && cap.stage === row.stage && cap.ore === 'any',
      );
      const both = caps.filter((cap) => cap.batch === 1 || cap.batch === 2);
      const rest = both.length === 2 ? sumTonnes(both) - tonnesOf(row) : null;
      return exceptionOf(
        'batches-merged',
        row,
        rest,
        `${row.reoTonnes} t is one figure for batches 1 and 2; the difference is all others`,
      );
    });
}

/** Totals of all groups that stand in a notice without the groups: what is outside the groups is the difference. */
export function totalsWithoutSplit(rows: readonly NoticeRow[]): NoticeException[] {
  return rows
    .filter((row) => row.level === 'groups-total')
    .map((total) => {
      const cap = rows.find((row) => row.level === 'national' && isOfOneLine(row, total));
      const outside = cap === undefined ? null : tonnesOf(cap) - tonnesOf(total);
      return exceptionOf(
        'total-without-split',
        total,
        outside,
        `${total.reoTonnes} t for all groups together, not each; the difference is outside them`,
      );
    });
}

/** Provinces whose ore was of another class in the last year before that is known. */
export function oreClassChanges(rows: readonly NoticeRow[]): NoticeException[] {
  const given = rows.filter((row) => row.level === 'province' && tonnesOf(row) > 0).sort((a, b) => a.year - b.year);
  return [...Map.groupBy(given, (row) => row.holder).values()].flatMap((ofProvince) =>
    ofProvince.flatMap((row, index) => {
      const before = ofProvince[index - 1];
      if (before === undefined || before.ore === row.ore) return [];
      return [
        exceptionOf(
          'ore-class-changed',
          row,
          null,
          `${row.reoTonnes} t counted as ${row.ore} ore; in ${before.year} it was ${before.ore} ore`,
        ),
      ];
    }),
  );
}

/** Tonnes REO of a row, 0 where none is printed. */
export function tonnesOf(row: NoticeRow): number {
  return row.reoTonnes ?? 0;
}

/** Sum of rows in tonnes REO. */
export function sumTonnes(rows: readonly NoticeRow[]): number {
  return rows.reduce((total, row) => total + tonnesOf(row), 0);
}

function isOfOneLine(a: NoticeRow, b: NoticeRow): boolean {
  return a.year === b.year && a.batch === b.batch && a.stage === b.stage && a.ore === b.ore;
}

function withNote(text: string, row: NoticeRow): string {
  return row.note === '' ? text : `${text}: ${row.note}`;
}
