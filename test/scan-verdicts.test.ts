/** What a scan check says of codes that are sound, forged, duplicated or spent. */
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { answerScan } from '../src/app/index.ts';
import { scanAnswerSchema, suspicionCodeSchema, type ScanAnswer } from '../src/wire/index.ts';
import { becomes, Bench, declared, enters, kg, lotOf, observed, PARTIES, receives, ships, SITES } from './support/ree-events.ts';

type Event = Record<string, unknown>;

const [ORE, SPENT, SENT, BURNT, HALF] = ['ore', 'spent', 'sent', 'burnt', 'half'].map((name) => lotOf('oxide', name)) as [
  string,
  string,
  string,
  string,
  string,
];
const day = (number: number): string => `2015-03-${String(number).padStart(2, '0')}T08:00:00Z`;
const itemId = (serial: string): string => lotOf('magnet', 'x').replace(/10\/x$/, `21/${serial}`);

/** An event about single things. */
function onItems(time: string, site: string, bizStep: string, epcs: readonly string[], more: Event = {}): Event {
  return { ...observed(time, site, bizStep, []), quantityList: [], epcList: epcs, ...more };
}

const born = (time: string, site: string, ...epcs: string[]): Event =>
  onItems(time, site, 'commissioning', epcs, { action: 'ADD' });
const toSite = (site: string): Event => ({ destinationList: [{ type: 'location', destination: site }] });

let bench: Bench;

before(async () => {
  bench = await Bench.open();
  await bench.capture([
    ...[ORE, SPENT, SENT, BURNT, HALF].map((lot) => enters(day(1), SITES.plant, lot, 100, { Nd2O3: 80 })),
    becomes(day(2), SITES.plant, [kg(SPENT, 100)], [kg(lotOf('metal', 'm'), 60)], { [lotOf('metal', 'm')]: { Nd: 99 } }),
    ships(day(2), SITES.plant, SITES.abroad, 'W1', [kg(SENT, 100)]),
    ships(day(2), SITES.plant, SITES.abroad, 'W2', [kg(HALF, 50)]),
    { ...observed(day(2), SITES.plant, 'destroying', [kg(BURNT, 100)]), action: 'DELETE' },

    born(
      day(3),
      SITES.magnets,
      itemId('SOUND'),
      itemId('MOVED'),
      itemId('CLONE'),
      itemId('TWICE'),
      itemId('GONE'),
      itemId('SOLD'),
      itemId('VOID'),
      itemId('AGAIN'),
    ),
    onItems(day(4), SITES.magnets, 'shipping', [itemId('MOVED')], toSite(SITES.reserve)),
    onItems(day(5), SITES.reserve, 'receiving', [itemId('MOVED')]),
    onItems(day(6), SITES.reserve, 'shipping', [itemId('MOVED')], toSite(SITES.magnets)),
    onItems(day(7), SITES.magnets, 'receiving', [itemId('MOVED')]),
    onItems(day(5), SITES.reserve, 'inspecting', [itemId('CLONE')]),
    onItems(day(6), SITES.magnets, 'inspecting', [itemId('CLONE')]),
    born(day(8), SITES.magnets, itemId('TWICE')),
    { ...onItems(day(8), SITES.magnets, 'destroying', [itemId('GONE')]), action: 'DELETE' },
    onItems(day(8), SITES.magnets, 'shipping', [itemId('SOLD')], toSite(SITES.abroad)),
    { ...onItems(day(8), SITES.magnets, 'decommissioning', [itemId('AGAIN')]), action: 'DELETE' },
    born(day(9), SITES.magnets, itemId('AGAIN')),
  ]);
  const wrong = { ...born(day(8), SITES.recycler, itemId('VOID')), eventID: 'urn:uuid:00000000-0000-4000-8000-000000000001' };
  await bench.capture([wrong]);
  await bench.capture([declared(wrong, '2015-03-20T00:00:00Z')]);
});

async function scan(code: string): Promise<ScanAnswer> {
  const answer = await answerScan(bench.app, { code });
  assert.deepEqual(scanAnswerSchema.parse(answer), answer);
  return answer;
}

async function reasons(code: string): Promise<string[]> {
  const { verdict, suspicions } = await scan(code);
  assert.equal(verdict, suspicions.length === 0 ? 'sound' : 'suspicious', code);
  return suspicions.map(({ code: reason }) => reason);
}

