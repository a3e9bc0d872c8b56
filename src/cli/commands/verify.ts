import { logKey, readLogKey, verifyEventProof, verifyPassport, verifyRecord } from '../../app/index.ts';
import { eventProofSchema, type EventProof } from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { FileRefusal, readText } from '../event-files.ts';
import { printJson, ProgressBar } from '../terminal.ts';

/** `ytterby verify [--checkpoint FILE] [--key KEY] [--log-only]`, `… --proof FILE --key KEY`, `… --passport FILE [--key FILE] [--status FILE]` */
export const verifyCommand: Command = {
  usage:
    '[--checkpoint FILE] [--key KEY] [--log-only] | --proof FILE --key KEY | --passport FILE [--key FILE] [--log-key KEY] [--status FILE]',
  summary:
    'check the whole record against its signed log, against a checkpoint that was kept elsewhere, and all postings, balances and indexes against the events (not with --log-only); with --proof, check the proof of one event, with --passport that of a lot, both without a record and without a network',
  options: {
    checkpoint: 'text',
    key: 'text',
    proof: 'text',
    passport: 'text',
    'log-only': 'flag',
    status: 'text',
    'log-key': 'text',
  },
  positionalsMax: 0,
  run(words, context) {
    const passport = words.text('passport');
    if (passport !== null) return verifyOnePassport(words, passport, context);
    const proof = words.text('proof');
    return proof === null ? verifyAll(words, context) : verifyOne(words, proof, context);
  },
};

/** Exit code 1 when anything is wrong, and when it is not said whose signature counts. */
async function verifyOnePassport(words: Arguments, file: string, { terminal }: CommandContext): Promise<ExitCode> {
  const [keyFile, statusFile] = [words.text('key'), words.text('status')];
  const verdict = await verifyPassport(await readText(file), {
    issuers: keyFile === null ? [] : issuerKeys(await readText(keyFile)),
    logKey: words.text('log-key'),
    statusList: statusFile === null ? null : await readText(statusFile),
    nowMs: Date.now(),
  });
  if (words.flag('json')) printJson(terminal, verdict);
  else for (const { name, ok, detail } of verdict.checks) terminal.out(`${ok ? '✓' : '✗'} ${name}: ${detail}\n`);
  return verdict.ok ? EXIT.done : EXIT.no;
}

/** @throws FileRefusal */
function issuerKeys(text: string): JsonWebKey[] {
  const parsed = jsonOf(text);
  const keys = typeof parsed === 'object' && parsed !== null && 'keys' in parsed ? parsed.keys : [parsed];
  if (!Array.isArray(keys)) throw new FileRefusal([{ path: '$.keys', message: 'is no list of JSON Web Keys' }]);
  return keys as JsonWebKey[];
}

async function verifyAll(words: Arguments, { terminal, open, stop }: CommandContext): Promise<ExitCode> {
  const file = words.text('checkpoint');
  const earlier = file === null ? null : await readText(file);
  const app = await open('record.verify');
  const keys = [keyOf(words.text('key') ?? logKey(app))];
  const head = await app.store.read((reader) => reader.head());
  const bar = new ProgressBar(terminal, 'verify');
  const verdict = await verifyRecord(app, { keys, earlier, logOnly: words.flag('log-only') }, stop, (events) =>
    bar.show(events, head),
  );
  if (words.flag('json')) printJson(terminal, verdict);
  else if (verdict.fault === null) terminal.out(`${verdict.events} events are as they were recorded\n`);
  else terminal.out(`${verdict.fault.code}: ${verdict.fault.message}\n`);
  return verdict.fault === null ? EXIT.done : EXIT.no;
}

async function verifyOne(words: Arguments, file: string, { terminal }: CommandContext): Promise<ExitCode> {
  const key = words.text('key');
  if (key === null) throw new UsageError('verify --proof: say with --key whose log you trust; GET /log/key tells a log’s own');
  const verdict = await verifyEventProof(await readProof(file), keyOf(key));
  if (words.flag('json')) printJson(terminal, verdict);
  else if (verdict.ok)
    terminal.out(`the event is number ${verdict.seq} of ${verdict.size} in ${verdict.origin}, recorded ${verdict.recorded}\n`);
  else terminal.out(`${verdict.reason}\n`);
  return verdict.ok ? EXIT.done : EXIT.no;
}

function keyOf(text: string): ReturnType<typeof readLogKey> {
  try {
    return readLogKey(text);
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(`--key: ${error.message}`);
    throw error;
  }
}

async function readProof(file: string): Promise<EventProof> {
  const parsed = eventProofSchema.safeParse(jsonOf(await readText(file)));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => ({ path: `$.${issue.path.join('.')}`, message: issue.message }));
  throw new FileRefusal(problems);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new FileRefusal([{ path: '$', message: `is no JSON: ${error.message}` }]);
    throw error;
  }
}
