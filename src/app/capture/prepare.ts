import { hash as digest, randomBytes } from 'node:crypto';
import {
  documentHashes,
  eventHash,
  examineEvent,
  REE_NAMESPACE,
  readReeExtension,
  type Json,
  type JsonObject,
  type Problem,
  type ReeExtension,
} from '../../epcis/index.ts';
import type { Matter } from '../../ledger/index.ts';
import { commitmentText, contextText, indexOf, readMatter, SALT_DIGITS, type EventIndex } from '../../record/index.ts';

/** An event that has passed validation, with everything that the record derives from it. */
export interface PreparedEvent {
  readonly body: string;
  readonly context: Json;
  readonly hash: string;
  readonly eventID: string | null;
  readonly declaresError: boolean;
  readonly index: EventIndex;
  readonly matter: Matter;
  readonly seal: Seal;
}

/** What the log needs of an event: a salt of its own, and the commitment to the event with it. Both are hexadecimal digits. */
export interface Seal {
  readonly salt: string;
  readonly commitment: string;
}

/** An event that was refused, with every problem found. */
export interface RefusedEvent {
  readonly problems: readonly Problem[];
}

/** An event to be prepared: the `@context` in force for it, and where it stands in its document, for problems. */
export interface StatedEvent {
  readonly event: JsonObject;
  readonly context: Json;
  readonly path: string;
}

/** The context of a bare event that states none (FORMATS, section 1). */
export const BARE_EVENT_CONTEXT: Json = [
  'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
  { ree: REE_NAMESPACE },
];

const sha256 = (text: string): string => digest('sha256', text, 'hex');

/** The CBV 2.0 event hash, `ni:///sha-256;…?ver=CBV2.0`. */
export function hashOf(event: JsonObject, context: Json): string {
  return eventHash(event, context, sha256);
}

/** The event hash of each event of a document, query document or bare event, in order. */
export function hashesOf(file: JsonObject): string[] {
  return documentHashes(file, sha256);
}

/**
 * Validates events and reads from them what the record needs, each stage for all of them before the next: the code of one stage fits into a
 * processor's nearest memory, that of all stages does not, so that this takes two thirds of the time of one event after the other.
 * @param nowMs the present, against which times in the future are judged
 * @returns one result an event, in their order
 */
export function prepareEvents(stated: readonly StatedEvent[], nowMs: number): (PreparedEvent | RefusedEvent)[] {
  const examined = stated.map(({ event, context, path }) => examineEvent(event, context, nowMs, path));
  const hashes = stated.map(({ event, context }, place) => (examined[place]!.ok ? hashOf(event, context) : ''));
  const salts = randomBytes((stated.length * SALT_DIGITS) / 2).toString('hex');
  return stated.map(({ event, context }, place) => {
    const result = examined[place]!;
    if (!result.ok) return { problems: result.problems };
    const { ree, body } = result;
    const salt = salts.slice(place * SALT_DIGITS, (place + 1) * SALT_DIGITS);
    const seal = { salt, commitment: commitmentOf(salt, contextText(context), body) };
    return { body, context, seal, ...derive(event, ree, hashes[place]!) };
  });
}

/** What the log commits to of an event, from its texts: 64 hexadecimal digits. */
export function commitmentOf(salt: string, context: string, body: string): string {
  return sha256(commitmentText(salt, context, body));
}

/** What an event on record does to matter; it was validated when it was recorded. */
export function matterOnRecord(event: JsonObject, context: Json, hash: string): Matter {
  return derivedOnRecord(event, context, hash).matter;
}

/** What the record derives from an event on record: what storage indexes of it, and what it does to matter. */
export function derivedOnRecord(event: JsonObject, context: Json, hash: string): ReturnType<typeof derive> {
  const reading = readReeExtension(event, context);
  return derive(event, reading.ok ? reading.value : {}, hash);
}

function derive(
  event: JsonObject,
  ree: ReeExtension,
  hash: string,
): Pick<PreparedEvent, 'hash' | 'eventID' | 'declaresError' | 'index' | 'matter'> {
  const index = indexOf(event, ree.assays ?? []);
  return {
    hash,
    eventID: typeof event['eventID'] === 'string' ? event['eventID'] : null,
    declaresError: event['errorDeclaration'] !== undefined,
    index,
    matter: readMatter(event, index, hash, ree),
  };
}
