import type { Json, JsonObject } from '../epcis/index.ts';

/** How an event names an identifier. */
export type IdentifierRole = 'epc' | 'parent' | 'child' | 'input' | 'output' | 'content' | 'assay';

/** Every role, in an order that storage relies on: append new roles at the end. */
export const IDENTIFIER_ROLES: readonly IdentifierRole[] = ['epc', 'parent', 'child', 'input', 'output', 'content', 'assay'];

/** One identifier that an event names, in canonical form. */
export interface NamedIdentifier {
  readonly id: string;
  readonly role: IdentifierRole;
}

/** What storage indexes of an event beside its text: canonical words and identifiers, null where the event is silent. */
export interface EventIndex {
  readonly type: string;
  readonly eventTimeMs: number;
  readonly bizStep: string | null;
  readonly disposition: string | null;
  readonly readPoint: string | null;
  readonly bizLocation: string | null;
  /** The site whose matter the event moves, canonical without extension. */
  readonly site: string | null;
  readonly identifiers: readonly NamedIdentifier[];
  /** Whom the event concerns by its own words: sites and organisations. */
  readonly parties: readonly string[];
}

/** An event ready to be recorded. */
export interface NewEvent {
  /** Place in the record, from 1, without gaps. */
  readonly seq: number;
  /** `ni:///sha-256;…?ver=CBV2.0` */
  readonly hash: string;
  readonly eventID: string | null;
  /** Whether the event declares an earlier one with the same eventID or hash to be in error. */
  readonly declaresError: boolean;
  readonly recordedMs: number;
  readonly index: EventIndex;
  /** The event as it came, as JSON text. */
  readonly body: string;
  /** The `@context` that its prefixes are bound in. */
  readonly context: Json;
  /** What keeps others from guessing the event from its log entry: `SALT_DIGITS` random hexadecimal digits. */
  readonly salt: string;
}

/** An event on record as its row states it, its texts untouched: what a verification holds against the log. */
export interface SealedEvent extends Omit<NewEvent, 'index' | 'context'> {
  /** The `@context` as JSON text. */
  readonly context: string;
  /** Without identifiers and parties; an event type beyond the standard's five is empty. */
  readonly index: Omit<EventIndex, 'identifiers' | 'parties'>;
}

/** An event on record. */
export interface CapturedEvent {
  readonly seq: number;
  readonly hash: string;
  readonly eventID: string | null;
  readonly declaresError: boolean;
  readonly eventTimeMs: number;
  readonly recordedMs: number;
  readonly event: JsonObject;
  readonly context: Json;
}
