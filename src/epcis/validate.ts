import { problemsOfSchema } from './check-schema.ts';
import { contextOf, type ReadDocument } from './document.ts';
import type { Json, JsonObject } from './json.ts';
import { findUnkeepable } from './json-text.ts';
import { checkQuantities, checkTime } from './plausibility.ts';
import type { Problem } from './problems.ts';
import { type ReeExtension, readReeExtension } from './ree-extension.ts';

/**
 * An event after examination: its problems or, when there are none, its rare-earth fields (empty for an ordinary event) and its JSON text,
 * which the examination had to make anyway.
 */
export type ExaminedEvent =
  | { readonly ok: true; readonly ree: ReeExtension; readonly body: string }
  | { readonly ok: false; readonly problems: Problem[] };

/**
 * Everything that keeps an event from being recorded: the schema of EPCIS 2.0, texts and numbers that cannot be kept, its times,
 * its quantities and its rare-earth fields. A place that has one problem is not named a second time for what follows from it.
 * @param event one event, as `parseJson` read it
 * @param context the context in which its names are read, from `contextOf`; null when there is none
 * @param nowMs the recorder's clock, milliseconds since 1970
 * @param path where the event stands in its document
 */
export function examineEvent(event: JsonObject, context: Json, nowMs: number, path = '$'): ExaminedEvent {
  const reading = readReeExtension(event, context, path);
  const body = JSON.stringify(event);
  const problems = [
    ...(mayBeUnkeepable(body) ? findUnkeepable(event, path) : []),
    ...problemsOfSchema(event, path),
    ...checkTime(event, nowMs, path),
    ...checkQuantities(event, path),
  ];
  if (reading.ok && problems.length === 0) return { ok: true, ree: reading.value, body };
  return { ok: false, problems: firstOfEachPlace(reading.ok ? problems : [...problems, ...reading.problems]) };
}

/** Texts that cannot be kept are written as escapes by JSON.stringify and numbers too large as null: one look spares a walk. */
function mayBeUnkeepable(body: string): boolean {
  return body.includes('\\u') || body.includes('null') || body.includes('__proto__');
}

/** The problems alone of {@link examineEvent}: none when the event may be recorded. */
export function validateEvent(event: JsonObject, context: Json, nowMs: number, path = '$'): Problem[] {
  const examined = examineEvent(event, context, nowMs, path);
  return examined.ok ? [] : examined.problems;
}

/** Drops problems at a place where an earlier check found one, keeping several of the same check. */
function firstOfEachPlace(problems: readonly Problem[]): Problem[] {
  const firstByPath = new Map<string, Problem>();
  return problems.filter((problem) => {
    const first = firstByPath.get(problem.path);
    if (first === undefined) firstByPath.set(problem.path, problem);
    return first === undefined || (first.code === problem.code && first.message !== problem.message);
  });
}

/** The problems of one event of a document. */
export interface RefusedEvent {
  readonly index: number;
  readonly path: string;
  readonly problems: Problem[];
}

/** Which events of a document may be recorded (`proceed`); with `rollback` one refused event refuses them all. */
export interface DocumentVerdict {
  readonly acceptedIndices: number[];
  readonly refused: RefusedEvent[];
}

/** Judges every event of a document. @param nowMs the recorder's clock, milliseconds since 1970 */
export function validateDocument(document: ReadDocument, nowMs: number): DocumentVerdict {
  const verdict: DocumentVerdict = { acceptedIndices: [], refused: [] };
  document.events.forEach((event, index) => {
    const path = document.eventPaths[index] ?? '$';
    const problems = validateEvent(event, contextOf(document, event), nowMs, path);
    if (problems.length === 0) verdict.acceptedIndices.push(index);
    else verdict.refused.push({ index, path, problems });
  });
  return verdict;
}
