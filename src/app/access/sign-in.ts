import type { AccessState, AccountState } from '../../access/index.ts';
import { viewerOf } from '../../access/index.ts';
import type { RecordWriter } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { appendActs } from './access-source.ts';
import { EntryRefused } from './access-refused.ts';
import { noteAct, type Audited } from './audit.ts';
import { hashPassword, isPassword, passwordFault } from './passwords.ts';
import { enrolmentUri, newRecoveryCodes, newSecret, stepOfCode, useCode } from './second-factor.ts';
import { readSecrets, writeSecrets } from './secrets.ts';
import {
  beginSession,
  endSession,
  endSessions,
  findSession,
  firstStage,
  putSession,
  type Origin,
  type Session,
  type SessionStage,
} from './sessions.ts';
import { digestOf } from './tokens.ts';

/** A session that has begun: the token for its cookie, and what it still wants. */
export interface Entry {
  readonly token: string;
  readonly stage: SessionStage;
}

const WRONG = 'the name or the password is wrong';

/**
 * Lets somebody in by name and password.
 * @throws EntryRefused `wrong` (whatever of the two is wrong), `wait` after many wrong attempts
 */
export async function signIn(app: Application, account: string, password: string, origin: Origin): Promise<Entry> {
  const keys = [`${account}\n${origin.address}`, origin.address];
  requirePatience(app, keys);
  const { state, secrets } = await app.whole.read(async (reader) => ({
    state: (await app.access.current(reader)).accounts.get(account),
    secrets: await readSecrets(reader, account),
  }));
  const isRight = await isPassword(secrets.password, password);
  if (state === undefined || state.disabled || !isRight) {
    await noteFailure(app, keys, { act: 'sign-in', subject: account, address: origin.address });
    throw new EntryRefused('wrong', WRONG);
  }
  app.attempts.succeeded(keys);
  return enter(app, state, firstStage(state), origin);
}

/** @throws EntryRefused `wait` */
function requirePatience(app: Application, keys: readonly string[]): void {
  const waitMs = app.attempts.waitMs(keys, app.now());
  if (waitMs > 0) throw new EntryRefused('wait', `too many wrong attempts: try again in ${Math.ceil(waitMs / 1000)} s`, waitMs);
}

/** Counts a wrong attempt, and notes it. */
async function noteFailure(app: Application, keys: readonly string[], failed: Omit<Audited, 'outcome'>): Promise<void> {
  app.attempts.failed(keys, app.now());
  await app.whole.write((writer) => noteAct(writer, app, { ...failed, outcome: 'refused' }));
}

/** Begins a session and notes it. */
export function enter(app: Application, state: AccountState, stage: SessionStage, origin: Origin): Promise<Entry> {
  const { account } = state;
  return app.whole.write(async (writer) => {
    const token = await beginSession(writer, account.id, stage, origin, app.now());
    const { address } = origin;
    await noteAct(writer, app.as(viewerOf(account)), { act: 'sign-in', subject: account.id, outcome: 'done', address });
    return { token, stage };
  });
}

export async function signOut(app: Application, token: string): Promise<void> {
  await app.whole.write((writer) => endSession(writer, token));
}

/**
 * Takes a one-time link: sets the password of its account and lets its owner in.
 * @throws EntryRefused `link-unusable`, `password-weak`
 */
export async function claimLink(app: Application, token: string, password: string, origin: Origin): Promise<Entry> {
  const digest = digestOf(token);
  const owner = await app.whole.read(async (reader) => ownerOfLink(await app.access.current(reader), digest, app.now()));
  requireStrong(password, owner.account.id);
  const hashed = await hashPassword(password);
  return app.whole.write(async (writer) => {
    const state = ownerOfLink(await app.access.within(writer), digest, app.now());
    const { id } = state.account;
    await writeSecrets(writer, id, { password: hashed });
    await appendActs(writer, [{ atMs: app.now(), by: id, act: 'password-set', id, link: digest }]);
    await endSessions(writer, id, null, app.now());
    const stage = firstStage(state);
    await noteAct(writer, app.as(viewerOf(state.account)), {
      act: 'password-set',
      subject: id,
      outcome: 'done',
      address: origin.address,
    });
    return { token: await beginSession(writer, id, stage, origin, app.now()), stage };
  });
}

/** @throws EntryRefused */
function ownerOfLink(state: AccessState, digest: string, nowMs: number): AccountState {
  const link = state.links.get(digest);
  const owner = link === undefined ? undefined : state.accounts.get(link.id);
  if (link === undefined || owner === undefined || owner.disabled || nowMs >= link.untilMs)
    throw new EntryRefused('link-unusable', 'this link was used, or has expired, or another took its place: ask for a new one');
  return owner;
}

/** @throws EntryRefused */
function requireStrong(password: string, account: string): void {
  const fault = passwordFault(password, account);
  if (fault !== null) throw new EntryRefused('password-weak', `the password ${fault}`);
}

