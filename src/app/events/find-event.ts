import type { CapturedEvent } from '../../record/index.ts';
import type { Application } from '../application.ts';

const HASH = /^ni:\/\/\/sha-256;[0-9a-f]{64}$/;

/**
 * Every event on record under an identifier: the event and, where it was declared in error, the declaration.
 * @param id an eventID, or a CBV 2.0 event hash with or without its `?ver=CBV2.0`
 * @returns in the order of capture; empty when there is none
 */
export async function findEvent(app: Application, id: string): Promise<CapturedEvent[]> {
  const keys = HASH.test(id) ? [id, `${id}?ver=CBV2.0`] : [id];
  return app.store.read(async (reader) => {
    const found = await reader.findKeys(keys);
    const seqs = new Set([...found.values()].flat().map(({ seq }) => seq));
    return reader.eventsBySeq([...seqs]);
  });
}
