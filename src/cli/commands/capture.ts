import {
  captureLines,
  CaptureRefusal,
  checkLines,
  loadRegistry,
  permit,
  RegistryRefusal,
  type Application,
  type CaptureFault,
  type LinesReport,
} from '../../app/index.ts';
import { UsageError } from '../arguments.ts';
import { EXIT, type Command, type CommandContext, type ExitCode } from '../command.ts';
import { FileRefusal, openEventFile, readText, sizeOfReadable, type EventDocument, type EventLines } from '../event-files.ts';
import { printProblem, type Stated } from '../problems.ts';
import { printJson, ProgressBar } from '../terminal.ts';

/** What became of one file. */
interface FileReport {
  readonly file: string;
  readonly accepted: boolean;
  readonly recorded: number;
  readonly duplicates: number;
  readonly problems: readonly Stated[];
  readonly problemsTotal: number;
}

/** `ytterby capture [--registry registry.json] [--proceed] FILE…` */
export const captureCommand: Command = {
  usage: '[--registry registry.json] [--proceed] FILE…',
  summary:
    'record EPCIS documents (.json, .jsonld, .xml) and event lines (.ndjson, .ndjson.gz), each file whole or not at all; --proceed keeps what is sound',
  options: { registry: 'text', proceed: 'flag' },
  positionalsMax: Infinity,
  async run(words, context) {
    const registry = words.text('registry');
    const files = words.positionals;
    if (files.length === 0 && registry === null) throw new UsageError('capture: name at least one file, or a --registry');
    for (const file of registry === null ? files : [registry, ...files]) await sizeOfReadable(file);
    const app = await context.open('events.capture');
    const say = (report: FileReport): boolean => {
      show(report, words.flag('json'), context);
      return report.accepted;
    };
    // Without the registry that they were sent with, events would be recorded as what they are not.
    if (registry !== null && !say(await captureRegistry(app, registry))) return EXIT.no;
    let code: ExitCode = EXIT.done;
    for (const file of files) {
      if (!say(await captureFile(app, file, words.flag('proceed'), context))) code = EXIT.no;
    }
    await judge(app, words.flag('json'), context);
    return code;
  },
};

/** Rules judge what was recorded there and then: nobody need ask for it. */
async function judge(app: Application, json: boolean, { terminal, stop }: CommandContext): Promise<void> {
  const before = await app.rules.kept();
  await app.rules.catchUp(stop);
  await app.rules.save();
  const after = await app.rules.kept();
  const raised = [...after].filter((id) => !before.has(id)).length;
  const cleared = [...before].filter((id) => !after.has(id)).length;
  if (!json && raised + cleared > 0) terminal.out(`flags: ${raised} raised, ${cleared} cleared, ${after.size} stand\n`);
}

async function captureRegistry(app: Application, file: string): Promise<FileReport> {
  permit(app, 'registry.load');
  try {
    const loaded = await loadRegistry(app, await readText(file));
    const problems = loaded.exceptions.map((exception) => ({ path: `quota ${exception.quota}`, message: exception.message }));
    return { file, accepted: true, recorded: 0, duplicates: 0, problems, problemsTotal: problems.length };
  } catch (error) {
    if (error instanceof RegistryRefusal || error instanceof FileRefusal) return refused(file, error.problems);
    throw error;
  }
}

async function captureFile(app: Application, file: string, proceed: boolean, context: CommandContext): Promise<FileReport> {
  try {
    const opened = await openEventFile(file);
    if (opened.kind === 'document') return await captureDocument(app, file, opened, proceed);
    return await captureEventLines(app, file, opened, proceed, context);
  } catch (error) {
    if (error instanceof CaptureRefusal || error instanceof FileRefusal) return refused(file, error.problems);
    throw error;
  }
}

async function captureDocument(
  app: Application,
  file: string,
  { text, form }: EventDocument,
  proceed: boolean,
): Promise<FileReport> {
  const { finished } = await app.capture.capture(text, proceed ? 'proceed' : 'rollback', form);
  const { job, recorded, duplicates } = await finished;
  const problems = job.errors.map((error) => error as unknown as CaptureFault);
  return { file, accepted: job.success, recorded, duplicates, problems, problemsTotal: problems.length };
}

/** Lines are read twice where they must be recorded whole or not at all: first they are checked. */
async function captureEventLines(
  app: Application,
  file: string,
  lines: EventLines,
  proceed: boolean,
  { terminal, stop }: CommandContext,
): Promise<FileReport> {
  if (!proceed) {
    const checked = await checkLines(lines.read(), app.now(), stop);
    if (checked.faultsTotal > 0) return reportOf(file, checked);
  }
  const bar = new ProgressBar(terminal, file);
  let bytes = 0;
  const chunks = lines.read((read) => {
    bytes = read;
  });
  const report = await captureLines(chunks, app.committer, app.viewer, app.now, stop, () => bar.show(bytes, lines.bytes));
  return reportOf(file, report);
}

function reportOf(file: string, report: LinesReport): FileReport {
  return {
    file,
    accepted: report.faultsTotal === 0,
    recorded: report.recorded,
    duplicates: report.duplicates,
    problems: report.faults,
    problemsTotal: report.faultsTotal,
  };
}

function refused(file: string, problems: readonly Stated[]): FileReport {
  return { file, accepted: false, recorded: 0, duplicates: 0, problems, problemsTotal: problems.length };
}

function show(report: FileReport, json: boolean, { terminal }: CommandContext): void {
  if (json) return printJson(terminal, report);
  for (const problem of report.problems) printProblem(terminal, report.file, problem);
  const more = report.problemsTotal - report.problems.length;
  if (more > 0) terminal.error(`${report.file}: … and ${more} more problems\n`);
  const verdict = report.accepted ? 'accepted' : 'refused';
  terminal.out(`${report.file}: ${verdict}: ${report.recorded} recorded, ${report.duplicates} already on record\n`);
}
