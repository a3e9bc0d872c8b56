import type { HashTile } from '../../merkle/index.ts';
import type { SealedEvent } from '../../record/index.ts';
import { EventReads } from './event-reads.ts';
import { eventTypeOf } from './event-words.ts';
import { tableSpec, type Tables } from './tables.ts';

type SealedRow = Tables['event'] & { readonly body: string | null };

/** Reads of the log and of what it commits to. */
export class LogReads extends EventReads {
  async sealedEvents(afterSeq: number, limit: number): Promise<SealedEvent[]> {
    const query = this.db
      .selectFrom('event')
      .leftJoin('event_body', 'event_body.seq', 'event.seq')
      .selectAll('event')
      .select('body')
      .where('event.seq', '>', afterSeq)
      .orderBy('event.seq')
      .limit(limit);
    const rows = await this.session.all(query.compile());
    await this.terms.loadUris(rows.flatMap(termsOf));
    return rows.map((row) => this.sealedEvent(row));
  }

  private sealedEvent(row: SealedRow): SealedEvent {
    const uri = (id: number | null): string | null => (id === null ? null : this.terms.uriOf(Number(id)));
    return {
      seq: Number(row.seq),
      hash: row.hash,
      eventID: row.event_id,
      declaresError: Number(row.declares_error) === 1,
      recordedMs: Number(row.recorded),
      salt: row.salt,
      context: this.terms.uriOf(Number(row.context)),
      body: row.body ?? '',
      index: {
        type: eventTypeOf(Number(row.type)),
        eventTimeMs: Number(row.event_time),
        bizStep: uri(row.biz_step),
        disposition: uri(row.disposition),
        readPoint: uri(row.read_point),
        bizLocation: uri(row.biz_location),
        site: uri(row.site),
      },
    };
  }

  async logTiles(tiles: readonly HashTile[]): Promise<(Uint8Array | null)[]> {
    const table = tableSpec('log_tile');
    const keys = tiles.map(({ level, index }) => [level, index]);
    const rows = await this.session.pick<Tables['log_tile']>(table, table.key, keys);
    const byPlace = new Map(rows.map((row) => [`${row.level}/${row.place}`, row.data]));
    return tiles.map(({ level, index }) => byPlace.get(`${level}/${index}`) ?? null);
  }
}

function termsOf(row: SealedRow): number[] {
  const ids = [row.context, row.biz_step, row.disposition, row.read_point, row.biz_location, row.site];
  return ids.filter((id) => id !== null).map(Number);
}
