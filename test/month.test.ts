/** A month of the ledger made to balance: by hand on small ledgers, and what must hold of any. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { answerMonth, calendarMonth } from '../src/app/index.ts';
import { monthAnswerSchema, type MonthAnswer, type MonthStream, type ReconciledMass } from '../src/wire/index.ts';
import { becomes, Bench, enters, kg, lotOf, observed, PARTIES, receives, ships, SITES } from './support/ree-events.ts';

const { mine, plant, smelter, reserve, abroad } = SITES;
const MAY = calendarMonth('2015-05')!;
const [C, D, N, M] = [lotOf('concentrate', 'C'), lotOf('concentrate', 'D'), lotOf('oxide', 'N'), lotOf('metal', 'M')];
const day = (text: string): string => `2015-${text}T12:00:00+08:00`;

type JsonObject = Record<string, unknown>;
type Question = Partial<Parameters<typeof answerMonth>[1]>;

async function monthOf(events: readonly JsonObject[], question: Question = {}): Promise<MonthAnswer> {
  const bench = await Bench.open();
  await bench.capture(events);
  const asked = { site: plant, organisation: null, month: MAY, element: null, asOf: null, knownAt: null, ...question };
  return monthAnswerSchema.parse(await answerMonth(bench.app, asked));
}

function usedUp(time: string, site: string, lot: string, mass: number): JsonObject {
  return { ...observed(time, site, 'decommissioning', [kg(lot, mass)]), action: 'DELETE' };
}

function streamOf({ streams }: MonthAnswer, kind: MonthStream['kind'], lot: string): MonthStream {
  const found = streams.filter((stream) => stream.kind === kind && stream.lot === lot);
  assert.equal(found.length, 1, `${kind} of ${lot}: ${found.length} of ${streams.map((stream) => stream.id).join(', ')}`);
  return found[0]!;
}

function massOf({ masses }: MonthStream, basis: string): ReconciledMass {
  const found = masses.find((mass) => mass.basis === basis);
  assert.ok(found !== undefined, basis);
  return found;
}

function near(found: number | null | undefined, expected: number, tolerance: number, label: string): void {
  assert.ok(
    typeof found === 'number' && Math.abs(found - expected) <= tolerance,
    `${label}: expected ${expected}, found ${found}`,
  );
}

describe('a lot that is weighed twice', () => {
  // Received 1000 ± 2 kg, used up as 1004 ± 2.008 kg: the weights are 1/2² and 1/2.008².
  const RECEIVED = [
    enters(day('04-10'), mine, C, 1000, { Nd2O3: 40 }),
    ships(day('05-02'), mine, plant, 'W1', [kg(C, 1000)]),
    receives(day('05-03'), mine, plant, 'W1', [kg(C, 1000)]),
  ];
  const [a, b] = [1 / 2 ** 2, 1 / 2.008 ** 2];
  const mean = (1000 * a + 1004 * b) / (a + b);

  it('is reconciled to the mean by the inverse variances', async () => {
    const answer = await monthOf([...RECEIVED, usedUp(day('05-09'), plant, C, 1004)]);
    for (const kind of ['receipt', 'consumed'] as const) {
      const stream = streamOf(answer, kind, C);
      const net = massOf(stream, 'net');
      near(net.reconciled?.value, mean, 1e-9, kind);
      near(net.reconciled?.sd, Math.sqrt(1 / (a + b)), 1e-9, `sd of ${kind}`);
      assert.equal(stream.class, 'redundant');
    }
    near(massOf(streamOf(answer, 'receipt', C), 'net').sigmas, (mean - 1000) / 2, 1e-9, 'adjustment of the receipt in sd');
    near(answer.globalTest.statistic, 4 ** 2 / (2 ** 2 + 2.008 ** 2), 1e-9, 'statistic');
    assert.deepEqual([answer.globalTest.degreesOfFreedom, answer.globalTest.passed], [1, true]);
    assert.deepEqual(answer.grossErrors, []);
  });

  it('is not reconciled where some of it is left: what is left follows', async () => {
    const answer = await monthOf([...RECEIVED, usedUp(day('05-09'), plant, C, 600)]);
    const closing = streamOf(answer, 'closing', C);
    assert.equal(closing.class, 'observable');
    assert.equal(massOf(closing, 'net').measured, null);
    near(massOf(closing, 'net').reconciled?.value, 400, 1e-9, 'left');
    near(massOf(closing, 'net').reconciled?.sd, Math.hypot(2, 1.2), 1e-9, 'its sd');
    assert.equal(streamOf(answer, 'receipt', C).class, 'nonredundant');
    assert.equal(answer.globalTest.degreesOfFreedom, 0);
  });

  it('is balanced between counts: a count is the closing of what was before and the opening of what comes', async () => {
    const counted = observed(day('05-08'), plant, 'stock_taking', [kg(C, 990)]);
    const answer = await monthOf([...RECEIVED, counted, usedUp(day('05-09'), plant, C, 300)]);
    near(
      massOf(streamOf(answer, 'count', C), 'net').reconciled?.value,
      (1000 / 4 + 990 / 1.98 ** 2) / (1 / 4 + 1 / 1.98 ** 2),
      1e-9,
      'count',
    );
    assert.equal(massOf(streamOf(answer, 'closing', C), 'net').measured, null);
    assert.deepEqual(
      answer.grossErrors.map(({ kind, equivalent }) => [kind, equivalent.length]),
      [['weighing', 1]],
      '10 kg are 3.5 standard deviations: either weighing is as likely',
    );
  });

  it('is seen as of a moment: what came later is not there', async () => {
    const events = [...RECEIVED, usedUp(day('05-09'), plant, C, 1004)];
    const answer = await monthOf(events, { asOf: Date.parse(day('05-05')) });
    assert.deepEqual(
      answer.streams.map(({ kind }) => kind),
      ['receipt', 'closing'],
    );
    assert.equal(answer.to, new Date(Date.parse(day('05-05')) + 1).toISOString());
  });
});

describe('what cannot be balanced', () => {
  it('is named: a lot that never came, a lot that was used before it came, a process in several events', async () => {
    const never = usedUp(day('05-09'), plant, D, 5);
    const early = [
      usedUp(day('04-28'), plant, C, 100),
      enters(day('04-10'), mine, C, 100, { Nd2O3: 40 }),
      ships(day('04-29'), mine, plant, 'W1', [kg(C, 100)]),
      receives(day('05-01'), mine, plant, 'W1', [kg(C, 100)]),
    ];
    const several = becomes(day('05-11'), plant, [kg(N, 1)], [], undefined, {
      transformationID: 'urn:uuid:5a8b0a4e-0000-4000-8000-000000000001',
    });
    const answer = await monthOf([never, ...early, enters(day('04-10'), plant, N, 1, { Nd2O3: 99 }), several]);
    assert.deepEqual(answer.open.map(({ reason }) => reason).sort(), ['drawn-ahead', 'never-came', 'several-events']);
    assert.deepEqual(answer.grossErrors, []);
    assert.equal(answer.globalTest.passed, true);
  });

  it('an empty month has nothing to tell', async () => {
    const answer = await monthOf([enters(day('04-10'), plant, N, 1, { Nd2O3: 99 })]);
    assert.deepEqual([answer.streams, answer.balance, answer.globalTest.degreesOfFreedom], [[], [], 0]);
  });
});

/** Oxide lot N is made of 1000 kg of C, sent to the smelter and made metal there; each is weighed at every step. */
function chain(shipped: number): JsonObject[] {
  return [
    enters(day('04-10'), mine, C, 1000, { Nd2O3: 40 }),
    ships(day('05-02'), mine, plant, 'W1', [kg(C, 1000)]),
    receives(day('05-03'), mine, plant, 'W1', [kg(C, 1000)]),
    becomes(day('05-05'), plant, [kg(C, 1000)], [kg(N, 400)], { [N]: { Nd2O3: 100 } }),
    ships(day('05-10'), plant, smelter, 'W2', [kg(N, shipped)]),
    receives(day('05-11'), plant, smelter, 'W2', [kg(N, 400)]),
    becomes(day('05-20'), smelter, [kg(N, 400)], [kg(M, 342.941)], { [M]: { Nd: 100 } }),
  ];
}

