import { ReconcileRefused, reconcileCase, type ReconciliationAnswer } from '../../reconcile/index.ts';
import { UsageError } from '../arguments.ts';
import { printRefusal, readJsonFile } from '../case-files.ts';
import { EXIT, type Command } from '../command.ts';
import { solveWatched } from '../solve-watch.ts';
import { printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby reconcile FILE`: measurements made to fit what must hold, from a case in JSON (docs/reconcile.md). */
export const reconcileCommand: Command = {
  usage: 'FILE',
  summary:
    'reconcile measurements in JSON (docs/reconcile.md), with tests for gross errors; exit code 1 with the reason where they cannot be',
  options: {},
  positionalsMax: 1,
  async run(words, context) {
    const [file] = words.positionals;
    if (file === undefined) throw new UsageError('reconcile: name one file');
    const json = await readJsonFile(file);
    try {
      const answer = solveWatched(context, () => reconcileCase(json));
      if (words.flag('json')) printJson(context.terminal, answer);
      else print(answer, context.terminal);
      return EXIT.done;
    } catch (error) {
      if (error instanceof ReconcileRefused) return printRefusal(file, error, words.flag('json'), context);
      throw error;
    }
  },
};

function print({ name, globalTest, variables, grossErrors }: ReconciliationAnswer, terminal: Terminal): void {
  const { statistic, threshold, degreesOfFreedom, passed } = globalTest;
  const verdict = passed ? 'explained by the errors of measurement' : 'NOT explained by the errors of measurement';
  terminal.out(
    `${name ?? 'reconciled'}: global test ${statistic.toPrecision(4)} of ${threshold.toPrecision(4)} (${degreesOfFreedom} degrees of freedom): ${verdict}\n\n`,
  );
  const number = (value: number | null): string => (value === null ? '–' : value.toPrecision(6));
  const rows = variables.map((variable): string[] => [
    variable.name,
    number(variable.measured),
    number(variable.estimate),
    number(variable.estimateSd),
    variable.class,
    variable.measurementTest?.suspected === true ? 'suspected' : '',
  ]);
  printTable(terminal, ['', 'measured', 'reconciled', '± sd', 'class', ''], rows);
  for (const { kind, of, magnitude, statistic: found, threshold: passing, equivalent } of grossErrors) {
    const others = equivalent.map((other) => `${other.kind} of ${other.of}`).join(', ');
    const tied = others === '' ? '' : `; as likely: ${others}`;
    terminal.out(
      `${kind} of ${of}: ${magnitude.toPrecision(4)} (likelihood ratio ${found.toPrecision(4)} of ${passing.toPrecision(4)})${tied}\n`,
    );
  }
}
