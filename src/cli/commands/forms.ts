import { answerForms, sendForm } from '../../app/index.ts';
import { formRequestSchema, type FormsAnswer } from '../../wire/index.ts';
import { UsageError } from '../arguments.ts';
import { readJsonFile } from '../case-files.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby forms`: the monthly forms (docs/statistics.md). */
export const formsCommand: Command = {
  usage: 'MONTH [--as-of T] [--known-at T] | send FILE',
  summary: 'the monthly forms with what is asked about them and what is estimated; or sends forms, a list in a file',
  options: { 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 2,
  async run(words, { terminal, open }) {
    const [first, file] = words.positionals;
    if (first === 'send') {
      if (file === undefined) throw new UsageError('forms send: name one file');
      const read = formRequestSchema.array().safeParse(await readJsonFile(file));
      if (!read.success) {
        const [issue] = read.error.issues;
        throw new UsageError(`${file}: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`);
      }
      const app = await open('form.send');
      for (const request of read.data) {
        const { organisation, period, queries } = await sendForm(app, request);
        terminal.out(`${period} ${organisation}: taken, ${queries.length} queries\n`);
      }
      return EXIT.done;
    }
    if (first === undefined || !/^\d{4}-(0[1-9]|1[0-2])$/.test(first)) throw new UsageError('forms: name a month, 2015-03');
    const question = { period: first, asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
    const answer = await answerForms(await open('form.read'), question);
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, terminal);
    return EXIT.done;
  },
};

function print({ period, items, totals, expected, received, forms }: FormsAnswer, terminal: Terminal): void {
  terminal.out(`${period}: ${received} of ${expected} forms\n`);
  printTable(
    terminal,
    ['item', 'unit', 'sum', 'estimated'],
    totals.map(({ item, value, estimated }) => {
      const of = items.find((one) => one.item === item)!;
      return [of.name.zh, of.unit.zh, formatNumber(value), formatNumber(estimated)];
    }),
  );
  const asked = forms.flatMap(({ name, queries }) =>
    queries.map(({ item, code, stated, expected: other }) => [
      name.zh,
      item,
      code,
      stated === null ? '–' : formatNumber(stated),
      other === null ? '–' : formatNumber(other),
    ]),
  );
  if (asked.length > 0) printTable(terminal, ['enterprise', 'item', 'query', 'stated', 'expected'], asked);
}
