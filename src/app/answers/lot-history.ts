import { shortVocabulary } from '../../epcis/index.ts';
import { compositionAt, replayLots, type Entry, type Matter } from '../../ledger/index.ts';
import { indexOf, type CapturedEvent, type EventIndex } from '../../record/index.ts';
import { matterOnRecord } from '../capture/prepare.ts';
import type { Asking } from './moment.ts';

/** An event of a lot as the asked moment knows it. */
export interface LotHistoryEvent {
  readonly event: CapturedEvent;
  readonly index: EventIndex;
  readonly matter: Matter;
  /** The entry that was current, undefined for an event without one. */
  readonly entry: Entry | undefined;
  /** Declared in error by then. */
  readonly isVoid: boolean;
}

/** Every event that names the lot or moves it inside a container and was recorded by the asked moment, in order of event time. */
export function readLotHistory(asking: Asking, lot: string): Promise<LotHistoryEvent[]> {
  return readHistories(asking, [lot]);
}

/** The same of several lots, each event once. */
export async function readHistories({ reader, knownSeq }: Asking, lots: readonly string[]): Promise<LotHistoryEvent[]> {
  const named = await reader.seqsNaming(lots, []);
  const seqs = knownSeq === null ? named : named.filter((seq) => seq <= knownSeq);
  const [events, entries, voids] = [
    await reader.eventsBySeq(seqs),
    await reader.entries(seqs, knownSeq),
    await reader.voided(seqs),
  ];
  const history = events.map((event): LotHistoryEvent => {
    const declaredBy = voids.get(event.seq);
    return {
      event,
      index: indexOf(event.event, []),
      matter: matterOnRecord(event.event, event.context, event.hash),
      entry: entries.get(event.seq)?.entry,
      isVoid: declaredBy !== undefined && (knownSeq === null || declaredBy <= knownSeq),
    };
  });
  return history.sort((a, b) => a.matter.timeMs - b.matter.timeMs || a.event.seq - b.event.seq);
}

/** Events that count: neither declared in error nor a declaration. */
export function validEvents(history: readonly LotHistoryEvent[]): LotHistoryEvent[] {
  return history.filter(({ event, isVoid }) => !event.declaresError && !isVoid);
}

/** The lot's composition at the asked moment. */
export function compositionOfLot(
  { asOf }: Asking,
  lot: string,
  history: readonly LotHistoryEvent[],
): ReturnType<typeof compositionAt> {
  return compositionAt(lot, validEvents(history), asOf);
}

/** What a container holds at the asked moment: lots with their net milligrams, other containers with null. */
export function contentsAt(
  { world, asOf }: Asking,
  container: string,
  history: readonly LotHistoryEvent[],
): { lot: string; netMg: bigint | null }[] {
  const matters = validEvents(history)
    .map(({ matter }) => matter)
    .filter(({ move, containers }) => (move === 'pack' || move === 'unpack') && containers[0] === container)
    .filter(({ timeMs }) => asOf === null || timeMs <= asOf);
  return [...(replayLots(new Set([container]), matters, () => undefined, world).states.get(container)?.contents ?? [])];
}

/** The bare word of an event's business step. */
export function stepOf({ bizStep }: EventIndex): string | null {
  return bizStep === null ? null : shortVocabulary('bizStep', bizStep);
}
