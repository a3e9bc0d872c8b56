import { randomBytes, randomUUID } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { JsonObject } from '../../epcis/index.ts';
import {
  concealablePaths,
  concealClaims,
  credentialOf,
  statusBits,
  statusPlace,
  type Concealing,
  type CredentialKind,
  type Disclosed,
  type Issuance,
} from '../../passport/index.ts';
import type { Passport } from '../../wire/index.ts';
import { NotOnRecord } from '../answers/not-on-record.ts';
import type { Application } from '../application.ts';
import { digestOf } from '../access/tokens.ts';
import { noteAct } from '../access/audit.ts';
import { collectPassport } from './collect-passport.ts';
import { issueFor, putIssue, revokedPlaces } from './issued.ts';

/** A passport holds so long: what is on record may be corrected. */
const LIFE_MS = 90 * 24 * 3_600_000;
const SALT_BYTES = 16;
const ISSUER_NAME = 'Ytterby 伊特比';

/** Where the words of our own that credentials use are told to JSON-LD processors. */
export const OWN_CONTEXT_PATH = '/contexts/ree.jsonld';

/** Media types of W3C's credentials with JOSE. */
export const VC_JWT = 'application/vc+jwt';
export const VC_SD_JWT = 'application/vc+sd-jwt';

/** Where a server is reached, for links in credentials, and whether that is a public address that can issue as `did:web`. */
export interface IssuingPlace {
  readonly address: string;
  readonly isPublic: boolean;
}

const CONCEALING: Concealing = {
  salt: () => randomBytes(SALT_BYTES).toString('base64url'),
  digest: digestOf,
  encode: (text) => Buffer.from(text).toString('base64url'),
};

/**
 * One of a lot's credentials, signed; with what the viewer may read, in clear.
 * @throws NotOnRecord
 */
export async function issueCredential(app: Application, lot: string, kind: CredentialKind, place: IssuingPlace): Promise<string> {
  const passport = await collectPassport(app, lot);
  const issuance = await issuanceOf(app, passport, place);
  return app.issuer.sign(credentialOf(kind, passport, issuance), 'vc+jwt', place.isPublic ? place.address : null);
}

/**
 * A lot's product passport of which each name, event and quota can be shown by itself (RFC 9901): the signed part and the disclosures that
 * the viewer may have.
 * @param shows which of them he wants; all that he may have by default
 * @throws NotOnRecord
 */
export async function issuePresentation(
  app: Application,
  lot: string,
  place: IssuingPlace,
  shows: (path: readonly (string | number)[]) => boolean = () => true,
): Promise<string> {
  // Made of what the viewer may read alone: what he may not know is not in it, not even concealed.
  const passport = await collectPassport(app, lot);
  const issuance = await issuanceOf(app, passport, place);
  const concealed = concealClaims(credentialOf('dpp', passport, issuance), concealablePaths(passport), CONCEALING);
  const handed = concealed.disclosures.filter(({ path }) => shows(path));
  const signed = await app.issuer.sign(concealed.payload, 'vc+sd-jwt', place.isPublic ? place.address : null);
  return presentation(signed, handed);
}

/** A signed part with disclosures (RFC 9901, section 4). */
function presentation(signed: string, disclosures: readonly Disclosed[]): string {
  return [signed, ...disclosures.map(({ text }) => text), ''].join('~');
}

async function issuanceOf(app: Application, { lot }: Passport, place: IssuingPlace): Promise<Issuance> {
  const issue = await app.whole.write((writer) => issueFor(writer, lot, app.now()));
  const { list, place: bit } = statusPlace(issue.index);
  const nowMs = app.now();
  return {
    id: `urn:uuid:${randomUUID()}`,
    issuer: { id: app.issuer.did(place.isPublic ? place.address : null), name: ISSUER_NAME },
    context: place.address + OWN_CONTEXT_PATH,
    validFrom: new Date(nowMs).toISOString(),
    validUntil: new Date(nowMs + LIFE_MS).toISOString(),
    status: { list: `${place.address}/status-lists/${list}`, place: bit },
    address: `${place.address}/passports/${encodeURIComponent(lot)}`,
  };
}

/**
 * A status list as a signed credential (W3C Bitstring Status List 1.0).
 * @throws NotOnRecord when no passport has its place in it
 */
export async function issueStatusList(app: Application, list: number, place: IssuingPlace): Promise<string> {
  const { places, issued } = await app.whole.read(revokedPlaces);
  const id = `${place.address}/status-lists/${list}`;
  if (!Number.isInteger(list) || list < 0 || list > statusPlace(Math.max(0, issued - 1)).list)
    throw new NotOnRecord('identifier', id);
  const nowMs = app.now();
  const credential: JsonObject = {
    '@context': ['https://www.w3.org/ns/credentials/v2'],
    id,
    type: ['VerifiableCredential', 'BitstringStatusListCredential'],
    issuer: app.issuer.did(place.isPublic ? place.address : null),
    validFrom: new Date(nowMs).toISOString(),
    credentialSubject: {
      id: `${id}#list`,
      type: 'BitstringStatusList',
      statusPurpose: 'revocation',
      encodedList: `u${gzipSync(statusBits(list, places)).toString('base64url')}`,
    },
  };
  return app.issuer.sign(credential, 'vc+jwt', place.isPublic ? place.address : null);
}

/**
 * Revokes the passports of a lot: from then on their status says so.
 * @throws NotOnRecord when the lot has none, or is not the viewer's
 */
export async function revokePassport(app: Application, lot: string, reason: string, address: string | null): Promise<void> {
  const { lot: id, maker } = await collectPassport(app, lot);
  const { organisation, role } = app.viewer;
  const scope = await app.scope();
  const isTheirs =
    role === 'keeper' || (maker.organisation !== null && scope?.organisations.includes(maker.organisation.id) === true);
  if (!isTheirs) throw new NotOnRecord('lot', `${lot} of ${organisation ?? role}`);
  await app.whole.write(async (writer) => {
    const issue = await issueFor(writer, id, app.now());
    await putIssue(writer, { ...issue, revoked: { at: new Date(app.now()).toISOString(), reason } });
    await noteAct(writer, app, { act: 'passport.revoke', subject: id, outcome: 'done', address });
  });
}
