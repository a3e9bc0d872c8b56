import { documentOf, placeInFile, readDocument, readLine, type FileEvent, type FileFault } from './capture-lines.ts';
import { problemFrom, readProblem, unreachable, type Problem } from './problem.ts';

/** What a server does with the good events of a document that has a bad one: GS1's capture error behaviour. */
export type ErrorBehaviour = 'rollback' | 'proceed';

/** How far the capture of one file has come, and what came of it. */
export interface CaptureReport {
  readonly state: 'sending' | 'done' | 'stopped';
  readonly read: number;
  readonly acceptedCount: number;
  /** The first accepted events, for the list; the count above is of all. */
  readonly accepted: readonly FileEvent[];
  readonly faultCount: number;
  readonly faults: readonly FileFault[];
  /** Why the whole file, or the rest of it, was refused. */
  readonly problem: Problem | null;
}

const LISTED_MAX = 1_000;
const LINES_PER_DOCUMENT = 500;
const DOCUMENT_LISTED_BYTES_MAX = 20_000_000;
const JOB_POLL_MS = 300;

const START: CaptureReport = {
  state: 'sending',
  read: 0,
  acceptedCount: 0,
  accepted: [],
  faultCount: 0,
  faults: [],
  problem: null,
};

/** Sends a file: an NDJSON one line by line in documents of 500 events, any other as the one document that it is. Tells `tell` at each step. */
export async function sendFile(
  file: File,
  behaviour: ErrorBehaviour,
  tell: (report: CaptureReport) => void,
  signal: AbortSignal,
): Promise<void> {
  let report = START;
  const step = (next: Outcome): void => {
    report = join(report, next);
    tell(report);
  };
  tell(report);
  try {
    if (/\.(ndjson|jsonl)$/i.test(file.name)) await sendLines(file, behaviour, step, signal);
    else await sendDocument(file, behaviour, step, signal);
    tell({ ...report, state: 'done' });
  } catch (cause) {
    tell(signal.aborted ? { ...report, state: 'stopped' } : { ...report, state: 'done', problem: unreachable(cause) });
  }
}

interface Outcome {
  readonly read: number;
  readonly accepted: readonly FileEvent[];
  readonly faults: readonly FileFault[];
  readonly problem: Problem | null;
}

function join(report: CaptureReport, next: Outcome): CaptureReport {
  return {
    ...report,
    read: report.read + next.read,
    acceptedCount: report.acceptedCount + next.accepted.length,
    accepted: [...report.accepted, ...next.accepted].slice(0, LISTED_MAX),
    faultCount: report.faultCount + next.faults.length,
    faults: [...report.faults, ...next.faults].slice(0, LISTED_MAX),
    problem: report.problem ?? next.problem,
  };
}

async function sendDocument(
  file: File,
  behaviour: ErrorBehaviour,
  step: (next: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  const events = file.size > DOCUMENT_LISTED_BYTES_MAX ? [] : readDocument(await file.text());
  step({ ...(await capture(file, events, behaviour, signal)), read: events.length });
}

async function sendLines(
  file: File,
  behaviour: ErrorBehaviour,
  step: (next: Outcome) => void,
  signal: AbortSignal,
): Promise<void> {
  let waiting: FileEvent[] = [];
  const flush = async (): Promise<boolean> => {
    if (waiting.length === 0) return true;
    const events = waiting;
    waiting = [];
    const outcome = await capture(documentOf(events, new Date().toISOString()), events, behaviour, signal);
    step(outcome);
    return outcome.problem === null;
  };
  let lineNumber = 0;
  for await (const line of linesOf(file)) {
    lineNumber += 1;
    const found = readLine(line, lineNumber);
    if (found === null) continue;
    if ('message' in found) step({ read: 1, accepted: [], faults: [found], problem: null });
    else waiting.push(found);
    if (waiting.length === LINES_PER_DOCUMENT && !(await flush())) return;
  }
  await flush();
}

/** The lines of a file of any size, one after the other; text that is no UTF-8 is an error. */
async function* linesOf(file: File): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  const reader = file.stream().getReader();
  let rest = '';
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    const lines = (rest + decoder.decode(part.value, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}

/** Captures one document and waits until its job is done. */
async function capture(
  body: BodyInit,
  events: readonly FileEvent[],
  behaviour: ErrorBehaviour,
  signal: AbortSignal,
): Promise<Outcome> {
  const headers = { 'content-type': 'application/json', 'GS1-EPCIS-Version': '2.0.0', 'GS1-Capture-Error-Behaviour': behaviour };
  const response = await fetch('/capture', { method: 'POST', headers, body, signal });
  const refused = { read: events.length, accepted: [] };
  if (!response.ok) {
    const said: unknown = await response
      .clone()
      .json()
      .catch(() => null);
    return { ...refused, faults: faultsIn(said, events), problem: await readProblem(response) };
  }
  const job = await jobDone(response.headers.get('location'), signal);
  if ('problem' in job) return { ...refused, faults: [], problem: job.problem };
  return outcomeOf(job.said, events, behaviour);
}

function outcomeOf(job: unknown, events: readonly FileEvent[], behaviour: ErrorBehaviour): Outcome {
  const faults = faultsIn(job, events);
  const kept = member(job, 'success') === true || behaviour === 'proceed';
  const bad = new Set(faults.map((fault) => fault.place.split(' ')[0]));
  return { read: events.length, accepted: kept ? events.filter((event) => !bad.has(event.place)) : [], faults, problem: null };
}

async function jobDone(location: string | null, signal: AbortSignal): Promise<{ said: unknown } | { problem: Problem }> {
  const bare: Problem = { type: 'about:blank', title: 'POST /capture', status: 202, detail: 'no Location' };
  if (location === null) return { problem: problemFrom(null, bare) };
  for (;;) {
    const response = await fetch(location, { signal, headers: { accept: 'application/json', 'GS1-EPCIS-Version': '2.0.0' } });
    if (!response.ok) return { problem: await readProblem(response) };
    const said: unknown = await response.json();
    if (member(said, 'running') !== true) return { said };
    await new Promise((resolve) => setTimeout(resolve, JOB_POLL_MS));
  }
}

/** The errors of a capture job or a problem document, each with its line or JSON path. */
function faultsIn(said: unknown, events: readonly FileEvent[]): FileFault[] {
  const errors = member(said, 'errors');
  if (!Array.isArray(errors)) return [];
  return errors.map((error: unknown) => {
    const words = [member(error, 'title'), member(error, 'detail')].filter((part) => typeof part === 'string');
    const path =
      ['path', 'jsonPath', 'pointer', 'instance'].map((key) => member(error, key)).find((value) => typeof value === 'string') ??
      /\$[.[][^\s,;:]*/.exec(words.join(' '))?.[0] ??
      '';
    return { place: placeInFile(String(path), events), message: words.join(': ') };
  });
}

function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
