import { TrieRouter } from 'hono/router/trie-router';
import type { Next } from 'hono';
import { reachOf, type Act } from '../access/index.ts';
import { noteReading, permit, seesOthers } from '../app/index.ts';
import { addressOf } from './address-of.ts';
import { ROUTE_ACTS } from './route-acts.ts';
import type { Routes, SeenContext } from './seeing.ts';

const acts = new TrieRouter<Act>();
for (const [method, path, act] of ROUTE_ACTS) acts.add(method, path, act);

/** The act that a request is; null where no route leads. */
function actOf(method: string, path: string): Act | null {
  const [found] = acts.match(method === 'HEAD' ? 'GET' : method, path);
  return found[0]?.[0] ?? null;
}

/**
 * Lets a request on when its viewer may do what it asks for.
 * @throws ActRefused
 */
export async function authorise(context: SeenContext, next: Next): Promise<void> {
  const act = actOf(context.req.method, context.req.path);
  if (act !== null) permit(context.var.app, act);
  await next();
  if (act !== null && context.res.ok) await noteReadingOf(act, context);
}

async function noteReadingOf(act: Act, context: SeenContext): Promise<void> {
  const { app } = context.var;
  if (!isReading(act) || !(await seesOthers(app))) return;
  const { pathname, search } = new URL(context.req.url);
  await noteReading(app, act, pathname + search, addressOf(context));
}

function isReading(act: Act): boolean {
  return act.endsWith('.read') && reachOf('auditor', act) === 'own' && act !== 'audit.read';
}

/** Handlers for every method refuse or serve pages; those for one method answer from the record. */
const UNBOUND_METHODS: ReadonlySet<string> = new Set(['ALL', 'OPTIONS']);

/**
 * Checks that each route has its act.
 * @throws Error that names the first without: nobody decided who may use it
 */
export function requireActs(http: Routes, pages: ReadonlySet<unknown>): void {
  const known = new Set(ROUTE_ACTS.map(([method, path]) => `${method} ${path}`));
  for (const { method, path, handler } of http.routes) {
    if (UNBOUND_METHODS.has(method) || pages.has(handler) || known.has(`${method} ${path}`)) continue;
    throw new Error(`the route ${method} ${path} has no act: say in route-acts.ts who may use it`);
  }
}
