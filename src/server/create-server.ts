import { OpenAPIHono } from '@hono/zod-openapi';
import type { Context, Handler, Next } from 'hono';
import type { Application } from '../app/index.ts';
import { addAccessRoutes } from './access-routes.ts';
import { addAnswerRoutes } from './answer-routes.ts';
import { addLogRoutes } from './log-routes.ts';
import { authorise, requireActs } from './authorise.ts';
import { addCaptureRoutes } from './capture-routes.ts';
import { describeStandardRoutes } from './description.ts';
import { addDigitalLinkRoutes } from './digital-link-routes.ts';
import { checkWishes, discoveryHeaders, EPCIS_CONTEXT, spokenHeaders, type XmlForms } from './epcis-headers.ts';
import { addEventRoutes } from './event-routes.ts';
import { addCaseRoutes } from './case-routes.ts';
import { addConductRoutes } from './conduct-routes.ts';
import { addIndicatorRoutes } from './indicator-routes.ts';
import { addModelRoutes } from './model-routes.ts';
import { identify } from './identify.ts';
import { addLabelRoute } from './label-routes.ts';
import type { RateLimit, ServerOptions, ServerSettings } from './options.ts';
import { methodNotAllowed, noSuchPage, problemOf, problemResponse, urlTooLong } from './problems.ts';
import { RateLimiter } from './rate-limit.ts';
import { addPassportRoutes } from './passport-routes.ts';
import { addProviderRoutes } from './provider-routes.ts';
import { addQueryRoutes } from './query-routes.ts';
import { addResourceRoutes, GROUPINGS } from './resource-routes.ts';
import { addReleaseRoutes } from './release-routes.ts';
import { RunningCaptures } from './running-captures.ts';
import { addSubscriptionRoutes } from './subscription-routes.ts';
import { addWitnessRoutes } from './witness-routes.ts';
import { isBrowser, WebFiles } from './web-files.ts';
import type { Routes, SeenContext, Seeing } from './seeing.ts';

/** The standard's top-level resources; its schema demands that all nine be listed. */
const TOP_LEVEL = [
  'events',
  'capture',
  'eventTypes',
  'epcs',
  'bizSteps',
  'bizLocations',
  'readPoints',
  'dispositions',
  'queries',
];

/** Paths that are a page for a browser and a route for a program. */
const PAGES_AT_ROUTES = ['/', '/capture', '/passports/:lot{.+}'];

/** Longer URLs are refused; Node.js must be told to take headers of this size. */
export const URL_LENGTH_MAX = 32_000;
const BODY_SILENCE_MS = 30_000;
/** A page asks some thirty things at once; a plant's gateway sends many small captures. */
const RATE_LIMIT: RateLimit = { perSecond: 50, burst: 500 };

/**
 * Ytterby over HTTP: the standard's routes, our own under `/api`, and the web app. Request in, response out; it needs no socket.
 */
export function createServer(app: Application, options: ServerOptions): Routes {
  const settings = withDefaults(options);
  const web = new WebFiles(settings.webRoot);
  const http = new OpenAPIHono<Seeing>();
  http.onError((error) => problemResponse(problemOf(error, settings.log)));
  http.use(guard);
  const limiter = new RateLimiter(settings, app.now);
  http.use(identify(app, settings, limiter));
  http.use(limiter.middleware());
  const page: Handler<Seeing> = (context, next) => (isBrowser(context.req.raw) ? web.page(context.req.raw) : next());
  for (const path of PAGES_AT_ROUTES) http.get(path, page);
  for (const path of ['/', ...[...TOP_LEVEL, 'nextPageToken'].map(andBelow)]) http.use(path, speakEpcis);
  http.use(authorise);
  addDiscovery(http);
  addCaptureRoutes(http, settings);
  addEventRoutes(http, settings);
  addResourceRoutes(http);
  addQueryRoutes(http);
  addSubscriptionRoutes(http, settings);
  addAnswerRoutes(http);
  addAccessRoutes(http, settings);
  addProviderRoutes(http, settings);
  addLabelRoute(http, settings);
  addModelRoutes(http);
  addCaseRoutes(http);
  addConductRoutes(http);
  addReleaseRoutes(http, settings);
  addIndicatorRoutes(http);
  addDigitalLinkRoutes(http, settings, web);
  addLogRoutes(http);
  addWitnessRoutes(http, settings);
  addPassportRoutes(http, settings);
  describeStandardRoutes(http);
  addDescription(http, app);
  requireActs(http, new Set([page]));
  refuseOtherMethods(http);
  http.notFound(async (context) => {
    const { raw } = context.req;
    const file = context.req.path.startsWith('/api/') ? null : await web.answer(raw);
    return file ?? problemResponse(noSuchPage(context.req.path));
  });
  return http;
}

