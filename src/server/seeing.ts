import type { Context, Hono } from 'hono';
import type { Application, SessionStage } from '../app/index.ts';
import type { EpcisVersion } from './epcis-versions.ts';

/** What the server's middleware hands to each route. */
export interface Seeing {
  readonly Variables: {
    /** The application as whoever asks sees it. */
    app: Application;
    /** How far the session has come. */
    stage: SessionStage | 'none';
    /** The version of EPCIS that the standard's routes speak with this client. */
    epcis: EpcisVersion;
  };
}

/** A request on its way through this server. */
export type SeenContext = Context<Seeing>;

/** This server's collection of routes. */
export type Routes = Hono<Seeing>;
