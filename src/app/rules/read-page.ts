import type { CapturedEvent, RecordReader } from '../../record/index.ts';
import { ruleEventOf, type RuleEvent, type SeenRevision } from '../../rules/index.ts';

/** A page of the record as rules read it. */
export interface RulePage {
  readonly revisions: readonly SeenRevision[];
  readonly seq: number;
  /** When the page's last event was recorded, milliseconds since 1970 UTC. */
  readonly recordedMs: number;
}

/** What a page of the record changed: events after a place, up to another. */
export async function readRulePage(reader: RecordReader, fromSeq: number, toSeq: number): Promise<RulePage> {
  const revisions = await reader.revisionsBetween(fromSeq, toSeq);
  const seqs = [...new Set(revisions.map(({ eventSeq }) => eventSeq))];
  const captured = new Map((await reader.eventsBySeq(seqs)).map((event) => [event.seq, event]));
  const voided = await reader.voided(seqs);
  const events = new Map<number, RuleEvent>();
  const eventAt = (seq: number): RuleEvent => {
    const known = events.get(seq) ?? ruleEventOf(captured.get(seq)!);
    events.set(seq, known);
    return known;
  };
  const seen = revisions.map(({ eventSeq, revision, entry, previous }): SeenRevision => {
    const isVoid = captured.get(eventSeq)!.declaresError || (voided.get(eventSeq) ?? Infinity) <= revision;
    return { event: eventAt(eventSeq), revision, now: isVoid ? null : entry, before: previous };
  });
  const silent = await voidedInSilence(reader, [...captured.values()], fromSeq, new Set(seqs));
  const all = [...seen, ...silent].toSorted((a, b) => a.revision - b.revision || a.event.seq - b.event.seq);
  return { revisions: all, seq: toSeq, recordedMs: captured.get(toSeq)?.recordedMs ?? 0 };
}

/** Events that moved no matter have no new entry when they become void; what they stated is void all the same. */
async function voidedInSilence(
  reader: RecordReader,
  captured: readonly CapturedEvent[],
  fromSeq: number,
  told: ReadonlySet<number>,
): Promise<SeenRevision[]> {
  const declarations = captured.filter(({ declaresError, seq }) => declaresError && seq > fromSeq);
  const found: SeenRevision[] = [];
  for (const { seq, hash, eventID } of declarations) {
    const named = [...(await reader.findKeys(eventID === null ? [hash] : [hash, eventID])).values()].flat();
    const silent = named.filter((other) => !other.declaresError && other.seq <= fromSeq && !told.has(other.seq));
    const entries = await reader.entries(
      silent.map((other) => other.seq),
      seq - 1,
    );
    for (const event of await reader.eventsBySeq(silent.map((other) => other.seq)))
      found.push({ event: ruleEventOf(event), revision: seq, now: null, before: entries.get(event.seq)?.entry ?? null });
  }
  return found;
}
