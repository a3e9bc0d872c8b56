import type { Context } from 'hono';
import {
  captureLinesAsJob,
  findCaptureJob,
  listCaptureJobs,
  refuseDropped,
  type Application,
  type CaptureErrorBehaviour,
  type CaptureFault,
  type StartedCapture,
} from '../app/index.ts';
import type { JsonObject } from '../epcis/index.ts';
import { jobAnswer, jsonAnswer } from './epcis-answer.ts';
import { discoveryHeaders } from './epcis-headers.ts';
import type { ServerSettings } from './options.ts';
import { nextPageHeaders, pagingOf, PER_PAGE_DEFAULT, PER_PAGE_MAX } from './paging.ts';
import { inputFault, invalidQuery, invalidRequest, noSuchResource, ProblemError } from './problems.ts';
import { bodyChunks, DOCUMENT_TYPES, formOf, LINE_TYPES, mediaTypeOf, readText } from './read-body.ts';
import type { Routes } from './seeing.ts';

type CaptureJob = StartedCapture['job'];

/** The routes of the standard's capture interface: `/capture` and `/capture/{captureID}`. */
export function addCaptureRoutes(http: Routes, settings: ServerSettings): void {
  http.options('/capture', (context) => context.body(null, 204, captureDiscovery(context.var.app, settings)));
  http.post('/capture', (context) => capture(context, context.var.app, settings));
  http.get('/capture', (context) => listJobs(context, context.var.app));
  http.options('/capture/:captureID', (context) =>
    context.body(null, 204, discoveryHeaders('OPTIONS, GET', context.var.app.version)),
  );
  http.get('/capture/:captureID', (context) => showJob(context, context.var.app));
}

function captureDiscovery(app: Application, settings: ServerSettings): Record<string, string> {
  return {
    ...discoveryHeaders('OPTIONS, POST, GET', app.version, '1.2'),
    'GS1-EPCIS-Capture-File-Size-Limit': String(settings.bodyLimitBytes),
    'GS1-EPCIS-Capture-Limit': String(eventsLimit(settings.bodyLimitBytes)),
    'GS1-Capture-Error-Behaviour': 'all',
  };
}

/** The shortest event that the schema takes; the limit in events follows from that in bytes. */
const EVENT_BYTES_MIN = 100;

function eventsLimit(bodyLimitBytes: number): number {
  return Math.max(1, Math.floor(bodyLimitBytes / EVENT_BYTES_MIN));
}

async function capture(context: Context, app: Application, settings: ServerSettings): Promise<Response> {
  const request = context.req.raw;
  const type = mediaTypeOf(request, [...DOCUMENT_TYPES, ...LINE_TYPES]);
  const behaviour = errorBehaviour(request.headers.get('GS1-Capture-Error-Behaviour'));
  if (LINE_TYPES.includes(type)) return captureStream(context, app, settings, behaviour);
  const text = await readText(request, settings.bodyLimitBytes, settings.bodySilenceMs);
  const { job, finished } = await app.capture.capture(text, behaviour ?? 'rollback', formOf(type));
  settings.running.watch(finished, job.captureID, settings.log);
  return context.body(null, 202, { Location: jobAddress(job) });
}

/** Lines (our extension): recorded as they come, so one line's fault cannot take back those before it. */
async function captureStream(
  context: Context,
  app: Application,
  settings: ServerSettings,
  behaviour: CaptureErrorBehaviour | null,
): Promise<Response> {
  if (behaviour === 'rollback') {
    throw new ProblemError(invalidRequest('NDJSON is recorded line by line: send GS1-Capture-Error-Behaviour: proceed, or none'));
  }
  const capturing = captureLinesAsJob(app, bodyChunks(context.req.raw, settings.bodySilenceMs));
  settings.running.watch(
    capturing.catch(() => undefined),
    'of lines',
    settings.log,
  );
  const { job, report } = await capturing;
  const { events, recorded, duplicates, faultsTotal } = report;
  return context.json({ captureID: job.captureID, events, recorded, duplicates, refused: faultsTotal }, 202, {
    Location: jobAddress(job),
  });
}

function errorBehaviour(header: string | null): CaptureErrorBehaviour | null {
  if (header === null || header === 'rollback' || header === 'proceed') return header;
  throw new ProblemError(invalidRequest(`GS1-Capture-Error-Behaviour is ${JSON.stringify(header)}; send rollback or proceed`));
}

function jobAddress(job: CaptureJob): string {
  return `/capture/${encodeURIComponent(job.captureID)}`;
}

async function listJobs(context: Context, app: Application): Promise<Response> {
  const { perPage, nextPageToken } = pagingOf(context.req.url);
  await refuseDropped(app, nextPageToken);
  const page = await listCaptureJobs(app, nextPageToken, Math.min(perPage ?? PER_PAGE_DEFAULT, PER_PAGE_MAX));
  if (page === null) {
    throw new ProblemError(invalidQuery([{ parameter: 'nextPageToken', message: 'is none that was given out here' }]));
  }
  const headers = nextPageHeaders(context.req.url, page.nextAfter, app.now());
  return jsonAnswer(context, page.jobs.map(shownJob), headers);
}

async function showJob(context: Context, app: Application): Promise<Response> {
  const captureID = context.req.param('captureID') ?? '';
  const job = await findCaptureJob(app, captureID);
  if (job === null) throw new ProblemError(noSuchResource('capture job', captureID));
  return jobAnswer(context, shownJob(job));
}

/**
 * A job as the standard shows it. `errorFile` is null because the standard's schema, which means one of `errors` and `errorFile`, is
 * written so that a document with `errors` alone fails it (both branches of its `oneOf` hold); null breaks the second branch.
 */
function shownJob(job: CaptureJob): JsonObject {
  const errors = job.errors.map((error) => ({ ...inputFault(error as unknown as CaptureFault) }) as JsonObject);
  const { captureID, createdAt, finishedAt, running, captureErrorBehaviour } = job;
  const success = running ? errors.length === 0 : job.success;
  const finish = finishedAt === null ? {} : { finishedAt };
  return { captureID, createdAt, ...finish, running, success, captureErrorBehaviour, errors, errorFile: null };
}
