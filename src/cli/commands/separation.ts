import { writeFile } from 'node:fs/promises';
import { loadLinearSolver, runUncertainty } from '../../app/index.ts';
import {
  cascadeSensitivities,
  controlCascade,
  designedCascade,
  optimiseCascade,
  planBlend,
  SeparationRefused,
  simulateCase,
  solveCase,
  type AuditAnswer,
  type BlendPlanAnswer,
  type ControlAnswer,
  type ElectrolysisAnswer,
  type FlowsheetAnswer,
  type FlowsheetStream,
  type LeavingStream,
  type OptimisationAnswer,
  type PlantCascade,
  type PrecipitationAnswer,
  type SensitivityAnswer,
  type SimulationAnswer,
  type UncertaintyAnswer,
} from '../../separation/index.ts';
import { UsageError } from '../arguments.ts';
import { printRefusal, readJsonFile } from '../case-files.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { solveWatched } from '../solve-watch.ts';
import { printJson, printTable, ProgressBar, type Terminal } from '../terminal.ts';
import { percent } from './separation-figures.ts';
import { printColumn } from './separation-columns.ts';
import { printLeaching, printRefining } from './separation-refining.ts';
import { printUnit } from './separation-units.ts';
import { printMultiOutlet, printTrain } from './separation-designs.ts';
import { runFit } from './separation-fit.ts';
import { printSizing } from './separation-sizing.ts';
import { printBlendPlan, printControl, printOptimum, printSensitivities } from './separation-steering.ts';

type Answer =
  | ReturnType<typeof solveCase>
  | SimulationAnswer
  | UncertaintyAnswer
  | SensitivityAnswer
  | OptimisationAnswer
  | ControlAnswer
  | BlendPlanAnswer;

const TASKS: Readonly<Record<string, (json: unknown, context: CommandContext) => Answer | Promise<Answer>>> = {
  solve: (json, context) => solveWatched(context, (watch) => solveCase(json, watch)),
  design: (json, context) => solveWatched(context, (watch) => solveCase(json, watch)),
  simulate: (json, context) => solveWatched(context, (watch) => simulateCase(json, watch)),
  control: (json, context) => solveWatched(context, (watch) => controlCascade(json, watch)),
  optimise: (json, context) => solveWatched(context, (watch) => optimiseCascade(json, watch)),
  sensitivities: (json, context) => solveWatched(context, (watch) => cascadeSensitivities(json, watch)),
  blend: async (json) => planBlend(json, await loadLinearSolver()),
  uncertainty: (json, { terminal, stop }) => {
    const progress = new ProgressBar(terminal, 'samples');
    return runUncertainty(json, stop, (done, samples) => progress.show(done, samples));
  },
};

/** `ytterby separation solve|design|simulate|… FILE`: process models of separation, from a case in JSON; `fit` from a CSV (docs/separation.md). */
export const separationCommand: Command = {
  usage: 'solve|design|simulate|sensitivities|optimise|control|blend|uncertainty|fit FILE [--case FILE]',
  summary:
    'solve a separation case in JSON, or fit constants to a CSV (docs/separation.md); exit code 1 with the reason where it has no answer',
  options: { case: 'text' },
  positionalsMax: 2,
  async run(words, context) {
    const [task = '', file] = words.positionals;
    if (task === 'fit' && file !== undefined) return runFit(file, words.flag('json'), context);
    const work = Object.hasOwn(TASKS, task) ? TASKS[task] : undefined;
    if (work === undefined || file === undefined)
      throw new UsageError(
        'separation: say solve, design, simulate, sensitivities, optimise, control, blend, uncertainty or fit, and name one file',
      );
    const json = await readJsonFile(file);
    try {
      const answer = await work(json, context);
      const caseFile = words.text('case');
      if (caseFile !== null) await writeCase(caseFile, answer);
      if (words.flag('json')) printJson(context.terminal, answer);
      else print(answer, context.terminal);
      return EXIT.done;
    } catch (error) {
      if (error instanceof SeparationRefused) return printRefusal(file, error, words.flag('json'), context);
      throw error;
    }
  },
};

/** Writes the cascade that was designed or optimised, as a case of its own. @throws UsageError where there is none */
async function writeCase(file: string, answer: Answer): Promise<void> {
  const found = 'cascade' in answer ? designedCascade(answer) : null;
  if (found === null) throw new UsageError('separation: --case writes the cascade of a design or an optimisation');
  await writeFile(file, `${JSON.stringify(found, null, 2)}\n`);
}

