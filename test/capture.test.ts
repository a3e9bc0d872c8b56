import assert from 'node:assert/strict';
import { describe, test, type TestContext } from 'node:test';
import {
  captureLines,
  captureLinesAsJob,
  CaptureRefusal,
  checkLines,
  findCaptureJob,
  type LinesReport,
} from '../src/app/index.ts';
import type { RecordStore, RecordWriter } from '../src/record/index.ts';
import { StoreError } from '../src/store/index.ts';
import { auditRecord, eventKey } from './support/audit-record.ts';
import { documentText, Recording, temporaryStore } from './support/recording.ts';
import { becomes, declared, enters, lotOf, observed, receives, ships, SITES } from './support/ree-events.ts';

type JsonObject = Record<string, unknown>;

const KINDS = ['memory', 'sqlite'] as const;
type Kind = (typeof KINDS)[number];

const LOT = lotOf('concentrate', 'L1');
const OXIDE = lotOf('oxide', 'O1');
const PERCENT = { Nd2O3: 20, CeO2: 30 };
const mined = (lot = LOT, mass = 1000, more: JsonObject = {}): JsonObject =>
  enters('2015-03-01T08:00:00+08:00', SITES.mine, lot, mass, PERCENT, more);
const minedLots = (count: number): JsonObject[] =>
  Array.from({ length: count }, (_, place) => mined(lotOf('concentrate', `N${place}`)));
const quantity = (epcClass: string, kilograms: number): JsonObject => ({ epcClass, quantity: kilograms, uom: 'KGM' });
const id = (name: string): JsonObject => ({ eventID: `urn:uuid:00000000-0000-4000-8000-${name.padStart(12, '0')}` });

async function open(t: TestContext, kind: Kind): Promise<Recording> {
  const recording = new Recording(temporaryStore(t, kind));
  await recording.loadRegistry();
  return recording;
}

/** The record is sound, and holds this many events. */
async function holds({ app }: Recording, count: number): Promise<void> {
  const keys = await auditRecord(app.store, []);
  assert.equal(keys.size, count);
}

