import { BARE_EVENT_CONTEXT, hashesOf, hashOf } from '../../app/index.ts';
import { parseJson, streamNdjson, type Json, type JsonObject } from '../../epcis/index.ts';
import { xmlAsJson } from '../../epcis-xml/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { FileRefusal, openEventFile, type EventDocument, type EventLines } from '../event-files.ts';
import { printProblem, type Stated } from '../problems.ts';
import { printJson } from '../terminal.ts';

/** `ytterby hash FILE`: the CBV 2.0 event hash of each event, one a line. */
export const hashCommand: Command = {
  usage: 'FILE',
  summary: 'print the CBV 2.0 event hash of each event of a file, one a line',
  options: {},
  positionalsMax: 1,
  async run(words, context) {
    const [path] = words.positionals;
    if (path === undefined) throw new UsageError('hash: name one file');
    const print = printer(words.flag('json'), context);
    try {
      const file = await openEventFile(path);
      if (file.kind === 'lines') return await hashLines(path, file, print, context);
      const reading = readHashable(file);
      if ('problems' in reading) return refuse(path, reading.problems, context);
      for (const hash of hashesOf(reading.file)) print(hash);
      return EXIT.done;
    } catch (error) {
      if (error instanceof FileRefusal) return refuse(path, error.problems, context);
      throw error;
    }
  },
};

/**
 * A file with events that can be hashed. It is not validated further: a hash is asked for in order to compare it, of documents of any
 * version too.
 */
function readHashable({ text, form }: EventDocument): { file: JsonObject } | { problems: readonly Stated[] } {
  if (form === 'xml') return readHashableXml(text);
  const parsed = parseJson(text);
  if (!parsed.ok) return { problems: parsed.problems };
  if (!isObject(parsed.value)) return { problems: [{ path: '$', message: 'expected an EPCIS document or a bare event' }] };
  const problem = isObject(parsed.value['epcisBody']) ? strangerIn(parsed.value['epcisBody']) : problemOfBareEvent(parsed.value);
  return problem === null ? { file: parsed.value } : { problems: [problem] };
}

function readHashableXml(text: string): { file: JsonObject } | { problems: readonly Stated[] } {
  const reading = xmlAsJson(text);
  return reading.ok ? { file: reading.value.json } : { problems: reading.problems };
}

/** What stands in an event list and is no event, which would be passed over and shift the lines that follow. */
function strangerIn(body: JsonObject): Stated | null {
  const results = body['queryResults'];
  const resultsBody = isObject(results) ? results['resultsBody'] : undefined;
  const [holder, path] = isObject(resultsBody) ? [resultsBody, '$.epcisBody.queryResults.resultsBody'] : [body, '$.epcisBody'];
  const list = holder['eventList'];
  const place = Array.isArray(list) ? list.findIndex((event) => !isObject(event)) : -1;
  return place < 0 ? null : { path: `${path}.eventList[${place}]`, message: 'expected an event' };
}

function problemOfBareEvent({ type }: JsonObject): Stated | null {
  if (typeof type !== 'string')
    return { path: '$.type', message: 'expected an EPCIS document or a bare event, and it has no type' };
  return type.endsWith('Document') ? { path: '$.epcisBody', message: `the ${type} has no epcisBody` } : null;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function hashLines(
  path: string,
  lines: EventLines,
  print: (hash: string) => void,
  context: CommandContext,
): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  for await (const line of streamNdjson(lines.read())) {
    const problem = line.ok ? problemOfBareEvent(line.event) : null;
    if (!line.ok) code = refuse(path, line.problems, context);
    else if (problem !== null) code = refuse(path, [{ ...problem, line: line.line }], context);
    else print(hashOf(line.event, line.context ?? BARE_EVENT_CONTEXT));
  }
  return code;
}

function printer(json: boolean, { terminal }: CommandContext): (hash: string) => void {
  return (hash) => (json ? printJson(terminal, { hash }) : terminal.out(`${hash}\n`));
}

function refuse(path: string, problems: readonly Stated[], { terminal }: CommandContext): ExitCode {
  for (const problem of problems) printProblem(terminal, path, problem);
  return EXIT.no;
}
