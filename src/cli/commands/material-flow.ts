import { scenarioSchema, solveScenario, type FlowScenario, type ScenarioAnswer } from '../../material-flow/index.ts';
import { UsageError } from '../arguments.ts';
import { readJsonFile } from '../case-files.ts';
import { EXIT, type Command } from '../command.ts';
import { FileRefusal } from '../event-files.ts';
import { printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby material-flow FILE…`: stocks in use, what comes back, and whether supply meets demand (docs/material-flow.md). */
export const materialFlowCommand: Command = {
  usage: 'FILE…',
  summary:
    'work out material flow scenarios in JSON (docs/material-flow.md), several side by side: demand, stocks in use, recycling, gap',
  options: {},
  positionalsMax: Infinity,
  async run(words, { terminal }) {
    if (words.positionals.length === 0) throw new UsageError('material-flow: name at least one file');
    const answers: ScenarioAnswer[] = [];
    for (const file of words.positionals) answers.push(solveScenario(await readScenario(file)));
    if (words.flag('json')) for (const answer of answers) printJson(terminal, answer);
    else print(answers, terminal);
    return EXIT.done;
  },
};

async function readScenario(file: string): Promise<FlowScenario> {
  const read = scenarioSchema.safeParse(await readJsonFile(file));
  if (read.success) return read.data;
  throw new FileRefusal(
    read.error.issues.map(({ path, message }) => ({
      path: path.reduce<string>((at, step) => at + (typeof step === 'number' ? `[${step}]` : `.${String(step)}`), '$'),
      code: 'schema.format' as const,
      message,
    })),
  );
}

function print(answers: readonly ScenarioAnswer[], terminal: Terminal): void {
  for (const { name, element, years, demand, inUse, recovered, mined, gap } of answers) {
    terminal.out(`${name} (${element}, t)\n`);
    printTable(
      terminal,
      ['year', 'demand', 'in use', 'recovered', 'mined', 'gap'],
      years.map((year, at) => [String(year), demand[at]!, inUse[at]!, recovered[at]!, mined[at]!, gap[at]!]),
    );
    terminal.out('\n');
  }
  if (answers.length < 2) return;
  terminal.out('side by side: gap, t\n');
  const years = [...new Set(answers.flatMap((answer) => answer.years))].sort((a, b) => a - b);
  printTable(
    terminal,
    ['year', ...answers.map(({ name }) => name)],
    years.map((year) => [String(year), ...answers.map((answer) => answer.gap[answer.years.indexOf(year)] ?? Number.NaN)]),
  );
}
