import { answerUnaccounted } from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable } from '../terminal.ts';

/** `ytterby muf`: what a site could not account for, month by month (docs/accountancy.md). */
export const mufCommand: Command = {
  usage: '--site ID [--year Y] [--element Nd] [--as-of T] [--known-at T]',
  summary:
    'matter unaccounted for at a site over a year: MUF, CUMUF, SITMUF with Page’s test, GEMUF, and the loss that would be found',
  options: { site: 'text', year: 'text', element: 'text', 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 0,
  async run(words, { terminal, open }) {
    const site = words.text('site');
    if (site === null) throw new UsageError('muf: --site is missing');
    const question = {
      site,
      year: words.year('year'),
      element: words.text('element'),
      asOf: words.moment('as-of'),
      knownAt: words.moment('known-at'),
    };
    const answer = await answerUnaccounted(await open('balance.read'), question);
    if (words.flag('json')) {
      printJson(terminal, answer);
      return EXIT.done;
    }
    const { periods, alarms, detectable, element } = answer;
    const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
    printTable(
      terminal,
      [
        'month',
        `in, kg ${element}`,
        'MUF',
        'usual',
        'rest',
        'sd',
        'CUMUF',
        'its sd',
        'SITMUF',
        'Page loss',
        'Page gain',
        'GEMUF',
      ],
      periods.map((one) => [
        one.month,
        one.inputKg,
        one.mufKg,
        one.expectedKg,
        one.unexpectedKg,
        one.sdKg,
        one.cumulativeKg,
        one.cumulativeSdKg,
        shown(one.sitmuf),
        shown(one.pageLoss),
        shown(one.pageGain),
        shown(one.gemuf),
      ]),
    );
    terminal.out(`limit of Page’s test ${answer.limit.toFixed(2)}, reference ${answer.reference}\n`);
    for (const { direction, month, since } of alarms) terminal.out(`ALARM: ${direction} seen in ${month}, since ${since}\n`);
    for (const { months, kgPerMonth } of detectable)
      terminal.out(`found with 95 % within ${months} months: ${formatNumber(kgPerMonth)} kg a month\n`);
    return EXIT.done;
  },
};
