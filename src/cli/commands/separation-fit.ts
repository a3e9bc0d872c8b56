import { fitPc88aChloride, SeparationRefused, type Accuracy, type FittedSet } from '../../separation/index.ts';
import { printRefusal } from '../case-files.ts';
import { EXIT, type CommandContext, type ExitCode } from '../command.ts';
import { readText } from '../event-files.ts';
import { printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby separation fit FILE.csv`: constants of PC88A in chloride from measured contacts; with `--json`, the set itself. */
export async function runFit(file: string, isJson: boolean, context: CommandContext): Promise<ExitCode> {
  const csv = await readText(file);
  try {
    const set = fitPc88aChloride(csv);
    if (isJson) printJson(context.terminal, set);
    else print(set, context.terminal);
    return EXIT.done;
  } catch (error) {
    if (error instanceof SeparationRefused) return printRefusal(file, error, isJson, context);
    throw error;
  }
}

function print(set: FittedSet, terminal: Terminal): void {
  const { name, rowsUsed, leftOut, constants, crowding, sourceEffects, sourceSd, residualSd, accuracy } = set;
  terminal.out(`${name}: ${rowsUsed} rows of one element, ${leftOut.length} left out\n\n`);
  const estimates = { ...constants, crowding, ...sourceEffects };
  printTable(
    terminal,
    ['', 'log10 K', '±', '95 % from', 'to'],
    Object.entries(estimates).map(([what, { value, standardError, interval95 }]) => [
      what,
      ...[value, standardError, ...interval95].map((number) => number.toFixed(3)),
    ]),
  );
  terminal.out(
    `\nSources differ by ± ${sourceSd.toFixed(2)} in log10 K; within one, log10 D spreads by ± ${residualSd.toFixed(2)}.\n\n`,
  );
  const columns = [accuracy.set, accuracy.constantPerElement].map(misses);
  printTable(
    terminal,
    ['RMSE of log10 D', 'set', 'a constant per element'],
    columns[0]!.map(([what, own], row) => [what, own.toFixed(3), columns[1]![row]![1].toFixed(3)]),
  );
}

function misses(accuracy: Accuracy): [string, number][] {
  return [
    ['in the fit', accuracy.inFit],
    ['in the fit, sources unknown', accuracy.inFitWithoutSourceEffects],
    ['several elements, held out', accuracy.heldOut],
    ['the same, mean of sources', accuracy.heldOutMeanOfSources],
    ...Object.entries(accuracy.heldOutBySource).map(([source, miss]): [string, number] => [`held out: ${source}`, miss]),
    ...Object.entries(accuracy.leaveOneSourceOut).map(([source, miss]): [string, number] => [
      `without its source: ${source}`,
      miss,
    ]),
  ];
}
