import { dossiersOf, type ConductAct, type Dossier } from '../../conduct/index.ts';
import type { RecordReader, RecordWriter } from '../../record/index.ts';
import { conductData } from './conduct-data.ts';

/** Everything that was done about conduct, one act a line. */
const JOURNAL = 'conduct';

/** The dossiers on record, as they stood when it was all that was known. @param knownAt milliseconds since 1970 UTC; null for all */
export async function readDossiers(reader: RecordReader, knownAt: number | null = null): Promise<Map<string, Dossier>> {
  const acts = (await reader.journal(JOURNAL, 0)).map((line) => JSON.parse(line) as ConductAct);
  return dossiersOf(
    acts.filter(({ atMs }) => knownAt === null || atMs <= knownAt),
    conductData(),
  );
}

/** Puts an act on record. */
export async function appendConductAct(writer: RecordWriter, act: ConductAct): Promise<void> {
  await writer.appendJournal(JOURNAL, [JSON.stringify(act)]);
}
