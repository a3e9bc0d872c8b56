import {
  AccessRefused,
  ActRefused,
  KeyUnknown,
  MonthRefused,
  NotOnRecord,
  OutOfScope,
  CaseRefused,
  ConductRefused,
  AddressRefused,
  Embargoed,
  FormRefused,
  MapRefused,
  ReleaseRefused,
} from '../app/index.ts';
import { readArguments, UsageError } from './arguments.ts';
import { EXIT, type Command, type CommandContext, type ExitCode } from './command.ts';
import { auditCommand } from './commands/audit.ts';
import { balanceCommand } from './commands/balance.ts';
import { captureCommand } from './commands/capture.ts';
import { hashCommand } from './commands/hash.ts';
import { keysCommand } from './commands/keys.ts';
import { labelCommand } from './commands/label.ts';
import { logCommand } from './commands/log.ts';
import { membersCommand } from './commands/members.ts';
import { indicatorsCommand } from './commands/indicators.ts';
import { casesCommand } from './commands/cases.ts';
import { materialFlowCommand } from './commands/material-flow.ts';
import { mufCommand } from './commands/muf.ts';
import { conductCommand } from './commands/conduct.ts';
import { creditCommand } from './commands/credit.ts';
import { listsCommand } from './commands/lists.ts';
import { enterprisesCommand } from './commands/enterprises.ts';
import { flagsCommand } from './commands/flags.ts';
import { feasibilityCommand } from './commands/feasibility.ts';
import { monthCommand } from './commands/month.ts';
import { passportCommand } from './commands/passport.ts';
import { quotaCommand } from './commands/quota.ts';
import { reconcileCommand } from './commands/reconcile.ts';
import { scanCommand } from './commands/scan.ts';
import { separationCommand } from './commands/separation.ts';
import { serveCommand } from './commands/serve.ts';
import { simulateCommand } from './commands/simulate.ts';
import { reservesCommand } from './commands/reserves.ts';
import { mapCommand } from './commands/map.ts';
import { formsCommand } from './commands/forms.ts';
import { pricesCommand } from './commands/prices.ts';
import { statisticsCommand } from './commands/statistics.ts';
import { subscriptionsCommand } from './commands/subscriptions.ts';
import { traceCommand } from './commands/trace.ts';
import { verifyCommand } from './commands/verify.ts';
import { FileRefusal } from './event-files.ts';
import type { Terminal } from './terminal.ts';

/** Every command by name. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  capture: captureCommand,
  trace: traceCommand,
  verify: verifyCommand,
  log: logCommand,
  balance: balanceCommand,
  month: monthCommand,
  feasibility: feasibilityCommand,
  enterprises: enterprisesCommand,
  cases: casesCommand,
  conduct: conductCommand,
  lists: listsCommand,
  credit: creditCommand,
  statistics: statisticsCommand,
  prices: pricesCommand,
  forms: formsCommand,
  map: mapCommand,
  reserves: reservesCommand,
  indicators: indicatorsCommand,
  muf: mufCommand,
  flags: flagsCommand,
  quota: quotaCommand,
  hash: hashCommand,
  scan: scanCommand,
  label: labelCommand,
  passport: passportCommand,
  subscriptions: subscriptionsCommand,
  members: membersCommand,
  keys: keysCommand,
  audit: auditCommand,
  separation: separationCommand,
  reconcile: reconcileCommand,
  'material-flow': materialFlowCommand,
  simulate: simulateCommand,
  serve: serveCommand,
};

/** Makes the context of one command from its `--data` option. */
export type ContextOf = (data: string | null) => CommandContext;

/**
 * Runs a command line.
 * @param words the words after the program's name
 * @returns the exit code: 0 done, 1 the answer is no, 2 wrong usage, 3 something broke
 */
export async function runCommandLine(words: readonly string[], terminal: Terminal, contextOf: ContextOf): Promise<ExitCode> {
  const [name, ...rest] = words;
  try {
    if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
      terminal.out(usage());
      return name === undefined ? EXIT.usage : EXIT.done;
    }
    const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (command === undefined) throw new UsageError(`there is no command ${name}`);
    const parsed = readArguments(rest, command.options);
    if (parsed.flag('help')) {
      terminal.out(`usage: ytterby ${name} ${command.usage} [--data DIR] [--json]\n\n${command.summary}\n`);
      return EXIT.done;
    }
    if (parsed.text('data') === '') throw new UsageError('--data: expected a folder');
    refuseSpareWords(name, parsed.positionals.slice(command.positionalsMax));
    return await command.run(parsed, contextOf(parsed.text('data')));
  } catch (error) {
    return exitCodeOf(error, terminal);
  }
}

function refuseSpareWords(name: string, [spare]: readonly string[]): void {
  if (spare !== undefined) throw new UsageError(`${name}: one word too many: ${spare}`);
}

/** The exit code of what a command threw, which is said in one line. A refused file is an answer; a file that cannot be read is a fault. */
function exitCodeOf(error: unknown, terminal: Terminal): ExitCode {
  if (error instanceof UsageError) {
    terminal.error(`ytterby: ${error.message}\nSee ytterby --help.\n`);
    return EXIT.usage;
  }
  terminal.error(`ytterby: ${error instanceof Error ? error.message : String(error)}\n`);
  return ANSWERS.some((kind) => error instanceof kind) ? EXIT.no : EXIT.broken;
}

/** Errors that are an answer: it is no. */
const ANSWERS = [
  CaseRefused,
  ConductRefused,
  ReleaseRefused,
  AddressRefused,
  MapRefused,
  FormRefused,
  Embargoed,
  NotOnRecord,
  FileRefusal,
  ActRefused,
  OutOfScope,
  AccessRefused,
  KeyUnknown,
  MonthRefused,
];

function usage(): string {
  const lines = Object.entries(COMMANDS).map(([name, command]) => `  ytterby ${name} ${command.usage}\n      ${command.summary}`);
  const common =
    'Every command takes --data DIR (the embedded database; the default is ytterby-data here) or reads DATABASE_URL, and --json.';
  return `usage: ytterby COMMAND …\n\n${lines.join('\n')}\n\n${common}\nExit codes: 0 done, 1 the answer is no, 2 wrong usage, 3 something broke.\n`;
}
