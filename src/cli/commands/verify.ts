import { logKey, readLogKey, verifyEventProof, verifyRecord } from '../../app/index.ts';
import { eventProofSchema, type EventProof } from '../../wire/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { FileRefusal, readText } from '../event-files.ts';
import { printJson, ProgressBar } from '../terminal.ts';

/** `ytterby verify [--checkpoint FILE] [--key KEY]`, `ytterby verify --proof FILE --key KEY` */
export const verifyCommand: Command = {
  usage: '[--checkpoint FILE] [--key KEY] | --proof FILE --key KEY',
  summary:
    'check the whole record against its signed log, and against a checkpoint that was kept elsewhere; with --proof, check the proof of one event without a record',
  options: { checkpoint: 'text', key: 'text', proof: 'text' },
  positionalsMax: 0,
  run(words, context) {
    const proof = words.text('proof');
    return proof === null ? verifyAll(words, context) : verifyOne(words, proof, context);
  },
};

async function verifyAll(words: Arguments, { terminal, open, stop }: CommandContext): Promise<ExitCode> {
  const file = words.text('checkpoint');
  const earlier = file === null ? null : await readText(file);
  const app = await open('record.verify');
  const keys = [keyOf(words.text('key') ?? logKey(app))];
  const head = await app.store.read((reader) => reader.head());
  const bar = new ProgressBar(terminal, 'verify');
  const verdict = await verifyRecord(app, { keys, earlier }, stop, (events) => bar.show(events, head));
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
