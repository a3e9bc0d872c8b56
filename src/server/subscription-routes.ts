import { z } from '@hono/zod-openapi';
import {
  findSubscription,
  listSubscriptions,
  refuseDropped,
  subscribe,
  unsubscribe,
  type KeptSubscription,
} from '../app/index.ts';
import type { JsonObject } from '../epcis/index.ts';
import { jsonAnswer } from './epcis-answer.ts';
import { discoveryHeaders, promisedFormatOf } from './epcis-headers.ts';
import type { ServerSettings } from './options.ts';
import { nextPageHeaders, pagingOf, PER_PAGE_DEFAULT, PER_PAGE_MAX } from './paging.ts';
import { noSuchResource, ProblemError } from './problems.ts';
import { publicAddress } from './public-address.ts';
import { knownQuery } from './known-query.ts';
import { refuseSubscription, SCHEDULE_FIELDS, timingOf } from './subscription-timing.ts';
import { mediaTypeOf } from './read-body.ts';
import { readJson } from './read-json.ts';
import type { Routes, SeenContext } from './seeing.ts';

const fieldSchema = z
  .union([z.string().max(200), z.int()])
  .transform(String)
  .optional();
const scheduleSchema = z.strictObject(Object.fromEntries(SCHEDULE_FIELDS.map((field) => [field, fieldSchema])));
const subscriptionSchema = z.strictObject({
  dest: z.string().min(1).max(2000),
  signatureToken: z.string().min(1).max(1000).optional(),
  stream: z.literal(true).optional(),
  schedule: scheduleSchema.optional(),
  reportIfEmpty: z.boolean().optional(),
  initialRecordTime: z.iso.datetime({ offset: true }).optional(),
});

/** Subscriptions to named queries: by webhook, and over a WebSocket to `/queries/{name}/events`. */
export function addSubscriptionRoutes(http: Routes, settings: ServerSettings): void {
  const list = '/queries/:queryName/subscriptions';
  const one = `${list}/:subscriptionID`;
  http.options(list, (context) => context.body(null, 204, discoveryHeaders('OPTIONS, GET, POST', context.var.app.version)));
  http.get(list, showSubscriptions);
  http.post(list, (context) => addSubscription(context, settings));
  http.options(one, discoverOne);
  http.get(one, async (context) => jsonAnswer(context, shown(await knownSubscription(context)), {}));
  http.delete(one, async (context) => {
    const { subscription } = await knownSubscription(context);
    await unsubscribe(context.var.app, subscription.queryName, subscription.id);
    return context.body(null, 204);
  });
}

/** @throws ProblemError 404 */
async function knownSubscription(context: SeenContext): Promise<KeptSubscription> {
  const { name } = await knownQuery(context);
  const id = context.req.param('subscriptionID') ?? '';
  const known = await findSubscription(context.var.app, name, id);
  if (known === null) throw new ProblemError(noSuchResource('subscription', id));
  return known;
}

async function discoverOne(context: SeenContext): Promise<Response> {
  const known = await knownSubscription(context);
  return context.body(null, 204, {
    ...discoveryHeaders('OPTIONS, GET, DELETE', context.var.app.version),
    'GS1-Query-Min-Record-Time': known.progress.lastNotifiedAt ?? known.subscription.createdAt,
  });
}

async function showSubscriptions(context: SeenContext): Promise<Response> {
  const { app } = context.var;
  const { name } = await knownQuery(context);
  const { perPage, nextPageToken: after } = pagingOf(context.req.url);
  await refuseDropped(app, after);
  const all = (await listSubscriptions(app, name)).filter(({ subscription }) => after === null || subscription.id > after);
  const page = all.slice(0, Math.min(perPage ?? PER_PAGE_DEFAULT, PER_PAGE_MAX));
  const next = all.length > page.length ? (page.at(-1)?.subscription.id ?? null) : null;
  return jsonAnswer(context, page.map(shown), nextPageHeaders(context.req.url, next, app.now()));
}

/** A subscription as the standard shows it: without its secret. */
function shown({ subscription, progress }: KeptSubscription): JsonObject {
  const { id, queryName, dest, createdAt, timing, initialRecordTime } = subscription;
  return {
    subscriptionID: id,
    queryName,
    dest,
    createdAt,
    ...(initialRecordTime === null ? {} : { initialRecordTime }),
    ...(progress.lastNotifiedAt === null ? {} : { lastNotifiedAt: progress.lastNotifiedAt }),
    ...('schedule' in timing ? { schedule: { ...timing.schedule }, reportIfEmpty: timing.reportIfEmpty } : { stream: true }),
  };
}

async function addSubscription(context: SeenContext, settings: ServerSettings): Promise<Response> {
  const { app } = context.var;
  const query = await knownQuery(context);
  const request = context.req.raw;
  mediaTypeOf(request, ['application/json', 'application/ld+json']);
  const asked = await readJson(request, subscriptionSchema);
  const wish = {
    dest: asked.dest,
    signatureToken: asked.signatureToken ?? null,
    timing: timingOf(asked.stream === true, asked.schedule ?? null, asked.reportIfEmpty ?? false),
    initialRecordTime: asked.initialRecordTime ?? null,
    format: promisedFormatOf(request.headers),
  };
  const kept = await subscribe(app, query, wish, settings.allowPrivateDestinations).catch(refuseSubscription);
  const path = `/queries/${encodeURIComponent(query.name)}/subscriptions/${kept.subscription.id}`;
  return context.json(shown(kept), 201, { Location: publicAddress(context, settings) + path });
}