describe('a planted gross error', () => {
  it('is named: the weight of one shipment 10 standard deviations too high', async () => {
    const answer = await monthOf(chain(408), { site: null, organisation: PARTIES.making });
    assert.equal(answer.globalTest.passed, false);
    assert.equal(answer.grossErrors.length, 1);
    const [error] = answer.grossErrors;
    assert.ok(error !== undefined);
    assert.equal(error.stream, streamOf(answer, 'shipment', N).id);
    assert.deepEqual([error.kind, error.equivalent], ['weighing', []]);
    near(error.magnitude.value, 8, 0.5, 'magnitude in kg');
    assert.equal(answer.compensatedTest?.passed, true);
    assert.ok(Math.abs(massOf(streamOf(answer, 'shipment', N), 'net').sigmas ?? 0) > 6);
    assert.equal(streamOf(answer, 'shipment', N).test?.suspected, true);
  });

  it('is named from one site too, which sees what the other weighed', async () => {
    const answer = await monthOf(chain(408));
    assert.equal(answer.grossErrors[0]?.stream, streamOf(answer, 'shipment', N).id);
    near(massOf(streamOf(answer, 'arrived', N), 'net').measured?.value, 400, 1e-9, 'what the smelter weighed');
    assert.equal(
      answer.streams.some(({ lot }) => lot === M),
      false,
      'what the smelter made of it is its own',
    );
  });

  it('a loss that nobody measured is named with its process, beside the weighings that explain it as well', async () => {
    const lossy = chain(400).map((event) =>
      event['eventTime'] === day('05-05')
        ? becomes(day('05-05'), plant, [kg(C, 1000)], [kg(N, 300)], { [N]: { Nd2O3: 100 } })
        : event,
    );
    const answer = await monthOf(lossy.slice(0, 4));
    const [error] = answer.grossErrors;
    const kinds = [error, ...(error?.equivalent ?? []), ...(error?.rivals ?? [])].map((each) => each?.kind);
    assert.ok(kinds.includes('loss'), kinds.join());
    near(answer.processes[0]?.masses.find(({ basis }) => basis === 'treo')?.difference.measured?.value, 100, 1e-6, 'REO lost');
  });
});

