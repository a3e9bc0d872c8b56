import { type OpenAPIHono, z } from '@hono/zod-openapi';
import {
  collectPassport,
  issueCredential,
  issuePresentation,
  issueStatusList,
  OWN_CONTEXT_PATH,
  revokePassport,
  VC_JWT,
  VC_SD_JWT,
  type IssuingPlace,
} from '../app/index.ts';
import { CREDENTIAL_KINDS, OWN_CONTEXT, type CredentialKind } from '../passport/index.ts';
import { passportSchema } from '../wire/index.ts';
import { addressOf } from './address-of.ts';
import { describeAnswer, describeChange } from './description.ts';
import { acceptedTypes } from './negotiation.ts';
import type { ServerSettings } from './options.ts';
import { invalidParameters, notAcceptable, ProblemError } from './problems.ts';
import { publicAddress } from './public-address.ts';
import { readJson } from './read-json.ts';
import type { Seeing, SeenContext } from './seeing.ts';

const JSON_TYPES = ['application/json', '*/*', 'application/*'];
const SD_TYPES = [VC_SD_JWT, 'application/dc+sd-jwt'];
const REASON_LENGTH_MAX = 500;
const revocationSchema = z.strictObject({ lot: z.string().min(1), reason: z.string().min(1).max(REASON_LENGTH_MAX) });
const doneSchema = z.object({ done: z.literal(true) });

/** Passports of lots, the keys that sign them, and the lists that revoke them. */
export function addPassportRoutes(http: OpenAPIHono<Seeing>, settings: ServerSettings): void {
  describeAnswer(http, '/passports/{lot}', 'a lot’s passport, as facts or as a signed credential', z.object({}), passportSchema);
  http.get('/passports/:lot{.+}', (context) => showPassport(context, settings));
  http.get('/status-lists/:list{[0-9]+}', async (context) => {
    const signed = await issueStatusList(context.var.app, Number(context.req.param('list')), placeOf(context, settings));
    return context.body(signed, 200, { 'Content-Type': VC_JWT, 'Cache-Control': 'public, max-age=300' });
  });
  http.get(OWN_CONTEXT_PATH, (context) => context.json(OWN_CONTEXT, 200, { 'Content-Type': 'application/ld+json' }));
  http.get('/.well-known/jwks.json', (context) => context.json(context.var.app.issuer.publicKeys));
  // The second where `--public-url` has a path (did:web, section 3.2): a proxy takes the path away.
  for (const path of ['/.well-known/did.json', '/did.json'])
    http.get(path, (context) =>
      context.json(context.var.app.issuer.document(publicAddress(context, settings)), 200, {
        'Content-Type': 'application/did+json',
      }),
    );
  describeChange(http, 'post', '/api/passport-revocations', 'revokes the passports of a lot', revocationSchema, doneSchema);
  http.post('/api/passport-revocations', async (context) => {
    const { lot, reason } = await readJson(context.req.raw, revocationSchema);
    await revokePassport(context.var.app, lot, reason, addressOf(context));
    return context.json({ done: true });
  });
}

function placeOf(context: SeenContext, settings: ServerSettings): IssuingPlace {
  return { address: publicAddress(context, settings), isPublic: settings.publicUrl !== null };
}

async function showPassport(context: SeenContext, settings: ServerSettings): Promise<Response> {
  const { app } = context.var;
  const lot = context.req.param('lot') ?? '';
  const place = placeOf(context, settings);
  const kind = kindOf(context.req.query('credential') ?? 'dpp');
  const headers = { Vary: 'Accept, Authorization, Cookie' };
  const type = wantedType(context.req.header('accept') ?? '*/*', kind);
  if (type === VC_SD_JWT)
    return context.body(await issuePresentation(app, lot, place), 200, { ...headers, 'Content-Type': VC_SD_JWT });
  if (type === VC_JWT)
    return context.body(await issueCredential(app, lot, kind, place), 200, { ...headers, 'Content-Type': VC_JWT });
  return context.json(await collectPassport(app, lot), 200, headers);
}

/** @throws ProblemError 400 */
function kindOf(text: string): CredentialKind {
  const kind = CREDENTIAL_KINDS.find((known) => known === text);
  if (kind !== undefined) return kind;
  throw new ProblemError(invalidParameters([{ parameter: 'credential', message: `is none of ${CREDENTIAL_KINDS.join(', ')}` }]));
}

/** The first of the accepted types that there is. The other credentials are signed or nothing. @throws ProblemError 406 */
function wantedType(accept: string, kind: CredentialKind): string {
  for (const type of acceptedTypes(accept)) {
    if (SD_TYPES.includes(type) && kind === 'dpp') return VC_SD_JWT;
    if (type === VC_JWT || kind !== 'dpp') return VC_JWT;
    if (JSON_TYPES.includes(type)) return 'application/json';
  }
  throw new ProblemError(notAcceptable(`${accept} is none of application/json, ${VC_JWT}, ${VC_SD_JWT}, text/html`));
}
