import { applyMovements } from './apply-movement.ts';
import { figuresOfYear, type QuotaFigures } from './figures.ts';
import {
  batchSums,
  exceptionOf,
  mergedBatches,
  missingCaps,
  NOTICE_EXCEPTION_KINDS,
  type NoticeException,
  oddRows,
  oreClassChanges,
  oreSplits,
  tonnesOf,
  totalsWithoutSplit,
} from './notice-exceptions.ts';
import type { NoticeLevel, NoticeRow } from './notices.ts';
import type { Batch } from './quota.ts';
import { quotasFromRegistry, type StatedQuota } from './quota-loading.ts';
import { emptyQuotaState } from './quota-state.ts';

/** One national cap against what groups or provinces were given of it, as the engine has it after the replay. Tonnes REO. */
export interface ReplayedSplit {
  readonly cap: NoticeRow;
  readonly level: 'group' | 'province';
  readonly parts: number;
  readonly capTonnes: number;
  readonly splitTonnes: number;
}

/** The notices of some years run through the rights engine: every split, and everything that does not add up. */
export interface NoticeReplay {
  readonly from: number;
  readonly to: number;
  readonly splits: readonly ReplayedSplit[];
  readonly exceptions: readonly NoticeException[];
}

/** A split that misses its cap by no more than this share is put down to rounding in the source. */
const ROUNDING_SHARE_MAX = 0.0005;
const MG_PER_TONNE = 1e9;

/**
 * Grants the national caps and allots them to groups and to provinces, each level in a book of its own (they split the same
 * amount twice), and lists every exception that the figures contain.
 * @param rows the table (`readNotices`)
 * @param span first and last year, both included
 */
export function replayNotices(
  rows: readonly NoticeRow[],
  span: { readonly from: number; readonly to: number } = { from: 2009, to: 2024 },
): NoticeReplay {
  const inSpan = rows.filter((row) => row.year >= span.from && row.year <= span.to);
  const books = [...Map.groupBy(inSpan, (row) => `${row.year} ${row.batch}`).values()];
  const splits = books.flatMap((book) => [...replayBook(book, 'group'), ...replayBook(book, 'province')]);
  const exceptions = [
    ...missingCaps(inSpan, span.from, span.to),
    ...oddRows(inSpan),
    ...oreSplits(inSpan),
    ...batchSums(inSpan),
    ...mergedBatches(inSpan),
    ...totalsWithoutSplit(inSpan),
    ...oreClassChanges(inSpan),
    ...books.flatMap((book) => [...unsplitCaps(book, splits), ...withoutCap(book)]),
    ...splits.flatMap((split) => splitExceptions(split, inSpan)),
  ];
  return { ...span, splits, exceptions: exceptions.sort(compareExceptions) };
}

/** Runs one batch of one year through the engine and reads what became of each cap that has parts. */
function replayBook(book: readonly NoticeRow[], level: 'group' | 'province'): ReplayedSplit[] {
  const caps = book.filter((row) => row.level === 'national');
  const parts = book.filter((row) => row.level === level && row.reoTonnes !== null && capFor(row, caps) !== undefined);
  const [first] = parts;
  if (first === undefined) return [];
  const quotas = [...caps.map((cap) => statedQuota(cap, caps)), ...parts.map((part) => statedQuota(part, caps))];
  const { movements } = quotasFromRegistry({ organisations: [], quotas }, Date.UTC(first.year, 0, 1));
  const { state, refused } = applyMovements(emptyQuotaState(new Map()), movements);
  const [refusedFirst] = refused;
  if (refusedFirst !== undefined) throw new Error(`replayBook: ${refusedFirst.movement.id}: ${refusedFirst.refusal.message}`);
  const figures = figuresOfYear(state, first.year).quotas;
  return caps.flatMap((cap) => splitOf(cap, level, figures, partsBelow(cap, parts, caps)));
}

function splitOf(
  cap: NoticeRow,
  level: 'group' | 'province',
  figures: readonly QuotaFigures[],
  below: readonly NoticeRow[],
): ReplayedSplit[] {
  if (below.length === 0) return [];
  const ids = new Set([idOf(cap), ...(cap.ore === 'any' ? ['light', 'ion'].map((ore) => idOf({ ...cap, ore })) : [])]);
  const open = figures.filter((row) => ids.has(row.quota.id)).reduce((total, row) => total + row.availableMg, 0n);
  const capTonnes = tonnesOf(cap);
  return [{ cap, level, parts: below.length, capTonnes, splitTonnes: capTonnes - Number(open) / MG_PER_TONNE }];
}

