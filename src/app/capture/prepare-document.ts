import { contextOf, readDocument, type EpcisDocumentKind, type Problem, type ReadDocument } from '../../epcis/index.ts';
import { readXmlDocument } from '../../epcis-xml/index.ts';
import { faultOf, type CaptureFault } from './capture-fault.ts';
import { prepareEvents, type PreparedEvent } from './prepare.ts';

/** In which form a text of events comes. */
export type DocumentForm = 'json' | 'xml';

/** An event that may be recorded, its place among the document's events (from 0), and its JSON path. */
export interface PlacedEvent {
  readonly index: number;
  readonly path: string;
  readonly event: PreparedEvent;
}

/** A stretch of a document's events: those that may be recorded, and what is wrong with the others. */
export interface Preparation {
  readonly prepared: readonly PlacedEvent[];
  readonly faults: readonly CaptureFault[];
}

/** What a document turned out to be. */
export interface DocumentFace {
  readonly kind: EpcisDocumentKind;
  readonly events: number;
}

/** A document whose frame is sound, or every problem of the text. */
export type DocumentOpening =
  | { readonly ok: true; readonly document: ReadDocument; readonly face: DocumentFace }
  | { readonly ok: false; readonly problems: readonly Problem[] };

/** Reads the frame of an EPCISDocument, an EPCISQueryDocument or a single event from its text. */
export function openDocument(text: string, form: DocumentForm = 'json'): DocumentOpening {
  const reading = form === 'xml' ? readXmlDocument(text) : readDocument(text);
  if (!reading.ok) return reading;
  const { document } = reading;
  return { ok: true, document, face: { kind: document.kind, events: document.events.length } };
}

/**
 * Prepares some events of a document.
 * @param from the first of them, from 0
 * @param to the one behind the last
 * @param nowMs the present, against which times in the future are judged
 */
export function prepareStretch(document: ReadDocument, from: number, to: number, nowMs: number): Preparation {
  const events = document.events.slice(from, to);
  const paths = document.eventPaths.slice(from, to);
  const stated = events.map((event, place) => ({ event, context: contextOf(document, event), path: paths[place]! }));
  const prepared: PlacedEvent[] = [];
  const faults: CaptureFault[] = [];
  for (const [place, result] of prepareEvents(stated, nowMs).entries()) {
    const index = from + place;
    if ('problems' in result) faults.push(...faultsOf(result.problems, index, document));
    else prepared.push({ index, path: paths[place]!, event: result });
  }
  return { prepared, faults };
}

/** The problems of one event, each with the line on which the event begins where the text's form tells it. */
function faultsOf(problems: readonly Problem[], index: number, document: ReadDocument): CaptureFault[] {
  const line = document.eventLines?.[index];
  const placed = line === undefined ? problems : problems.map((problem) => ({ line, ...problem }));
  return placed.map((problem) => faultOf(problem, index, document.events[index]!));
}
