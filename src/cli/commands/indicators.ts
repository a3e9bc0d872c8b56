import { answerIndicators, enterIndicator } from '../../app/index.ts';
import { enteredIndicatorSchema, type IndicatorsAnswer } from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby indicators`: the 14 targets of the plan's Table 1 (docs/indicators.md). */
export const indicatorsCommand: Command = {
  usage: '[--year Y] [--as-of T] [--known-at T] | enter --no N --year Y --value V --source TEXT',
  summary: 'the 14 targets of the plan, computed where the record tells them; or enters a value with its source',
  options: { year: 'text', 'as-of': 'text', 'known-at': 'text', no: 'text', value: 'text', source: 'text' },
  positionalsMax: 1,
  async run(words, { terminal, open }) {
    const [verb] = words.positionals;
    if (verb !== undefined && verb !== 'enter') throw new UsageError(`indicators: expected enter or nothing, got ${verb}`);
    if (verb === 'enter') {
      const entered = enteredOf(words);
      await enterIndicator(await open('indicator.enter'), entered);
      terminal.out(`entered: ${entered.no} of ${entered.year}\n`);
      return EXIT.done;
    }
    const question = { year: words.year('year'), asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
    const answer = await answerIndicators(await open('indicator.read'), question);
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, terminal);
    return EXIT.done;
  },
};

function enteredOf(words: Arguments): Parameters<typeof enterIndicator>[1] {
  const stated = { no: words.number('no'), year: words.year('year'), value: words.number('value'), source: words.text('source') };
  const read = enteredIndicatorSchema.safeParse(stated);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new UsageError(`indicators enter: --${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function print({ year, indicators }: IndicatorsAnswer, terminal: Terminal): void {
  terminal.out(`${year}\n`);
  const shown = (value: number | null): string => (value === null ? '–' : formatNumber(value));
  printTable(
    terminal,
    ['', 'indicator', 'unit', '2015', '2020', String(year), 'from', 'met'],
    indicators.map(({ no, name, unit, base2015, target2020, bound, value, computed, entered, met }) => [
      String(no),
      name.zh,
      unit.zh,
      shown(base2015),
      `${bound === 'below' ? '<' : ''}${formatNumber(target2020)}`,
      shown(value),
      computed === null ? (entered[0]?.source ?? '–') : 'record',
      met === null ? '–' : met ? 'yes' : 'no',
    ]),
  );
}
