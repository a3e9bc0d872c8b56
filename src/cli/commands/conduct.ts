import { actOnConduct, answerConduct, setAddress } from '../../app/index.ts';
import type { Act } from '../../access/index.ts';
import {
  authorityAddressSchema,
  conductAcknowledgementSchema,
  conductApplicationSchema,
  conductDecisionSchema,
  type ConductAnswer,
  type ConductRequest,
} from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { readJsonFile } from '../case-files.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { printJson, printTable, type Terminal } from '../terminal.ts';

/** `ytterby conduct`: norm conditions, black list, reports (docs/conduct.md). */
export const conductCommand: Command = {
  usage: '[--known-at T] | do JSON | load FILE | address AUTHORITY --url URL --token TEXT | address AUTHORITY --none',
  summary:
    'every dossier of conduct and what authorities were told; or one act as JSON; a file with a list of them; or where an authority takes notices',
  options: { 'known-at': 'text', url: 'text', token: 'text', none: 'flag' },
  positionalsMax: 2,
  async run(words, context) {
    const [verb, what] = words.positionals;
    if (verb === undefined) {
      const question = { asOf: null, knownAt: words.moment('known-at') };
      const answer = await answerConduct(await context.open('conduct.read'), question);
      if (words.flag('json')) printJson(context.terminal, answer);
      else print(answer, context.terminal);
      return EXIT.done;
    }
    if (verb === 'address' && what !== undefined) return changeAddress(what, words, context);
    if ((verb !== 'do' && verb !== 'load') || what === undefined)
      throw new UsageError(`conduct: expected do JSON, load FILE or nothing, got ${verb}`);
    const acts = verb === 'do' ? [parsed(what)] : listOf(await readJsonFile(what));
    await doAll(acts.map(requestOf), context);
    return EXIT.done;
  },
};

async function changeAddress(authority: string, words: Arguments, { open, terminal }: CommandContext): Promise<0> {
  const [url, signatureToken] = [words.text('url'), words.text('token')];
  const isNone = words.flag('none');
  const read = authorityAddressSchema.safeParse({ authority, address: isNone ? null : { url, signatureToken } });
  if (!read.success) {
    const [issue] = read.error.issues;
    throw new UsageError(`conduct address: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
  }
  await setAddress(await open('conduct.decide'), read.data);
  terminal.out(`done: ${authority}\n`);
  return EXIT.done;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UsageError('conduct do: expected an act as JSON, {"act": …, "dossier": …, "text": …}');
  }
}

function listOf(file: unknown): unknown[] {
  if (!Array.isArray(file)) throw new UsageError('conduct load: expected a file with a list of acts');
  return file;
}

const DOORS = [
  ['conduct.decide', conductDecisionSchema],
  ['conduct.apply', conductApplicationSchema],
  ['conduct.acknowledge', conductAcknowledgementSchema],
] as const;

/** An act, and the right to do it. */
interface Asked {
  readonly request: ConductRequest;
  readonly right: Act;
}

function requestOf(stated: unknown, at: number): Asked {
  const name = (stated as { act?: unknown } | null)?.act;
  const isOf = (schema: (typeof DOORS)[number][1]): boolean => {
    const options = 'options' in schema ? schema.options : [schema];
    return options.some((option) => option.shape.act.value === name);
  };
  const door = DOORS.find(([, schema]) => isOf(schema));
  if (door === undefined) throw new UsageError(`conduct: act ${at}: there is no act ${JSON.stringify(name)}`);
  const read = door[1].safeParse(stated);
  if (read.success) return { request: read.data, right: door[0] };
  const [issue] = read.error.issues;
  throw new UsageError(`conduct: act ${at}: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

async function doAll(acts: readonly Asked[], { open, terminal }: CommandContext): Promise<void> {
  for (const { request, right } of acts) {
    const dossier = await actOnConduct(await open(right), request);
    terminal.out(`done: ${request.act} ${dossier}\n`);
  }
}

function print({ dossiers, notices }: ConductAnswer, terminal: Terminal): void {
  const open = notices.filter(({ acknowledgedAt }) => acknowledgedAt === null);
  terminal.out(
    `${dossiers.length} dossiers; ${open.length} notices not acknowledged, ${open.filter(({ overdue }) => overdue).length} of them overdue\n`,
  );
  if (dossiers.length === 0) return;
  printTable(
    terminal,
    ['dossier', 'kind', 'enterprise', 'subject', 'status', 'listed', 'to'],
    dossiers.map(({ id, kind, organisationName, subject, status, listedFrom, listedTo }) => [
      id,
      kind,
      organisationName.zh,
      subject,
      status,
      listedFrom ?? '–',
      listedTo ?? '–',
    ]),
  );
}
