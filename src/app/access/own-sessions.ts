import type { SessionRow } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { endSessionOf, sessionsOf } from './sessions.ts';
import { digestOf } from './tokens.ts';

/** The viewer's own sessions. @param token that of the session which asks */
export async function answerSessions(app: Application, token: string | null): Promise<{ sessions: SessionRow[] }> {
  const { account } = app.viewer;
  if (account === null) return { sessions: [] };
  const sessions = await app.whole.write((writer) => sessionsOf(writer, account, app.now()));
  const own = token === null ? null : digestOf(token);
  return {
    sessions: [...sessions].map(([id, { createdMs, seenMs, address, agent }]) => ({
      id,
      begun: new Date(createdMs).toISOString(),
      seen: new Date(seenMs).toISOString(),
      address,
      agent,
      current: id === own,
    })),
  };
}

/** Ends one of the viewer's own sessions. @returns false when it is none of his */
export async function endOwnSession(app: Application, id: string): Promise<boolean> {
  const { account } = app.viewer;
  return account !== null && (await app.whole.write((writer) => endSessionOf(writer, account, id, app.now())));
}