for (const kind of KINDS) {
  describe(`a fault in a document, on ${kind}`, () => {
    const faulty = [
      mined(),
      mined(lotOf('concentrate', 'L2'), -1, id('2')),
      observed('2015-03-02T00:00:00Z', SITES.mine, 'inspecting', [quantity(LOT, 1000)]),
    ];

    test('rollback keeps none of it, and names event and path', async (t) => {
      const recording = await open(t, kind);
      const { job, recorded } = await recording.capture(faulty, 'rollback');
      assert.equal(recorded, 0);
      assert.equal(job.success, false);
      assert.equal(job.running, false);
      assert.equal(job.finishedAt, '2016-01-01T00:00:00.000Z');
      assert.deepEqual(
        job.errors.map(({ index, code, path, eventID }) => ({ index, code, path, eventID })),
        [
          {
            index: 1,
            code: 'quantity.negative',
            path: '$.epcisBody.eventList[1].quantityList[0].quantity',
            eventID: id('2')['eventID'],
          },
        ],
      );
      assert.deepEqual(await findCaptureJob(recording.app, job.captureID), job);
      await holds(recording, 0);
    });

    test('proceed keeps the others, one after the other', async (t) => {
      const recording = await open(t, kind);
      const { job, recorded } = await recording.capture(faulty, 'proceed');
      assert.equal(recorded, 2);
      assert.equal(job.success, false);
      assert.deepEqual(
        job.errors.map(({ index }) => index),
        [1],
      );
      await holds(recording, 2);
      assert.deepEqual(await recording.holdingsOf(LOT), { [`stock|${SITES.mine}|`]: 1000 });
    });

    test('a text that is no document leaves no job', async (t) => {
      const recording = await open(t, kind);
      for (const text of ['', '{', '[]', '{"type":"EPCISDocument"}', documentText([]).slice(0, -1)]) {
        await assert.rejects(recording.app.capture.capture(text, 'rollback'), CaptureRefusal, text);
      }
      assert.deepEqual(await recording.app.store.read((reader) => reader.captureJobs(null, 10)), []);
      await holds(recording, 0);
    });

    test('a document without events is done at once', async (t) => {
      const recording = await open(t, kind);
      const { job, recorded, duplicates } = await recording.capture([]);
      assert.deepEqual([job.success, job.running, recorded, duplicates], [true, false, 0, 0]);
    });
  });

  describe(`an event that comes again, on ${kind}`, () => {
    test('by its hash: the same document, in one document, under another eventID', async (t) => {
      const recording = await open(t, kind);
      assert.deepEqual(await counts(recording.capture([mined(), mined()])), { recorded: 1, duplicates: 1 });
      assert.deepEqual(await counts(recording.capture([mined()])), { recorded: 0, duplicates: 1 });
      assert.deepEqual(await counts(recording.capture([mined(LOT, 1000, id('7'))])), { recorded: 0, duplicates: 1 });
      assert.deepEqual(await counts(recording.capture([{ ...mined(), recordTime: '2015-03-02T00:00:00Z' }])), {
        recorded: 0,
        duplicates: 1,
      });
      await holds(recording, 1);
    });

    test('in another spelling: fields in another order, another time zone of the same instant', async (t) => {
      const recording = await open(t, kind);
      await recording.capture([mined()]);
      const reordered = Object.fromEntries(Object.entries(mined()).toReversed());
      const inUtc = { ...reordered, eventTime: '2015-03-01T00:00:00.000Z' };
      assert.deepEqual(await counts(recording.capture([inUtc])), { recorded: 0, duplicates: 1 });
    });

    test('at the same time, many times over', async (t) => {
      const recording = await open(t, kind);
      const events = [mined(), mined(lotOf('concentrate', 'L2'), 5, id('2'))];
      const ended = await Promise.all(Array.from({ length: 12 }, () => recording.capture(events)));
      assert.equal(
        ended.reduce((sum, { recorded }) => sum + recorded, 0),
        2,
      );
      assert.equal(
        ended.reduce((sum, { duplicates }) => sum + duplicates, 0),
        22,
      );
      assert.ok(ended.every(({ job }) => job.success));
      assert.equal(new Set(ended.map(({ job }) => job.captureID)).size, 12);
      await holds(recording, 2);
    });

    test('two captures of many events in opposite order share them', async (t) => {
      const recording = await open(t, kind);
      const events = minedLots(300);
      const [one, two] = await Promise.all([recording.capture(events), recording.capture(events.toReversed(), 'proceed')]);
      assert.equal(one.recorded + two.recorded, 300);
      assert.equal(one.duplicates + two.duplicates, 300);
      await holds(recording, 300);
    });
  });

  describe(`an eventID with other content, on ${kind}`, () => {
    const first = mined(LOT, 1000, id('1'));
    const other = mined(LOT, 900, id('1'));

    test('is a conflict; with rollback its document is not kept, with proceed the rest of it is', async (t) => {
      const recording = await open(t, kind);
      await recording.capture([first]);
      const refused = await recording.capture([mined(OXIDE), other]);
      assert.deepEqual([refused.recorded, refused.job.success], [0, false]);
      assert.deepEqual(
        refused.job.errors.map(({ index, code, path }) => ({ index, code, path })),
        [{ index: 1, code: 'event.conflict', path: '$.epcisBody.eventList[1].eventID' }],
      );
      await holds(recording, 1);
      assert.deepEqual(await counts(recording.capture([mined(OXIDE), other], 'proceed')), { recorded: 1, duplicates: 0 });
      await holds(recording, 2);
    });

    test('within one document too, and it takes no place in the record', async (t) => {
      const recording = await open(t, kind);
      assert.equal((await recording.capture([mined(OXIDE), first, other])).recorded, 0);
      assert.deepEqual(await counts(recording.capture([first])), { recorded: 1, duplicates: 0 });
      assert.deepEqual(
        (await recording.events()).map(({ seq }) => seq),
        [1],
      );
    });

    test('what was rolled back does not count as known for who comes in the same moment', async (t) => {
      const recording = await open(t, kind);
      const [broken, whole] = await Promise.all([recording.capture([first, other]), recording.capture([first])]);
      assert.deepEqual([broken.recorded, whole.recorded, whole.duplicates], [0, 1, 0]);
      await holds(recording, 1);
    });
  });

  describe(`an error declaration, on ${kind}`, () => {
    const cases: readonly [string, JsonObject, JsonObject][] = [
      ['with an eventID', mined(LOT, 1000, id('1')), declared(mined(LOT, 1000, id('1')), '2015-04-01T00:00:00Z')],
      ['without one, by its hash', mined(), declared(mined(), '2015-04-01T00:00:00Z')],
      ['by the eventID alone', mined(LOT, 1000, id('1')), declared(mined(LOT, 77, id('1')), '2015-04-01T00:00:00Z')],
    ];
    for (const [title, event, declaration] of cases) {
      test(`${title}: after the event, before it, and in one document`, async (t) => {
        const arrivals = [[[event], [declaration]], [[declaration], [event]], [[event, declaration]], [[declaration, event]]];
        for (const documents of arrivals) {
          const recording = await open(t, kind);
          for (const events of documents) assert.equal((await recording.capture(events)).job.success, true);
          await holds(recording, 2);
          assert.deepEqual(await recording.holdingsOf(LOT), {});
          const original = (await recording.events()).find(({ declaresError }) => !declaresError)!;
          const voided = await recording.app.store.read((reader) => reader.voided([original.seq]));
          assert.deepEqual([...voided.keys()], [original.seq]);
          assert.deepEqual(await counts(recording.capture([declaration, event])), { recorded: 0, duplicates: 2 });
        }
      });
    }

    test('takes back what followed from the event, and keeps the corrective event', async (t) => {
      const recording = await open(t, kind);
      const wrong = mined(LOT, 1000, id('1'));
      const used = becomes('2015-03-05T00:00:00Z', SITES.plant, [quantity(LOT, 600)], [quantity(OXIDE, 100)], {
        [OXIDE]: { Nd2O3: 99 },
      });
      await recording.capture([wrong, used]);
      const right = mined(LOT, 800, id('2'));
      const correctiveEventIDs = [id('2')['eventID']];
      const errorDeclaration = { declarationTime: '2015-04-01T00:00:00Z', reason: 'incorrect_data', correctiveEventIDs };
      const declaration = { ...wrong, errorDeclaration };
      await recording.capture([declaration, right]);
      await holds(recording, 4);
      const kept = (await recording.events()).find(({ declaresError }) => declaresError)!;
      assert.deepEqual(kept.event['errorDeclaration'], errorDeclaration);
      const fresh = await open(t, kind);
      await fresh.capture([right, used]);
      const [was, is] = [await recording.entries(), await fresh.entries()];
      for (const [key, entry] of is) assert.deepEqual(was.get(key), entry);
    });

    test('of an event that never comes changes nothing', async (t) => {
      const recording = await open(t, kind);
      await recording.capture([declared(mined(), '2015-04-01T00:00:00Z'), mined(OXIDE)]);
      assert.deepEqual(await recording.holdingsOf(LOT), {});
      await holds(recording, 2);
    });
  });

  describe(`events that say little, on ${kind}`, () => {
    test('without the extension they are ordinary EPCIS: kept as they came', async (t) => {
      const recording = await open(t, kind);
      const plain = {
        type: 'ObjectEvent',
        eventTime: '2015-03-01T08:00:00+08:00',
        eventTimeZoneOffset: '+08:00',
        action: 'OBSERVE',
        epcList: ['urn:epc:id:sgtin:0614141.107346.2017', 'https://id.gs1.org/01/09506000134369/21/8'],
        bizStep: 'inspecting',
        disposition: 'active',
        'ext:colour': { 'ext:hue': [1, 'two', null, true] },
      };
      const text = JSON.stringify({
        '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld', { ext: 'https://example.com/ext/' }],
        type: 'EPCISDocument',
        schemaVersion: '2.0',
        creationDate: '2015-12-31T00:00:00Z',
        epcisBody: { eventList: [plain] },
      });
      const { finished } = await recording.app.capture.capture(text, 'rollback');
      assert.equal((await finished).job.success, true);
      const [kept] = await recording.events();
      assert.deepEqual(kept?.event, plain);
      assert.deepEqual(
        [...(await recording.entries()).values()].map(({ legs, flows }) => [legs, flows]),
        [[[], []]],
      );
      await holds(recording, 1);
    });

    test('without an assay a lot has its net mass only; without a mass it has nothing', async (t) => {
      const recording = await open(t, kind);
      await recording.capture([enters('2015-03-01T00:00:00Z', SITES.mine, LOT, 1000)]);
      const pieces = enters('2015-03-01T00:00:00Z', SITES.mine, OXIDE, 0);
      await recording.capture([{ ...pieces, quantityList: [{ epcClass: OXIDE, quantity: 3 }] }]);
      assert.deepEqual(await recording.holdingsOf(LOT), { [`stock|${SITES.mine}|`]: 1000 });
      assert.deepEqual(await recording.holdingsOf(OXIDE), {});
      await holds(recording, 2);
    });

    test('at a site that nobody registered they are recorded, unexplained', async (t) => {
      const recording = await open(t, kind);
      await recording.capture([enters('2015-03-01T00:00:00Z', SITES.elsewhere, LOT, 1000, PERCENT)]);
      assert.deepEqual(await recording.holdingsOf(LOT), { [`stock|${SITES.elsewhere}|`]: 1000 });
      const [entry] = (await recording.entries()).values();
      assert.deepEqual(entry?.legs.map(({ account }) => account.kind).sort(), ['stock', 'unexplained-gain']);
      await holds(recording, 1);
    });
  });
}