/** What a case says, for people; every figure is in the JSON. */
function print(answer: Answer, terminal: Terminal): void {
  const title = answer.name ?? answer.unit;
  if (answer.unit === 'blend-plan') return printBlendPlan(title, answer, terminal);
  if ('steps' in answer && answer.unit === 'cascade') return printSimulation(title, answer, terminal);
  if ('runs' in answer) return printControl(title, answer, terminal);
  if ('objective' in answer) return printOptimum(title, answer, terminal);
  if ('sensitivities' in answer) return printSensitivities(title, answer, terminal);
  if ('outcomes' in answer) return printSpread(title, answer, terminal);
  printCase(title, answer, terminal);
}

function printCase(title: string, answer: ReturnType<typeof solveCase>, terminal: Terminal): void {
  switch (answer.unit) {
    case 'cascade':
      terminal.out(`${title}: solved in ${answer.iterations} iterations, balances close to ${answer.closure.toExponential(1)}\n`);
      for (const stream of answer.streams) printStream(stream, terminal);
      for (const { text, stages } of answer.warnings) terminal.out(`\nwarning: ${text}${stagesOf(stages)}\n`);
      return;
    case 'xu-design':
      terminal.out(`${title}: S = ${answer.draft.S.toPrecision(6)}, W = ${answer.draft.W.toPrecision(6)} per mole fed\n`);
      printTable(
        terminal,
        ['', 'extraction', 'scrub', 'purity organic %', 'purity raffinate %'],
        [
          designRow('short formula', answer.draft),
          designRow('corrected', answer),
          designRow('fewest', answer.fewest),
          ...(answer.plant === null ? [] : [designRow('in the plant', answer.plant)]),
        ],
      );
      if (answer.plant !== null) terminal.out(plantText(answer.plant));
      return;
    case 'multi-outlet-design':
      return printMultiOutlet(title, answer, terminal);
    case 'train-design':
      return printTrain(title, answer, terminal);
    case 'sizing':
      return printSizing(title, answer, terminal);
    case 'audit':
      return printAudit(title, answer, terminal);
    case 'electrolysis':
      return printElectrolysis(title, answer, terminal);
    case 'leach-tank':
      for (const { tank, pH, conversion } of answer.tanks) {
        terminal.out(`${title}, tank ${tank}: pH ${pH.toFixed(3)}\n`);
        printTable(
          terminal,
          ['', 'dissolved %'],
          Object.entries(conversion).map(([oxide, share]) => [oxide, percent(share)]),
        );
      }
      return;
    case 'saponification':
      terminal.out(`${title}: ${answer.baseMolPerHour.toPrecision(5)} mol/h of base\n`);
      return;
    case 'flowsheet':
      return printFlowsheet(title, answer, terminal);
    case 'leaching':
      return printLeaching(title, answer, terminal);
    case 'vacuum-refining':
      return printRefining(title, answer, terminal);
    case 'in-situ-leaching':
    case 'ion-exchange':
      return printColumn(title, answer, terminal);
    case 'furnace':
    case 'calcination':
    case 'dissolution':
    case 'salt-precipitation':
    case 'blending':
      return printUnit(title, answer, terminal);
    case 'precipitation':
      return printPrecipitation(title, answer, terminal);
  }
}

function printPrecipitation(title: string, { components }: PrecipitationAnswer, terminal: Terminal): void {
  terminal.out(`${title}\n`);
  printTable(
    terminal,
    ['', 'precipitated %', 'left in solution'],
    components.map(({ name, precipitated, concentrationOut }) => [name, percent(precipitated), concentrationOut.toPrecision(5)]),
  );
}

function printAudit(title: string, answer: AuditAnswer, terminal: Terminal): void {
  terminal.out(
    `${title}: ${answer.feasible ? 'feasible' : `NOT feasible, ${answer.impurityRatio.toPrecision(3)} times too pure`}\n`,
  );
  printTable(
    terminal,
    ['recovery %', 'best purity %', 'extraction', 'scrub'],
    [answer.best, ...answer.frontier].map(({ recovery, purity, extractionStages, scrubStages }) => [
      percent(recovery),
      (purity * 100).toFixed(6),
      String(extractionStages),
      String(scrubStages),
    ]),
  );
}

function printElectrolysis(title: string, answer: ElectrolysisAnswer, terminal: Terminal): void {
  terminal.out(`${title}: ${answer.energyKilowattHourPerKilogram.toPrecision(4)} kWh/kg\n`);
  printTable(
    terminal,
    ['', 'kg'],
    [
      ...Object.entries(answer.metalKilogram),
      ...Object.entries(answer.oxideKilogram),
      ['anode carbon', answer.anodeCarbonKilogram],
      ['CO', answer.carbonMonoxideKilogram],
      ['CO2', answer.carbonDioxideKilogram],
    ].map(([what, kilogram]) => [String(what), Number(kilogram).toPrecision(5)]),
  );
}

