import { streamNdjson, type NdjsonLine } from '../../epcis/index.ts';
import { conflictMessage, type CaptureFault } from './capture-document.ts';
import type { Committer } from './committer.ts';
import { BARE_EVENT_CONTEXT, prepareEvent, type PreparedEvent } from './prepare.ts';

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
  for await (const line of streamNdjson(chunks)) {
    stop.throwIfAborted();
    prepareLine(line, nowMs, tally);
  }
  return tally;
}

/**
 * Records the events of a file of lines as they stream in; a line with a problem is left out and reported.
 * @throws the reason of `stop` when it is aborted: what was recorded until then stays, and the same file can be captured again
 */
export async function captureLines(
  chunks: AsyncIterable<Uint8Array>,
  committer: Committer,
  now: () => number,
  stop: AbortSignal,
  progress: Progress,
): Promise<LinesReport> {
  const tally = new Tally();
  const underWay: Promise<void>[] = [];
  let unit: PlacedEvent[] = [];
  const send = async (): Promise<void> => {
    const sent = submit(committer, unit, tally);
    unit = [];
    underWay.push(sent);
    // A failure is thrown where the unit is waited for, below; until then it must not count as unhandled.
    sent.catch(() => undefined);
    if (underWay.length >= UNITS_UNDER_WAY) await underWay.shift();
    progress(tally.events);
  };
  for await (const line of streamNdjson(chunks)) {
    stop.throwIfAborted();
    const event = prepareLine(line, now(), tally);
    if (event !== null) unit.push({ event, index: tally.events - 1, line: line.line });
    if (unit.length >= EVENTS_PER_UNIT) await send();
  }
  await send();
  await Promise.all(underWay);
  progress(tally.events);
  return tally;
}

function prepareLine(line: NdjsonLine, nowMs: number, tally: Tally): PreparedEvent | null {
  tally.events += 1;
  const index = tally.events - 1;
  const result = line.ok ? prepareEvent(line.event, line.context ?? BARE_EVENT_CONTEXT, nowMs) : { problems: line.problems };
  if (!('problems' in result)) return result;
  for (const problem of result.problems) {
    tally.fault({ index, code: problem.code, path: problem.path, message: problem.message, line: line.line });
  }
  return null;
}

async function submit(committer: Committer, unit: readonly PlacedEvent[], tally: Tally): Promise<void> {
  if (unit.length === 0) return;
  const outcomes = await committer.submit({ events: unit.map(({ event }) => event), behaviour: 'proceed' });
  for (const [place, outcome] of outcomes.entries()) {
    if (outcome.status === 'recorded') tally.recorded += 1;
    else if (outcome.status === 'duplicate') tally.duplicates += 1;
    else {
      const { event, index, line } = unit[place]!;
      tally.fault({
        index,
        code: 'event.conflict',
        path: '$.eventID',
        message: conflictMessage(event),
        line,
        eventID: event.eventID ?? '',
      });
    }
  }
}
