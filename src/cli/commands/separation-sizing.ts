import type { SizingAnswer } from '../../separation/index.ts';
import { printTable, type Terminal } from '../terminal.ts';

/** The size of a plant, for people: totals, what is in it, what it takes, what that costs. */
export function printSizing(title: string, answer: SizingAnswer, terminal: Terminal): void {
  const { totals, inventory, consumption, held, cost, assumptions } = answer;
  terminal.out(`${title}: ${digits(answer.oxideKilogramPerHour)} kg of oxides an hour\n`);
  terminal.out(
    `${answer.stages.length} stages in ${totals.boxes} boxes: mixers ${digits(totals.mixerCubicMetre)} m³, settlers ${digits(totals.settlerSquareMetre)} m² and ${digits(totals.settlerCubicMetre)} m³\n`,
  );
  terminal.out(`filled in ${digits(totals.hoursToFill)} h; locked up: ${digits(totals.hoursOfFeed)} h of feed at most\n\n`);
  printTable(
    terminal,
    ['in process', 'mol', 'aqueous mol', 'organic mol', 'kg oxide', 'h of feed'],
    inventory.map(({ component, mol, aqueousMol, organicMol, oxideKilogram, hoursOfFeed }) => [
      component,
      digits(mol),
      digits(aqueousMol),
      digits(organicMol),
      orBlank(oxideKilogram),
      orBlank(hoursOfFeed),
    ]),
  );
  const currency = cost?.currency ?? '';
  printTable(
    terminal,
    ['taken or given', 'unit', 'an hour', 'for 1 kg oxides', 'a year', `${currency} a year`, 'from'],
    consumption.map(({ item, unit, perHour, perKilogramOxide, perYear, costPerYear, basis }) => [
      item,
      unit,
      digits(perHour),
      digits(perKilogramOxide),
      digits(perYear),
      orBlank(costPerYear),
      basis,
    ]),
  );
  printTable(
    terminal,
    ['in the plant', 'unit', 'amount', currency],
    held.map(({ item, unit, amount, value }) => [item, unit, digits(amount), orBlank(value)]),
  );
  if (cost !== null)
    terminal.out(
      `${digits(cost.perYear)} ${currency} a year, ${digits(cost.perKilogramOxide)} for 1 kg oxides; ${digits(cost.workingCapital)} in liquids and metals, ${digits(cost.equipment)} in boxes\n`,
    );
  if (cost !== null && cost.notPriced.length > 0) terminal.out(`not priced: ${cost.notPriced.join(', ')}\n`);
  for (const assumption of assumptions) terminal.out(`assumed: ${assumption}\n`);
}

function digits(value: number): string {
  return value.toPrecision(4);
}

function orBlank(value: number | null): string {
  return value === null ? '' : digits(value);
}