const percentArb = fc.double({ min: 5, max: 30, noNaN: true });
const massArb = fc.integer({ min: 100, max: 5000 });
const plantArb = fc.record({
  inputs: fc.array(fc.record({ mass: massArb, nd: percentArb, pr: percentArb }), { minLength: 1, maxLength: 3 }),
  split: fc.record({ nd: fc.double({ min: 0.1, max: 0.9, noNaN: true }), pr: fc.double({ min: 0.1, max: 0.9, noNaN: true }) }),
  noise: fc.array(fc.double({ min: -2, max: 2, noNaN: true }), { minLength: 8, maxLength: 8 }),
});
type PlantMonth = typeof plantArb extends fc.Arbitrary<infer T> ? T : never;

/** A month in which metals of some lots go to two lots, and to nothing else; each weighing is off by so many standard deviations. */
function separated({ inputs, split, noise }: PlantMonth, scale: number): JsonObject[] {
  const off = (mass: number, at: number): number => Number((mass * (1 + scale * 0.002 * (noise[at] ?? 0))).toFixed(3));
  const lots = inputs.map((input, at) => ({ ...input, lot: lotOf('concentrate', `I${at}`) }));
  const total = (of: 'nd' | 'pr'): number => lots.reduce((sum, lot) => sum + (lot.mass * lot[of]) / 100, 0);
  const product = (name: string, share: { nd: number; pr: number }) => {
    const [nd, pr] = [total('nd') * share.nd, total('pr') * share.pr];
    const mass = Math.ceil((nd + pr) * 1.2);
    return { lot: lotOf('oxide', name), mass, percent: { Nd: (nd / mass) * 100, Pr: (pr / mass) * 100 } };
  };
  const outputs = [product('P', split), product('Q', { nd: 1 - split.nd, pr: 1 - split.pr })];
  return [
    ...lots.flatMap(({ lot, mass, nd, pr }, at) => [
      enters(day('04-01'), mine, lot, mass, { Nd: nd, Pr: pr }),
      ships(day('05-01'), mine, plant, `W${at}`, [kg(lot, mass)]),
      receives(day('05-02'), mine, plant, `W${at}`, [kg(lot, off(mass, at))]),
    ]),
    becomes(
      day('05-10'),
      plant,
      lots.map(({ lot, mass }, at) => kg(lot, off(mass, 3 + at))),
      outputs.map(({ lot, mass }, at) => kg(lot, off(mass, 6 + at))),
      Object.fromEntries(outputs.map(({ lot, percent }) => [lot, percent])),
    ),
  ];
}

