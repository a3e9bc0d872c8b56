import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { openPostgresStore } from '../src/store/index.ts';
import { TABLES } from '../src/store/sql/tables.ts';
import {
  entryOf,
  firstRevision,
  flowOf,
  legsOf,
  lotAt,
  NOTHING,
  sampleEvent,
  sampleState,
  siteAt,
} from './contract/sample-content.ts';
import { postgresUrl } from './support/environment.ts';
import { nameSchema, type PostgresSchema } from './support/postgres-schema.ts';

/** Tables of which the reader's role sees every row: words, hashes, sums of many accounts in one row. */
const OPEN_TABLES = ['term', 'event_word', 'account', 'balance_day', 'balance_period', 'log_tile'];
/** Tables that it may not read at all. */
const CLOSED_TABLES = ['lot_state'];

/** A record of two sites with an event each, a job and a draw each. */
async function filled(t: TestContext, url: string): Promise<PostgresSchema> {
  const schema = await nameSchema(url);
  t.after(() => schema.drop());
  const store = await openPostgresStore(url, schema.name);
  const events = [1, 2].map((seq) => {
    const site = siteAt(seq);
    return sampleEvent(seq, {
      eventID: `urn:uuid:${seq}`,
      index: { site, parties: [site], identifiers: [{ id: lotAt(seq), role: 'epc' }] },
    });
  });
  const draw = { eventTimeMs: 0, year: 2015, stage: 'mining', ore: 'ion', reoMg: 5n } as const;
  const job = {
    createdAt: '',
    finishedAt: null,
    running: false,
    success: true,
    captureErrorBehaviour: 'proceed',
    errors: [],
  } as const;
  await store.write(async (writer) => {
    await writer.append({
      ...NOTHING,
      events,
      revisions: events.map((event) =>
        firstRevision(
          event,
          entryOf(event, legsOf(siteAt(event.seq), lotAt(event.seq), 1000n), [flowOf('source', lotAt(event.seq))]),
        ),
      ),
      lotStates: [sampleState(lotAt(1), 1000n)],
      voids: events.map(({ seq }) => ({ eventSeq: seq, bySeq: seq })),
      draws: events.map(({ seq }) => ({ ...draw, eventSeq: seq, revision: seq, holder: siteAt(seq) })),
      lotsAtSites: events.map(({ seq }) => ({ site: siteAt(seq), lot: lotAt(seq) })),
    });
    for (const { seq } of events) await writer.putCaptureJob({ captureID: `job-${seq}`, organisation: siteAt(seq), ...job });
    for (const name of ['registry', 'session/x', 'access/y']) await writer.putDocument(name, name);
    for (const name of ['rights', 'access', 'audit']) await writer.appendJournal(name, [name]);
  });
  await store.close();
  await schema.admin.query(`SET search_path = "${schema.name}"`);
  return schema;
}

/** Rows that the reader's role gets of a table by a statement that asks for all of them. */
async function rowsSeen({ admin }: PostgresSchema, table: string, site: string | null): Promise<number> {
  await admin.query('BEGIN');
  try {
    if (site !== null) {
      const { rows } = await admin.query<{ id: string }>('SELECT id FROM term WHERE uri = $1', [site]);
      for (const setting of ['parties', 'sites', 'organisations'])
        await admin.query('SELECT set_config($1, $2, true)', [`ytterby.${setting}`, `{${rows[0]?.id}}`]);
    }
    await admin.query('SET LOCAL ROLE ytterby_reader');
    return (await admin.query(`SELECT * FROM "${table}"`)).rows.length;
  } finally {
    await admin.query('ROLLBACK');
  }
}

describe('PostgreSQL holds a reader to his scope, whatever a statement asks for', () => {
  test('each table: the rows of one site, none without a scope, no writing', async (t) => {
    const url = postgresUrl(t);
    if (url === undefined) return;
    const schema = await filled(t, url);
    for (const { name } of TABLES) {
      if (CLOSED_TABLES.includes(name)) {
        await assert.rejects(rowsSeen(schema, name, siteAt(1)), /permission denied/, name);
        continue;
      }
      if (OPEN_TABLES.includes(name)) continue;
      const all = Number((await schema.admin.query(`SELECT count(*) AS n FROM "${name}"`)).rows[0].n);
      const [one, other, nobody] = [
        await rowsSeen(schema, name, siteAt(1)),
        await rowsSeen(schema, name, siteAt(2)),
        await rowsSeen(schema, name, null),
      ];
      if (name === 'document' || name === 'journal') {
        assert.ok(one > 0 && one < all, `${name}: ${one} of ${all}`);
        continue;
      }
      // Keys of events move from the small table to the large one as they come.
      if (!name.startsWith('event_key')) assert.ok(all > 0, `${name} has rows`);
      assert.deepEqual([one + other, nobody], [all, 0], name);
    }
    for (const { name } of TABLES) {
      await schema.admin.query('BEGIN');
      await schema.admin.query('SET LOCAL ROLE ytterby_reader');
      await assert.rejects(schema.admin.query(`DELETE FROM "${name}"`), /permission denied/, name);
      await schema.admin.query('ROLLBACK');
    }
  });
});
