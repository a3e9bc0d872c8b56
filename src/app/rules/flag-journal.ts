import type { RecordReader, RecordWriter } from '../../record/index.ts';
import type { Flag, FlagChange } from '../../rules/index.ts';

/** Every raising, changing and clearing of a flag, one JSON object a line, in the order of the record. */
const JOURNAL = 'flags';
/** The place in the record up to which the journal tells everything. */
const POSITION = 'flags-position';

/** The place in the record up to which changes of flags are on record. */
export async function journalPosition(reader: RecordReader): Promise<number> {
  return Number((await reader.document(POSITION)) ?? '0');
}

/** Puts changes of flags on record, and that everything up to a place is told. */
export async function appendChanges(writer: RecordWriter, changes: readonly FlagChange[], seq: number): Promise<void> {
  if (changes.length > 0)
    await writer.appendJournal(
      JOURNAL,
      changes.map((change) => JSON.stringify(change)),
    );
  await writer.putDocument(POSITION, String(seq));
}

/** What happened to flags, as far as it was known at a place in the record; null for all. */
export async function readChanges(reader: RecordReader, knownSeq: number | null): Promise<FlagChange[]> {
  const lines = await reader.journal(JOURNAL, 0);
  const changes = lines.map((line) => JSON.parse(line) as FlagChange);
  return knownSeq === null ? changes : changes.filter(({ seq }) => seq <= knownSeq);
}

/** The flags that stand after some changes. */
export function standingAfter(changes: readonly FlagChange[]): Map<string, Flag> {
  const standing = new Map<string, Flag>();
  for (const { kind, flag } of changes) {
    if (kind === 'cleared') standing.delete(flag.id);
    else standing.set(flag.id, flag);
  }
  return standing;
}
