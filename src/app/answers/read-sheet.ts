import { BalanceSheet, dayOf, sheetPeriod, startOfDay, type AccountTurnover } from '../../ledger/index.ts';
import { FUTURE_MS_MAX } from '../../epcis/index.ts';
import type { Asking } from './moment.ts';

/** A stretch of event time: `from` inclusive, `to` exclusive; milliseconds since 1970 UTC, null for no bound. */
export interface Stretch {
  readonly from: number | null;
  readonly to: number | null;
}

/** Nothing on record is older than this: what begins before it begins with the record. */
const RECORD_BEGINS_MS = Date.UTC(1900, 0, 1);
const REVISIONS_AT_ONCE = 2000;

/**
 * The turnover of every account of some sites before and in a stretch of time, as the asked moment knows it. Roll-ups of whole local
 * days give most of it; days that the stretch cuts, and what was recorded on the local day of `knownAt`, are read entry by entry.
 * @param sites null for every account
 * @param nowMs the present: events lie at most a day after it
 */
export async function readSheet(
  asking: Asking,
  sites: readonly string[] | null,
  stretch: Stretch,
  nowMs: number,
): Promise<AccountTurnover[]> {
  const { reader, knownAt, knownSeq } = asking;
  const period = sheetPeriod(startOf(stretch), endOf(asking, stretch, nowMs));
  const sheet = new BalanceSheet(period, sites === null ? null : new Set(sites));
  if (sites?.length === 0) return [];
  const { fromDay, toDay, cutAtStart, cutAtEnd } = period;
  const recordedBeforeDay = knownAt === null ? null : dayOf(knownAt);
  for (const cell of await reader.cells({ sites, fromDay, toDay, recordedBeforeDay })) sheet.addCell(cell);
  if (knownAt !== null) await addRevisionsOfDay(asking, knownAt, sheet);
  if (cutAtStart !== null) {
    for (const { entry } of await reader.entriesBetween(cutAtStart.fromMs, cutAtStart.toMs, knownSeq)) sheet.moveToOpening(entry);
  }
  if (cutAtEnd !== null) {
    for (const { entry } of await reader.entriesBetween(cutAtEnd.fromMs, cutAtEnd.toMs, knownSeq)) sheet.addEntry(entry);
  }
  return sheet.accounts();
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
async function addRevisionsOfDay({ reader, knownSeq }: Asking, knownAt: number, sheet: BalanceSheet): Promise<void> {
  const last = knownSeq ?? (await reader.head());
  let after = await reader.seqAt(startOfDay(dayOf(knownAt)) - 1);
  while (after < last) {
    const until = Math.min(last, after + REVISIONS_AT_ONCE);
    for (const { entry, previous } of await reader.revisionsBetween(after, until)) sheet.addRevision(entry, previous);
    after = until;
  }
}
