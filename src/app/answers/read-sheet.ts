import { setImmediate } from 'node:timers/promises';
import { FUTURE_MS_MAX } from '../../epcis/index.ts';
import {
  BalanceSheet,
  dayOf,
  sheetPeriod,
  startOfDay,
  type Account,
  type AccountKind,
  type SheetPeriod,
  type Turnover,
} from '../../ledger/index.ts';
import type { CellChoice, RecordReader, SumOf } from '../../record/index.ts';
import type { Asking } from './moment.ts';

/** A stretch of event time: `from` inclusive, `to` exclusive; milliseconds since 1970 UTC, null for no bound. */
export interface Stretch {
  readonly from: number | null;
  readonly to: number | null;
}

/** Nothing on record is older than this: what begins before it begins with the record. */
const RECORD_BEGINS_MS = Date.UTC(1900, 0, 1);
const REVISIONS_AT_ONCE = 250;

/** Roll-ups of some days for one side of a sheet. */
export type AddRollUps = (
  reader: RecordReader,
  days: Omit<CellChoice, 'kinds'>,
  sumOf: SumOf,
  side: 'opening' | 'period',
) => Promise<void>;

/** Sums of a sheet, by line. */
export interface SheetSums<Line> {
  readonly opening: ReadonlyMap<Line, Turnover>;
  readonly turnover: ReadonlyMap<Line, Turnover>;
}

/**
 * The turnover of every kind of account of some sites before and in a stretch of time, as the asked moment knows it.
 * @param sites null for every account that the viewer may see
 * @param nowMs the present: events lie at most a day after it
 */
export function readKinds(
  asking: Asking,
  sites: readonly string[] | null,
  stretch: Stretch,
  nowMs: number,
): Promise<SheetSums<AccountKind>> {
  const kindOf = ({ kind }: Account): AccountKind => kind;
  const lines = { openingLine: kindOf, periodLine: kindOf };
  const seen = sites ?? sitesSeen(asking);
  const sheet = new BalanceSheet(periodOf(asking, stretch, nowMs), seen === null ? null : new Set(seen), lines);
  return readSheet(asking, sheet, (reader, days, sumOf) =>
    seen === null
      ? reader.sumKinds({ ...days, kinds: null }, sumOf)
      : reader.sumCells({ ...days, kinds: null, sites: seen }, sumOf),
  );
}

/** The sites whose accounts the viewer may see; null for all accounts, also those of no site. */
export function sitesSeen({ scope }: Asking): readonly string[] | null {
  return scope === null ? null : scope.sites;
}

/**
 * Fills a sheet. Roll-ups of whole local days give most of it; days that the period cuts, and what was recorded on the local day of
 * `knownAt`, are read entry by entry.
 */
export async function readSheet<Line>(
  asking: Asking,
  sheet: BalanceSheet<Line>,
  addRollUps: AddRollUps,
): Promise<SheetSums<Line>> {
  const { reader, knownAt, knownSeq } = asking;
  const { fromMs, fromDay, toDay, cutAtStart, cutAtEnd } = sheet.period;
  const recordedBeforeDay = knownAt === null ? null : dayOf(knownAt);
  if (fromMs !== null) {
    await addRollUps(reader, { fromDay: null, toDay: fromDay - 1, recordedBeforeDay }, sheet.openingOf, 'opening');
  }
  const days = { fromDay: fromMs === null ? null : fromDay, toDay, recordedBeforeDay };
  await addRollUps(reader, days, sheet.turnoverOf, 'period');
  if (knownAt !== null) await addRevisionsOfDay(asking, knownAt, sheet);
  if (cutAtStart !== null) {
    for (const { entry } of await reader.entriesBetween(cutAtStart.fromMs, cutAtStart.toMs, knownSeq)) sheet.moveToOpening(entry);
  }
  if (cutAtEnd !== null) {
    for (const { entry } of await reader.entriesBetween(cutAtEnd.fromMs, cutAtEnd.toMs, knownSeq)) sheet.addEntry(entry);
  }
  return sheet;
}

/** The period of a stretch as the asked moment sees it. @param nowMs the present */
export function periodOf(asking: Asking, stretch: Stretch, nowMs: number): SheetPeriod {
  return sheetPeriod(startOf(stretch), endOf(asking, stretch, nowMs));
}

function startOf({ from }: Stretch): number | null {
  return from === null || from < RECORD_BEGINS_MS ? null : from;
}

/** The end of a stretch, exclusive: no later than the asked moment, and than the day after tomorrow. */
function endOf({ asOf }: Asking, { to }: Stretch, nowMs: number): number {
  const last = startOfDay(dayOf(nowMs + FUTURE_MS_MAX) + 2);
  return Math.max(RECORD_BEGINS_MS, Math.min(last, to ?? last, asOf === null ? last : asOf + 1));
}

/** Roll-ups know the days of recording before the asked one; what that day itself brought until the asked moment is added here. */
async function addRevisionsOfDay({ reader, knownSeq }: Asking, knownAt: number, sheet: BalanceSheet<unknown>): Promise<void> {
  const last = knownSeq ?? (await reader.head());
  let after = await reader.seqAt(startOfDay(dayOf(knownAt)) - 1);
  while (after < last) {
    const until = Math.min(last, after + REVISIONS_AT_ONCE);
    for (const { entry, previous } of await reader.revisionsBetween(after, until)) sheet.addRevision(entry, previous);
    after = until;
    await setImmediate();
  }
}
