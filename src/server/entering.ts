import { setCookie } from 'hono/cookie';
import type { Entry, Origin } from '../app/index.ts';
import { addressOf } from './address-of.ts';
import { SESSION_COOKIES } from './identify.ts';
import type { ServerSettings } from './options.ts';
import { publicAddress } from './public-address.ts';
import type { SeenContext } from './seeing.ts';

const WEEK_SECONDS = 7 * 24 * 3600;

/** Where somebody comes in from, for him to recognise his session by. */
export function originOf(context: SeenContext): Origin {
  return { address: addressOf(context), agent: context.req.header('user-agent') ?? '' };
}

/** Hands the cookie of a new session over. */
export function handOver(context: SeenContext, { token }: Entry, settings: ServerSettings): void {
  const secure = publicAddress(context, settings).startsWith('https:');
  const name = secure ? SESSION_COOKIES.secure : SESSION_COOKIES.plain;
  setCookie(context, name, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: WEEK_SECONDS });
}
