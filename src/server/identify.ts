import { getCookie } from 'hono/cookie';
import type { Next } from 'hono';
import { identifyKey, identifySession, identifyStranger, type Application, type Identified } from '../app/index.ts';
import { addressOf } from './address-of.ts';
import { isLoopback } from './loopback.ts';
import type { ServerSettings } from './options.ts';
import { crossSite, keyUnknown, ProblemError } from './problems.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { SeenContext } from './seeing.ts';

/** The cookie of a session; over HTTPS it is bound to this very host. */
export const SESSION_COOKIES = { secure: '__Host-ytterby', plain: 'ytterby' } as const;

const BEARER = /^Bearer +(\S+)$/i;
const READING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Finds out who asks, and hands the application on as he sees it. */
export function identify(app: Application, settings: ServerSettings, limiter: RateLimiter) {
  return async (context: SeenContext, next: Next): Promise<void> => {
    const { viewer, stage } = await whoAsks(context, app, settings, limiter);
    context.set('app', app.as(viewer));
    context.set('stage', stage);
    await next();
  };
}

/** @throws ProblemError for a key that opens nothing, and for a change that another site's page sends */
async function whoAsks(
  context: SeenContext,
  app: Application,
  settings: ServerSettings,
  limiter: RateLimiter,
): Promise<Identified> {
  const header = context.req.header('authorization');
  if (header !== undefined)
    return { viewer: await viewerOfKey(app, header, () => limiter.count(addressOf(context))), stage: 'none' };
  const isForged = changesOrListens(context) && isFromElsewhere(context);
  const token = sessionToken(context);
  const found = token === null ? null : await identifySession(app, token);
  if (found !== null) return refuseForged(found, isForged);
  if (settings.access === 'open') return refuseForged({ viewer: app.viewer, stage: 'none' }, isForged);
  const isAtHome = settings.access === 'auto' && settings.loopback && isLoopback(new URL(context.req.url).hostname);
  const viewer = await identifyStranger(app, isAtHome);
  return refuseForged({ viewer, stage: 'none' }, isForged && viewer.role === 'keeper');
}

/** Also who opens a WebSocket: its answers reach the page that opened it, whatever site it is of. */
function changesOrListens({ req }: SeenContext): boolean {
  return !READING.has(req.method) || req.header('upgrade') !== undefined;
}

function refuseForged(found: Identified, isForged: boolean): Identified {
  if (isForged) throw new ProblemError(crossSite());
  return found;
}

/** @param countWrong counts a key that opens nothing against its sender */
async function viewerOfKey(app: Application, header: string, countWrong: () => void): Promise<Identified['viewer']> {
  const key = BEARER.exec(header)?.[1];
  const viewer = key === undefined ? null : await identifyKey(app, key);
  if (viewer !== null) return viewer;
  countWrong();
  throw new ProblemError(keyUnknown());
}

/** The token of the request's session; null where it has none. */
export function sessionToken(context: SeenContext): string | null {
  return getCookie(context, SESSION_COOKIES.secure) ?? getCookie(context, SESSION_COOKIES.plain) ?? null;
}

/** Whether a page of another site sent the request: browsers say so, programs say nothing. */
function isFromElsewhere({ req }: SeenContext): boolean {
  const site = req.header('sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = req.header('origin');
  return origin !== undefined && URL.parse(origin)?.host !== new URL(req.url).host;
}
