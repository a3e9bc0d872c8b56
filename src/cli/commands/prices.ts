import { answerPriceIndex, enterPrices } from '../../app/index.ts';
import { priceRequestSchema, type PriceIndexAnswer } from '../../wire/index.ts';
import { UsageError } from '../arguments.ts';
import { readJsonFile } from '../case-files.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby prices`: the price index and its quotes (docs/statistics.md). */
export const pricesCommand: Command = {
  usage: '[--currency CNY] [--base MONTH] [--as-of T] [--known-at T] | enter FILE',
  summary: 'the price index by month, revised months marked; or takes a file with quotes or weights',
  options: { currency: 'text', base: 'text', 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 2,
  async run(words, { terminal, open }) {
    const [verb, file] = words.positionals;
    if (verb !== undefined) {
      if (verb !== 'enter' || file === undefined) throw new UsageError('prices: expected enter FILE or nothing');
      const read = priceRequestSchema.safeParse(await readJsonFile(file));
      if (!read.success) {
        const [issue] = read.error.issues;
        throw new UsageError(`${file}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
      }
      const { taken } = await enterPrices(await open('price.enter'), read.data);
      terminal.out(`${taken} taken\n`);
      return EXIT.done;
    }
    const base = words.text('base');
    if (base !== null && !/^\d{4}-(0[1-9]|1[0-2])$/.test(base)) throw new UsageError('prices: --base is a month, 2015-01');
    const question = {
      base,
      currency: words.text('currency') ?? 'CNY',
      asOf: words.moment('as-of'),
      knownAt: words.moment('known-at'),
    };
    const answer = await answerPriceIndex(await open('standard.read'), question);
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, terminal);
    return EXIT.done;
  },
};

function print({ base, currency, months, quotes }: PriceIndexAnswer, terminal: Terminal): void {
  terminal.out(`${quotes.length} quotes in ${currency}${base === null ? '' : `, ${base} = 100`}\n`);
  if (months.length === 0) return;
  printTable(
    terminal,
    ['month', 'index', 'products', 'first said'],
    months.map(({ month, value, matched, first, revised }) => [
      month,
      formatNumber(value),
      String(matched),
      revised ? formatNumber(first) : '',
    ]),
  );
}
