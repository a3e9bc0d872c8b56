import { runQuotaCommand, type QuotaCommand } from '../../app/index.ts';
import { tonnes } from '../../units/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type CommandContext, type ExitCode } from '../command.ts';
import { printJson } from '../terminal.ts';

/** Verbs of `ytterby quota` that change something. */
export const QUOTA_VERBS = ['allot', 'reserve', 'release', 'cut'] as const;

/** Carries out `ytterby quota allot|reserve|release|cut …`. Exit code 1 when it is refused. */
export async function changeQuota(
  verb: (typeof QUOTA_VERBS)[number],
  words: Arguments,
  context: CommandContext,
): Promise<ExitCode> {
  const command = commandOf(verb, words);
  const app = await context.open('quota.change');
  const answer = await runQuotaCommand(app, command);
  const plain = JSON.parse(
    JSON.stringify(answer, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value)),
  ) as object;
  if (words.flag('json')) printJson(context.terminal, plain);
  else if ('refusal' in answer) context.terminal.error(`refused: ${answer.refusal.code}: ${answer.refusal.message}\n`);
  else context.terminal.out(answer.movements.length === 0 ? 'on record already\n' : `done: ${answer.movements[0]!.id}\n`);
  return 'refusal' in answer ? EXIT.no : EXIT.done;
}

function commandOf(verb: (typeof QUOTA_VERBS)[number], words: Arguments): QuotaCommand {
  const id = words.text('id');
  const named = id === null ? {} : { id };
  switch (verb) {
    case 'release':
      return { ...named, kind: verb, reservation: required(words, 'reservation') };
    case 'reserve':
      return {
        ...named,
        kind: verb,
        quota: required(words, 'quota'),
        reservation: required(words, 'reservation'),
        amountMg: amount(words),
      };
    case 'cut':
      return { ...named, kind: verb, quota: required(words, 'quota'), amountMg: amount(words) };
    case 'allot':
      return { ...named, kind: verb, quota: newQuota(words), amountMg: amount(words) };
  }
}

function newQuota(words: Arguments): Extract<QuotaCommand, { kind: 'allot' }>['quota'] {
  const batch = words.text('batch') ?? 'year';
  const year = words.year('year');
  if (year === null) throw new UsageError('quota allot: --year is missing');
  return {
    id: required(words, 'quota'),
    parent: required(words, 'parent'),
    holder: required(words, 'holder'),
    year,
    batch: batch === 'year' ? 'year' : wholeNumber('batch', batch),
    stage: oneOf('stage', required(words, 'stage'), ['mining', 'separation']),
    ore: oneOf('ore', words.text('ore') ?? 'any', ['light', 'ion', 'any']),
  };
}

/** Far more than the world mines; beyond it a number no longer tells kilograms apart. */
const REO_TONNES_MAX = 1e9;

function required(words: Arguments, name: string): string {
  const value = words.text(name);
  if (value === null) throw new UsageError(`quota: --${name} is missing`);
  return value;
}

function amount(words: Arguments): bigint {
  const value = words.number('tonnes');
  if (value === null) throw new UsageError('quota: --tonnes is missing (tonnes REO)');
  if (Math.abs(value) > REO_TONNES_MAX) throw new UsageError(`--tonnes: expected at most ${REO_TONNES_MAX}, got ${value}`);
  return tonnes(value, 'treo').mg;
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1) throw new UsageError(`--${name}: expected 1, 2, … or year, got ${text}`);
  return value;
}

function oneOf<T extends string>(name: string, text: string, allowed: readonly T[]): T {
  const found = allowed.find((word) => word === text);
  if (found === undefined) throw new UsageError(`--${name}: expected ${allowed.join(' or ')}, got ${text}`);
  return found;
}
