import { needsSecondFactor, type AccountState } from '../../access/index.ts';
import type { RecordReader, RecordWriter } from '../../record/index.ts';
import type { Application } from '../application.ts';
import { digestOf, newToken } from './tokens.ts';

const HOUR_MS = 3_600_000;
/** A session ends so long after it began, and so long after it was last used. */
const LIFE_MS = 7 * 24 * HOUR_MS;
const IDLE_MS = 12 * HOUR_MS;
/** The time of last use is written this often, not with every request. */
const TOUCH_MS = 10 * 60_000;

/** How far a session has come: `open`, or it still wants a code, or a second factor to be set up. */
export type SessionStage = 'open' | 'second-factor' | 'enrolment';

/** A signed-in browser. */
export interface Session {
  readonly account: string;
  readonly stage: SessionStage;
  readonly createdMs: number;
  readonly seenMs: number;
  readonly address: string;
  readonly agent: string;
}

/** Where a session is used, for its owner to recognise it. */
export interface Origin {
  readonly address: string;
  readonly agent: string;
}

const PREFIX = 'session/';
const AGENT_LENGTH_MAX = 200;

/** The stage at which a session of an account begins. @param isProven whether its second factor was shown already */
export function firstStage({ account, secondFactor }: AccountState, isProven = false): SessionStage {
  if (isProven) return 'open';
  if (secondFactor) return 'second-factor';
  return needsSecondFactor(account) ? 'enrolment' : 'open';
}

/** Begins a session. @returns the token for its cookie, of which the record keeps a digest */
export async function beginSession(
  writer: RecordWriter,
  account: string,
  stage: SessionStage,
  { address, agent }: Origin,
  nowMs: number,
): Promise<string> {
  const token = newToken();
  const session = { account, stage, createdMs: nowMs, seenMs: nowMs, address, agent: agent.slice(0, AGENT_LENGTH_MAX) };
  await putSession(writer, digestOf(token), session);
  return token;
}

export async function putSession(writer: RecordWriter, digest: string, session: Session): Promise<void> {
  await writer.putDocument(PREFIX + digest, JSON.stringify(session));
}

/** The session of a cookie's token, while it holds. */
export async function findSession(reader: RecordReader, token: string, nowMs: number): Promise<Session | null> {
  const text = await reader.document(PREFIX + digestOf(token));
  const session = text === null ? null : (JSON.parse(text) as Session);
  return session !== null && isAlive(session, nowMs) ? session : null;
}

function isAlive({ createdMs, seenMs }: Session, nowMs: number): boolean {
  return nowMs < createdMs + LIFE_MS && nowMs < seenMs + IDLE_MS;
}

/** Notes that a session is in use, now and then. */
export async function touchSession(app: Application, token: string, session: Session): Promise<void> {
  const nowMs = app.now();
  if (nowMs - session.seenMs < TOUCH_MS) return;
  await app.whole.write((writer) => putSession(writer, digestOf(token), { ...session, seenMs: nowMs }));
}

export async function endSession(writer: RecordWriter, token: string): Promise<void> {
  await writer.removeDocument(PREFIX + digestOf(token));
}

/** The sessions of an account, by digest; those that are over are taken away. */
export async function sessionsOf(writer: RecordWriter, account: string, nowMs: number): Promise<Map<string, Session>> {
  const own = new Map<string, Session>();
  for (const [name, text] of await writer.documentsUnder(PREFIX)) {
    const session = JSON.parse(text) as Session;
    if (!isAlive(session, nowMs)) await writer.removeDocument(name);
    else if (session.account === account) own.set(name.slice(PREFIX.length), session);
  }
  return own;
}

/** Ends sessions of an account, all but one. */
export async function endSessions(writer: RecordWriter, account: string, kept: string | null, nowMs: number): Promise<void> {
  for (const digest of (await sessionsOf(writer, account, nowMs)).keys()) {
    if (kept === null || digest !== digestOf(kept)) await writer.removeDocument(PREFIX + digest);
  }
}

/** Ends one session of an account by its digest. */
export async function endSessionOf(writer: RecordWriter, account: string, digest: string, nowMs: number): Promise<boolean> {
  if (!(await sessionsOf(writer, account, nowMs)).has(digest)) return false;
  await writer.removeDocument(PREFIX + digest);
  return true;
}
