import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import { answerQuotas, runQuotaCommand, type QuotaCommand, type QuotaCommandAnswer } from '../src/app/index.ts';
import { writeMovements } from '../src/app/rights-journal.ts';
import type { RecordStore } from '../src/record/index.ts';
import { openPostgresStore } from '../src/store/index.ts';
import { postgresUrl } from './support/environment.ts';
import { nameSchema } from './support/postgres-schema.ts';
import { Recording, temporaryStore } from './support/recording.ts';
import { declared, enters, lotOf, PARTIES, REGISTRY, SITES } from './support/ree-events.ts';

/** A cap holds however many ask at once: on PostgreSQL through two pools, as two processes would; on SQLite and in memory through one store. */

const MG_PER_TONNE = 1_000_000_000n;
const CAP_TONNES = 10;
const GROUP = 'cap-group';
const PART = 'cap-part';

/** The world of the other tests, with its mining quotas replaced by one of 10 t, 4 t of which are the mining company's. */
const CAPPED = {
  ...REGISTRY,
  quotas: [
    {
      id: GROUP,
      year: 2015,
      batch: 'year',
      stage: 'mining',
      ore: 'light',
      holder: PARTIES.group,
      parent: null,
      reoTonnes: CAP_TONNES,
    },
    { id: PART, year: 2015, batch: 'year', stage: 'mining', ore: 'light', holder: PARTIES.mining, parent: GROUP, reoTonnes: 4 },
  ],
};

type Opener = (t: TestContext) => Promise<Recording[]>;

async function openPostgresTwice(t: TestContext): Promise<Recording[]> {
  const url = postgresUrl(t);
  if (url === undefined) return [];
  const schema = await nameSchema(url);
  const stores: RecordStore[] = [await openPostgresStore(url, schema.name), await openPostgresStore(url, schema.name)];
  t.after(async () => {
    for (const store of stores) await store.close();
    await schema.drop();
  });
  return stores.map((store) => new Recording(store));
}

const PLACES: readonly [string, Opener][] = [
  ['PostgreSQL with two pools', openPostgresTwice],
  ['SQLite', async (t) => [new Recording(temporaryStore(t, 'sqlite'))]],
  ['memory', async (t) => [new Recording(temporaryStore(t, 'memory'))]],
];

/** Recordings of one record with the capped world in it; empty where there is no PostgreSQL. */
async function openCapped(t: TestContext, open: Opener): Promise<Recording[]> {
  const recordings = await open(t);
  await recordings[0]?.loadRegistry(CAPPED);
  return recordings;
}

/** Gives commands to the recordings in turn, all at once. @returns how many were done, and the codes of the others */
async function giveAll(
  recordings: readonly Recording[],
  commands: readonly QuotaCommand[],
): Promise<{ done: number; codes: string[] }> {
  const answers = await Promise.all(
    commands.map((command, place) => runQuotaCommand(recordings[place % recordings.length]!.app, command)),
  );
  const codes = answers.flatMap((answer) => ('refusal' in answer ? [answer.refusal.code] : []));
  return { done: answers.length - codes.length, codes: [...new Set(codes)] };
}

function reserveOf(quota: string, name: string, tonnes: number): QuotaCommand {
  return { kind: 'reserve', quota, reservation: name, amountMg: BigInt(tonnes * 1000) * (MG_PER_TONNE / 1000n) };
}

function allotOf(holder: string, id: string, tonnes: number): QuotaCommand {
  const quota = { id, parent: GROUP, holder, year: 2015, batch: 'year', stage: 'mining', ore: 'light' } as const;
  return { kind: 'allot', quota, amountMg: BigInt(tonnes * 1000) * (MG_PER_TONNE / 1000n) };
}

/** So much TREO is mined at the mine of the mining company. */
function mines(name: string, treoKg: number): Record<string, unknown> {
  return enters(
    '2015-03-01T08:00:00+08:00',
    SITES.mine,
    lotOf('concentrate', name),
    treoKg * 2,
    { CeO2: 50 },
    { 'ree:weighing': { sdPercent: 0 } },
  );
}

