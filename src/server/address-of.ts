import type { SeenContext } from './seeing.ts';

/** Where the request came from, for the audit record and for limits; `here` where there is no socket. */
export function addressOf(context: SeenContext): string {
  const env = context.env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  return env?.incoming?.socket?.remoteAddress ?? 'here';
}
