import type { Context } from 'hono';
import type { ServerSettings } from './options.ts';

/** Where others reach this server, without a slash at the end: as configured, else what the request was sent to. */
export function publicAddress(context: Context, { publicUrl }: ServerSettings): string {
  return publicUrl ?? new URL(context.req.url).origin;
}
