import type { Context } from 'hono';
import { epcSpelling, findEvent, loneEvent, queryDocument, queryEvents, refuseDropped, type Application } from '../app/index.ts';
import { parseQuery, type SimpleEventQuery } from '../epcis/index.ts';
import { eventsAnswer } from './epcis-answer.ts';
import { discoveryHeaders, epcFormatHeader, epcFormatOf, queryContextOf } from './epcis-headers.ts';
import type { ServerSettings } from './options.ts';
import { nextPageHeaders, PER_PAGE_DEFAULT, PER_PAGE_MAX } from './paging.ts';
import { alreadyOnRecord, invalidQuery, noSuchResource, notYoursToTell, ProblemError } from './problems.ts';
import { DOCUMENT_TYPES, formOf, mediaTypeOf, readText } from './read-body.ts';
import type { Routes, SeenContext } from './seeing.ts';

/** The routes of the standard's events: `/events` and `/events/{eventID}`. */
export function addEventRoutes(http: Routes, settings: ServerSettings): void {
  http.options('/events', (context) =>
    context.body(null, 204, discoveryHeaders('OPTIONS, GET, POST', context.var.app.version, '1.2')),
  );
  http.get('/events', listEvents);
  http.post('/events', (context) => captureOne(context, context.var.app, settings));
  // An eventID is a URI: clients send its slashes encoded or not.
  http.options('/events/:eventID{.+}', (context) =>
    context.body(null, 204, discoveryHeaders('OPTIONS, GET', context.var.app.version, '1.2')),
  );
  http.get('/events/:eventID{.+}', (context) => showEvent(context, context.var.app));
}

async function listEvents(context: SeenContext): Promise<Response> {
  const { headers } = context.req.raw;
  const parsed = parseQuery(new URL(context.req.url).searchParams, queryContextOf(headers));
  if (!parsed.ok) throw new ProblemError(invalidQuery(parsed.problems));
  return answerEvents(context, parsed.query);
}

/**
 * A page of the events that a query asks for.
 * @param queryName the name under which the query is kept, for the document to tell
 */
export async function answerEvents(context: SeenContext, query: SimpleEventQuery, queryName?: string): Promise<Response> {
  const { app } = context.var;
  const { headers, signal } = context.req.raw;
  const format = epcFormatOf(headers);
  await refuseDropped(app, query.nextPageToken);
  const perPage = Math.min(query.perPage ?? PER_PAGE_DEFAULT, PER_PAGE_MAX);
  const page = await queryEvents(app, query, { perPage, token: query.nextPageToken, signal });
  const next = nextPageHeaders(context.req.url, page.nextPageToken, app.now());
  const document = queryDocument(page.events, await epcSpelling(app, format), app.now(), queryName);
  return eventsAnswer(context, document, { ...next, ...epcFormatHeader(format) });
}

async function captureOne(context: SeenContext, app: Application, settings: ServerSettings): Promise<Response> {
  const request = context.req.raw;
  const form = formOf(mediaTypeOf(request, DOCUMENT_TYPES));
  const text = await readText(request, settings.bodyLimitBytes, settings.bodySilenceMs);
  const { outcome, hash, eventID } = await app.capture.captureEvent(text, form);
  const id = eventID ?? hash;
  const location = `/events/${encodeURIComponent(id)}`;
  if (outcome.status === 'not-yours') throw new ProblemError(notYoursToTell());
  if (outcome.status !== 'recorded') throw new ProblemError(alreadyOnRecord(outcome.status, id, location));
  const recorded = (await findEvent(app, id)).find(({ seq }) => seq === outcome.seq);
  if (recorded === undefined) throw new Error(`captureOne: the event ${id} was recorded and is not found`);
  return eventsAnswer(context, loneEvent(recorded), { Location: location }, 201);
}

async function showEvent(context: SeenContext, app: Application): Promise<Response> {
  const format = epcFormatOf(context.req.raw.headers);
  const id = eventIdOf(context);
  const events = await findEvent(app, id);
  if (events.length === 0) throw new ProblemError(noSuchResource('event', id));
  const document = queryDocument(events, await epcSpelling(app, format), app.now());
  return eventsAnswer(context, document, epcFormatHeader(format));
}

/** The identifier in the path. The `?ver=CBV2.0` of a hash that was not encoded arrives as a query of the URL. */
function eventIdOf(context: Context): string {
  const { search } = new URL(context.req.url);
  return `${context.req.param('eventID') ?? ''}${search.startsWith('?ver=') ? search : ''}`;
}
