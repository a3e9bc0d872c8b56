import type { DrawTotal, RecordReader, RecordWriter } from '../record/index.ts';
import { applyMovements, emptyQuotaState, withDraws, type Movement, type QuotaState } from '../rights/index.ts';

/** The journal of the record that holds every movement of a right, one JSON object a line. */
const RIGHTS_JOURNAL = 'rights';

/** Until when movements count: as they happened and as they were recorded, milliseconds since 1970 UTC; null for now. */
export interface MovementMoment {
  readonly asOf: number | null;
  readonly knownAt: number | null;
}

const NOW: MovementMoment = { asOf: null, knownAt: null };

/**
 * Appends movements of rights to the record, in their order.
 * @param recordedMs the time of recording, milliseconds since 1970 UTC
 */
export async function writeMovements(writer: RecordWriter, movements: readonly Movement[], recordedMs: number): Promise<void> {
  if (movements.length > 0)
    await writer.appendJournal(
      RIGHTS_JOURNAL,
      movements.map((movement) => lineOf(movement, recordedMs)),
    );
}

/**
 * The movements on record, in the order in which they were appended.
 * @throws Error when a line is no movement, naming the line: the record is damaged
 */
export async function readMovements(reader: RecordReader, moment: MovementMoment = NOW): Promise<Movement[]> {
  const lines = await reader.journal(RIGHTS_JOURNAL, 0);
  const recorded = lines.map((line, index) => recordedMovement(line, index));
  const { asOf, knownAt } = moment;
  return recorded
    .filter(({ recordedMs }) => knownAt === null || recordedMs <= knownAt)
    .filter(({ movement }) => asOf === null || effectiveMs(movement) <= asOf)
    .map(({ movement }) => movement);
}

/** How many movements are on record. */
export async function countMovements(reader: RecordReader): Promise<number> {
  return (await reader.journal(RIGHTS_JOURNAL, 0)).length;
}

/**
 * The rights that the movements on record make, with what the events of some years have drawn on them.
 * @param groupOf the group of every organisation, null for none
 */
export async function readRights(
  reader: RecordReader,
  groupOf: QuotaState['groupOf'],
  draws: readonly DrawTotal[],
  moment: MovementMoment = NOW,
): Promise<QuotaState> {
  // A movement that is refused here follows one that the asked moment does not know.
  const { state } = applyMovements(emptyQuotaState(groupOf), await readMovements(reader, moment));
  return withDraws(
    state,
    draws.map(({ reoMg, ...line }) => ({ ...line, drawnMg: reoMg })),
  );
}

/** A movement as one line of JSON, its milligrams as decimal text: a double could not hold them all. */
function lineOf(movement: Movement, recordedMs: number): string {
  const plain = (_: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
  return JSON.stringify({ ...movement, recordedMs }, plain);
}

function recordedMovement(line: string, index: number): { movement: Movement; recordedMs: number } {
  const fields: unknown = JSON.parse(line);
  if (typeof fields !== 'object' || fields === null || !('kind' in fields) || !('recordedMs' in fields)) throw notMovement(index);
  const { recordedMs, ...movement } = fields;
  if (typeof recordedMs !== 'number') throw notMovement(index);
  if (!('amountMg' in movement)) return { movement: movement as Movement, recordedMs };
  if (typeof movement.amountMg !== 'string' || !/^-?\d+$/.test(movement.amountMg)) throw notMovement(index);
  return { movement: { ...movement, amountMg: BigInt(movement.amountMg) } as Movement, recordedMs };
}

function notMovement(index: number): Error {
  return new Error(`readMovements: line ${index + 1} of the journal ${RIGHTS_JOURNAL} is no movement`);
}

/**
 * From when a movement counts. A registry states the quotas of a year without a day, and may be loaded months or years later: what it
 * states counts from the first moment of the quota's year in China. A command counts from when it was given.
 */
function effectiveMs(movement: Movement): number {
  const isStated = movement.kind === 'grant' || (movement.kind === 'allot' && movement.ground === 'notice');
  return isStated ? Math.min(movement.atMs, startOfChinaYear(movement.quota.year)) : movement.atMs;
}

function startOfChinaYear(year: number): number {
  return Date.parse(`${year}-01-01T00:00:00+08:00`);
}
