import type { OpenAPIHono } from '@hono/zod-openapi';
import { z } from '@hono/zod-openapi';
import { deleteCookie } from 'hono/cookie';
import { ACTS, mayDo, NO_MANDATE, reachOf, ROLES, type Account, type Role } from '../access/index.ts';
import {
  addAccount,
  answerAudit,
  answerMembers,
  answerSessions,
  answerShares,
  beginEnrolment,
  changeAccount,
  changePassword,
  claimLink,
  drawEnrolment,
  endOwnSession,
  EntryRefused,
  finishEnrolment,
  giveCode,
  giveShare,
  isUnclaimed,
  makeKey,
  ownAccount,
  removeSecondFactor,
  renewLink,
  revokeKey,
  setDisabled,
  signIn,
  signOut,
  withdrawShare,
  type Entry,
} from '../app/index.ts';
import * as wire from '../wire/index.ts';
import { parameters, readParameters } from './answer-parameters.ts';
import { describeAnswer, describeChange } from './description.ts';
import { addressOf } from './address-of.ts';
import { handOver, originOf } from './entering.ts';
import { SESSION_COOKIES, sessionToken } from './identify.ts';
import type { ServerSettings } from './options.ts';
import { noSuchResource, ProblemError } from './problems.ts';
import { readJson } from './read-json.ts';
import type { Seeing, SeenContext } from './seeing.ts';

const { offset, limit } = parameters;
const nothing = z.strictObject({});
const page = z.strictObject({ offset, limit });
const doneSchema = z.object({ done: z.literal(true) });
const DONE = { done: true } as const;

type Access = OpenAPIHono<Seeing>;

/** Signing in, accounts, keys, shares and the audit record, under `/api/access`. */
export function addAccessRoutes(http: Access, settings: ServerSettings): void {
  addEntryRoutes(http, settings);
  addOwnRoutes(http);
  addMemberRoutes(http);
  addShareRoutes(http);
  describeAnswer(http, '/api/access/permissions', 'who may do what', nothing, wire.permissionsSchema);
  http.get('/api/access/permissions', (context) =>
    context.json({
      roles: [...ROLES],
      acts: ACTS.map((act) => ({ act, reach: ROLES.map((role) => reachOf(role, act)) })),
    } satisfies wire.Permissions),
  );
  describeAnswer(http, '/api/access/audit', 'what was done and what was read of others, latest first', page, wire.auditSchema);
  http.get('/api/access/audit', async (context) =>
    context.json(await answerAudit(context.var.app, readParameters(context.req.url, page))),
  );
}

/** A change: a method, a path, what its body must be, and what comes of it. */
function addChange<Body extends z.ZodType, Answer extends z.ZodType>(
  http: Access,
  method: 'post' | 'delete',
  path: string,
  summary: string,
  body: Body,
  answer: Answer,
  work: (context: SeenContext, body: z.output<Body>) => Promise<z.input<Answer>>,
): void {
  describeChange(http, method, path, summary, body, answer);
  http.on(method.toUpperCase(), path, async (context: SeenContext) => {
    const asked = method === 'post' ? await readJson(context.req.raw, body) : (undefined as z.output<Body>);
    return context.json((await work(context, asked)) as object);
  });
}

function addEntryRoutes(http: Access, settings: ServerSettings): void {
  describeAnswer(http, '/api/access/who', 'who asks', nothing, wire.whoSchema);
  http.get('/api/access/who', async (context) => context.json(await whoIs(context, settings)));
  addChange(
    http,
    'post',
    '/api/access/sign-in',
    'lets somebody in',
    wire.signInSchema,
    wire.whoSchema,
    async (context, asked) => {
      const entry = await signIn(context.var.app, asked.account, asked.password, originOf(context));
      return entered(context, entry, settings);
    },
  );
  addChange(
    http,
    'post',
    '/api/access/claim',
    'takes a one-time link',
    wire.claimSchema,
    wire.whoSchema,
    async (context, asked) => {
      const entry = await claimLink(context.var.app, asked.token, asked.password, originOf(context));
      return entered(context, entry, settings);
    },
  );
  addChange(http, 'post', '/api/access/code', 'the second factor', wire.codeSchema, doneSchema, async (context, { code }) => {
    await giveCode(context.var.app, tokenOf(context), code, addressOf(context));
    return DONE;
  });
  addChange(
    http,
    'post',
    '/api/access/enrolment',
    'a new second factor, by a code of the one before where there is one',
    wire.enrolmentWishSchema,
    wire.enrolmentSchema,
    async (context, { code }) => {
      const begun = await beginEnrolment(context.var.app, tokenOf(context), code ?? null, addressOf(context));
      return { ...begun, picture: drawEnrolment(begun.uri) };
    },
  );
  addChange(
    http,
    'post',
    '/api/access/enrolment/code',
    'proves the new second factor',
    wire.codeSchema,
    wire.recoverySchema,
    async (context, { code }) => ({
      recoveryCodes: await finishEnrolment(context.var.app, tokenOf(context), code, addressOf(context)),
    }),
  );
  addChange(http, 'post', '/api/access/sign-out', 'ends the session', nothing, doneSchema, async (context) => {
    const token = sessionToken(context);
    if (token !== null) await signOut(context.var.app, token);
    for (const name of Object.values(SESSION_COOKIES)) deleteCookie(context, name, { path: '/', secure: name.startsWith('__') });
    return DONE;
  });
}

