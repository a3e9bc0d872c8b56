import { timeEach } from './measuring.ts';
import { connectBare, type RecordPlace } from './record-place.ts';

const ROW = 'x'.repeat(1000);

/** Durable commits of one row each, of about the size of an event, in an otherwise empty database: milliseconds of each. */
export async function bareCommits(place: RecordPlace, count: number): Promise<number[]> {
  const connection = await connectBare(place);
  await connection.rows('CREATE TABLE commits (id INTEGER PRIMARY KEY, text TEXT)', []);
  const times = await timeEach(count, (turn) => connection.rows('INSERT INTO commits VALUES (?, ?)', [turn, ROW]));
  await connection.close();
  return times;
}
