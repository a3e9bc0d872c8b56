import type { RecordReader, RecordWriter } from '../../record/index.ts';
import { releasesOf, type Release, type ReleaseAct } from '../../statistics/index.ts';
import { spanOf } from './statistics-period.ts';

/** Everything that was done about the calendar of releases, one act a line. */
const JOURNAL = 'releases';

/** When a period ends. */
export function periodEndMs(period: string): number {
  return spanOf(period).to;
}

/** The calendar, as it stood when it was all that was known. @param knownAt milliseconds since 1970 UTC; null for all */
export async function readReleases(reader: RecordReader, knownAt: number | null = null): Promise<Map<string, Release>> {
  const acts = (await reader.journal(JOURNAL, 0)).map((line) => JSON.parse(line) as ReleaseAct);
  return releasesOf(
    acts.filter(({ atMs }) => knownAt === null || atMs <= knownAt),
    periodEndMs,
  );
}

/** Puts an act on record. */
export async function appendReleaseAct(writer: RecordWriter, act: ReleaseAct): Promise<void> {
  await writer.appendJournal(JOURNAL, [JSON.stringify(act)]);
}
