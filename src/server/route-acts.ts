import type { Act } from '../access/index.ts';
import { PRIMARY_KEYS } from '../gs1/index.ts';
import { GROUPINGS } from './resource-routes.ts';

/** A way in: a method (HEAD goes with GET), a path as the routes write it, and the act of the table of permissions that it is. */
export type RouteAct = readonly [method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, act: Act];

/** Every route of the server. One that is not here is refused to everybody, and `createServer` throws. */
export const ROUTE_ACTS: readonly RouteAct[] = [
  ['GET', '/', 'standard.read'],
  ['GET', '/openapi.json', 'standard.read'],

  ['POST', '/capture', 'events.capture'],
  ['GET', '/capture', 'capture-jobs.read'],
  ['GET', '/capture/:captureID', 'capture-jobs.read'],
  ['POST', '/events', 'events.capture'],
  ['GET', '/events', 'events.read'],
  ['GET', '/events/:eventID{.+}', 'events.read'],

  ...GROUPINGS.flatMap((grouping): RouteAct[] => [
    ['GET', `/${grouping}`, 'events.read'],
    ['GET', `/${grouping}/:id{.+}`, 'events.read'],
  ]),
  ['GET', '/queries', 'query.read'],
  ['POST', '/queries', 'query.define'],
  ['GET', '/queries/:queryName', 'query.read'],
  ['DELETE', '/queries/:queryName', 'query.define'],
  ['GET', '/queries/:queryName/events', 'events.read'],
  ['GET', '/queries/:queryName/subscriptions', 'subscription.hold'],
  ['POST', '/queries/:queryName/subscriptions', 'subscription.hold'],
  ['GET', '/queries/:queryName/subscriptions/:subscriptionID', 'subscription.hold'],
  ['DELETE', '/queries/:queryName/subscriptions/:subscriptionID', 'subscription.hold'],
  ['DELETE', '/nextPageToken/:token', 'query.read'],

  ['GET', '/api/status', 'status.read'],
  ['GET', '/api/overview', 'statistics.read'],
  ['GET', '/api/organisations', 'registry.read'],
  ['GET', '/api/organisation', 'organisation.read'],
  ['GET', '/api/sites', 'registry.read'],
  ['GET', '/api/site', 'site.read'],
  ['GET', '/api/lot', 'lot.read'],
  ['GET', '/api/lineage', 'trace.read'],
  ['GET', '/api/trace', 'trace.read'],
  ['GET', '/api/balance', 'balance.read'],
  ['GET', '/api/quotas', 'quota.read'],
  ['GET', '/api/search', 'search.read'],
  ['GET', '/api/label', 'label.print'],
  ['GET', '/api/scan', 'code.scan'],

  ['GET', '/api/access/who', 'session.open'],
  ['GET', '/api/access/permissions', 'standard.read'],
  ['POST', '/api/access/sign-in', 'session.open'],
  ['POST', '/api/access/claim', 'session.open'],
  ['POST', '/api/access/code', 'session.open'],
  ['POST', '/api/access/enrolment', 'session.open'],
  ['POST', '/api/access/enrolment/code', 'session.open'],
  ['POST', '/api/access/sign-out', 'session.open'],
  ['GET', '/api/access/sessions', 'account.own'],
  ['DELETE', '/api/access/sessions/:id', 'account.own'],
  ['POST', '/api/access/password', 'account.own'],
  ['GET', '/api/access/members', 'members.manage'],
  ['POST', '/api/access/members', 'members.manage'],
  ['POST', '/api/access/members/:id', 'members.manage'],
  ['POST', '/api/access/members/:id/link', 'members.manage'],
  ['POST', '/api/access/members/:id/disable', 'members.manage'],
  ['POST', '/api/access/members/:id/enable', 'members.manage'],
  ['DELETE', '/api/access/members/:id/second-factor', 'members.manage'],
  ['POST', '/api/access/keys', 'members.manage'],
  ['DELETE', '/api/access/keys/:id', 'members.manage'],
  ['GET', '/api/access/shares', 'share.give'],
  ['POST', '/api/access/shares', 'share.give'],
  ['DELETE', '/api/access/shares/:id', 'share.give'],
  ['GET', '/api/access/audit', 'audit.read'],

  ['GET', '/api/log', 'log.read'],
  ['GET', '/api/log-path', 'proof.read'],
  ['GET', '/log/checkpoint', 'log.read'],
  ['GET', '/log/key', 'log.read'],
  ['GET', '/log/proof', 'proof.read'],
  ['GET', '/log/tile/*', 'log.read'],

  ['GET', '/passports/:lot{.+}', 'passport.read'],
  ['GET', '/status-lists/:list{[0-9]+}', 'passport.read'],
  ['POST', '/api/passport-revocations', 'passport.revoke'],
  ['GET', '/.well-known/jwks.json', 'standard.read'],
  ['GET', '/.well-known/did.json', 'standard.read'],
  ['GET', '/.well-known/gs1resolver', 'standard.read'],
  ...[...PRIMARY_KEYS.keys()].map((key): RouteAct => ['GET', `/${key}/*`, 'code.resolve']),
];