function withDefaults(options: ServerOptions): ServerSettings {
  return {
    webRoot: options.webRoot,
    bodyLimitBytes: options.bodyLimitBytes,
    publicUrl: options.publicUrl ?? null,
    bodySilenceMs: options.bodySilenceMs ?? BODY_SILENCE_MS,
    log: options.log ?? ((line) => process.stderr.write(`${line}\n`)),
    access: options.access ?? 'auto',
    loopback: options.loopback ?? true,
    allowPrivateDestinations: options.allowPrivateDestinations ?? false,
    provider: options.provider ?? null,
    witness: options.witness ?? null,
    rateLimit: options.rateLimit ?? RATE_LIMIT,
    running: options.running ?? new RunningCaptures(),
  };
}

/** What holds for every answer: no guessing of types, nothing kept unless it says so. */
async function guard(context: Context, next: Next): Promise<Response | void> {
  if (context.req.url.length > URL_LENGTH_MAX) return problemResponse(urlTooLong(URL_LENGTH_MAX));
  await next();
  const { headers } = context.res;
  headers.set('X-Content-Type-Options', 'nosniff');
  headers.set('Referrer-Policy', 'same-origin');
  if (!headers.has('Cache-Control')) headers.set('Cache-Control', 'no-store');
}

/** What holds for every answer of the standard's routes, also for problems of those behind. */
async function speakEpcis(context: SeenContext, next: Next): Promise<void> {
  context.set('epcis', checkWishes(context.req.raw.headers, xmlFormsOf(context)));
  await next();
  for (const [name, value] of Object.entries(spokenHeaders(context.var.epcis))) context.res.headers.set(name, value);
  context.res.headers.append('Vary', 'Accept');
}

/** Events have a form in XML of 1.2; capture jobs and lists of words one in XML of 2.0; the lists of resources and of jobs none. */
function xmlFormsOf({ req: { path, method } }: SeenContext): XmlForms {
  const isCapture = path === '/capture';
  if (path === '/' || (isCapture && method === 'GET')) return 'none';
  return isCapture || /^\/events(\/|$)|\/events$/.test(path) ? '1.2' : '2.0';
}

function addDiscovery(http: Routes): void {
  http.options('/', (context) => context.body(null, 204, discoveryHeaders('OPTIONS, GET', context.var.app.version)));
  http.get('/', (context) => context.json({ '@context': EPCIS_CONTEXT, type: 'Collection', member: TOP_LEVEL }));
}

/** The pattern of a resource and everything below it. */
function andBelow(name: string): string {
  return `/${name}/*`;
}

function addDescription(http: OpenAPIHono<Seeing>, app: Application): void {
  const description = 'The operating record of a rare-earth industry. The routes of EPCIS 2.0 are described in full by GS1.';
  http.doc31('/openapi.json', { openapi: '3.1.0', info: { title: 'Ytterby', version: app.version, description } });
}

function refuseOtherMethods(http: Routes): void {
  const routes = [
    ['/', 'OPTIONS, GET'],
    ['/capture', 'OPTIONS, POST, GET'],
    ['/capture/:captureID', 'OPTIONS, GET'],
    ['/events', 'OPTIONS, GET, POST'],
    ['/events/:eventID{.+}', 'OPTIONS, GET'],
    ...GROUPINGS.flatMap((grouping) => [[`/${grouping}`, 'OPTIONS, GET'] as const, [`/${grouping}/*`, 'OPTIONS, GET'] as const]),
    ['/queries', 'OPTIONS, GET, POST'],
    ['/queries/:queryName', 'OPTIONS, GET, DELETE'],
    ['/queries/:queryName/events', 'OPTIONS, GET'],
    ['/queries/:queryName/subscriptions', 'OPTIONS, GET, POST'],
    ['/queries/:queryName/subscriptions/:subscriptionID', 'OPTIONS, GET, DELETE'],
    ['/nextPageToken/:token', 'DELETE'],
    ['/api/access/*', 'GET, POST, DELETE'],
    ['/api/passport-revocations', 'POST'],
    ['/api/models/*', 'POST'],
    ['/api/*', 'GET'],
    ['/log/add-checkpoint', 'POST'],
    ['/log/*', 'GET'],
  ] as const satisfies readonly (readonly [string, string])[];
  for (const [path, allowed] of routes) {
    http.all(path, (context, next) => {
      const isKnown = !path.endsWith('/*') || context.req.method !== 'GET';
      return isKnown ? problemResponse(methodNotAllowed(context.req.method, allowed)) : next();
    });
  }
}