function printFlowsheet(title: string, { iterations, closure, streams, recovery }: FlowsheetAnswer, terminal: Terminal): void {
  terminal.out(`${title}: solved in ${iterations} passes over its units, elements close to ${closure.toExponential(1)}\n`);
  printTable(
    terminal,
    ['', 'from', 'to', 'L/h', 'kg/h', 'mol/h'],
    streams.filter(isFlowing).map(({ kind, from, to, litrePerHour, kilogramPerHour, molPerHour }) => [
      kind,
      from ?? '',
      to ?? '',
      kilogramPerHour === null ? litrePerHour.toPrecision(5) : '',
      kilogramPerHour?.toPrecision(5) ?? '',
      Object.entries(molPerHour)
        .filter(([, mol]) => Math.abs(mol) > TRACE)
        .map(([species, mol]) => `${species} ${mol.toPrecision(4)}`)
        .join(', '),
    ]),
  );
  terminal.out('\n');
  printTable(
    terminal,
    ['element', 'ends in'],
    Object.entries(recovery).map(([element, shares]) => [
      element,
      Object.entries(shares)
        .toSorted(([, a], [, b]) => b - a)
        .map(([place, share]) => `${place} ${percent(share)} %`)
        .join(', '),
    ]),
  );
}

/** Below so many mol/h nothing is printed; the answer has it. */
const TRACE = 1e-12;

function isFlowing({ litrePerHour, molPerHour }: FlowsheetStream): boolean {
  return litrePerHour !== 0 || Object.values(molPerHour).some((mol) => Math.abs(mol) > TRACE);
}

function plantText({ organicLitrePerHour, scrubLitrePerHour }: PlantCascade): string {
  return `organic ${organicLitrePerHour.toPrecision(5)} L/h, scrub acid ${scrubLitrePerHour.toPrecision(5)} L/h; --json has it as a cascade\n`;
}

/** In which stages; nothing where the whole case is meant. */
function stagesOf(stages: readonly number[]): string {
  if (stages.length === 0) return '';
  return ` (${stages.length === 1 ? 'stage' : `${stages.length} stages, from`} ${stages[0]})`;
}

function designRow(
  title: string,
  {
    extractionStages,
    scrubStages,
    simulated,
  }: { extractionStages: number; scrubStages: number; simulated: { organic: number; raffinate: number } },
): (string | number)[] {
  return [title, String(extractionStages), String(scrubStages), percent(simulated.organic), percent(simulated.raffinate)];
}

function printStream(
  { name, phase, stage, litrePerHour, molPerLitre, recovery, purity, pH }: LeavingStream,
  terminal: Terminal,
): void {
  const acidity = pH === null ? '' : `, pH ${pH.toFixed(3)}`;
  terminal.out(`\n${name} (${phase}, stage ${stage}): ${litrePerHour} L/h${acidity}\n`);
  const rows = Object.entries(molPerLitre).map(([component, value]): string[] => [
    component,
    value.toPrecision(6),
    component in recovery ? percent(recovery[component]!) : '',
    component in purity ? percent(purity[component]!) : '',
  ]);
  printTable(terminal, ['', 'mol/L', 'recovery %', 'purity %'], rows);
}

function printSpread(title: string, { samples, parameters, outcomes, refused }: UncertaintyAnswer, terminal: Terminal): void {
  const without = Object.entries(refused).map(([code, count]) => `, ${count} ${code}`);
  terminal.out(`${title}: ${samples} samples solved${without.join('')}\n`);
  printTable(
    terminal,
    ['', 'mean %', '± sd', '5 %', '95 %', ...parameters.map((path) => `with ${path}`)],
    outcomes.map(({ name, mean, sd, p05, p95, correlations }) => [
      name,
      percent(mean),
      percent(sd),
      percent(p05),
      percent(p95),
      ...correlations.map((correlation) => correlation.toFixed(2)),
    ]),
  );
}

function printSimulation(title: string, answer: SimulationAnswer, terminal: Terminal): void {
  const { steps, closure, products, steadyFromHour } = answer;
  const steady = steadyFromHour === null ? 'not steady at the end' : `steady from hour ${steadyFromHour}`;
  terminal.out(`${title}: ${steps} steps, ${steady}, balances close to ${closure.toExponential(1)}\n`);
  const names = Object.keys(products.at(-1)?.raffinatePurity ?? {});
  printTable(
    terminal,
    ['hour', ...names.map((name) => `${name} raffinate %`), ...names.map((name) => `${name} organic %`)],
    products.map(({ hour, raffinatePurity, organicPurity }) => [
      hour.toPrecision(4),
      ...names.map((name) => percent(raffinatePurity[name]!)),
      ...names.map((name) => percent(organicPurity[name]!)),
    ]),
  );
}
