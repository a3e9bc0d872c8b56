import { parseJson, type Json } from '../epcis/index.ts';
import { FileRefusal, readText } from './event-files.ts';
import { EXIT, type CommandContext, type ExitCode } from './command.ts';
import { printProblem } from './problems.ts';
import { printJson } from './terminal.ts';

/**
 * A file of one JSON value.
 * @throws FileRefusal with the line of what cannot be read
 */
export async function readJsonFile(path: string): Promise<Json> {
  const parsed = parseJson(await readText(path));
  if (!parsed.ok) throw new FileRefusal(parsed.problems);
  return parsed.value;
}

/** A case that has no answer: a code of a closed list, where, and what to do. */
interface CaseRefusal {
  readonly code: string;
  readonly path: string | null;
  readonly message: string;
}

/** Says why a case has no answer. */
export function printRefusal(file: string, refusal: CaseRefusal, isJson: boolean, { terminal }: CommandContext): ExitCode {
  const { code, path, message } = refusal;
  if (isJson) printJson(terminal, { status: 'refused', code, path, message });
  printProblem(terminal, file, { path: path ?? '$', code, message: `${code}: ${message}` });
  return EXIT.no;
}