async function counts(
  ending: Promise<{ recorded: number; duplicates: number }>,
): Promise<{ recorded: number; duplicates: number }> {
  const { recorded, duplicates } = await ending;
  return { recorded, duplicates };
}

/** A pallet of two drums of oxide travels from the plant to the smelter under one waybill. */
function palletJourney(pallet: string): JsonObject[] {
  const other = lotOf('oxide', 'O2');
  const packs: JsonObject = {
    type: 'AggregationEvent',
    eventTime: '2015-03-02T08:00:00+08:00',
    eventTimeZoneOffset: '+08:00',
    action: 'ADD',
    bizStep: 'packing',
    parentID: pallet,
    childQuantityList: [quantity(OXIDE, 40), quantity(other, 25)],
    readPoint: { id: SITES.plant },
    bizLocation: { id: SITES.plant },
  };
  const whole = (event: JsonObject): JsonObject => ({ ...event, quantityList: undefined, epcList: [pallet] });
  return [
    enters('2015-03-01T08:00:00+08:00', SITES.plant, OXIDE, 100, { Nd2O3: 99 }),
    enters('2015-03-01T08:00:00+08:00', SITES.plant, other, 100, { CeO2: 99 }),
    packs,
    whole(ships('2015-03-03T08:00:00+08:00', SITES.plant, SITES.smelter, 'w1', [])),
    whole(receives('2015-03-04T08:00:00+08:00', SITES.plant, SITES.smelter, 'w1', [])),
  ];
}

