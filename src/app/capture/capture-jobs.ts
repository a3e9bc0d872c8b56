import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../epcis/index.ts';
import type { CaptureJob } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { captureLines, type LinesReport } from './capture-lines.ts';

/** A page of capture jobs in the order in which they began. */
export interface CaptureJobPage {
  readonly jobs: readonly CaptureJob[];
  /** The job after which the next page begins; null on the last. */
  readonly nextAfter: string | null;
}

/** A capture job by its identifier; null when there is none. */
export function findCaptureJob(app: Application, captureID: string): Promise<CaptureJob | null> {
  return app.store.read((reader) => reader.captureJob(captureID));
}

/**
 * Lists capture jobs.
 * @param afterID the last job of the page before; null for the first page
 * @param limit jobs on the page, at least 1
 * @returns null when `afterID` is no job on record
 */
export function listCaptureJobs(app: Application, afterID: string | null, limit: number): Promise<CaptureJobPage | null> {
  return app.store.read(async (reader) => {
    if (afterID !== null && (await reader.captureJob(afterID)) === null) return null;
    const found = await reader.captureJobs(afterID, limit + 1);
    const jobs = found.slice(0, limit);
    return { jobs, nextAfter: found.length > limit ? (jobs.at(-1)?.captureID ?? null) : null };
  });
}

/** What came of lines that streamed in, and the job that tells it. */
export interface CapturedLines {
  readonly job: CaptureJob;
  readonly report: LinesReport;
}

/**
 * Records lines of bare events as they stream in, as a capture job with the behaviour `proceed`.
 * @param chunks the bytes; when they break off, the lines that were recorded until then stay, and the job says so
 * @throws the error of `chunks`, after the job was closed
 */
export async function captureLinesAsJob(app: Application, chunks: AsyncIterable<Uint8Array>): Promise<CapturedLines> {
  const started = startedJob(app);
  await putJob(app, started);
  try {
    const report = await captureLines(chunks, app.committer, app.viewer, app.now, new AbortController().signal, () => undefined);
    const job = endedJob(app, started, errorsOf(report));
    await putJob(app, job);
    return { job, report };
  } catch (error) {
    const message = `the capture broke off: ${error instanceof Error ? error.message : String(error)}`;
    await putJob(app, endedJob(app, started, [{ code: 'capture.incomplete', path: '$', message }]));
    throw error;
  }
}

function startedJob(app: Application): CaptureJob {
  const createdAt = new Date(app.now()).toISOString();
  return {
    captureID: randomUUID(),
    createdAt,
    finishedAt: null,
    running: true,
    success: true,
    captureErrorBehaviour: 'proceed',
    organisation: app.viewer.organisation,
    errors: [],
  };
}

function endedJob(app: Application, started: CaptureJob, errors: readonly JsonObject[]): CaptureJob {
  return { ...started, finishedAt: new Date(app.now()).toISOString(), running: false, success: errors.length === 0, errors };
}

function putJob(app: Application, job: CaptureJob): Promise<void> {
  return app.store.write((writer) => writer.putCaptureJob(job));
}

/** The first faults, and how many there are beyond them. */
function errorsOf(report: LinesReport): JsonObject[] {
  const errors: JsonObject[] = report.faults.map((fault) => ({ ...fault }));
  const more = report.faultsTotal - report.faults.length;
  return more === 0 ? errors : [...errors, { code: 'faults.more', path: '$', message: `${more} more faults, not listed` }];
}
