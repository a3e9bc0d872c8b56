import { actOnCase, answerCases } from '../../app/index.ts';
import { caseRequestSchema, type CaseRow, type CasesAnswer } from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { readJsonFile } from '../case-files.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

const VERBS = ['open', 'note', 'decide', 'appeal', 'close', 'load'] as const;
type Verb = (typeof VERBS)[number];

/** `ytterby cases`: from lead to closing (docs/cases.md). */
export const casesCommand: Command = {
  usage:
    '[--status S] | open --kind K --text WHY [--organisation ID] [--site ID] [--name N] [--flag ID] | note CASE --text T' +
    ' | decide CASE --text T [--measures A,B] [--fine-yuan N] [--seized WHAT --seized-tonnes N] [--cut-quota ID --cut-tonnes N] [--transfer TO]' +
    ' | appeal CASE --text T | close CASE --text T | load FILE',
  summary: 'every case with what was done about it; or one act. Over-plan production opens its case by itself',
  options: {
    status: 'text',
    kind: 'text',
    text: 'text',
    organisation: 'text',
    site: 'text',
    name: 'text',
    flag: 'text',
    measures: 'text',
    'fine-yuan': 'text',
    seized: 'text',
    'seized-tonnes': 'text',
    'cut-quota': 'text',
    'cut-tonnes': 'text',
    transfer: 'text',
  },
  positionalsMax: 2,
  async run(words, context) {
    const [verb] = words.positionals;
    if (verb === undefined) return showCases(words, context);
    const known = VERBS.find((word) => word === verb);
    if (known === undefined) throw new UsageError(`cases: expected ${VERBS.join(', ')} or nothing, got ${verb}`);
    if (known === 'load') return loadCases(words, context);
    const request = requestOf(known, words);
    const id = await actOnCase(await context.open('case.manage'), request);
    if (words.flag('json')) printJson(context.terminal, { case: id });
    else context.terminal.out(`done: ${id}\n`);
    return EXIT.done;
  },
};

async function showCases(words: Arguments, { open, terminal }: CommandContext): Promise<0> {
  const answer = await answerCases(await open('case.read'), { asOf: null, knownAt: null });
  const status = words.text('status');
  const cases = status === null ? answer.cases : answer.cases.filter((one) => one.status === status);
  if (words.flag('json')) printJson(terminal, { ...answer, cases });
  else print({ ...answer, cases }, terminal);
  return EXIT.done;
}

/** Acts of a file, one after the other: a list of what `POST /api/cases` takes. */
async function loadCases(words: Arguments, { open, terminal }: CommandContext): Promise<0> {
  const [, file] = words.positionals;
  if (file === undefined) throw new UsageError('cases load: name one file');
  const read = caseRequestSchema.array().safeParse(await readJsonFile(file));
  if (!read.success)
    throw new UsageError(`${file}: ${read.error.issues[0]?.path.join('.') ?? ''} ${read.error.issues[0]?.message ?? ''}`);
  const app = await open('case.manage');
  for (const request of read.data) await actOnCase(app, request);
  terminal.out(`${read.data.length} acts\n`);
  return EXIT.done;
}

function requestOf(verb: Exclude<Verb, 'load'>, words: Arguments): Parameters<typeof actOnCase>[1] {
  const [, id] = words.positionals;
  const text = words.text('text');
  const stated =
    verb === 'open'
      ? {
          act: verb,
          kind: words.text('kind'),
          organisation: words.text('organisation'),
          site: words.text('site'),
          name: words.text('name'),
          flag: words.text('flag'),
          text,
        }
      : verb === 'decide'
        ? { act: verb, case: id, text, ruling: rulingOf(words) }
        : { act: verb, case: id, text };
  const read = caseRequestSchema.safeParse(stated);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`cases ${verb}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function rulingOf(words: Arguments): object {
  const [what, tonnes] = [words.text('seized'), words.number('seized-tonnes')];
  const [quota, cut] = [words.text('cut-quota'), words.number('cut-tonnes')];
  if ((what === null) !== (tonnes === null)) throw new UsageError('cases decide: --seized and --seized-tonnes go together');
  if ((quota === null) !== (cut === null)) throw new UsageError('cases decide: --cut-quota and --cut-tonnes go together');
  return {
    measures: (words.text('measures') ?? '').split(',').filter((measure) => measure !== ''),
    seizures: what === null ? [] : [{ what, tonnes }],
    fineYuan: words.number('fine-yuan') ?? 0,
    quotaCut: quota === null ? null : { quota, tonnes: cut },
    transferredTo: words.text('transfer'),
  };
}

function print({ figures, cases }: CasesAnswer, terminal: Terminal): void {
  terminal.out(
    `${figures.cases} cases: ${figures.byStatus.open} open, ${figures.byStatus.appealed} appealed, ${figures.byStatus.decided} decided, ${figures.byStatus.closed} closed\n` +
      `${figures.minesDestroyed} mines destroyed, ${figures.enterprisesClosed} enterprises closed, ${figures.tradersPunished} traders punished, ` +
      `${formatNumber(figures.seizedTonnes)} t seized, ${formatNumber(figures.fineYuan)} yuan fined\n`,
  );
  if (cases.length > 0) printTable(terminal, ['case', 'kind', 'status', 'opened', 'subject', 'last'], cases.map(rowOf));
}

function rowOf({ id, kind, status, openedAt, organisationName, siteName, name, acts }: CaseRow): string[] {
  return [id, kind, status, openedAt.slice(0, 10), organisationName?.zh ?? siteName?.zh ?? name ?? '', acts.at(-1)?.text ?? ''];
}