/** @throws EntryRefused */
function tokenOf(context: SeenContext): string {
  const token = sessionToken(context);
  if (token === null) throw new EntryRefused('no-session', 'sign in first');
  return token;
}

function entered(context: SeenContext, entry: Entry, settings: ServerSettings): Promise<wire.Who> {
  handOver(context, entry, settings);
  return whoIs(context, settings, entry.stage);
}

async function whoIs(
  context: SeenContext,
  { provider }: ServerSettings,
  stage: wire.Who['session'] = context.var.stage,
): Promise<wire.Who> {
  const { app } = context.var;
  const { account, organisation, role, mandate } = app.viewer;
  const { everything, provinces, organisations } = mandate;
  return {
    account,
    name: (await ownAccount(app))?.name ?? null,
    organisation,
    role,
    mandate: { everything, provinces: [...provinces], organisations: [...organisations] },
    session: stage,
    openRecord: role === 'keeper' && (await isUnclaimed(app)),
    acts: ACTS.filter((act) => mayDo(role, act)),
    provider: provider?.name ?? null,
  };
}

function addOwnRoutes(http: Access): void {
  describeAnswer(http, '/api/access/sessions', 'the own sessions', nothing, wire.sessionsSchema);
  http.get('/api/access/sessions', async (context) => context.json(await answerSessions(context.var.app, sessionToken(context))));
  addChange(http, 'delete', '/api/access/sessions/:id', 'ends an own session', nothing, doneSchema, async (context) => {
    const id = context.req.param('id') ?? '';
    if (!(await endOwnSession(context.var.app, id))) throw new ProblemError(noSuchResource('session', id));
    return DONE;
  });
  addChange(
    http,
    'post',
    '/api/access/password',
    'changes the own password',
    wire.passwordChangeSchema,
    doneSchema,
    async (context, asked) => {
      await changePassword(context.var.app, tokenOf(context), asked, addressOf(context));
      return DONE;
    },
  );
}

function addMemberRoutes(http: Access): void {
  describeAnswer(http, '/api/access/members', 'accounts and keys', nothing, wire.membersSchema);
  http.get('/api/access/members', async (context) => context.json(await answerMembers(context.var.app)));
  addChange(
    http,
    'post',
    '/api/access/members',
    'makes an account',
    wire.accountInputSchema,
    wire.linkSchema.nullable(),
    (context, asked) => addAccount(context.var.app, accountOf(asked), addressOf(context)),
  );
  addChange(
    http,
    'post',
    '/api/access/members/:id',
    'gives an account another role, organisation or mandate',
    wire.accountInputSchema,
    doneSchema,
    async (context, asked) => {
      await changeAccount(context.var.app, accountOf({ ...asked, id: context.req.param('id') ?? '' }), addressOf(context));
      return DONE;
    },
  );
  addChange(http, 'post', '/api/access/members/:id/link', 'a new one-time link', nothing, wire.linkSchema, (context) =>
    renewLink(context.var.app, context.req.param('id') ?? '', addressOf(context)),
  );
  for (const [word, disabled] of [
    ['disable', true],
    ['enable', false],
  ] as const) {
    addChange(http, 'post', `/api/access/members/:id/${word}`, `${word}s an account`, nothing, doneSchema, async (context) => {
      await setDisabled(context.var.app, context.req.param('id') ?? '', disabled, addressOf(context));
      return DONE;
    });
  }
  addChange(
    http,
    'delete',
    '/api/access/members/:id/second-factor',
    'takes a second factor away',
    nothing,
    doneSchema,
    async (context) => {
      await removeSecondFactor(context.var.app, context.req.param('id') ?? '', addressOf(context));
      return DONE;
    },
  );
  addChange(http, 'post', '/api/access/keys', 'makes a key', wire.keyInputSchema, wire.madeKeySchema, (context, asked) =>
    makeKey(context.var.app, asked, addressOf(context)),
  );
  addChange(http, 'delete', '/api/access/keys/:id', 'revokes a key', nothing, doneSchema, async (context) => {
    await revokeKey(context.var.app, context.req.param('id') ?? '', addressOf(context));
    return DONE;
  });
}

function accountOf({ mandate, role, ...rest }: z.output<typeof wire.accountInputSchema>): Account {
  // A role that there is none of is refused as one that is nobody's to give.
  const known = ROLES.find((name): name is Role => name === role) ?? 'public';
  return { ...rest, role: known, mandate: mandate ?? NO_MANDATE };
}

function addShareRoutes(http: Access): void {
  describeAnswer(http, '/api/access/shares', 'what the own organisation shares and is shown', nothing, wire.sharesSchema);
  http.get('/api/access/shares', async (context) => context.json(await answerShares(context.var.app)));
  addChange(
    http,
    'post',
    '/api/access/shares',
    'shares a site or a lot',
    wire.shareInputSchema,
    z.object({ id: z.string() }),
    (context, { site, lot, until, ...parties }) => {
      const what = site === null ? { lot: lot ?? '' } : { site };
      const wish = { ...parties, what, untilMs: until === null ? null : Date.parse(until) };
      return giveShare(context.var.app, wish, addressOf(context));
    },
  );
  addChange(http, 'delete', '/api/access/shares/:id', 'withdraws a share', nothing, doneSchema, async (context) => {
    await withdrawShare(context.var.app, context.req.param('id') ?? '', addressOf(context));
    return DONE;
  });
}
