import type { ReadScope, RecordReader } from '../../record/index.ts';
import type { Moment } from '../../wire/index.ts';
import type { Application } from '../application.ts';
import type { World } from '../world.ts';

/** Until when events happened, until when they were recorded (both inclusive): milliseconds since 1970 UTC, null for now. */
export interface AskedMoment {
  readonly asOf: number | null;
  readonly knownAt: number | null;
}

/** A reader of one consistent state, the registry, and the moment that an answer is for. */
export interface Asking {
  readonly reader: RecordReader;
  readonly world: World;
  /** What the viewer may see; null for everything. */
  readonly scope: ReadScope | null;
  readonly asOf: number | null;
  readonly knownAt: number | null;
  /** The place in the record up to which events are known; null when all of them are. */
  readonly knownSeq: number | null;
  readonly moment: Moment;
}

/** Answers a question over one consistent state of what the viewer may see of the record. */
export async function ask<T>(app: Application, asked: AskedMoment, answer: (asking: Asking) => Promise<T>): Promise<T> {
  return askWithin(app, await app.scope(), asked, answer);
}

/** Answers over all of the record, for what is told to everybody alike: the answer must hold nothing else. */
export function askOfAll<T>(app: Application, asked: AskedMoment, answer: (asking: Asking) => Promise<T>): Promise<T> {
  return askWithin(app, null, asked, answer);
}

function askWithin<T>(
  app: Application,
  scope: ReadScope | null,
  asked: AskedMoment,
  answer: (asking: Asking) => Promise<T>,
): Promise<T> {
  return app.whole.read(async (reader) => {
    const { asOf, knownAt } = asked;
    const world = await app.worlds.current(reader);
    const recorded = knownAt === null ? null : await reader.lastRecordedMs();
    const knowsAll = knownAt === null || (recorded !== null && knownAt >= recorded);
    const moment = { asOf: writeTime(asOf), knownAt: writeTime(knownAt), computedAt: new Date(app.now()).toISOString() };
    return answer({
      reader,
      world,
      scope,
      asOf,
      knownAt: knowsAll ? null : knownAt,
      knownSeq: knowsAll ? null : await reader.seqAt(knownAt),
      moment,
    });
  }, scope);
}

/** An instant as RFC 3339 text in UTC; null stays null. */
export function writeTime(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