const PALLET = 'https://id.gs1.org/00/095060001343000012';

for (const kind of KINDS) {
  describe(`containers, on ${kind}`, () => {
    const expected = { [`stock|${SITES.plant}|`]: 60, [`stock|${SITES.smelter}|`]: 40 };

    test('what is on a pallet goes where the pallet goes, in one capture and in five', async (t) => {
      const [together, apart] = [await open(t, kind), await open(t, kind)];
      assert.equal((await together.capture(palletJourney(PALLET))).job.success, true);
      for (const event of palletJourney(PALLET)) await apart.capture([event]);
      assert.deepEqual(await together.holdingsOf(OXIDE), expected);
      assert.deepEqual(await together.sayings(), await apart.sayings());
      await holds(together, 5);
    });

    test('also when the packing is told last, and when it is taken back', async (t) => {
      const recording = await open(t, kind);
      for (const event of palletJourney(PALLET).toReversed()) await recording.capture([event]);
      assert.deepEqual(await recording.holdingsOf(OXIDE), expected);
      const packs = palletJourney(PALLET)[2]!;
      await recording.capture([declared(packs, '2015-04-01T00:00:00Z')]);
      assert.deepEqual(await recording.holdingsOf(OXIDE), { [`stock|${SITES.plant}|`]: 100 });
      await holds(recording, 6);
    });
  });
}

/** A store whose changes fail when told to: before the work is done, or after it and before it is kept. */
class FailingStore implements RecordStore {
  readonly kind: RecordStore['kind'];
  /** Of the next changes, which fail: `true` fails. */
  readonly failures: boolean[] = [];
  private readonly inner: RecordStore;

  constructor(inner: RecordStore) {
    this.inner = inner;
    this.kind = inner.kind;
  }

  read<T>(work: Parameters<RecordStore['read']>[0]): Promise<T> {
    return this.inner.read(work) as Promise<T>;
  }

  write<T>(work: (writer: RecordWriter) => Promise<T>): Promise<T> {
    return this.inner.write(async (writer) => {
      const result = await work(writer);
      if (this.failures.shift() === true) throw new StoreError('disk-full', 'the disk is full');
      return result;
    });
  }

  close(): Promise<void> {
    return this.inner.close();
  }
}

