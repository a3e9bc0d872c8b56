import { readFile } from 'node:fs/promises';
import {
  captureLines, CaptureRefusal, checkLines, loadRegistry, RegistryRefusal, type Application, type CaptureFault, type LinesReport,
} from '../../app/index.ts';
import { UsageError, type Arguments } from '../arguments.ts';
import { EXIT, type Command, type CommandContext } from '../command.ts';
import { openEventFile } from '../event-files.ts';
import { printProblem } from '../problems.ts';
import { printJson, ProgressBar } from '../terminal.ts';

/** What became of one file. */
interface FileReport {
  readonly file: string;
  readonly accepted: boolean;
  readonly recorded: number;
  readonly duplicates: number;
  readonly problems: readonly { path: string; message: string; line?: number }[];
  readonly problemsTotal: number;
}

/** `ytterby capture [--registry registry.json] FILE…` */
export const captureCommand: Command = {
  usage: '[--registry registry.json] [--proceed] FILE…',
  summary: 'record EPCIS documents (.json, .jsonld) and event lines (.ndjson, .ndjson.gz)',
  options: { registry: 'text', proceed: 'flag' },
  async run(words, context) {
    const registry = words.text('registry');
    if (words.positionals.length === 0 && registry === null) throw new UsageError('capture: name at least one file, or a --registry');
    const app = await context.open();
    const reports: FileReport[] = [];
    if (registry !== null) reports.push(await captureRegistry(app, registry));
    if (reports.every((report) => report.accepted)) {
      for (const file of words.positionals) reports.push(await captureFile(app, file, words, context));
    }
    for (const report of reports) show(report, words.flag('json'), context);
    return reports.every((report) => report.accepted) ? EXIT.done : EXIT.no;
  },
};

async function captureRegistry(app: Application, file: string): Promise<FileReport> {
  const base = { file, recorded: 0, duplicates: 0 };
  try {
    const loaded = await loadRegistry(app, await readFile(file, 'utf8'));
    const problems = loaded.exceptions.map((exception) => ({ path: `quota ${exception.quota}`, message: exception.message }));
    return { ...base, accepted: true, problems, problemsTotal: problems.length };
  } catch (error) {
    if (!(error instanceof RegistryRefusal)) throw error;
    return { ...base, accepted: false, problems: error.problems, problemsTotal: error.problems.length };
  }
}

async function captureFile(app: Application, file: string, words: Arguments, context: CommandContext): Promise<FileReport> {
  const opened = await openEventFile(file);
  if (opened.kind === 'document') return captureDocument(app, file, opened.text, words.flag('proceed'));
  if (!words.flag('proceed')) {
    const checked = await checkLines(opened.chunks, app.now(), context.stop);
    if (checked.faultsTotal > 0) return { ...reportOf(file, checked), accepted: false };
  }
  const bar = new ProgressBar(context.terminal, file);
  const again = await openEventFile(file);
  if (again.kind !== 'lines') throw new Error(`captureFile: ${file} was lines a moment ago`);
  const report = await captureLines(again.chunks, app.committer, app.now, context.stop, (events) => bar.show(events, events));
  return reportOf(file, report);
}

async function captureDocument(app: Application, file: string, text: string, proceed: boolean): Promise<FileReport> {
  try {
    const { finished } = await app.capture.capture(text, proceed ? 'proceed' : 'rollback');
    const { job, recorded, duplicates } = await finished;
    const problems = job.errors.map((error) => error as unknown as CaptureFault);
    return { file, accepted: job.success, recorded, duplicates, problems, problemsTotal: problems.length };
  } catch (error) {
    if (!(error instanceof CaptureRefusal)) throw error;
    return { file, accepted: false, recorded: 0, duplicates: 0, problems: error.problems, problemsTotal: error.problems.length };
  }
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

function show(report: FileReport, json: boolean, { terminal }: CommandContext): void {
  if (json) return printJson(terminal, report);
  for (const problem of report.problems) printProblem(terminal, report.file, problem);
  const more = report.problemsTotal - report.problems.length;
  if (more > 0) terminal.error(`${report.file}: … and ${more} more problems\n`);
  const verdict = report.accepted ? 'accepted' : 'refused';
  terminal.out(`${report.file}: ${verdict}: ${report.recorded} recorded, ${report.duplicates} already on record\n`);
}
