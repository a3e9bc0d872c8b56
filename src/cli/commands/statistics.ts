import { writeFile } from 'node:fs/promises';
import { actOnRelease, answerReleases, answerStatistics, RELEASE_FORMATS, releaseFile } from '../../app/index.ts';
import { releaseRequestSchema, type StatisticTable } from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

const NOW = { asOf: null, knownAt: null };

/** `ytterby statistics`: tables of the industry and their releases (docs/statistics.md). */
export const statisticsCommand: Command = {
  usage:
    'DATASET PERIOD [--as-of T] [--known-at T] | releases | schedule --dataset D --period P --release-at T --cut-off T --text WHY [--release ID]' +
    ' | withdraw ID --text WHY | file ID --format csv|sdmx-csv|json|parquet --out FILE',
  summary: 'a table with what a release would hide; the calendar of releases; announces or withdraws one; a release as a file',
  options: {
    'as-of': 'text',
    'known-at': 'text',
    dataset: 'text',
    period: 'text',
    'release-at': 'text',
    'cut-off': 'text',
    release: 'text',
    text: 'text',
    format: 'text',
    out: 'text',
  },
  positionalsMax: 2,
  async run(words, context) {
    const [first, second] = words.positionals;
    if (first === undefined) throw new UsageError('statistics: name a table and a period, or releases, schedule, withdraw, file');
    if (first === 'releases') return showCalendar(words, context);
    if (first === 'schedule' || first === 'withdraw') return change(first, words, context);
    if (first === 'file') return saveFile(words, context);
    if (second === undefined) throw new UsageError('statistics: name a period, 2015-03 or 2015');
    return showTable(first, second, words, context);
  },
};

async function showTable(dataset: string, period: string, words: Arguments, { open, terminal }: CommandContext): Promise<0> {
  if (!/^\d{4}(-(0[1-9]|1[0-2]))?$/.test(period)) throw new UsageError(`statistics: ${period} is neither 2015-03 nor 2015`);
  const question = { dataset, period, asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
  const answer = await answerStatistics(await open('statistics.prepare'), question);
  if (words.flag('json')) printJson(terminal, answer);
  else print(answer.table, terminal);
  return EXIT.done;
}

async function showCalendar(words: Arguments, { open, terminal }: CommandContext): Promise<0> {
  const answer = await answerReleases(await open('standard.read'), NOW);
  if (words.flag('json')) printJson(terminal, answer);
  else
    printTable(
      terminal,
      ['release', 'table', 'period', 'public at', 'cut-off', 'state', 'revises'],
      answer.releases.map(({ id, dataset, period, releaseAt, cutOff, state, revises }) => [
        id,
        dataset,
        period,
        releaseAt,
        cutOff,
        state,
        revises ?? '–',
      ]),
    );
  return EXIT.done;
}

async function change(act: 'schedule' | 'withdraw', words: Arguments, { open, terminal }: CommandContext): Promise<0> {
  const text = words.text('text');
  const stated =
    act === 'withdraw'
      ? { act, release: words.positionals[1], text }
      : {
          act,
          release: words.text('release') ?? undefined,
          dataset: words.text('dataset'),
          period: words.text('period'),
          releaseAt: words.text('release-at'),
          cutOff: words.text('cut-off'),
          text,
        };
  const read = releaseRequestSchema.safeParse(stated);
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(`statistics ${act}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  terminal.out(`done: ${await actOnRelease(await open('statistics.release'), read.data)}\n`);
  return EXIT.done;
}

async function saveFile(words: Arguments, { open, terminal }: CommandContext): Promise<0> {
  const [, id] = words.positionals;
  const out = words.text('out');
  const format = RELEASE_FORMATS.find((one) => one === (words.text('format') ?? 'csv'));
  if (id === undefined || out === null || format === undefined)
    throw new UsageError(`statistics file: name a release, --out FILE, and --format ${RELEASE_FORMATS.join('|')}`);
  const { content } = await releaseFile(await open('standard.read'), { id, format });
  await writeFile(out, content);
  terminal.out(`${out}: ${content.length} bytes\n`);
  return EXIT.done;
}

function print({ name, unit, period, rows, columns, cells, concentration }: StatisticTable, terminal: Terminal): void {
  terminal.out(`${name.zh} · ${name.en}, ${period}, ${unit.zh}; * is hidden in a release, ** to protect another one\n`);
  if (cells.length === 0) return terminal.out('nothing was recorded\n');
  printTable(
    terminal,
    ['', ...columns.labels.map((label) => label.name.zh)],
    cells.map((line, row) => [
      rows.labels[row]!.name.zh,
      ...line.map(
        ({ value, hidden }) => `${formatNumber(value ?? 0)}${hidden === 'primary' ? '*' : hidden === 'secondary' ? '**' : ''}`,
      ),
    ]),
  );
  if (concentration !== null)
    terminal.out(
      `${concentration.enterprises} enterprises, Herfindahl–Hirschman index ${concentration.hhi}, the largest four have ${formatNumber(concentration.largestFour * 100)} %\n`,
    );
}
