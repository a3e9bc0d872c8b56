import type {
  BlendingAnswer,
  CalcinationAnswer,
  DissolutionAnswer,
  FurnaceAnswer,
  SaltPrecipitationAnswer,
} from '../../separation/index.ts';
import { printTable, type Terminal } from '../terminal.ts';
import { percent } from './separation-figures.ts';

type UnitAnswer = FurnaceAnswer | CalcinationAnswer | DissolutionAnswer | SaltPrecipitationAnswer | BlendingAnswer;

/** What a unit of solids or of salts in solution says, for people. */
export function printUnit(title: string, answer: UnitAnswer, terminal: Terminal): void {
  terminal.out(`${title}: ${summaryOf(answer)}\n`);
  const [columns, rows] = tableOf(answer);
  printTable(terminal, columns, rows);
}

function summaryOf(answer: UnitAnswer): string {
  switch (answer.unit) {
    case 'furnace':
    case 'calcination':
      return `${percent(answer.lossShare)} % of the solid's mass is lost`;
    case 'dissolution':
      return `${answer.acidLitrePerHour.toPrecision(5)} L/h of acid, ${answer.finalAcidMolPerLitre.toPrecision(4)} mol/L left`;
    case 'salt-precipitation':
      return `pH ${answer.pH.toFixed(3)} with ${answer.reagentLitrePerHour.toPrecision(5)} L/h of reagent`;
    case 'blending':
      return answer.litrePerHour > 0 ? `${answer.litrePerHour.toPrecision(5)} L/h` : `${kilograms(answer.kilogramPerHour)} kg/h`;
  }
}

function tableOf(answer: UnitAnswer): [columns: string[], rows: string[][]] {
  switch (answer.unit) {
    case 'furnace':
    case 'calcination':
      return [
        ['', 'product kg/h', 'gas kg/h', 'from air kg/h'],
        namesOf(answer.productKilogramPerHour, answer.gasKilogramPerHour, answer.suppliedKilogramPerHour).map((name) => [
          name,
          figure(answer.productKilogramPerHour[name]),
          figure(answer.gasKilogramPerHour[name]),
          figure(answer.suppliedKilogramPerHour[name]),
        ]),
      ];
    case 'dissolution':
      return [
        ['', 'liquor mol/L', 'residue kg/h'],
        namesOf(answer.molPerLitre, answer.residueKilogramPerHour).map((name) => [
          name,
          figure(answer.molPerLitre[name]),
          figure(answer.residueKilogramPerHour[name]),
        ]),
      ];
    case 'salt-precipitation':
      return [
        ['', 'precipitated %', 'left mol/L'],
        answer.components.map(({ name, precipitated, molPerLitre }) => [name, percent(precipitated), figure(molPerLitre)]),
      ];
    case 'blending':
      return [
        ['', answer.litrePerHour > 0 ? 'mol/L' : 'of the mass %'],
        Object.entries(answer.composition).map(([name, part]) => [name, answer.litrePerHour > 0 ? figure(part) : percent(part)]),
      ];
  }
}

function namesOf(...masses: readonly Readonly<Record<string, number>>[]): string[] {
  return [...new Set(masses.flatMap((each) => Object.keys(each)))];
}

function figure(value: number | undefined): string {
  return value === undefined ? '' : value.toPrecision(5);
}

function kilograms(masses: Readonly<Record<string, number>>): string {
  return Object.values(masses)
    .reduce((sum, mass) => sum + mass, 0)
    .toPrecision(5);
}
