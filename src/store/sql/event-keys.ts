import type { Kysely } from 'kysely';
import { dayOf } from '../../ledger/index.ts';
import type { NewEvent } from '../../record/index.ts';
import { ANY_DAY, keyNumber } from './key-number.ts';
import type { SqlSession, SqlValue } from './session.ts';
import { tableSpec, type Tables } from './tables.ts';
import type { WriteCaches } from './write-caches.ts';

/** So many recent keys are kept apart at least, and so great a part of all events. */
const RECENT_MIN = 32_768;
const RECENT_PART = 1 / 32;

type Row = SqlValue[];

/**
 * Writes the keys by which events are found. Event hashes stand by the day of their event, so that those of one change lie together.
 * An eventID has no such order: in a large index each would lie on a page of its own, to be written whole. New ones therefore go into a
 * small table first, and from there all at once in order, which touches every page of the large index once.
 */
export async function insertEventKeys(
  session: SqlSession,
  db: Kysely<Tables>,
  caches: WriteCaches,
  events: readonly NewEvent[],
): Promise<void> {
  const hashes = events.map((event): Row => [dayOf(event.index.eventTimeMs), keyNumber(event.hash), event.seq]);
  const others = events.filter((event) => event.eventID !== null && event.eventID !== event.hash);
  const eventIDs = others.map((event): Row => [ANY_DAY, keyNumber(event.eventID!), event.seq]);
  if (hashes.length > 0) await session.insert(tableSpec('event_key'), hashes, 'ignore');
  if (eventIDs.length === 0) return;
  await session.insert(tableSpec('event_key_recent'), eventIDs, 'ignore');
  const recent = (caches.recentKeys ?? (await countRecent(session, db))) + eventIDs.length;
  caches.recentKeys = recent;
  if (recent > Math.max(RECENT_MIN, caches.head * RECENT_PART)) await settleRecent(session, db, caches);
}

async function countRecent(session: SqlSession, db: Kysely<Tables>): Promise<number> {
  const query = db.selectFrom('event_key_recent').select((row) => row.fn.countAll().as('n'));
  const [row] = await session.all(query.compile());
  return Number(row?.n ?? 0);
}

async function settleRecent(session: SqlSession, db: Kysely<Tables>, caches: WriteCaches): Promise<void> {
  const recent = db.selectFrom('event_key_recent').select(['day', 'key', 'seq']).orderBy('day').orderBy('key').orderBy('seq');
  await session.all(db.insertInto('event_key').columns(['day', 'key', 'seq']).expression(recent).compile());
  await session.all(db.deleteFrom('event_key_recent').compile());
  caches.recentKeys = 0;
}
