import type { Viewer } from '../../access/index.ts';
import { streamNdjson, type NdjsonLine } from '../../epcis/index.ts';
import { outcomeFault, type CaptureFault } from './capture-fault.ts';
import type { Committer } from './committer.ts';
import { BARE_EVENT_CONTEXT, prepareEvents, type PreparedEvent } from './prepare.ts';

/** What came of a file of lines. Only the first faults are kept; `faultsTotal` counts them all. */
export interface LinesReport {
  readonly events: number;
  readonly recorded: number;
  readonly duplicates: number;
  readonly faults: readonly CaptureFault[];
  readonly faultsTotal: number;
}

/** Hears how far a long capture is. */
export type Progress = (events: number) => void;

const FAULTS_KEPT = 100;
const EVENTS_PER_UNIT = 250;
const UNITS_UNDER_WAY = 4;

/** An event, its place among the file's events (from 0), and its line (from 1). */
interface PlacedEvent {
  readonly event: PreparedEvent;
  readonly index: number;
  readonly line: number;
}

class Tally {
  events = 0;
  recorded = 0;
  duplicates = 0;
  faultsTotal = 0;
  readonly faults: CaptureFault[] = [];

  fault(fault: CaptureFault): void {
    this.faultsTotal += 1;
    if (this.faults.length < FAULTS_KEPT) this.faults.push(fault);
  }
}

/** Checks every line without recording any: the first pass over a file that must be recorded whole or not at all. */
export async function checkLines(chunks: AsyncIterable<Uint8Array>, nowMs: number, stop: AbortSignal): Promise<LinesReport> {
  const tally = new Tally();
  for await (const lines of inUnits(streamNdjson(chunks), stop)) prepareLines(lines, nowMs, tally);
  return tally;
}

/**
 * Records the events of a file of lines as they stream in; a line with a problem is left out and reported.
 * @throws the reason of `stop` when it is aborted: what was recorded until then stays, and the same file can be captured again
 */
export async function captureLines(
  chunks: AsyncIterable<Uint8Array>,
  committer: Committer,
  captor: Viewer,
  now: () => number,
  stop: AbortSignal,
  progress: Progress,
): Promise<LinesReport> {
  const tally = new Tally();
  const underWay: Promise<void>[] = [];
  for await (const lines of inUnits(streamNdjson(chunks), stop)) {
    const sent = submit(committer, captor, prepareLines(lines, now(), tally), tally);
    underWay.push(sent);
    // A failure is thrown where the unit is waited for, below; until then it must not count as unhandled.
    sent.catch(() => undefined);
    if (underWay.length >= UNITS_UNDER_WAY) await underWay.shift();
    progress(tally.events);
  }
  await Promise.all(underWay);
  progress(tally.events);
  return tally;
}

async function* inUnits(lines: AsyncIterable<NdjsonLine>, stop: AbortSignal): AsyncGenerator<NdjsonLine[]> {
  let unit: NdjsonLine[] = [];
  for await (const line of lines) {
    stop.throwIfAborted();
    unit.push(line);
    if (unit.length < EVENTS_PER_UNIT) continue;
    yield unit;
    unit = [];
  }
  if (unit.length > 0) yield unit;
}

/** The events of some lines that may be recorded; what is wrong with the others goes to the tally. */
function prepareLines(lines: readonly NdjsonLine[], nowMs: number, tally: Tally): PlacedEvent[] {
  const sound = lines.filter((line) => line.ok);
  const stated = sound.map(({ event, context }) => ({ event, context: context ?? BARE_EVENT_CONTEXT, path: '$' }));
  const results = prepareEvents(stated, nowMs).values();
  const prepared: PlacedEvent[] = [];
  for (const line of lines) {
    const index = tally.events++;
    const result = line.ok ? results.next().value! : line;
    if (!('problems' in result)) prepared.push({ event: result, index, line: line.line });
    else for (const { code, path, message } of result.problems) tally.fault({ index, code, path, message, line: line.line });
  }
  return prepared;
}

async function submit(committer: Committer, captor: Viewer, unit: readonly PlacedEvent[], tally: Tally): Promise<void> {
  if (unit.length === 0) return;
  const outcomes = await committer.submit({ events: unit.map(({ event }) => event), behaviour: 'proceed', captor });
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome.status === 'recorded') tally.recorded += 1;
    else if (outcome.status === 'duplicate') tally.duplicates += 1;
    else {
      const { event, index, line } = unit[place]!;
      const fault = outcomeFault(outcome, { eventID: event.eventID, index, path: '$', line });
      if (fault !== null) tally.fault(fault);
    }
  }
}
