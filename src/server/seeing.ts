import type { Context, Hono } from 'hono';
import type { Application } from '../app/index.ts';

/** What the server's middleware hands to each route: `context.var.app` is the application as whoever asks sees it. */
export interface Seeing {
  readonly Variables: { app: Application };
}

/** A request on its way through this server. */
export type SeenContext = Context<Seeing>;

/** This server's collection of routes. */
export type Routes = Hono<Seeing>;
