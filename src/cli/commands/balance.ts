import { answerBalance } from '../../app/index.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable } from '../terminal.ts';

/** `ytterby balance [--organisation] [--site] [--element] [--from] [--to] [--as-of] [--known-at]` */
export const balanceCommand: Command = {
  usage: '[--organisation ID] [--site ID] [--element Nd] [--from T] [--to T] [--as-of T] [--known-at T]',
  summary: 'opening, increases, decreases and closing of every account, element by element, with standard deviations',
  options: { organisation: 'text', site: 'text', element: 'text', from: 'text', to: 'text', 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 0,
  async run(words, { terminal, open }) {
    const question = {
      organisation: words.text('organisation'),
      site: words.text('site'),
      element: words.text('element'),
      from: words.start('from'),
      to: words.end('to'),
      asOf: words.moment('as-of'),
      knownAt: words.moment('known-at'),
    };
    const answer = await answerBalance(await open('balance.read'), question);
    if (words.flag('json')) {
      printJson(terminal, answer);
      return EXIT.done;
    }
    const shown = (mass: { value: number; sd: number }): string => `${formatNumber(mass.value)} ± ${formatNumber(mass.sd)}`;
    const rows = answer.rows.map((row) => [
      row.account,
      row.basis,
      shown(row.opening),
      shown(row.increases),
      shown(row.decreases),
      shown(row.closing),
    ]);
    printTable(terminal, ['account', 'basis', 'opening, kg', 'increases, kg', 'decreases, kg', 'closing, kg'], rows);
    return EXIT.done;
  },
};