async function openFailing(t: TestContext, kind: Kind): Promise<{ recording: Recording; store: FailingStore }> {
  const store = new FailingStore(temporaryStore(t, kind));
  const recording = new Recording(store);
  await recording.loadRegistry();
  return { recording, store };
}

for (const kind of KINDS) {
  describe(`storage that fails, on ${kind}`, () => {
    test('a small capture is refused to its caller, nothing is kept, and it can be sent again', async (t) => {
      const { recording, store } = await openFailing(t, kind);
      store.failures.push(true);
      await assert.rejects(recording.capture([mined()]), { name: 'StoreError', code: 'disk-full' });
      await holds(recording, 0);
      assert.deepEqual(await recording.app.store.read((reader) => reader.captureJobs(null, 10)), []);
      assert.deepEqual(await counts(recording.capture([mined()])), { recorded: 1, duplicates: 0 });
    });

    test('what shared a change is tried alone: one fault is not everybody’s', async (t) => {
      const { recording, store } = await openFailing(t, kind);
      store.failures.push(true, false, true, false);
      const lots = minedLots(3);
      const ended = await Promise.allSettled(lots.map((event) => recording.capture([event])));
      assert.deepEqual(
        ended.map(({ status }) => status),
        ['fulfilled', 'rejected', 'fulfilled'],
      );
      await holds(recording, 2);
    });

    test('a long capture runs as a job until it is done', async (t) => {
      const recording = await open(t, kind);
      const { job, finished } = await recording.app.capture.capture(
        documentText([...minedLots(2001), mined(LOT, -1)]),
        'proceed',
      );
      assert.deepEqual([job.running, job.success, job.finishedAt], [true, true, null]);
      assert.equal((await findCaptureJob(recording.app, job.captureID))?.running, true);
      const done = await finished;
      assert.deepEqual([done.recorded, done.job.running, done.job.success, done.job.errors.length], [2001, false, false, 1]);
      assert.deepEqual(await findCaptureJob(recording.app, job.captureID), done.job);
    });

    for (const behaviour of ['proceed', 'rollback'] as const) {
      test(`a long capture with ${behaviour} that breaks off says so, and can be sent again`, async (t) => {
        const { recording, store } = await openFailing(t, kind);
        const text = documentText(minedLots(2001));
        const job = behaviour === 'proceed' ? [false, false, true] : [false, true];
        store.failures.push(...job);
        const started = await recording.app.capture.capture(text, behaviour);
        await assert.rejects(started.finished, { code: 'disk-full' });
        const broken = await findCaptureJob(recording.app, started.job.captureID);
        assert.deepEqual([broken?.running, broken?.success, broken?.errors[0]?.['code']], [false, false, 'capture.cut-short']);
        assert.notEqual(broken?.finishedAt, null);
        const kept = (await recording.events()).length;
        assert.equal(kept, behaviour === 'proceed' ? 500 : 0);
        const again = await (await recording.app.capture.capture(text, behaviour)).finished;
        assert.deepEqual([again.recorded, again.duplicates, again.job.success], [2001 - kept, kept, true]);
        await holds(recording, 2001);
      });
    }

    test('a job that an earlier process left running is closed', async (t) => {
      const { recording, store } = await openFailing(t, kind);
      store.failures.push(false, true, true);
      const { job, finished } = await recording.app.capture.capture(documentText(minedLots(2001)), 'rollback');
      await assert.rejects(finished);
      assert.equal((await findCaptureJob(recording.app, job.captureID))?.running, true);
      await recording.app.capture.closeAbandonedJobs();
      const closed = await findCaptureJob(recording.app, job.captureID);
      assert.deepEqual([closed?.running, closed?.success, closed?.errors[0]?.['code']], [false, false, 'capture.cut-short']);
    });
  });
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size);
}

const BARE = JSON.stringify(mined());
const SECOND = JSON.stringify(mined(lotOf('concentrate', 'L2')));
const encode = (text: string): Uint8Array => new TextEncoder().encode(text);

