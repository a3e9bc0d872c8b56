import { PUBLIC, viewerOf, type Viewer } from '../../access/index.ts';
import type { Application } from '../application.ts';
import { accountOfKey } from './members.ts';
import { findSession, touchSession, type SessionStage } from './sessions.ts';

/** Who a request is from, and how far his session has come, where he has one. */
export interface Identified {
  readonly viewer: Viewer;
  readonly stage: SessionStage | 'none';
}

/** The viewer of a machine client's key; null for a key that opens nothing. */
export async function identifyKey(app: Application, key: string): Promise<Viewer | null> {
  const account = await accountOfKey(app, key);
  return account === null ? null : viewerOf(account);
}

/**
 * The viewer of a session's cookie. Until a session is open its owner is one of the public.
 * @returns null when there is no such session any more
 */
export async function identifySession(app: Application, token: string): Promise<Identified | null> {
  const found = await app.whole.read(async (reader) => {
    const session = await findSession(reader, token, app.now());
    const state = session === null ? undefined : (await app.access.current(reader)).accounts.get(session.account);
    return session === null || state === undefined || state.disabled ? null : { session, account: state.account };
  });
  if (found === null) return null;
  await touchSession(app, token, found.session);
  const { stage } = found.session;
  return { viewer: stage === 'open' ? viewerOf(found.account) : PUBLIC, stage };
}

/**
 * Who somebody is that shows nothing: on the machine of a record that nobody has claimed he is who opened it, its keeper; else he is one of
 * the public.
 * @param isAtHome whether he can only be somebody at this machine
 */
export async function identifyStranger(app: Application, isAtHome: boolean): Promise<Viewer> {
  return isAtHome && (await isUnclaimed(app)) ? app.viewer : PUBLIC;
}

/** Whether nobody can sign in yet. */
export async function isUnclaimed(app: Application): Promise<boolean> {
  const state = await app.whole.read((reader) => app.access.current(reader));
  return !state.isClaimed;
}
