import { setImmediate } from 'node:timers/promises';
import type { EventParty, NewEvent, RecordReader, RecordWriter } from '../../record/index.ts';
import { mayRecord, scopeOf, shareMark, type Share, type Viewer } from '../../access/index.ts';
import type { EventLog } from '../log/event-log.ts';
import type { World } from '../world.ts';
import { partiesOfAccounts } from './account-parties.ts';
import { drawsOf } from './draws.ts';
import { BatchPosting, cellsOf, lotsAtSitesOf, type BatchEvent } from './post-batch.ts';
import { matterOnRecord, type PreparedEvent } from './prepare.ts';

/** A long change lets other work run after this many events. */
const EVENTS_BETWEEN_BREATHS = 500;

/** Events that are recorded together or, with `rollback`, not at all. */
export interface CaptureUnit {
  readonly events: readonly PreparedEvent[];
  readonly behaviour: 'rollback' | 'proceed';
  readonly captor: Viewer;
  /** Writes in the same change what follows from the outcomes: the capture job. */
  readonly settle?: (writer: RecordWriter, outcomes: readonly EventOutcome[]) => Promise<void>;
}

/** What became of one event: recorded, on record already, at odds with an event on record under the same eventID, or another's to tell. */
export type EventOutcome =
  | { readonly status: 'recorded'; readonly seq: number }
  | { readonly status: 'duplicate'; readonly seq: number }
  | { readonly status: 'conflict'; readonly seq: number }
  | { readonly status: 'not-yours' }
  | { readonly status: 'rolled-back' };

type Known = Awaited<ReturnType<RecordReader['findKeys']>>;

/** An event that will be recorded, and which earlier events it voids. */
interface Accepted extends BatchEvent {
  readonly prepared: PreparedEvent;
  readonly captor: string | null;
  readonly voids: readonly number[];
  readonly voidedBy: number | null;
}

/** What a change needs to know beside its events: the registry, what lots are shared, and the log, which grows by what is recorded. */
export interface CommitSurroundings {
  readonly world: World;
  readonly shares: readonly Share[];
  readonly log: EventLog;
}

/**
 * Records a batch in one change: every unit's events with their postings, roll-ups, lineage and quota draws.
 * @param writer the change in progress
 * @param recordedMs the time of recording
 * @returns one list of outcomes a unit, in the order of its events
 */
export async function commitBatch(
  writer: RecordWriter,
  units: readonly CaptureUnit[],
  surroundings: CommitSurroundings,
  recordedMs: number,
): Promise<EventOutcome[][]> {
  const events = units.flatMap((unit) => unit.events);
  const times = new Map(events.map((event) => [event.hash, event.index.eventTimeMs]));
  const known = await writer.findKeys(events.flatMap(keysOf), times);
  const accepted: Accepted[] = [];
  let seq = await writer.head();
  const outcomes = units.map((unit) => {
    const first = seq;
    const placed = placeUnit(unit, known, () => ++seq, recorderOf(unit.captor, surroundings.world));
    if (placed.accepted.length === 0) seq = first;
    accepted.push(...placed.accepted);
    return placed.outcomes;
  });
  if (accepted.length > 0) await record(writer, accepted, surroundings, recordedMs);
  return outcomes;
}

function keysOf(event: PreparedEvent): string[] {
  return event.eventID === null ? [event.hash] : [event.hash, event.eventID];
}

/** Decides on each event of a unit. Accepted ones are added to what is known, so that a later copy is a duplicate of them. */
function placeUnit(
  unit: CaptureUnit,
  known: Known,
  nextSeq: () => number,
  isTheirs: (event: PreparedEvent) => boolean,
): { outcomes: EventOutcome[]; accepted: Accepted[] } {
  const accepted: Accepted[] = [];
  const outcomes = unit.events.map((event): EventOutcome => {
    if (!isTheirs(event)) return { status: 'not-yours' };
    const prior = priorOf(event, known);
    if (prior !== null) return prior;
    const placed = acceptedEvent(event, unit.captor.organisation, nextSeq(), known);
    accepted.push(placed);
    return { status: 'recorded', seq: placed.seq };
  });
  const isWhole = outcomes.every(({ status }) => status !== 'conflict' && status !== 'not-yours');
  if (unit.behaviour === 'proceed' || isWhole) return { outcomes, accepted };
  for (const { prepared, seq } of accepted) forget(prepared, seq, known);
  return {
    outcomes: outcomes.map((outcome) => (outcome.status === 'recorded' ? { status: 'rolled-back' } : outcome)),
    accepted: [],
  };
}

/** Which events a captor may put on record. */
function recorderOf(captor: Viewer, { registry }: World): (event: PreparedEvent) => boolean {
  const scope = scopeOf(captor, registry);
  return ({ index }) => mayRecord(captor, scope, index, registry);
}

function forget(event: PreparedEvent, seq: number, known: Known): void {
  for (const key of keysOf(event)) {
    known.set(
      key,
      (known.get(key) ?? []).filter((other) => other.seq !== seq),
    );
  }
}

