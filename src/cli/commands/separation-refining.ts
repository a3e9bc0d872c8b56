import type { LeachingAnswer, VacuumRefiningAnswer } from '../../separation/index.ts';
import { printTable, type Terminal } from '../terminal.ts';
import { percent } from './separation-figures.ts';

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

/** How far each mineral is leached, and what held it back, for people. */
export function printLeaching(title: string, { minerals, acidMolPerLitre }: LeachingAnswer, terminal: Terminal): void {
  terminal.out(`${title}: ${acidMolPerLitre.toPrecision(4)} mol/L of acid left\n`);
  printTable(
    terminal,
    ['', 'leached %', '90 % after h', '99 % after h', 'film %', 'product layer %', 'reaction %'],
    minerals.map(({ name, conversion, hoursTo90, hoursTo99, resistance }) => [
      name,
      percent(conversion),
      hoursTo90?.toPrecision(3) ?? '',
      hoursTo99?.toPrecision(3) ?? '',
      ...[resistance.film, resistance.product, resistance.reaction].map((part) => (part * 100).toFixed(1)),
    ]),
  );
}