describe('any month', () => {
  it('without noise is not adjusted', async () => {
    await fc.assert(
      fc.asyncProperty(plantArb, async (made) => {
        const answer = await monthOf(separated(made, 0));
        const moved = [
          ...answer.streams.flatMap(({ masses }) => masses.map(({ sigmas }) => sigmas ?? 0)),
          ...answer.assays.map(({ sigmas }) => sigmas),
        ];
        assert.ok(Math.max(...moved.map(Math.abs)) < 1e-6, `moved by ${Math.max(...moved.map(Math.abs))} sd`);
        assert.ok(answer.globalTest.statistic < 1e-9 && answer.globalTest.degreesOfFreedom >= 2);
        assert.deepEqual(answer.grossErrors, []);
      }),
      { numRuns: 20 },
    );
  });

  it('closes once it is reconciled: every process in every element, every lot in net mass', async () => {
    await fc.assert(
      fc.asyncProperty(plantArb, async (made) => {
        const answer = await monthOf(separated(made, 1));
        const [process] = answer.processes;
        for (const { basis, input, difference } of process?.masses ?? [])
          near(difference.reconciled?.value, 0, 1e-8 * (input.reconciled?.value ?? 0), basis);
        for (const lots of Map.groupBy(answer.streams, ({ lot }) => lot).values())
          near(imbalanceOf(lots), 0, 1e-7, lots[0]?.lot ?? '');
      }),
      { numRuns: 20 },
    );
  });
});

const ENTERS = new Set<MonthStream['kind']>(['opening', 'source', 'receipt', 'returned', 'output']);

function imbalanceOf(streams: readonly MonthStream[]): number {
  return streams.reduce(
    (sum, stream) => sum + (ENTERS.has(stream.kind) ? 1 : -1) * (massOf(stream, 'net').reconciled?.value ?? 0),
    0,
  );
}

describe('what else moves', () => {
  it('into the reserve, abroad, void and with a second assay', async () => {
    const voided = { ...ships(day('05-12'), plant, smelter, 'W9', [kg(N, 50)]), bizStep: 'void_shipping' };
    const answer = await monthOf([
      enters(day('04-10'), plant, N, 100, { Nd2O3: 99 }),
      observed(day('05-02'), plant, 'inspecting', [{ epcClass: N }], { [N]: { Nd2O3: 98 } }),
      ships(day('05-11'), plant, smelter, 'W9', [kg(N, 50)]),
      voided,
      ships(day('05-13'), plant, abroad, 'W10', [kg(N, 60)]),
      { ...observed(day('05-14'), reserve, 'storing', [kg(N, 40)]), sourceList: [{ type: 'location', source: plant }] },
    ]);
    assert.deepEqual(
      answer.streams.map(({ kind }) => kind),
      ['opening', 'shipment', 'stored'],
    );
    near(imbalanceOf(answer.streams), 0, 1e-9, 'N');
    assert.equal(answer.globalTest.degreesOfFreedom, 2, 'one of net mass, one of the two assays');
    assert.deepEqual(
      answer.assays.map(({ assay, element }) => [assay, element]),
      [
        [2, 'Nd'],
        [1, 'Nd'],
      ],
    );
  });
});
