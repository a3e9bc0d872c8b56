import type { Line, Quota } from './quota.ts';

/**
 * Who says so. A `command` is checked against the cap and refused when it would pass it; what an official `notice` says is
 * recorded as it stands, and shows as over-allotted where its own numbers do not add up.
 */
export type Ground = 'command' | 'notice';

interface Recorded {
  /** Unique; a movement that comes twice with one id counts once. */
  readonly id: string;
  /** When it happened, milliseconds since 1970 UTC. */
  readonly atMs: number;
}

/** The state gives a right: opens the quota if it is new. All amounts are milligrams REO (basis treo). */
export interface Grant extends Recorded {
  readonly kind: 'grant';
  readonly quota: Quota;
  readonly amountMg: bigint;
}

/** A part of a quota goes to another holder (or to a batch): opens `quota`, whose `parent` gives the amount. */
export interface Allotment extends Recorded {
  readonly kind: 'allot';
  readonly ground: Ground;
  readonly quota: Quota;
  readonly amountMg: bigint;
}

/** An amount is set aside for something that is to come. */
export interface Reservation extends Recorded {
  readonly kind: 'reserve';
  readonly reservation: string;
  readonly quota: string;
  readonly amountMg: bigint;
}

/** What is left of a reservation is free again. */
export interface Release extends Recorded {
  readonly kind: 'release';
  readonly reservation: string;
}

/** A quota is made smaller; the amount does not return to the parent. */
export interface Cut extends Recorded {
  readonly kind: 'cut';
  readonly ground: Ground;
  readonly quota: string;
  readonly amountMg: bigint;
}

/**
 * An event mined or separated: always recorded, whatever is left of the quota. It uses up `reservation` first if that one is open
 * and for the same year and stage. Which quotas take the rest is computed (`figuresOfYear`), so a quota that comes late covers
 * it.
 */
export interface Draw extends Recorded, Line {
  readonly kind: 'draw';
  readonly event: string;
  readonly reservation: string | null;
  readonly amountMg: bigint;
}

/** The event of a draw was declared an error. */
export interface DrawReversal extends Recorded {
  readonly kind: 'reverse-draw';
  readonly draw: string;
}

/** The year is settled: no more allotments, reservations, releases and cuts. Draws and reversals are facts and still come. */
export interface YearClosing extends Recorded {
  readonly kind: 'close-year';
  readonly year: number;
}

/** Everything that can happen to a right. Movements are appended, never edited. */
export type Movement = Grant | Allotment | Reservation | Release | Cut | Draw | DrawReversal | YearClosing;

/** Whether two movements say the same, field by field. */
export function isSameMovement(a: Movement, b: Movement): boolean {
  return textOf(a) === textOf(b);
}

function textOf(value: object): string {
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(fields.map(([name, field]) => [name, fieldText(field)]));
}

function fieldText(field: unknown): string {
  return typeof field === 'object' && field !== null ? textOf(field) : String(field);
}
