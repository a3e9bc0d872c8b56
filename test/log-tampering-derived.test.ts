/** Somebody changes by hand what is kept of the events: postings, lineage, balances, indexes. It is found, and where. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { loadRegistry, openApplication, verifyRecord, type Application } from '../src/app/index.ts';
import { openSqliteStore } from '../src/store/index.ts';
import { keysOf, testSigner } from './support/log-key.ts';
import { tampered } from './support/tampering.ts';
import {
  becomes,
  captureInto,
  declared,
  enters,
  kg,
  lotOf,
  observed,
  PALLET,
  receives,
  REGISTRY,
  ships,
  SITES,
} from './support/ree-events.ts';

const folder = mkdtempSync(join(tmpdir(), 'ytterby-derived-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const SOUND = join(folder, 'sound');
const [ORE, OXIDE, WRONG] = [lotOf('concentrate', 'A'), lotOf('oxide', 'B'), lotOf('concentrate', 'W')];
const NOW = Date.parse('2015-12-31T00:00:00Z');

function open(directory: string): Application {
  return openApplication(openSqliteStore(directory), () => NOW, '0', testSigner());
}

async function verdictOf(directory: string, logOnly = false): ReturnType<typeof verifyRecord> {
  const app = open(directory);
  try {
    return await verifyRecord(app, { keys: keysOf(app), earlier: null, logOnly }, new AbortController().signal, () => undefined);
  } finally {
    await app.store.close();
  }
}

/** Mining, a wrong event declared in error, a shipment in a container, separation, and an event that comes late. */
before(async () => {
  const app = open(SOUND);
  await loadRegistry(app, JSON.stringify(REGISTRY));
  const wrong = enters('2015-01-12T08:00:00Z', SITES.mine, WRONG, 70, { CeO2: 40 });
  await captureInto(app, [enters('2015-01-10T08:00:00Z', SITES.mine, ORE, 900, { CeO2: 30, Nd2O3: 20 }), wrong]);
  await captureInto(app, [declared(wrong, '2015-01-13T08:00:00Z')]);
  await captureInto(app, [
    {
      type: 'AggregationEvent',
      eventTime: '2015-01-14T08:00:00Z',
      eventTimeZoneOffset: '+08:00',
      action: 'ADD',
      bizStep: 'packing',
      parentID: PALLET,
      childQuantityList: [kg(ORE, 400)],
      readPoint: { id: SITES.mine },
      bizLocation: { id: SITES.mine },
    },
    { ...ships('2015-01-15T08:00:00Z', SITES.mine, SITES.plant, 'W1', []), quantityList: [], epcList: [PALLET] },
    { ...receives('2015-02-17T08:00:00Z', SITES.mine, SITES.plant, 'W1', []), quantityList: [], epcList: [PALLET] },
  ]);
  await captureInto(app, [
    becomes('2015-03-01T08:00:00Z', SITES.plant, [kg(ORE, 300)], [kg(OXIDE, 60)], { [OXIDE]: { CeO2: 90 } }),
  ]);
  await captureInto(app, [
    observed('2015-01-11T08:00:00Z', SITES.mine, 'inspecting', [kg(ORE, 900)], { [ORE]: { CeO2: 31, Nd2O3: 21 } }),
  ]);
  await app.store.close();
});

test('a record with a voided, a late and a packed event is sound', async () => {
  assert.equal((await verdictOf(SOUND)).fault, null);
});

const TERM = (id: string): string => `(SELECT id FROM term WHERE uri = '${id}')`;

const CHANGES: readonly (readonly [statement: string, table: string, seq: number | null])[] = [
  [`DELETE FROM entry WHERE event_seq = 1 AND revision = (SELECT max(revision) FROM entry WHERE event_seq = 1)`, 'entry', 1],
  [`UPDATE entry SET data = (SELECT data FROM entry WHERE event_seq = 1) WHERE event_seq = 7`, 'entry', 7],
  [`DELETE FROM entry WHERE event_seq = 7`, 'entry', 7],
  [`DELETE FROM flow WHERE event_seq = 7 AND role = (SELECT min(role) FROM flow WHERE event_seq = 7)`, 'flow', 7],
  [`DELETE FROM flow WHERE event_seq = 7`, 'flow', 7],
  [`UPDATE flow SET data = (SELECT data FROM flow WHERE event_seq = 1 LIMIT 1) WHERE event_seq = 7`, 'flow', 7],
  [`DELETE FROM event_identifier WHERE seq = 4 AND identifier = ${TERM(ORE)}`, 'event_identifier', 4],
  [`DELETE FROM event_identifier WHERE seq = 5 AND identifier = ${TERM(ORE)}`, 'event_identifier', 5],
  [`INSERT INTO event_identifier SELECT ${TERM(OXIDE)}, role, 2 FROM event_identifier LIMIT 1`, 'event_identifier', 2],
  [`DELETE FROM event_party WHERE seq = 6 AND party = ${TERM(SITES.mine)}`, 'event_party', 6],
  [`DELETE FROM void`, 'void', 2],
  [`INSERT INTO void VALUES (7, 3)`, 'void', 7],
  [`DELETE FROM lot_state WHERE lot = ${TERM(ORE)}`, 'lot_state', null],
  [
    `UPDATE lot_state SET data = (SELECT data FROM lot_state WHERE lot = ${TERM(OXIDE)}) WHERE lot = ${TERM(ORE)}`,
    'lot_state',
    null,
  ],
  [`DELETE FROM balance_day WHERE day = (SELECT max(day) FROM balance_day)`, 'balance', null],
  [
    `DELETE FROM balance_period WHERE span = 1 AND period = (SELECT max(period) FROM balance_period WHERE span = 1)`,
    'balance',
    null,
  ],
  [`DELETE FROM balance_period WHERE span = 12`, 'balance', null],
  [`DELETE FROM balance_period WHERE account < 0`, 'balance', null],
  [`UPDATE account SET counterpart = ${TERM(OXIDE)} WHERE id = (SELECT min(id) FROM account)`, '', null],
  [`UPDATE quota_draw SET reo_mg = reo_mg + 1 WHERE event_seq = 1`, 'quota_draw', null],
  [`DELETE FROM quota_draw WHERE event_seq = 7`, 'quota_draw', null],
  [`DELETE FROM lot_at_site WHERE lot = ${TERM(OXIDE)}`, 'lot_at_site', null],
  [`DELETE FROM event_word WHERE kind = (SELECT min(kind) FROM event_word)`, 'event_word', null],
];

describe('one row of what is derived, changed by hand, is found', () => {
  for (const [statement, table, seq] of CHANGES) {
    test(statement.slice(0, 110), async () => {
      const copy = tampered(folder, SOUND, statement);
      const { fault } = await verdictOf(copy);
      assert.equal(fault?.code, 'derived-changed');
      assert.equal(fault.seq ?? null, table === '' ? fault.seq : seq);
      assert.ok(fault.message.endsWith(`(${table})`) || table === '', fault.message);
      assert.equal((await verdictOf(copy, true)).fault, null, 'the log itself is sound');
    });
  }
});