for (const kind of KINDS) {
  describe(`lines of bare events, on ${kind}`, () => {
    const record = ({ app }: Recording, text: string, size = 7): Promise<LinesReport> =>
      captureLines(
        inChunks(encode(text), size),
        app.committer,
        app.viewer,
        app.now,
        new AbortController().signal,
        () => undefined,
      );

    const spellings: readonly [string, string][] = [
      ['line feeds', `${BARE}\n${SECOND}\n`],
      ['no line feed at the end', `${BARE}\n${SECOND}`],
      ['CRLF', `${BARE}\r\n${SECOND}\r\n`],
      ['a byte order mark', `\uFEFF${BARE}\n${SECOND}\n`],
      ['blank lines', `\n\n${BARE}\n  \n\r\n${SECOND}\n\n`],
    ];
    for (const [title, text] of spellings) {
      test(title, async (t) => {
        const recording = await open(t, kind);
        const { events, recorded, faultsTotal } = await record(recording, text);
        assert.deepEqual({ events, recorded, faultsTotal }, { events: 2, recorded: 2, faultsTotal: 0 });
        const again = await record(recording, text, 1000);
        assert.deepEqual([again.recorded, again.duplicates], [0, 2]);
        await holds(recording, 2);
      });
    }

    test('a bad line is named by its number and left out; a check records nothing', async (t) => {
      const recording = await open(t, kind);
      const minus = JSON.stringify(mined(OXIDE, -1));
      const text = `${BARE}\n\n{"type":\n${minus}\n[]\n${SECOND}\n`;
      const checked = await checkLines(inChunks(encode(text), 11), recording.app.now(), new AbortController().signal);
      assert.deepEqual(
        checked.faults.map(({ line, code }) => [line, code]),
        [
          [3, 'json.syntax'],
          [4, 'quantity.negative'],
          [5, 'document.kind'],
        ],
      );
      assert.deepEqual([checked.events, checked.faultsTotal], [5, 3]);
      await holds(recording, 0);
      const { recorded, faults } = await record(recording, text);
      assert.equal(recorded, 2);
      assert.deepEqual(faults, checked.faults);
      await holds(recording, 2);
    });

    test('of very many faults the first hundred are kept and all are counted', async (t) => {
      const recording = await open(t, kind);
      const report = await record(recording, `${'x\n'.repeat(250)}${BARE}\n`, 50);
      assert.deepEqual([report.faults.length, report.faultsTotal, report.recorded], [100, 250, 1]);
    });

    test('an eventID with other content is a fault with its line', async (t) => {
      const recording = await open(t, kind);
      const report = await record(
        recording,
        [mined(LOT, 1, id('1')), mined(LOT, 2, id('1'))].map((event) => JSON.stringify(event)).join('\n'),
      );
      assert.deepEqual(
        report.faults.map(({ line, code, path, index }) => ({ line, code, path, index })),
        [{ line: 2, code: 'event.conflict', path: '$.eventID', index: 1 }],
      );
      assert.equal(report.recorded, 1);
    });

    test('as a job: done, done with faults, and broken off with what came before', async (t) => {
      const recording = await open(t, kind);
      const { job, report } = await captureLinesAsJob(recording.app, inChunks(encode(`${BARE}\nx\n`), 100));
      assert.deepEqual([job.running, job.success, job.errors.length, report.recorded], [false, false, 1, 1]);
      assert.deepEqual(await findCaptureJob(recording.app, job.captureID), job);
      async function* brokenOff(): AsyncGenerator<Uint8Array> {
        yield encode(
          minedLots(300)
            .map((event) => `${JSON.stringify(event)}\n`)
            .join(''),
        );
        throw new Error('the connection broke');
      }
      await assert.rejects(captureLinesAsJob(recording.app, brokenOff()), /the connection broke/);
      await recording.app.committer.idle();
      const [, last] = await recording.app.store.read((reader) => reader.captureJobs(null, 10));
      assert.deepEqual([last?.running, last?.success, last?.errors[0]?.['code']], [false, false, 'capture.incomplete']);
      await holds(recording, 251);
    });

    test('stopped, it throws the reason and keeps what was recorded', async (t) => {
      const recording = await open(t, kind);
      const stopping = new AbortController();
      const bytes = encode(
        minedLots(600)
          .map((event) => `${JSON.stringify(event)}\n`)
          .join(''),
      );
      const stopAfterSome = (events: number): void => {
        if (events >= 500) stopping.abort(new Error('stopped by Ctrl-C'));
      };
      const stopped = captureLines(
        inChunks(bytes, 1000),
        recording.app.committer,
        recording.app.viewer,
        recording.app.now,
        stopping.signal,
        stopAfterSome,
      );
      await assert.rejects(stopped, /stopped by Ctrl-C/);
      await recording.app.committer.idle();
      await holds(recording, 500);
    });
  });
}

test('the keys of an audit are those of the events', () => {
  assert.notEqual(eventKey('a', true), eventKey('a', false));
});
