import type {
  BlendPlanAnswer,
  ControlAnswer,
  OptimisationAnswer,
  OutcomeSensitivity,
  SensitivityAnswer,
} from '../../separation/index.ts';
import { printTable, type Terminal } from '../terminal.ts';

/** What moves a cascade's products, for people: percent of change for one percent of each number. */
export function printSensitivities(title: string, answer: SensitivityAnswer, terminal: Terminal): void {
  const { parameters, sensitivities, corners } = answer;
  terminal.out(`${title}: percent of change for 1 % more of each number; derivatives of everything with --json\n`);
  for (const [n, { path, value }] of parameters.entries()) terminal.out(`  (${n + 1}) ${path} = ${value}\n`);
  for (const stream of new Set(sensitivities.map((each) => each.stream))) {
    terminal.out(`\n${stream}\n`);
    const rows = sensitivities.filter((each) => each.stream === stream && isShown(each));
    printTable(
      terminal,
      ['', '%', ...parameters.map((_, n) => `(${n + 1})`)],
      rows.map((row) => [nameOf(row), (row.value * 100).toPrecision(4), ...row.elasticities.map(elasticityText)]),
    );
  }
  for (const { component, stages } of corners)
    terminal.out(`\nnote: the isotherm of ${component} is read at one of its points in stage ${stages.join(', ')}\n`);
}

/** Of a share and what it leaves the smaller: where the digits are. */
function isShown({ kind, value }: OutcomeSensitivity): boolean {
  if (value === 0) return false;
  if (kind === 'purity' || kind === 'recovery') return value <= 0.5;
  return (kind === 'impurity' || kind === 'lost') && value < 0.5;
}

function nameOf({ kind, component }: OutcomeSensitivity): string {
  const names: Readonly<Record<string, string>> = {
    purity: 'share of',
    impurity: 'impurities in',
    recovery: 'recovery of',
    lost: 'elsewhere',
  };
  return `${names[kind]} ${component}`;
}

function elasticityText(elasticity: number | null): string {
  return elasticity === null ? '' : elasticity.toFixed(3);
}

/** An optimum beside where it began, for people. */
export function printOptimum(title: string, answer: OptimisationAnswer, terminal: Terminal): void {
  const { objective, variables, constraints, iterations, trials, stationarity } = answer;
  terminal.out(
    `${title}: ${objective.of} ${objective.start.toPrecision(6)} → ${objective.optimum.toPrecision(6)}, ${trials} cases solved, ${iterations} steps at the end, stationarity ${stationarity.toExponential(1)}\n\n`,
  );
  printTable(
    terminal,
    ['variable', 'from', 'start', 'optimum', 'to', 'held by', `${objective.of} per unit of bound`],
    variables.map(({ path, from, start, optimum, to, active, multiplier }) => [
      path,
      String(from),
      short(start),
      short(optimum),
      String(to),
      active ?? '',
      multiplier === null || multiplier === 0 ? '' : multiplier.toPrecision(4),
    ]),
  );
  terminal.out('\n');
  printTable(
    terminal,
    ['constraint', 'limit', 'start', 'optimum', 'held', `${objective.of} per unit of limit`],
    constraints.map(({ kind, stream, component, atLeast, atMost, start, optimum, isActive, multiplier }) => [
      `${stream} ${kind}${component === null ? '' : ` ${component}`}`,
      atLeast === null ? `≤ ${atMost}` : `≥ ${atLeast}`,
      short(start),
      short(optimum),
      isActive ? 'yes' : '',
      multiplier === 0 ? '' : multiplier.toPrecision(4),
    ]),
  );
}

/** What is taken of each lot, and what the bounds cost, for people. */
export function printBlendPlan(title: string, { cost, kilogram, take, bounds }: BlendPlanAnswer, terminal: Terminal): void {
  terminal.out(`${title}: ${kilogram.toPrecision(6)} kg at a cost of ${cost.toPrecision(6)}\n`);
  printTable(
    terminal,
    ['lot', 'kg', 'of what there is %'],
    take.map(({ lot, kilogram: mass, share }) => [lot, mass.toPrecision(6), (share * 100).toFixed(1)]),
  );
  terminal.out('\n');
  printTable(
    terminal,
    ['', 'at least', 'at most', 'found', 'cost per unit of bound'],
    bounds.map(({ of, atLeast, atMost, found, costPerUnit }) => [
      of,
      atLeast === null ? '' : String(atLeast),
      atMost === null ? '' : String(atMost),
      found.toPrecision(5),
      costPerUnit === null || costPerUnit === 0 ? '' : costPerUnit.toPrecision(5),
    ]),
  );
}

/** What each controller made of the same upsets, for people. */
export function printControl(title: string, { setpoint, model, pid, runs }: ControlAnswer, terminal: Terminal): void {
  const { gain, lagHours, deadHours } = model;
  terminal.out(
    `${title}: setpoint ${(setpoint * 100).toPrecision(4)} %, lag ${lagHours.toPrecision(3)} h, dead time ${deadHours.toPrecision(3)} h, ${gain.toPrecision(3)} in the logarithm per L/h\n`,
  );
  terminal.out(`PI gain ${pid.gainLitrePerHour.toPrecision(4)} L/h, integral time ${pid.integralHours.toPrecision(3)} h\n\n`);
  printTable(
    terminal,
    ['', 'raffinate off spec. kg', 'of kg', 'organic off spec. kg', 'of kg', 'acid mol', 'organic L', 'moves L/h', 'trips'],
    runs.map(({ controller, offSpecificationKilogram: off, productKilogram: whole, acidMol, organicLitre, ...rest }) => [
      controller,
      off.raffinate,
      whole.raffinate,
      off['loaded organic'],
      whole['loaded organic'],
      acidMol,
      organicLitre,
      rest.travelLitrePerHour,
      String(rest.trips),
    ]),
  );
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toPrecision(6);
}
