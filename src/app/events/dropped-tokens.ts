import { digestOf } from '../access/tokens.ts';
import type { Application } from '../application.ts';
import { PageTokenRefusal } from './page-token.ts';

const PREFIX = 'dropped-token/';
/** Tokens are told to be good so long; after that nobody need remember that one was dropped. */
const REMEMBERED_MS = 31 * 24 * 3_600_000;

/** Makes a page token useless before its time. Those dropped long ago are forgotten. */
export async function dropPageToken(app: Application, token: string): Promise<void> {
  const nowMs = app.now();
  await app.whole.write(async (writer) => {
    for (const [name, at] of await writer.documentsUnder(PREFIX))
      if (nowMs - Number(at) > REMEMBERED_MS) await writer.removeDocument(name);
    await writer.putDocument(PREFIX + digestOf(token), String(nowMs));
  });
}

/** @throws PageTokenRefusal for a token that was dropped */
export async function refuseDropped(app: Application, token: string | null): Promise<void> {
  if (token === null) return;
  const dropped = await app.whole.read((reader) => reader.document(PREFIX + digestOf(token)));
  if (dropped !== null) throw new PageTokenRefusal('the nextPageToken was deleted; ask for the first page again');
}
