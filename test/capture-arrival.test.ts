import assert from 'node:assert/strict';
import { test, type TestContext } from 'node:test';
import fc from 'fast-check';
import { auditRecord } from './support/audit-record.ts';
import { Recording, temporaryStore } from './support/recording.ts';
import { becomes, declared, enters, kg, lotOf, observed, receives, REGISTRY, ships, SITES } from './support/ree-events.ts';

/** Parties do not wait for each other: whatever the order in which events and registry arrive, the record says the same in the end. */

type JsonObject = Record<string, unknown>;

const DAY_MS = 86_400_000;
const START_MS = Date.parse('2015-03-01T00:00:00Z');

/** What happens to one consignment of concentrate, and what of it is known. */
const chain = fc.record({
  mass: fc.integer({ min: 1, max: 5000 }),
  assayed: fc.boolean(),
  assayedLater: fc.boolean(),
  shippedShare: fc.constantFrom(0.25, 0.5, 1, 1.2),
  lostKg: fc.constantFrom(0, 0.125, 3),
  packed: fc.boolean(),
  outputsAssayed: fc.boolean(),
  counted: fc.option(fc.integer({ min: 0, max: 1000 }), { nil: null }),
  recycled: fc.boolean(),
  /** Which of its events is declared in error; beyond the last none is. */
  wrong: fc.nat(15),
  /** Hours by which the clocks of the parties are off. */
  clocks: fc.array(fc.constantFrom(0, 0, 0, 36, -60), { minLength: 10, maxLength: 10 }),
});
type Chain = typeof chain extends fc.Arbitrary<infer T> ? T : never;

function eventsOfChain(each: Chain, number: number): JsonObject[] {
  const [ore, oxide, rest] = [lotOf('concentrate', `C${number}`), lotOf('oxide', `N${number}`), lotOf('oxide', `R${number % 2}`)];
  const time = (place: number): string =>
    new Date(START_MS + (place + 1) * DAY_MS + (each.clocks[place] ?? 0) * 3_600_000).toISOString();
  const sent = Math.max(0.001, Number((each.mass * each.shippedShare).toFixed(3)));
  const arrived = Math.max(0, Number((sent - each.lostKg).toFixed(3)));
  const percent = { Nd2O3: 10 + number, CeO2: 30 };
  const mined = enters(time(0), SITES.mine, ore, each.mass, each.assayed ? percent : undefined);
  const outputs = [kg(oxide, arrived / 8), kg(rest, arrived / 2)];
  const makes = becomes(
    time(5),
    SITES.plant,
    [kg(ore, arrived)],
    outputs,
    each.outputsAssayed ? { [oxide]: { Nd2O3: 99 } } : undefined,
  );
  const events = [mined, ...travels(each, number, ore, sent, arrived, time), makes];
  if (each.assayedLater)
    events.push(observed(time(6), SITES.plant, 'inspecting', [kg(ore, 0)], { [ore]: { Nd2O3: 11, CeO2: 31, Dy2O3: 0.5 } }));
  if (each.counted !== null) events.push(observed(time(7), SITES.plant, 'stock_taking', [kg(rest, each.counted)]));
  if (each.recycled) events.push(becomes(time(8), SITES.plant, [kg(rest, arrived / 16)], [kg(ore, arrived / 16)]));
  const wrong = events[each.wrong];
  return wrong === undefined ? events : [...events, declared(wrong, time(9))];
}

/** From the mine to the plant, loose or on a pallet. */
function travels(
  each: Chain,
  number: number,
  ore: string,
  sent: number,
  arrived: number,
  time: (place: number) => string,
): JsonObject[] {
  const waybill = `w${number}`;
  if (!each.packed) {
    return [
      ships(time(2), SITES.mine, SITES.plant, waybill, [kg(ore, sent)]),
      receives(time(3), SITES.mine, SITES.plant, waybill, [kg(ore, arrived)]),
    ];
  }
  const pallet = `urn:epc:id:sscc:9506000.13430${String(number).padStart(5, '0')}`;
  const loaded = { epcList: [pallet], quantityList: undefined };
  const packs: JsonObject = {
    type: 'AggregationEvent',
    eventTime: time(1),
    eventTimeZoneOffset: '+08:00',
    action: 'ADD',
    bizStep: 'packing',
    parentID: pallet,
    childQuantityList: [kg(ore, sent)],
    readPoint: { id: SITES.mine },
    bizLocation: { id: SITES.mine },
  };
  return [
    packs,
    { ...ships(time(2), SITES.mine, SITES.plant, waybill, []), ...loaded },
    { ...receives(time(3), SITES.mine, SITES.plant, waybill, []), ...loaded },
  ];
}

/** Events in the order in which they happened, and the same cut into documents in an order of arrival, with the registry between. */
const arrivals = fc.array(chain, { minLength: 1, maxLength: 3 }).chain((chains) => {
  const events = chains.flatMap(eventsOfChain).toSorted((a, b) => (String(a['eventTime']) < String(b['eventTime']) ? -1 : 1));
  return fc.record({
    events: fc.constant(events),
    shuffled: fc.shuffledSubarray(events, { minLength: events.length, maxLength: events.length }),
    perDocument: fc.integer({ min: 1, max: 6 }),
    registryAfter: fc.nat(events.length),
  });
});

async function recordInOrder(recording: Recording, events: readonly JsonObject[]): Promise<void> {
  await recording.loadRegistry();
  assert.equal((await recording.capture(events)).job.success, true);
}

async function recordAsTheyCome(
  recording: Recording,
  { shuffled, perDocument, registryAfter }: { shuffled: JsonObject[]; perDocument: number; registryAfter: number },
): Promise<void> {
  for (let from = 0; from < shuffled.length; from += perDocument) {
    if (from <= registryAfter && registryAfter < from + perDocument) await recording.loadRegistry();
    const { job } = await recording.capture(shuffled.slice(from, from + perDocument));
    assert.equal(job.success, true, JSON.stringify(job.errors));
  }
  // A last look at the registry, for the case that it was to come after everything; loading it twice is no harm.
  await recording.loadRegistry(REGISTRY);
}

for (const [kind, numRuns] of [
  ['memory', 150],
  ['sqlite', 12],
] as const) {
  test(`any order of arrival, the registry anywhere in it, leads to the same record, on ${kind}`, async (t: TestContext) => {
    await fc.assert(
      fc.asyncProperty(arrivals, async (drawn) => {
        const [ordered, late] = [new Recording(temporaryStore(t, kind)), new Recording(temporaryStore(t, kind))];
        await recordInOrder(ordered, drawn.events);
        await recordAsTheyCome(late, drawn);
        await auditRecord(late.app.store, []);
        assert.deepEqual(await late.sayings(), await ordered.sayings());
      }),
      { numRuns },
    );
  });
}
