import type { Next } from 'hono';
import { addressOf } from './address-of.ts';
import type { RateLimit, ServerSettings } from './options.ts';
import { ProblemError, tooManyRequests } from './problems.ts';
import type { SeenContext } from './seeing.ts';

/** How many callers are remembered; the one that has been silent longest is forgotten first. */
const CALLERS_MAX = 10_000;

/** What is left to a caller, as of when. */
interface Bucket {
  tokens: number;
  atMs: number;
}

/** A token bucket for each caller: an account, or the address of who shows none. The keeper has no limit. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();
  readonly #limit: RateLimit;
  readonly #now: () => number;

  constructor({ rateLimit }: ServerSettings, now: () => number) {
    this.#limit = rateLimit;
    this.#now = now;
  }

  /** Counts a request of a caller. @throws ProblemError 429 */
  count(caller: string): void {
    const waitMs = take(this.#buckets, caller, this.#limit, this.#now());
    if (waitMs > 0) throw new ProblemError(tooManyRequests(Math.ceil(waitMs / 1000)));
  }

  /** Counts every request whose caller is known by now. */
  middleware() {
    return async (context: SeenContext, next: Next): Promise<void> => {
      const { viewer } = context.var.app;
      if (viewer.role !== 'keeper') this.count(viewer.account ?? addressOf(context));
      await next();
    };
  }
}

/** Takes a token of a caller's bucket. @returns 0, or how long there is none */
function take(buckets: Map<string, Bucket>, caller: string, { perSecond, burst }: RateLimit, nowMs: number): number {
  const known = buckets.get(caller) ?? { tokens: burst, atMs: nowMs };
  const elapsed = Math.max(0, nowMs - known.atMs);
  const tokens = Math.min(burst, known.tokens + (elapsed / 1000) * perSecond);
  buckets.delete(caller);
  buckets.set(caller, { tokens: Math.max(0, tokens - 1), atMs: nowMs });
  for (const oldest of buckets.keys()) {
    if (buckets.size <= CALLERS_MAX) break;
    buckets.delete(oldest);
  }
  return tokens >= 1 ? 0 : ((1 - tokens) / perSecond) * 1000;
}