/** An event is on record when the same hash is, or the same eventID: an error declaration is another event than what it declares. */
function priorOf(event: PreparedEvent, known: Known): EventOutcome | null {
  const same = (known.get(event.hash) ?? []).find(
    (other) => other.hash === event.hash && other.declaresError === event.declaresError,
  );
  if (same !== undefined) return { status: 'duplicate', seq: same.seq };
  if (event.eventID === null) return null;
  const named = (known.get(event.eventID) ?? []).find(
    (other) => other.eventID === event.eventID && other.declaresError === event.declaresError,
  );
  return named === undefined ? null : { status: 'conflict', seq: named.seq };
}

function acceptedEvent(prepared: PreparedEvent, captor: string | null, seq: number, known: Known): Accepted {
  const others = keysOf(prepared).flatMap((key) => known.get(key) ?? []);
  const voids = prepared.declaresError ? others.filter((other) => !other.declaresError).map((other) => other.seq) : [];
  const declaration = prepared.declaresError ? undefined : others.find((other) => other.declaresError);
  for (const key of keysOf(prepared)) {
    const events = known.get(key) ?? [];
    events.push({ seq, hash: prepared.hash, eventID: prepared.eventID, declaresError: prepared.declaresError });
    known.set(key, events);
  }
  return {
    seq,
    prepared,
    captor,
    matter: prepared.matter,
    isVoid: prepared.declaresError || declaration !== undefined,
    voids: [...new Set(voids)],
    voidedBy: declaration?.seq ?? null,
  };
}

async function record(
  writer: RecordWriter,
  accepted: readonly Accepted[],
  { world, shares, log }: CommitSurroundings,
  recordedMs: number,
): Promise<void> {
  const posting = new BatchPosting(writer, world);
  await posting.load(accepted.filter((event) => !event.isVoid).map((event) => event.matter));
  for (const [place, event] of accepted.entries()) {
    if (place % EVENTS_BETWEEN_BREATHS === EVENTS_BETWEEN_BREATHS - 1) await setImmediate();
    await posting.post(event);
    await voidEarlier(writer, posting, event.voids);
  }
  const sites = new Map(accepted.map((event) => [event.seq, event.prepared.index.site]));
  const posted = await posting.finish(accepted.at(-1)!.seq, (seq) => sites.get(seq) ?? null);
  const revisions = posted.revisions;
  const leaves = accepted.map(({ prepared }) => ({ recordedMs, commitment: prepared.seal.commitment }));
  await writer.append({
    log: await log.grow(writer, leaves),
    events: accepted.map((event) => newEvent(event, recordedMs)),
    revisions,
    lotStates: posted.lotStates,
    voids: accepted.flatMap(voidsOf),
    draws: drawsOf(revisions, world),
    cells: cellsOf(revisions, recordedMs),
    lotsAtSites: lotsAtSitesOf(revisions),
    contents: posted.contents,
    parties: [
      ...partiesOfAccounts(revisions, statedParties(accepted)),
      ...captorsOf(accepted),
      ...marksOf(accepted, shares, world),
    ],
  });
}

/** Whom the batch's own events concern by their words. */
function statedParties(accepted: readonly Accepted[]): Map<number, readonly string[]> {
  return new Map(accepted.map(({ seq, prepared }) => [seq, prepared.index.parties]));
}

function captorsOf(accepted: readonly Accepted[]): EventParty[] {
  return accepted.flatMap(({ seq, captor }) => (captor === null ? [] : [{ eventSeq: seq, party: captor }]));
}

/** Events of a shared lot that concern who shares it bear the share's mark. */
function marksOf(accepted: readonly Accepted[], shares: readonly Share[], { registry }: World): EventParty[] {
  if (shares.length === 0) return [];
  return shares.flatMap((share) => {
    const { what } = share;
    if (!('lot' in what)) return [];
    const isTheirs = (party: string): boolean =>
      party === share.organisation || registry.site(party)?.organisation === share.organisation;
    const named = accepted.filter(
      ({ prepared: { index } }) => index.identifiers.some(({ id }) => id === what.lot) && index.parties.some(isTheirs),
    );
    return named.map(({ seq }) => ({ eventSeq: seq, party: shareMark(share) }));
  });
}

/** The lots of an event that is declared in error, also those it moved inside containers, are posted anew without it. */
async function voidEarlier(reader: RecordReader, posting: BatchPosting, seqs: readonly number[]): Promise<void> {
  if (seqs.length === 0) return;
  for (const event of await reader.eventsBySeq(seqs)) {
    posting.voidEvent(event.seq, matterOnRecord(event.event, event.context, event.hash));
  }
  for (const seq of seqs) posting.voidInBatch(seq);
  for (const { entry } of (await reader.entries(seqs, null)).values()) {
    posting.touch(entry.legs.flatMap((leg) => (leg.lot === null ? [] : [leg.lot])));
  }
}

function voidsOf(event: Accepted): { eventSeq: number; bySeq: number }[] {
  const earlier = event.voids.map((eventSeq) => ({ eventSeq, bySeq: event.seq }));
  return event.voidedBy === null ? earlier : [...earlier, { eventSeq: event.seq, bySeq: event.voidedBy }];
}

function newEvent(event: Accepted, recordedMs: number): NewEvent {
  const { prepared } = event;
  return {
    seq: event.seq,
    hash: prepared.hash,
    eventID: prepared.eventID,
    declaresError: prepared.declaresError,
    recordedMs,
    index: prepared.index,
    body: prepared.body,
    context: prepared.context,
    salt: prepared.seal.salt,
  };
}
