import type { VacuumRefiningAnswer } from '../../separation/index.ts';
import { printTable, type Terminal } from '../terminal.ts';

/** What is left of a melt, and what condenses, for people; its course is in the JSON. */
export function printRefining(title: string, { metals, reached }: VacuumRefiningAnswer, terminal: Terminal): void {
  const when =
    reached === null
      ? ''
      : `, the asked purity after ${reached.hour.toPrecision(4)} h with ${percent(reached.yield)} % of it left`;
  terminal.out(`${title}${when}\n`);
  printTable(
    terminal,
    ['', 'vapour bar', 'left kg', 'condensed kg', 'evaporated %', 'of what is left %', 'of what condenses %'],
    metals.map(({ name, vapourPressureBar, leftKilogram, condensedKilogram, evaporated, purityLeft, purityCondensed }) => [
      name,
      vapourPressureBar.toExponential(3),
      leftKilogram.toPrecision(5),
      condensedKilogram.toPrecision(5),
      percent(evaporated),
      percent(purityLeft),
      percent(purityCondensed),
    ]),
  );
}

function percent(share: number): string {
  return (share * 100).toFixed(4);
}
