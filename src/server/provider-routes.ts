import type { OpenAPIHono } from '@hono/zod-openapi';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { enterByIdentity, EntryRefused } from '../app/index.ts';
import { handOver, originOf } from './entering.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { ServerSettings } from './options.ts';
import { noSuchPage, ProblemError } from './problems.ts';
import { publicAddress } from './public-address.ts';
import type { Seeing, SeenContext } from './seeing.ts';

const START = '/api/access/provider';
const RETURN = `${START}/return`;
/** Holds the errand while the browser is at the provider. */
const COOKIE = 'ytterby-errand';
const ERRAND_SECONDS = 600;

/** Signing in with an identity provider: the way there, and the way back. */
export function addProviderRoutes(http: OpenAPIHono<Seeing>, settings: ServerSettings): void {
  http.get(START, (context) => orRefused(context, settings, () => setOut(context, settings)));
  http.get(RETURN, (context) => orRefused(context, settings, () => comeBack(context, settings)));
}

/** Whoever is refused is told so on the page from which he came. */
async function orRefused(context: SeenContext, settings: ServerSettings, work: () => Promise<Response>): Promise<Response> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof EntryRefused)) throw error;
    settings.log(`sign-in by ${settings.provider?.name ?? ''}: ${error.message}`);
    return context.redirect(`/sign-in?refused=${error.code}`);
  }
}

async function setOut(context: SeenContext, settings: ServerSettings): Promise<Response> {
  const here = publicAddress(context, settings);
  const { url, errand } = await providerOf(context, settings).begin(here + RETURN);
  const secure = here.startsWith('https:');
  setCookie(context, COOKIE, errand, { path: START, httpOnly: true, sameSite: 'Lax', secure, maxAge: ERRAND_SECONDS });
  return context.redirect(url.href);
}

async function comeBack(context: SeenContext, settings: ServerSettings): Promise<Response> {
  const errand = getCookie(context, COOKIE) ?? '';
  deleteCookie(context, COOKIE, { path: START });
  const at = new URL(publicAddress(context, settings) + RETURN);
  at.search = new URL(context.req.url).search;
  const identity = await providerOf(context, settings).finish(at, errand);
  const entry = await enterByIdentity(context.var.app, identity, originOf(context));
  handOver(context, entry, settings);
  return context.redirect('/sign-in?arrived');
}

/** @throws ProblemError where none is configured */
function providerOf({ req }: SeenContext, { provider }: ServerSettings): IdentityProvider {
  if (provider === null) throw new ProblemError(noSuchPage(req.path));
  return provider;
}
