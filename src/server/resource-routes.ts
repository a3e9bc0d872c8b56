import { findResource, listResources, refuseDropped, type Application } from '../app/index.ts';
import { parseQuery, type Condition, type EventGrouping } from '../epcis/index.ts';
import { jsonAnswer } from './epcis-answer.ts';
import { discoveryHeaders, EPCIS_CONTEXT, queryContextOf } from './epcis-headers.ts';
import { answerEvents } from './event-routes.ts';
import { nextPageHeaders, pagingOf, PER_PAGE_DEFAULT, PER_PAGE_MAX } from './paging.ts';
import { invalidQuery, noSuchResource, ProblemError } from './problems.ts';
import type { Routes, SeenContext } from './seeing.ts';

/** The standard's resources that group events. */
export const GROUPINGS: readonly EventGrouping[] = [
  'eventTypes',
  'epcs',
  'bizSteps',
  'bizLocations',
  'readPoints',
  'dispositions',
];

const EVENTS = '/events';

/** The lists of what events can be grouped by, each member of a list, and its events. */
export function addResourceRoutes(http: Routes): void {
  for (const grouping of GROUPINGS) {
    const [list, below] = [`/${grouping}`, `/${grouping}/:id{.+}`];
    for (const path of [list, below]) http.options(path, discover);
    http.get(list, (context) => showList(context, grouping));
    // An identifier may be a URI with slashes, sent encoded or not: what follows the last of them tells the two routes apart.
    http.get(below, (context) => showBelow(context, grouping));
  }
}

function discover(context: SeenContext): Response {
  const forms = context.req.path.endsWith(EVENTS) ? '1.2' : '2.0';
  return context.body(null, 204, discoveryHeaders('OPTIONS, GET', context.var.app.version, forms));
}

async function showList(context: SeenContext, grouping: EventGrouping): Promise<Response> {
  const { app } = context.var;
  const { perPage, nextPageToken: token } = pagingOf(context.req.url);
  await refuseDropped(app, token);
  const page = await listResources(app, grouping, { perPage: Math.min(perPage ?? PER_PAGE_DEFAULT, PER_PAGE_MAX), token });
  const headers = nextPageHeaders(context.req.url, page.nextPageToken, app.now());
  return jsonAnswer(context, collectionOf(page.members), headers);
}

function collectionOf(member: readonly string[]): object {
  return { '@context': EPCIS_CONTEXT, type: 'Collection', member };
}

async function showBelow(context: SeenContext, grouping: EventGrouping): Promise<Response> {
  const below = context.req.param('id') ?? '';
  const isEvents = below.endsWith(EVENTS);
  const id = isEvents ? below.slice(0, -EVENTS.length) : below;
  const condition = await knownResource(context.var.app, grouping, id);
  if (!isEvents) return jsonAnswer(context, collectionOf(['events']), {});
  const { searchParams } = new URL(context.req.url);
  const parsed = parseQuery(searchParams, queryContextOf(context.req.raw.headers));
  if (!parsed.ok) throw new ProblemError(invalidQuery(parsed.problems));
  return answerEvents(context, { ...parsed.query, conditions: [condition, ...parsed.query.conditions] });
}

/** @throws ProblemError 404 */
async function knownResource(app: Application, grouping: EventGrouping, id: string): Promise<Condition> {
  const condition = await findResource(app, grouping, id);
  if (condition === null) throw new ProblemError(noSuchResource(grouping.slice(0, -1), id));
  return condition;
}
