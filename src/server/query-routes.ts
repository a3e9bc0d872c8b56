import { z } from '@hono/zod-openapi';
import {
  askedBy,
  dropPageToken,
  endSubscriptionsOf,
  listNamedQueries,
  nameQuery,
  NameTaken,
  readNamedQuery,
  refuseDropped,
  removeNamedQuery,
  type NamedQuery,
} from '../app/index.ts';
import type { JsonObject } from '../epcis/index.ts';
import { jsonAnswer } from './epcis-answer.ts';
import { discoveryHeaders, queryContextOf, type XmlForms } from './epcis-headers.ts';
import { answerEvents } from './event-routes.ts';
import { nextPageHeaders, pagingOf, PER_PAGE_DEFAULT, PER_PAGE_MAX } from './paging.ts';
import { alreadyThere, invalidQuery, ProblemError } from './problems.ts';
import { mediaTypeOf } from './read-body.ts';
import { readJson } from './read-json.ts';
import type { Routes, SeenContext } from './seeing.ts';
import type { Door } from './sockets.ts';
import { liveWish } from './live-wish.ts';
import { knownQuery } from './known-query.ts';

const NAME_LENGTH_MAX = 200;
const definitionSchema = z.strictObject({
  name: z.string().min(1).max(NAME_LENGTH_MAX),
  query: z.record(z.string(), z.json()),
});

/** Queries with names: `/queries` and below, without their subscriptions; and the end of page tokens. */
export function addQueryRoutes(http: Routes): void {
  const discover = (path: string, allow: string, forms?: XmlForms): void =>
    void http.options(path, (context) => context.body(null, 204, discoveryHeaders(allow, context.var.app.version, forms)));
  discover('/queries', 'OPTIONS, GET, POST');
  http.get('/queries', listQueries);
  http.post('/queries', defineQuery);
  discover('/queries/:queryName', 'OPTIONS, GET, DELETE');
  http.get('/queries/:queryName', async (context) => jsonAnswer(context, [definitionOf(await knownQuery(context))], {}));
  http.delete('/queries/:queryName', deleteQuery);
  discover('/queries/:queryName/events', 'OPTIONS, GET', '1.2');
  http.get('/queries/:queryName/events', runQuery);
  http.delete('/nextPageToken/:token', async (context) => {
    await dropPageToken(context.var.app, context.req.param('token'));
    return context.body(null, 204);
  });
}

function definitionOf({ name, query }: NamedQuery): JsonObject {
  return { name, query };
}

async function listQueries(context: SeenContext): Promise<Response> {
  const { app } = context.var;
  const { perPage, nextPageToken: token } = pagingOf(context.req.url);
  await refuseDropped(app, token);
  const after = token === null ? null : Buffer.from(token, 'base64url').toString();
  const limit = Math.min(perPage ?? PER_PAGE_DEFAULT, PER_PAGE_MAX);
  const { queries, hasMore } = await listNamedQueries(app, after, limit);
  const next = hasMore ? Buffer.from(queries.at(-1)?.name ?? '').toString('base64url') : null;
  return jsonAnswer(context, queries.map(definitionOf), nextPageHeaders(context.req.url, next, app.now()));
}

async function defineQuery(context: SeenContext): Promise<Response> {
  const request = context.req.raw;
  mediaTypeOf(request, ['application/json', 'application/ld+json']);
  const { name, query } = await readJson(request, definitionSchema);
  const stated = { name, query, context: queryContextOf(request.headers) };
  const parsed = readNamedQuery(stated);
  if (!parsed.ok) throw new ProblemError(invalidQuery(parsed.problems));
  await nameQuery(context.var.app, stated).catch((error: unknown) => {
    if (!(error instanceof NameTaken)) throw error;
    throw new ProblemError(alreadyThere(error.message));
  });
  return context.body(null, 201, { Location: `/queries/${encodeURIComponent(name)}` });
}

async function deleteQuery(context: SeenContext): Promise<Response> {
  const { name } = await knownQuery(context);
  await endSubscriptionsOf(context.var.app, name);
  await removeNamedQuery(context.var.app, name);
  return context.body(null, 204);
}

async function runQuery(context: SeenContext): Promise<Response> {
  const named = await knownQuery(context);
  const door = context.env as Partial<Door> | undefined;
  if (isUpgrade(context) && door?.open !== undefined) {
    door.open(await liveWish(context));
    return context.body(null, 204);
  }
  const { perPage, nextPageToken } = pagingOf(context.req.url);
  return answerEvents(context, { ...askedBy(named), perPage, nextPageToken }, named.name);
}

function isUpgrade({ req }: SeenContext): boolean {
  return req.header('upgrade')?.toLowerCase() === 'websocket';
}
