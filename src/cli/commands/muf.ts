import { answerUnaccounted, answerUnaccountedSites } from '../../app/index.ts';
import type { UnaccountedAnswer, UnaccountedSitesAnswer } from '../../wire/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command, type ExitCode } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby muf`: what a site could not account for, month by month, or all sites (docs/accountancy.md). */
export const mufCommand: Command = {
  usage: '[--site ID] [--year Y] [--element Nd] [--as-of T] [--known-at T]',
  summary:
    'matter unaccounted for over a year, at all sites or at one: MUF, CUMUF, SITMUF with Page’s test, GEMUF, and the loss that would be found',
  options: { site: 'text', year: 'text', element: 'text', 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 0,
  async run(words, { terminal, open }) {
    const app = await open('balance.read');
    const site = words.text('site');
    const asked = { year: words.year('year'), asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
    if (site === null) {
      if (words.text('element') !== null) throw new UsageError('muf: --element is told for one site: name it by --site');
      return sayAllSites(await answerUnaccountedSites(app, asked), terminal, words.flag('json'));
    }
    const question = {
      site,
      year: words.year('year'),
      element: words.text('element'),
      asOf: words.moment('as-of'),
      knownAt: words.moment('known-at'),
    };
    return saySite(await answerUnaccounted(app, question), terminal, words.flag('json'));
  },
};

function saySite(answer: UnaccountedAnswer, terminal: Terminal, asJson: boolean): ExitCode {
  if (asJson) {
    printJson(terminal, answer);
    return EXIT.done;
  }
  const { periods, alarms, detectable, element } = answer;
  const shown = (value: number | null): string => (value === null ? '–' : value.toFixed(2));
  printTable(
    terminal,
    ['month', `in, kg ${element}`, 'MUF', 'usual', 'rest', 'sd', 'CUMUF', 'its sd', 'SITMUF', 'Page loss', 'Page gain', 'GEMUF'],
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
}

function sayAllSites(answer: UnaccountedSitesAnswer, terminal: Terminal, asJson: boolean): ExitCode {
  if (asJson) {
    printJson(terminal, answer);
    return EXIT.done;
  }
  const told = (alarms: UnaccountedSitesAnswer['sites'][number]['alarms']): string =>
    alarms.map(({ element, direction, month }) => `${element} ${direction} seen in ${month}`).join(', ');
  printTable(
    terminal,
    ['site', `in ${answer.year}, kg REO`, 'MUF', 'beyond the usual', 'sd', 'off by, sd', 'alarms'],
    answer.sites.map((row) => [
      row.site.name.en,
      row.inputKg,
      row.mufKg,
      row.unexpectedKg,
      row.sdKg,
      row.score === null ? '–' : row.score.toFixed(2),
      told(row.alarms),
    ]),
  );
  return EXIT.done;
}
