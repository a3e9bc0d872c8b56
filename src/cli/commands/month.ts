import { answerMonth, calendarMonth, type MonthQuestion } from '../../app/index.ts';
import type { MonthAnswer, MonthError, MonthSuspect, ReconciledMass } from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby month MONTH --site ID|--organisation ID`: the weighings and assays of a month made to balance (docs/month.md). */
export const monthCommand: Command = {
  usage: 'MONTH (--site ID | --organisation ID) [--element Nd] [--as-of T] [--known-at T]',
  summary:
    'reconcile a month (2015-03) of a site or an organisation: weighings and assays made to balance, and which of them is wrong; exit code 1 when the errors of measurement do not explain it',
  options: { site: 'text', organisation: 'text', element: 'text', 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 1,
  async run(words, { terminal, open }) {
    const question = questionOf(words);
    const answer = await answerMonth(await open('balance.read'), question);
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, words.text('element'), terminal);
    return answer.globalTest.passed && answer.grossErrors.length === 0 ? EXIT.done : EXIT.no;
  },
};

function questionOf(words: Arguments): MonthQuestion {
  const [text] = words.positionals;
  const month = calendarMonth(text ?? '');
  if (month === null) throw new UsageError(`month: name a month like 2015-03${text === undefined ? '' : `, not ${text}`}`);
  const [site, organisation] = [words.text('site'), words.text('organisation')];
  if ((site === null) === (organisation === null)) throw new UsageError('month: name --site or --organisation, one of them');
  return {
    month,
    site,
    organisation,
    element: words.text('element'),
    asOf: words.moment('as-of'),
    knownAt: words.moment('known-at'),
  };
}

function print(answer: MonthAnswer, element: string | null, terminal: Terminal): void {
  const { month, sites, streams, grossErrors, open } = answer;
  const basis = element === null ? 'treo' : `element:${element}`;
  terminal.out(`${month}, ${sites.map(({ name }) => name.zh).join(', ')}: ${verdictOf(answer)}\n`);
  for (const error of grossErrors) terminal.out(`  ${describe(error, answer)}\n`);
  terminal.out('\n');
  const sums = answer.balance.flatMap(({ site, kind, streams: count, masses }) =>
    masses.filter((mass) => mass.basis === basis).map((mass) => [site.name.zh, kind, count, ...cells(mass)]),
  );
  const title = element === null ? 'kg REO' : `kg ${element}`;
  printTable(terminal, ['site', 'kind', 'streams', `measured, ${title}`, 'reconciled', 'adjustment', 'in sd'], sums);
  terminal.out('\n');
  const rows = streams.map(({ kind, lot, eventTime, class: known, test, masses }) => {
    const net = masses.find((mass) => mass.basis === 'net');
    return [
      kind,
      shortLot(lot),
      eventTime?.slice(0, 10) ?? '',
      ...(net === undefined ? ['', '', '', ''] : cells(net)),
      known,
      test?.suspected === true ? 'suspected' : '',
    ];
  });
  printTable(terminal, ['stream', 'lot', 'day', 'measured, kg net', 'reconciled', 'adjustment', 'in sd', 'class', ''], rows);
  for (const { reason, lot, event } of open) terminal.out(`not balanced, ${reason}: ${lot ?? event ?? ''}\n`);
}

function verdictOf({ globalTest }: MonthAnswer): string {
  const { statistic, threshold, degreesOfFreedom, passed } = globalTest;
  if (degreesOfFreedom === 0) return 'nothing is measured twice, so nothing can be told';
  const verdict = passed ? 'explained by the errors of measurement' : 'NOT explained by the errors of measurement';
  return `global test ${statistic.toPrecision(4)} of ${threshold.toPrecision(4)} (${degreesOfFreedom} degrees of freedom): ${verdict}`;
}

function cells({ measured, reconciled, adjustment, sigmas }: ReconciledMass): string[] {
  const shown = (mass: ReconciledMass['measured']): string =>
    mass === null ? '–' : `${formatNumber(mass.value)} ± ${formatNumber(mass.sd)}`;
  return [
    shown(measured),
    shown(reconciled),
    adjustment === null ? '–' : formatNumber(adjustment),
    sigmas === null ? '–' : sigmas.toFixed(2),
  ];
}

function describe({ magnitude, statistic, threshold, equivalent, rivals, ...suspect }: MonthError, answer: MonthAnswer): string {
  const size = `${formatNumber(magnitude.value)} ${magnitude.unit === 'kg' ? 'kg' : 'percent points'}`;
  const named = (title: string, others: readonly MonthSuspect[]): string =>
    others.length === 0 ? '' : `; ${title}: ${others.map((other) => nameOf(other, answer)).join(', ')}`;
  const tied = named('as likely', equivalent) + named('nearly as likely', rivals);
  return `${nameOf(suspect, answer)}: ${size} (likelihood ratio ${statistic.toPrecision(4)} of ${threshold.toPrecision(4)})${tied}`;
}

function nameOf({ kind, stream, lot, element, event }: MonthSuspect, { streams }: MonthAnswer): string {
  if (kind === 'loss') return `lost unmeasured in ${event ?? ''}`;
  if (kind === 'assay') return `assay of ${element ?? ''} in ${lot === null ? 'a measured loss' : shortLot(lot)}`;
  const weighed = streams.find(({ id }) => id === stream);
  return `weighing of ${weighed?.kind ?? ''} ${shortLot(lot)} ${weighed?.eventTime?.slice(0, 10) ?? ''}`.trimEnd();
}

function shortLot(lot: string | null): string {
  return lot === null ? '' : lot.slice(lot.lastIndexOf('/') + 1);
}
