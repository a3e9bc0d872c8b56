import { BARE_EVENT_CONTEXT, hashesOf, hashOf } from '../../app/index.ts';
import { parseJson, streamNdjson, type JsonObject, type Problem } from '../../epcis/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { openEventFile } from '../event-files.ts';
import { printProblem } from '../problems.ts';
import { printJson } from '../terminal.ts';

/** `ytterby hash FILE`: the CBV 2.0 event hash of each event, one a line. */
export const hashCommand: Command = {
  usage: 'FILE',
  summary: 'print the CBV 2.0 event hash of each event of a file, one a line',
  options: {},
  async run(words, context) {
    const [path, ...others] = words.positionals;
    if (path === undefined || others.length > 0) throw new UsageError('hash: name one file');
    const file = await openEventFile(path);
    if (file.kind === 'lines') return hashLines(path, file.chunks, words.flag('json'), context);
    const parsed = parseJson(file.text);
    if (!parsed.ok) return refuse(path, parsed.problems, context);
    if (typeof parsed.value !== 'object' || parsed.value === null || Array.isArray(parsed.value)) {
      return refuse(path, [{ path: '$', code: 'document.kind', message: 'expected an EPCIS document or a bare event' }], context);
    }
    for (const hash of hashesOf(parsed.value)) print(hash, words.flag('json'), context);
    return EXIT.done;
  },
};

async function hashLines(path: string, chunks: AsyncIterable<Uint8Array>, json: boolean, context: CommandContext): Promise<ExitCode> {
  let code: ExitCode = EXIT.done;
  for await (const line of streamNdjson(chunks)) {
    if (line.ok) print(hashOf(line.event satisfies JsonObject, line.context ?? BARE_EVENT_CONTEXT), json, context);
    else code = refuse(path, line.problems, context);
  }
  return code;
}

function print(hash: string, json: boolean, { terminal }: CommandContext): void {
  if (json) printJson(terminal, { hash });
  else terminal.out(`${hash}\n`);
}

function refuse(path: string, problems: readonly Problem[], { terminal }: CommandContext): ExitCode {
  for (const problem of problems) printProblem(terminal, path, problem);
  return EXIT.no;
}