/** The cap that a part is split from: that of its ore, or the total where its ore has none. */
function capFor(part: NoticeRow, caps: readonly NoticeRow[]): NoticeRow | undefined {
  const ofStage = caps.filter((cap) => cap.stage === part.stage);
  return ofStage.find((cap) => cap.ore === part.ore) ?? ofStage.find((cap) => cap.ore === 'any');
}

function partsBelow(cap: NoticeRow, parts: readonly NoticeRow[], caps: readonly NoticeRow[]): NoticeRow[] {
  return parts.filter(
    (part) => tonnesOf(part) > 0 && part.stage === cap.stage && (cap.ore === 'any' || capFor(part, caps) === cap),
  );
}

function statedQuota(row: NoticeRow, caps: readonly NoticeRow[]): StatedQuota {
  const above =
    row.level !== 'national'
      ? capFor(row, caps)
      : row.ore === 'any'
        ? undefined
        : caps.find((cap) => cap.stage === row.stage && cap.ore === 'any');
  const { year, stage, ore, holder } = row;
  const parent = above === undefined ? null : idOf(above);
  return { id: idOf(row), year, batch: row.batch as Batch, stage, ore, holder, parent, reoTonnes: tonnesOf(row) };
}

function idOf(row: Pick<NoticeRow, 'year' | 'batch' | 'stage' | 'holder'> & { readonly ore: string }): string {
  return `${row.year}:${row.batch}:${row.stage}:${row.ore}:${row.holder}`;
}

/** Caps without any group or province below them; of a total and its ores only the total is named. */
function unsplitCaps(book: readonly NoticeRow[], splits: readonly ReplayedSplit[]): NoticeException[] {
  const split = new Set(splits.map((one) => one.cap));
  const hasTotal = (cap: NoticeRow) =>
    cap.ore !== 'any' && book.some((row) => row.level === 'national' && row.stage === cap.stage && row.ore === 'any');
  return book
    .filter((row) => row.level === 'national' && !split.has(row) && !hasTotal(row))
    .map((cap) => exceptionOf('split-missing', cap, tonnesOf(cap), 'neither groups nor provinces printed'));
}

function withoutCap(book: readonly NoticeRow[]): NoticeException[] {
  const caps = book.filter((row) => row.level === 'national');
  return book
    .filter(
      (row) =>
        (row.level === 'group' || row.level === 'province') &&
        row.batch !== '1+2' &&
        tonnesOf(row) > 0 &&
        capFor(row, caps) === undefined,
    )
    .map((row) => exceptionOf('split-without-cap', row, tonnesOf(row), 'no national figure of that batch to split'));
}

function splitExceptions(split: ReplayedSplit, rows: readonly NoticeRow[]): NoticeException[] {
  const { cap, level, capTonnes, splitTonnes } = split;
  const rest = capTonnes - splitTonnes;
  const at = { ...cap, level: level as NoticeLevel, holder: '' };
  const sums = `${split.parts} parts make ${splitTonnes} of ${capTonnes} t`;
  const one = (kind: NoticeException['kind'], note: string) => [{ ...exceptionOf(kind, at, rest, note), holder: null }];
  if (rest < 0) return one('split-exceeds-cap', sums);
  if (rest > ROUNDING_SHARE_MAX * capTonnes) return one('split-incomplete', sums);
  if (rest > 0) return one('split-rounding', sums);
  const parts = rows.filter(
    (row) => row.level === level && row.year === cap.year && row.batch === cap.batch && row.stage === cap.stage,
  );
  const unread = parts.filter((row) => row.confidence !== 'opened' && tonnesOf(row) > 0).length;
  if (unread === 0 || cap.ore !== 'any') return [];
  return one(
    'sum-not-independent',
    `the sum closes, but ${unread} of its figures were not read in the notice: it is part of how they are known`,
  );
}

function compareExceptions(a: NoticeException, b: NoticeException): number {
  const batchRank = (batch: NoticeException['batch']) =>
    batch === null ? 0 : batch === 'year' ? 9 : batch === '1+2' ? 2.5 : batch;
  return (
    a.year - b.year ||
    a.stage.localeCompare(b.stage, 'en') ||
    batchRank(a.batch) - batchRank(b.batch) ||
    NOTICE_EXCEPTION_KINDS.indexOf(a.kind) - NOTICE_EXCEPTION_KINDS.indexOf(b.kind)
  );
}