/** Changes the own password; every other session of the account ends. @throws EntryRefused `wrong`, `wait`, `password-weak` */
export async function changePassword(
  app: Application,
  token: string,
  passwords: { readonly old: string; readonly password: string },
  address: string,
): Promise<void> {
  const { account } = await sessionAt(app, token, ['open']);
  const keys = [`${account}\n${address}`];
  requirePatience(app, keys);
  const secrets = await app.whole.read((reader) => readSecrets(reader, account));
  if (!(await isPassword(secrets.password, passwords.old))) {
    await noteFailure(app, keys, { act: 'password-set', subject: account, address });
    throw new EntryRefused('wrong', 'the old password is wrong');
  }
  requireStrong(passwords.password, account);
  const password = await hashPassword(passwords.password);
  await app.whole.write(async (writer) => {
    await writeSecrets(writer, account, { password });
    await appendActs(writer, [{ atMs: app.now(), by: account, act: 'password-set', id: account, link: null }]);
    await endSessions(writer, account, token, app.now());
    await noteAct(writer, app, { act: 'password-set', subject: account, outcome: 'done', address });
  });
}

/**
 * Shows a new secret for an authenticator; it counts when a code of it has been given.
 * @param code of the authenticator that it takes the place of, or a recovery code; null where there is none yet
 * @throws EntryRefused `code-wrong`, `wait`: whoever finds a session open must not make it his own
 */
export async function beginEnrolment(
  app: Application,
  token: string,
  code: string | null,
  address: string,
): Promise<{ secret: string; uri: string }> {
  const { account } = await sessionAt(app, token, ['enrolment', 'open']);
  const { secondFactor } = await app.whole.read((reader) => readSecrets(reader, account));
  if (secondFactor !== null) await requireCode(app, account, code ?? '', address);
  const secret = newSecret();
  await app.whole.write((writer) => writeSecrets(writer, account, { enrolling: secret }));
  return { secret, uri: enrolmentUri(secret, account) };
}

/** Sets the second factor up. @returns recovery codes, shown once @throws EntryRefused `code-wrong`, `wait` */
export async function finishEnrolment(app: Application, token: string, code: string, address: string): Promise<string[]> {
  const session = await sessionAt(app, token, ['enrolment', 'open']);
  const { account } = session;
  const keys = [codeKey(account), address];
  requirePatience(app, keys);
  const { enrolling } = await app.whole.read((reader) => readSecrets(reader, account));
  const step = enrolling === null ? null : stepOfCode(enrolling, code, app.now(), 0);
  if (enrolling === null || step === null) {
    await noteFailure(app, keys, { act: 'second-factor-set', subject: account, address });
    throw wrongCode();
  }
  return app.whole.write(async (writer) => {
    const { codes, digests } = newRecoveryCodes();
    const secondFactor = { secret: enrolling, lastStep: step, recovery: digests };
    await writeSecrets(writer, account, { enrolling: null, secondFactor });
    await appendActs(writer, [{ atMs: app.now(), by: account, act: 'second-factor-set', id: account }]);
    const owner = (await app.access.within(writer)).accounts.get(account);
    const by = owner === undefined ? app : app.as(viewerOf(owner.account));
    await noteAct(writer, by, { act: 'second-factor-set', subject: account, outcome: 'done', address });
    await advance(writer, token, session);
    return codes;
  });
}

/** Opens a session that wants a code. @throws EntryRefused `code-wrong`, `wait` */
export async function giveCode(app: Application, token: string, code: string, address: string): Promise<void> {
  const session = await sessionAt(app, token, ['second-factor']);
  await requireCode(app, session.account, code, address, (writer) => advance(writer, token, session));
}

/** Codes are short, so their guesser is slowed down from whatever address: he knows the password already. */
function codeKey(account: string): string {
  return `code ${account}`;
}

/**
 * Uses up a code of an account's second factor.
 * @param then what is done in the same change
 * @throws EntryRefused `code-wrong`, `wait`
 */
async function requireCode(
  app: Application,
  account: string,
  code: string,
  address: string,
  then: (writer: RecordWriter) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const keys = [codeKey(account), address];
  requirePatience(app, keys);
  const isRight = await app.whole.write(async (writer) => {
    const { secondFactor } = await readSecrets(writer, account);
    const used = secondFactor === null ? null : useCode(secondFactor, code, app.now());
    if (used === null) return false;
    await writeSecrets(writer, account, { secondFactor: used });
    await noteAct(writer, app, { act: 'second-factor', subject: account, outcome: 'done', address });
    await then(writer);
    return true;
  });
  if (isRight) return app.attempts.succeeded(keys);
  await noteFailure(app, keys, { act: 'second-factor', subject: account, address });
  throw wrongCode();
}

function wrongCode(): EntryRefused {
  return new EntryRefused('code-wrong', 'the code is wrong, or was used: wait for the next one, and check the clock');
}

/** The session of a token. @throws EntryRefused `no-session` when there is none, or it is at another stage */
async function sessionAt(app: Application, token: string, stages: readonly SessionStage[]): Promise<Session> {
  const session = await app.whole.read((reader) => findSession(reader, token, app.now()));
  if (session === null || !stages.includes(session.stage)) throw new EntryRefused('no-session', 'sign in first');
  return session;
}

async function advance(writer: RecordWriter, token: string, session: Session): Promise<void> {
  await putSession(writer, digestOf(token), { ...session, stage: 'open' });
}
