import { casesOf, type Case, type CaseAct } from '../../cases/index.ts';
import type { RecordReader, RecordWriter } from '../../record/index.ts';
import { RULES, type FlagChange } from '../../rules/index.ts';

/** Everything that was done about cases, one act a line. */
const JOURNAL = 'cases';

/** The cases on record, as they stood when it was all that was known. @param knownAt milliseconds since 1970 UTC; null for all */
export async function readCases(reader: RecordReader, knownAt: number | null = null): Promise<Map<string, Case>> {
  const acts = (await reader.journal(JOURNAL, 0)).map((line) => JSON.parse(line) as CaseAct);
  return casesOf(acts.filter(({ atMs }) => knownAt === null || atMs <= knownAt));
}

/** Puts acts on record. */
export async function appendCaseActs(writer: RecordWriter, acts: readonly CaseAct[]): Promise<void> {
  if (acts.length === 0) return;
  await writer.appendJournal(
    JOURNAL,
    acts.map((act) => JSON.stringify(act)),
  );
}

/** What a flag says, in both languages, with its figures. */
function wordsOf({ rule, statistic, threshold }: FlagChange['flag']): string {
  const { title } = RULES.find(({ facts }) => facts.name === rule)!.facts;
  const figure = (value: number | null): string => (value === null ? '–' : String(Number(value.toPrecision(6))));
  return `${title.zh} · ${title.en}: ${figure(statistic)} / ${figure(threshold)}`;
}

/** Flags that open a case by themselves, and of what kind. */
const OPENING: Readonly<Record<string, Extract<CaseAct, { act: 'open' }>['kind']>> = {
  'quota.overdraw': 'over-plan',
  'quota.not-held': 'no-quota',
};

/** Opens a case for every flag raised that asks for one; a flag that is raised again finds its case there. */
export async function openCasesFor(writer: RecordWriter, changes: readonly FlagChange[]): Promise<void> {
  const asking = changes.filter(({ kind, flag }) => kind === 'raised' && OPENING[flag.rule] !== undefined);
  if (asking.length === 0) return;
  const known = await readCases(writer);
  const acts = asking.map(({ flag, recordedMs }): CaseAct => ({
    act: 'open',
    case: `flag:${flag.id}`,
    atMs: recordedMs,
    by: null,
    text: wordsOf(flag),
    kind: OPENING[flag.rule]!,
    subject: { organisation: flag.subject.organisation, site: flag.subject.site, name: null },
    flag: flag.id,
  }));
  await appendCaseActs(
    writer,
    acts.filter((act, at) => !known.has(act.case) && acts.findIndex((other) => other.case === act.case) === at),
  );
}
