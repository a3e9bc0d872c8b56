import { ALL_FLAGS, answerFlags, type Application } from '../../app/index.ts';
import type { FlagRow, Severity } from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { formatNumber, printJson, printTable, type Terminal } from '../terminal.ts';

const SEVERITIES: readonly Severity[] = ['violation', 'warning', 'notice'];

/** `ytterby flags`: what is wrong, why, and since when (docs/rules.md). */
export const flagsCommand: Command = {
  usage: '[--severity S] [--rule NAME] [--organisation ID] [--site ID] [--as-of T] [--known-at T] | verify',
  summary:
    'every flag that stands, one object a line with --json; verify judges the whole record anew and compares. Exit code 1 when they differ',
  options: { severity: 'text', rule: 'text', organisation: 'text', site: 'text', 'as-of': 'text', 'known-at': 'text' },
  positionalsMax: 1,
  async run(words, context) {
    const [verb] = words.positionals;
    if (verb !== undefined && verb !== 'verify') throw new UsageError(`flags: expected verify or nothing, got ${verb}`);
    if (verb === 'verify') return verifyFlags(words, context);
    const severity = severityOf(words);
    const app = await context.open('flag.read');
    const answer = await answerFlags(app, {
      severity,
      rule: words.text('rule'),
      organisation: words.text('organisation'),
      site: words.text('site'),
      asOf: words.moment('as-of'),
      knownAt: words.moment('known-at'),
      offset: 0,
      limit: ALL_FLAGS,
    });
    await app.rules.save();
    if (words.flag('json')) for (const flag of answer.flags) printJson(context.terminal, flag);
    else printFlags(answer.flags, context.terminal);
    return EXIT.done;
  },
};

function severityOf(words: Arguments): Severity | null {
  const text = words.text('severity');
  const severity = SEVERITIES.find((one) => one === text) ?? null;
  if (text !== null && severity === null) throw new UsageError(`--severity: expected ${SEVERITIES.join(', ')}, got ${text}`);
  return severity;
}

function printFlags(flags: readonly FlagRow[], terminal: Terminal): void {
  if (flags.length === 0) return terminal.out('no flag stands\n');
  printTable(
    terminal,
    ['severity', 'rule', 'raised', 'organisation', 'site or lot', 'element', 'statistic', 'threshold'],
    flags.map(({ severity, rule, raisedAt, organisationName, siteName, subject, element, statistic, threshold }) => [
      severity,
      rule,
      raisedAt.slice(0, 10),
      organisationName?.zh ?? '',
      subject.lot ?? siteName?.zh ?? '',
      element ?? '',
      statistic === null ? '' : formatNumber(statistic),
      threshold === null ? '' : formatNumber(threshold),
    ]),
  );
}

async function verifyFlags(words: Arguments, { open, terminal, stop }: CommandContext): Promise<0 | 1> {
  const app = await open('record.verify');
  const { missing, unfounded, judged } = await compareFlags(app, stop);
  if (words.flag('json')) printJson(terminal, { ok: missing.length + unfounded.length === 0, judged, missing, unfounded });
  else {
    for (const id of missing) terminal.error(`missing: ${id}\n`);
    for (const id of unfounded) terminal.error(`unfounded: ${id}\n`);
    terminal.out(`${judged} flags found anew, ${missing.length} missing, ${unfounded.length} unfounded\n`);
  }
  return missing.length + unfounded.length === 0 ? EXIT.done : EXIT.no;
}

async function compareFlags(
  app: Application,
  stop: AbortSignal,
): Promise<{ missing: string[]; unfounded: string[]; judged: number }> {
  const kept = new Set((await app.rules.flags()).map(({ id }) => id));
  const anew = new Set((await app.rules.judgeAnew(null, stop)).map(({ id }) => id));
  return {
    missing: [...anew].filter((id) => !kept.has(id)),
    unfounded: [...kept].filter((id) => !anew.has(id)),
    judged: anew.size,
  };
}