test('codes that the record bears out are sound, in every spelling', async () => {
  const gtin = /\/01\/(\d{14})/.exec(ORE)?.[1] ?? '';
  for (const code of [
    ORE,
    `(01)${gtin}(10)ore`,
    `]Q3${'01'}${gtin}10ore`,
    `https://plant.example/x/01/${gtin}/10/ore?3103=000195`,
  ]) {
    const answer = await scan(code);
    assert.deepEqual([answer.verdict, answer.id, answer.kind, answer.onRecord], ['sound', ORE, 'lot', true], code);
    assert.equal(answer.name?.en, 'oxide');
    assert.equal(answer.elements[0]?.checkDigit, 'right');
    assert.equal(answer.lastSeen?.site?.id, SITES.plant);
  }
  for (const id of [
    HALF,
    lotOf('metal', 'm'),
    itemId('SOUND'),
    itemId('MOVED'),
    itemId('AGAIN'),
    SITES.plant,
    PARTIES.mining,
    lotOf('oxide', 'x').replace(/\/10.*/, ''),
  ]) {
    assert.deepEqual(await reasons(id), [], id);
  }
});

test('an unknown lot of a known product is suspicious, and so is what nobody registered', async () => {
  assert.deepEqual(await reasons(lotOf('oxide', 'forged')), ['not-on-record']);
  assert.deepEqual(await reasons(itemId('forged')), ['not-on-record']);
  assert.deepEqual(await reasons('(01)04012345123456(10)A'), ['product-not-registered', 'not-on-record']);
  assert.deepEqual(await reasons('04012345123456'), ['product-not-registered', 'not-on-record']);
  assert.deepEqual(await reasons('(00)340123451111111111'), ['not-on-record']);
  assert.deepEqual(await reasons('(417)4000001000005'), ['not-on-record']);
});

test('a lot of which nothing is left says where it went', async () => {
  assert.deepEqual(await reasons(SPENT), ['used-up']);
  assert.deepEqual(await reasons(SENT), ['exported']);
  assert.deepEqual(await reasons(BURNT), ['destroyed']);
});

test('one serial number on two things is found, with the events that show it', async () => {
  const clone = await scan(itemId('CLONE'));
  assert.deepEqual(
    clone.suspicions.map(({ code }) => code),
    ['two-places'],
  );
  assert.equal(clone.suspicions[0]?.events.length, 3);
  const twice = await scan(itemId('TWICE'));
  assert.deepEqual(
    twice.suspicions.map(({ code }) => code),
    ['commissioned-twice'],
  );
  assert.equal(new Set(twice.suspicions[0]?.events).size, 2);
});

test('an event that was declared in error speaks against nothing', async () => {
  assert.deepEqual(await reasons(itemId('VOID')), []);
});

test('single things that were destroyed or sold abroad', async () => {
  assert.deepEqual(await reasons(itemId('GONE')), ['destroyed']);
  assert.deepEqual(await reasons(itemId('SOLD')), ['exported']);
});

test('a pallet that arrives and is unpacked is no suspicion', async () => {
  const pallet = 'https://id.gs1.org/00/340123451111111111';
  const goods = [kg(ORE, 10)];
  const own = await Bench.open();
  await own.capture([
    enters(day(1), SITES.plant, ORE, 100, { Nd2O3: 80 }),
    {
      ...observed(day(2), SITES.plant, 'packing', []),
      type: 'AggregationEvent',
      action: 'ADD',
      parentID: pallet,
      childQuantityList: goods,
      quantityList: undefined,
    },
    { ...ships(day(3), SITES.plant, SITES.reserve, 'W', []), epcList: [pallet] },
    { ...receives(day(4), SITES.plant, SITES.reserve, 'W', []), epcList: [pallet] },
  ]);
  const answer = await answerScan(own.app, { code: '(00)340123451111111111' });
  assert.deepEqual([answer.verdict, answer.kind, answer.lastSeen?.site?.id], ['sound', 'container', SITES.reserve]);
});

test('what cannot be read says why and where, and names nothing', async () => {
  const answer = await scan('(01)09506000134353');
  assert.equal(answer.verdict, 'unreadable');
  assert.deepEqual([answer.refusal?.code, answer.refusal?.at, answer.refusal?.ai], ['check-digit', 17, '01']);
  assert.deepEqual([answer.id, answer.onRecord, answer.suspicions], [null, false, []]);
});

test('every reason is earned in one of these tests', () => {
  const earned = [
    'product-not-registered',
    'not-on-record',
    'commissioned-twice',
    'two-places',
    'destroyed',
    'used-up',
    'exported',
  ];
  assert.deepEqual(suspicionCodeSchema.options, earned);
});
