import { answerFeasibility } from '../../app/index.ts';
import type { FeasibilityAnswer, FeasibilityCut } from '../../wire/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby feasibility LOT`: could this plant have made this? (docs/feasibility.md) */
export const feasibilityCommand: Command = {
  usage: 'LOT [--as-of T] [--known-at T]',
  summary: 'could the plant have made a lot of what went in, with the cascades that it declares? Exit code 1 when it could not',
  options: { 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 1,
  async run(words, { terminal, open }) {
    const [id] = words.positionals;
    if (id === undefined) throw new UsageError('feasibility: name one lot');
    const question = { id, asOf: words.moment('as-of'), knownAt: words.moment('known-at') };
    const answer = await answerFeasibility(await open('lot.read'), question);
    if (words.flag('json')) printJson(terminal, answer);
    else print(answer, terminal);
    return answer.verdict === 'impossible' ? EXIT.no : EXIT.done;
  },
};

function print(answer: FeasibilityAnswer, terminal: Terminal): void {
  const { verdict, reason, madeBy, elements, cuts } = answer;
  terminal.out(`${answer.lot}: ${verdict}${reason === null ? '' : ` (${reason})`}\n`);
  if (madeBy !== null) terminal.out(`made at ${madeBy.site?.name.zh ?? '?'}, ${madeBy.eventTime}\n`);
  const rows = elements.map(({ element, fed, fedStated, lot, made, recovery, beyondFeed }) => [
    element,
    fedStated ? `${formatNumber(fed.value)} ± ${formatNumber(fed.sd)}` : `≥ ${formatNumber(fed.value)}, not all stated`,
    lot === null ? 'not stated' : `${formatNumber(lot.value)} ± ${formatNumber(lot.sd)}`,
    `${formatNumber(made.value)} ± ${formatNumber(made.sd)}`,
    recovery === null ? '' : percent(recovery),
    beyondFeed ? 'MORE THAN WENT IN' : '',
  ]);
  if (rows.length > 0) {
    terminal.out('\n');
    printTable(terminal, ['element', 'fed, kg', 'in the lot', 'in all products', 'recovery', ''], rows);
  }
  if (cuts.length === 0) return;
  terminal.out('\n');
  printTable(
    terminal,
    ['cut', 'verdict', 'purity', 'at least', 'recovery', 'best', 'stages, least', 'declared'],
    cuts.map(cutRow),
  );
}

function cutRow(cut: FeasibilityCut): string[] {
  const { between, verdict, reason, purity, purityAtLeast, recovery, bestPurity, leastStages, stages } = cut;
  return [
    between.join('|'),
    reason === null ? verdict : `${verdict} (${reason})`,
    ...[purity, purityAtLeast, recovery, bestPurity].map((share) => (share === null ? '–' : percent(share))),
    leastStages === null ? '–' : leastStages.toFixed(1),
    String(stages),
  ];
}

function percent(share: number): string {
  return `${(share * 100).toFixed(4)} %`;
}
