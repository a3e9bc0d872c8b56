import { decodeCosignature, parseNote, parseTlogProof, pathOfInclusion } from '../../merkle/index.ts';
import { CHECKPOINT_DOCUMENT, WITNESSED_DOCUMENT } from '../../record/index.ts';
import type { LogAnswer, LogPath } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import { writeTime } from '../answers/moment.ts';
import { LOG_HASHER } from './event-log.ts';
import { logKey, proveEvent, statedBy } from './read-log.ts';
import { leafOf } from './verify-proof.ts';

/** The log at present. */
export function answerLog(app: Application): Promise<LogAnswer> {
  return app.store.read(async (reader) => {
    const checkpoint = await reader.document(CHECKPOINT_DOCUMENT);
    const stated = checkpoint === null ? null : statedBy(checkpoint);
    return {
      origin: app.log.key.name,
      key: logKey(app),
      events: stated?.size ?? 0,
      root: stated === null ? null : Buffer.from(stated.root).toString('base64'),
      checkpoint,
      recorded: writeTime(await reader.lastRecordedMs()),
      witnessed: witnessedBy(await reader.document(WITNESSED_DOCUMENT)),
    };
  });
}

/** Who cosigned a checkpoint, and when. They were checked when their cosignatures came. */
function witnessedBy(text: string | null): LogAnswer['witnessed'] {
  const note = text === null ? null : parseNote(text);
  if (text === null || note?.ok !== true) return null;
  const witnesses = note.value.signatures.flatMap(({ name, bytes }) => {
    const cosignature = decodeCosignature(bytes);
    return cosignature === undefined ? [] : [{ name, at: new Date(cosignature.time * 1000).toISOString() }];
  });
  return { events: statedBy(text).size, witnesses };
}

/**
 * The way from an event's leaf to the root of the log.
 * @param id the event's eventID or event hash
 * @throws NotOnRecord when there is none
 */
export async function answerLogPath(app: Application, id: string): Promise<LogPath> {
  const proof = await proveEvent(app, id);
  const parsed = parseTlogProof(proof.proof);
  if (!parsed.ok) throw new Error(`answerLogPath: our own proof cannot be read: ${parsed.refusal}`);
  const { index, checkpoint } = parsed.value;
  const { size, root } = statedBy(checkpoint);
  const leafHash = leafOf(proof);
  const steps = pathOfInclusion(LOG_HASHER, { index, size, leafHash }, parsed.value.proof);
  return {
    event: id,
    seq: index + 1,
    events: size,
    recorded: proof.recorded,
    leaf: hexOf(leafHash),
    steps: steps.map(({ side, sibling, node }) => ({ side, sibling: hexOf(sibling), node: hexOf(node) })),
    root: hexOf(root),
    holds: hexOf(steps.at(-1)?.node ?? leafHash) === hexOf(root),
  };
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