async function rowOf(recording: Recording, id: string) {
  const { quotas } = await answerQuotas(recording.app, { year: 2015, asOf: null, knownAt: null });
  const row = quotas.find((quota) => quota.id === id);
  assert.ok(row !== undefined, `the quota ${id}`);
  const { grantedTonnes, allottedTonnes, reservedTonnes, cutTonnes, drawnTonnes, availableTonnes, overdrawn } = row;
  const rounded = (tonnes: number): number => Number(tonnes.toFixed(6));
  return {
    granted: rounded(grantedTonnes),
    allotted: rounded(allottedTonnes),
    reserved: rounded(reservedTonnes),
    cut: rounded(cutTonnes),
    drawn: rounded(drawnTonnes),
    available: rounded(availableTonnes),
    overdrawn,
  };
}

const codeOf = (answer: QuotaCommandAnswer): string | null => ('refusal' in answer ? answer.refusal.code : null);
const EXCEEDS = { codes: ['exceeds-available'] };
const FORTY = Array.from({ length: 40 }, (_, place) => place);

for (const [title, open] of PLACES) {
  describe(`at once, on ${title}`, () => {
    test('forty reservations of one quota: as many as fit', async (t) => {
      const recordings = await openCapped(t, open);
      const [recording] = recordings;
      if (recording === undefined) return;
      const { done, codes } = await giveAll(
        recordings,
        FORTY.map((place) => reserveOf(PART, `r${place}`, 0.3)),
      );
      assert.deepEqual({ done, codes }, { done: 13, ...EXCEEDS });
      const { reserved, available } = await rowOf(recording, PART);
      assert.deepEqual({ reserved, available }, { reserved: 3.9, available: 0.1 });
    });

    test('forty allotments to one part, reservations and cuts of the whole between them', async (t) => {
      const recordings = await openCapped(t, open);
      const [recording] = recordings;
      if (recording === undefined) return;
      const commands = FORTY.map((place): QuotaCommand => {
        if (place % 4 === 1) return reserveOf(GROUP, `r${place}`, 0.5);
        if (place % 4 === 3) return { kind: 'cut', quota: GROUP, amountMg: MG_PER_TONNE / 2n };
        return allotOf(PARTIES.mining, PART, 0.5);
      });
      const { done, codes } = await giveAll(recordings, commands);
      assert.deepEqual({ done, codes }, { done: 12, ...EXCEEDS });
      const { allotted, reserved, cut, available } = await rowOf(recording, GROUP);
      assert.equal(available, 0);
      assert.equal(allotted + reserved + cut, CAP_TONNES);
    });

    test('one command given forty times under one id counts once', async (t) => {
      const recordings = await openCapped(t, open);
      const [recording] = recordings;
      if (recording === undefined) return;
      const { done } = await giveAll(
        recordings,
        FORTY.map(() => ({ kind: 'cut', id: 'the cut', quota: PART, amountMg: MG_PER_TONNE })),
      );
      assert.equal(done, 40);
      recording.nowMs += 86_400_000;
      assert.equal(
        codeOf(await runQuotaCommand(recording.app, { kind: 'cut', id: 'the cut', quota: PART, amountMg: MG_PER_TONNE })),
        null,
      );
      assert.equal((await rowOf(recording, PART)).cut, 1);
    });

    test('reservations and mining: together they never pass the cap, and what was given stays given', async (t) => {
      const recordings = await openCapped(t, open);
      const [recording] = recordings;
      if (recording === undefined) return;
      // 3 t are mined for certain; of the 1 t that is left, reservations take what they can get before or after the draws.
      const captures = FORTY.slice(0, 30).map((place) =>
        recordings[place % recordings.length]!.capture([mines(`M${place}`, 100)]),
      );
      const reserved = giveAll(
        recordings,
        FORTY.map((place) => reserveOf(PART, `r${place}`, 0.25)),
      );
      const [{ done, codes }] = await Promise.all([reserved, ...captures]);
      assert.ok(done >= 4 && done <= 16, `${done} reservations of 0.25 t`);
      assert.deepEqual(codes, EXCEEDS.codes);
      const row = await rowOf(recording, PART);
      assert.deepEqual([row.drawn, row.reserved], [3, done / 4]);
      // Draws are facts and may come after reservations that left no room for them: then they are marked.
      assert.equal(row.available, Number((1 - done / 4).toFixed(6)));
      assert.equal(row.overdrawn, done > 4);
      assert.equal(codeOf(await runQuotaCommand(recording.app, reserveOf(PART, 'one more', 0.001))), 'exceeds-available');
    });
  });

  describe(`one after the other, on ${title}`, () => {
    test('an event that overdraws is recorded and shown; declared in error, it gives back', async (t) => {
      const [recording] = await openCapped(t, open);
      if (recording === undefined) return;
      const mined = mines('TOO-MUCH', 5000);
      assert.equal((await recording.capture([mined])).recorded, 1);
      const over = await rowOf(recording, PART);
      assert.deepEqual([over.drawn, over.available, over.overdrawn], [5, -1, true]);
      assert.equal(codeOf(await runQuotaCommand(recording.app, reserveOf(PART, 'r', 0.001))), 'exceeds-available');
      await recording.capture([declared(mined, '2015-05-01T00:00:00Z')]);
      const back = await rowOf(recording, PART);
      assert.deepEqual([back.drawn, back.available, back.overdrawn], [0, 4, false]);
      assert.equal(codeOf(await runQuotaCommand(recording.app, reserveOf(PART, 'r', 4))), null);
    });

    test('a reservation outlives the draws that follow it; released, it frees its amount', async (t) => {
      const [recording] = await openCapped(t, open);
      if (recording === undefined) return;
      assert.equal(codeOf(await runQuotaCommand(recording.app, reserveOf(PART, 'r', 3))), null);
      await recording.capture([mines('M', 2000)]);
      const held = await rowOf(recording, PART);
      assert.deepEqual([held.reserved, held.drawn, held.available, held.overdrawn], [3, 2, -1, true]);
      assert.equal(codeOf(await runQuotaCommand(recording.app, reserveOf(PART, 's', 1))), 'exceeds-available');
      assert.equal(codeOf(await runQuotaCommand(recording.app, { kind: 'release', reservation: 'r' })), null);
      assert.equal(codeOf(await runQuotaCommand(recording.app, { kind: 'release', reservation: 'r' })), 'already-released');
      assert.deepEqual([(await rowOf(recording, PART)).reserved, (await rowOf(recording, PART)).available], [0, 2]);
      assert.equal(codeOf(await runQuotaCommand(recording.app, reserveOf(PART, 's', 2))), null);
    });

    test('a year that is closed takes no command any more, and still takes facts', async (t) => {
      const [recording] = await openCapped(t, open);
      if (recording === undefined) return;
      assert.equal(codeOf(await runQuotaCommand(recording.app, reserveOf(PART, 'before', 1))), null);
      const closing = { kind: 'close-year', id: 'the end of 2015', atMs: recording.nowMs, year: 2015 } as const;
      await recording.app.store.write((writer) => writeMovements(writer, [closing], recording.nowMs));
      const commands: QuotaCommand[] = [
        reserveOf(PART, 'after', 1),
        { kind: 'release', reservation: 'before' },
        { kind: 'cut', quota: PART, amountMg: 1n },
        allotOf(PARTIES.mining, PART, 1),
      ];
      for (const command of commands)
        assert.equal(codeOf(await runQuotaCommand(recording.app, command)), 'year-closed', command.kind);
      await recording.capture([mines('LATE', 1000)]);
      assert.equal((await rowOf(recording, PART)).drawn, 1);
    });
  });
}
