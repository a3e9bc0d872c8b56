/** Could this plant have made this? By hand on small records; what is found can be solved again from the answer alone. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_MANDATE } from '../src/access/index.ts';
import { answerFeasibility } from '../src/app/index.ts';
import { molarMassOf } from '../src/elements/index.ts';
import { FITTED_SETS, solveCase, type AuditAnswer } from '../src/separation/index.ts';
import { feasibilityAnswerSchema, type FeasibilityAnswer, type FeasibilityCut } from '../src/wire/index.ts';
import { declareCascades, prNdCascade } from './support/cascades.ts';
import { becomes, Bench, enters, kg, lotOf, PARTIES, receives, ships, SITES } from './support/ree-events.ts';
import { watch } from './support/separation-answers.ts';

type JsonObject = Record<string, unknown>;

const { mine, plant, reserve } = SITES;
const [C, D, N, P] = [lotOf('concentrate', 'C'), lotOf('concentrate', 'D'), lotOf('oxide', 'N'), lotOf('oxide', 'P')];
const day = (text: string): string => `2015-${text}T12:00:00+08:00`;
const FEED = { Pr6O11: 25, Nd2O3: 70 };
const NEODYMIUM = { Nd2O3: 99.9, Pr6O11: 0.05 };
const SEPARATED = [
  enters(day('03-01'), plant, C, 1000, FEED),
  becomes(day('03-20'), plant, [kg(C, 1000)], [kg(N, 670), kg(P, 240)], {
    [N]: NEODYMIUM,
    [P]: { Pr6O11: 99, Nd2O3: 0.4 },
  }),
];

async function judged(events: readonly JsonObject[], cascades: readonly JsonObject[], lot = N): Promise<FeasibilityAnswer> {
  const bench = await Bench.open();
  await declareCascades(bench.app, cascades);
  await bench.capture(events);
  return feasibilityAnswerSchema.parse(await answerFeasibility(bench.app, { id: lot, asOf: null, knownAt: null }));
}

function onlyCut({ cuts }: FeasibilityAnswer): FeasibilityCut {
  assert.equal(cuts.length, 1, JSON.stringify(cuts));
  return cuts[0]!;
}

describe('a neodymium oxide out of praseodymium and neodymium', () => {
  it('was possible with eighty stages', async () => {
    const answer = await judged(SEPARATED, [prNdCascade(80)]);
    assert.deepEqual([answer.verdict, answer.reason, answer.own], ['possible', null, ['Nd']]);
    assert.equal(answer.madeBy?.site?.id, plant);
    const cut = onlyCut(answer);
    assert.deepEqual([cut.side, cut.between, cut.verdict, cut.stages], ['lighter', ['Pr', 'Nd'], 'possible', 80]);
    assert.ok(cut.purity! > cut.purityAtLeast! && cut.bestPurity! > cut.purityAtLeast!);
  });

  it('was not with eight, and whoever solves the case again finds the same margin', async () => {
    const answer = await judged(SEPARATED, [prNdCascade(8)]);
    const cut = onlyCut(answer);

    assert.deepEqual([answer.verdict, cut.verdict], ['impossible', 'impossible']);
    assert.ok(cut.impurityRatio! > 1 && cut.leastStages! > 8);
    const again = solveCase(cut.case, watch) as AuditAnswer;
    assert.deepEqual([again.feasible, again.best.purity], [false, cut.bestPurity]);
  });

  it('was possible with four cascades of twenty: the stages of a cut add up', async () => {
    assert.equal(
      (
        await judged(
          SEPARATED,
          [20, 20, 20, 20].map((stages) => prNdCascade(stages)),
        )
      ).verdict,
      'possible',
    );
  });

  it('cannot be told of a plant that declares nothing, but for the stages that it takes at least', async () => {
    const cut = onlyCut(await judged(SEPARATED, []));
    assert.deepEqual([cut.verdict, cut.reason], ['untold', 'undeclared']);
    // By hand: moles of Pr and Nd in the feed and in the lot, each at the end of its three standard deviations.
    const moles = (kilogram: number, percent: number, oxide: string, metals: number): number =>
      (kilogram * percent * metals) / molarMassOf(oxide)!;
    const own = moles(670, 99.9, 'Nd2O3', 2);
    // 0.05 ± 0.005 percent points, and the weighing's 0.2 %.
    const impurity = moles(670, 0.05, 'Pr6O11', 6) * (1 + 3 * Math.hypot(0.1, 0.002));
    const [fedOwn, fedOther] = [moles(1000, 70, 'Nd2O3', 2), moles(1000, 25, 'Pr6O11', 6)];
    const recovery = own / fedOwn;
    const restOwn = (1 - recovery * (1 - 3 * Math.hypot(0.01, 0.002, 0.01, 0.002))) * fedOwn;
    const { Pr, Nd } = FITTED_SETS['pc88a-hcl'].constants as Record<string, { value: number }>;
    const beta = 10 ** (Nd!.value - Pr!.value) * 1.1;
    const expected = Math.log((own / impurity) * ((fedOther - impurity) / restOwn)) / Math.log(beta);
    assert.ok(Math.abs(cut.leastStages! - expected) < 1e-3, `${cut.leastStages}, expected ${expected}`);
  });

  it('is not held against a cascade that was built later, or is of another cut', async () => {
    for (const other of [
      prNdCascade(10, { from: '2015-06-01' }),
      prNdCascade(10, { to: '2014-12-31' }),
      prNdCascade(10, { cut: ['Ce', 'Pr'] }),
    ])
      assert.equal(onlyCut(await judged(SEPARATED, [other])).reason, 'undeclared');
  });

  it('takes the factor that the plant states', async () => {
    const cut = onlyCut(await judged(SEPARATED, [prNdCascade(8, { factor: 9, factorSource: 'its own measurement' })]));
    assert.deepEqual([cut.factor, cut.factorFrom, cut.verdict], [9, 'declared', 'possible']);
  });

  it('cannot be told where the assay says nothing of praseodymium', async () => {
    const [entered] = SEPARATED;
    const silent = becomes(day('03-20'), plant, [kg(C, 1000)], [kg(N, 670)], { [N]: { Nd2O3: 99.9 } });
    const cut = onlyCut(await judged([entered!, silent], [prNdCascade(10)]));
    assert.deepEqual([cut.verdict, cut.reason, cut.purity], ['untold', 'unstated', null]);
  });
});

describe('what needs no separation', () => {
  it('a blend', async () => {
    const answer = await judged(
      [
        enters(day('03-01'), mine, C, 500, FEED),
        enters(day('03-02'), mine, D, 500, FEED),
        becomes(day('03-20'), mine, [kg(C, 500), kg(D, 500)], [kg(P, 1000)], { [P]: FEED }),
      ],
      [],
      P,
    );
    assert.deepEqual([answer.verdict, answer.own, answer.cuts], ['possible', ['Pr', 'Nd'], []]);
  });
});

describe('more of an element than went in', () => {
  it('is impossible beyond the errors of both', async () => {
    const [entered] = SEPARATED;
    const answer = await judged(
      [entered!, becomes(day('03-20'), plant, [kg(C, 1000)], [kg(N, 800)], { [N]: NEODYMIUM })],
      [prNdCascade(80)],
    );
    assert.equal(answer.verdict, 'impossible');
    assert.deepEqual(
      answer.elements.filter(({ beyondFeed }) => beyondFeed).map(({ element }) => element),
      ['Nd'],
    );
  });

  it('is not known of an element that the feed’s assay does not state', async () => {
    const [entered] = SEPARATED;
    const made = becomes(day('03-20'), plant, [kg(C, 1000)], [kg(N, 670)], { [N]: { ...NEODYMIUM, Sm2O3: 0.02 } });
    const answer = await judged([entered!, made], [prNdCascade(80)]);
    assert.equal(answer.verdict, 'possible');
    const samarium = answer.elements.find(({ element }) => element === 'Sm');
    assert.deepEqual([samarium?.fedStated, samarium?.beyondFeed], [false, false]);
  });
});

describe('a lot of which nothing can be told', () => {
  const reasonOf = async (events: readonly JsonObject[], lot = N): Promise<unknown> => (await judged(events, [], lot)).reason;
  const made = (time: string, mass: number): JsonObject =>
    becomes(day(time), plant, [kg(C, mass)], [kg(N, mass * 0.6)], { [N]: NEODYMIUM });

  it('says why', async () => {
    const [entered] = SEPARATED;
    assert.equal(await reasonOf(SEPARATED, C), 'not-made');
    assert.equal(await reasonOf([entered!, made('03-20', 300), made('03-21', 300)]), 'made-several-times');
    assert.equal(await reasonOf([enters(day('03-01'), plant, C, 1000), made('03-20', 300)]), 'feed-unknown');
    assert.equal(
      await reasonOf([entered!, becomes(day('03-20'), plant, [kg(C, 1000)], [kg(N, 600), kg(P, 300)], { [P]: { Pr6O11: 99 } })]),
      'lot-unknown',
    );
    await assert.rejects(judged(SEPARATED, [], lotOf('oxide', 'none')), /none/);
  });

  it('does not tell a buyer how his seller made it', async () => {
    const bench = await Bench.open();
    await declareCascades(bench.app, [prNdCascade(80)]);
    const sold = [
      ships(day('04-01'), plant, reserve, 'W', [kg(N, 100)]),
      receives(day('04-02'), plant, reserve, 'W', [kg(N, 100)]),
    ];
    await bench.capture([...SEPARATED, ...sold]);
    const asked = { id: N, asOf: null, knownAt: null };
    const asOf = (organisation: string): Promise<FeasibilityAnswer> =>
      answerFeasibility(bench.app.as({ account: 'someone', organisation, role: 'operator', mandate: NO_MANDATE }), asked);
    const [buyer, maker] = [await asOf(PARTIES.state), await asOf(PARTIES.making)];
    assert.deepEqual([buyer.verdict, buyer.reason, buyer.madeBy, buyer.elements], ['untold', 'not-seen', null, []]);
    assert.equal(maker.verdict, 'possible');
  });
});
