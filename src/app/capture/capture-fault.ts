import type { JsonObject, Problem, ProblemCode } from '../../epcis/index.ts';
import type { EventOutcome } from './commit.ts';

/** What is wrong with one event of a capture. `index` counts the document's events from 0. */
export interface CaptureFault {
  readonly index: number;
  readonly code: string;
  readonly path: string;
  readonly message: string;
  readonly line?: number;
  readonly eventID?: string;
}

/** A problem that keeps an event from being recorded, as a fault of the capture. */
export function faultOf(problem: Problem, index: number, event: JsonObject): CaptureFault {
  const eventID = event['eventID'];
  return {
    index,
    code: problem.code,
    path: problem.path,
    message: problem.message,
    ...(problem.line === undefined ? {} : { line: problem.line }),
    ...(typeof eventID === 'string' ? { eventID } : {}),
  };
}

/** The problem that a fault was made of by {@link faultOf}. */
export function problemOf({ code, path, message, line }: CaptureFault): Problem {
  return { code: code as ProblemCode, path, message, ...(line === undefined ? {} : { line }) };
}

/** An event whose eventID is taken. Declaring the earlier one in error frees no eventID: EPCIS gives a correction its own. */
function conflictFault(eventID: string | null, index: number, path: string, line?: number): CaptureFault {
  const message = `the eventID ${eventID} is on record with other content; give this event an eventID of its own`;
  const fault = { index, code: 'event.conflict', path, message, eventID: eventID ?? '' };
  return line === undefined ? fault : { ...fault, line };
}

/** An event at a site that is another's. */
function strangerFault(eventID: string | null, index: number, path: string, line?: number): CaptureFault {
  const message = "happened at a site that is not your organisation's: its own people record it; check readPoint and bizLocation";
  const fault = { index, code: 'event.not-yours', path, message, ...(eventID === null ? {} : { eventID }) };
  return line === undefined ? fault : { ...fault, line };
}

/** The fault of an event that was not recorded for what came of it; null for the others. */
export function outcomeFault(
  { status }: EventOutcome,
  { eventID, index, path, line }: { eventID: string | null; index: number; path: string; line?: number },
): CaptureFault | null {
  if (status === 'conflict') return conflictFault(eventID, index, `${path}.eventID`, line);
  return status === 'not-yours' ? strangerFault(eventID, index, path, line) : null;
}

/** A document that was refused as a whole, with every problem found. */
export class CaptureRefusal extends Error {
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems[0]?.message ?? 'the document was refused');
    this.name = 'CaptureRefusal';
    this.problems = problems;
  }
}
