/** Optima of cascades: against formulas, against the conditions of an optimum, and against every other choice. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import {
  cascadeSensitivities,
  optimiseCascade,
  SeparationRefused,
  solveCase,
  type CascadeAnswer,
  type OptimisationAnswer,
} from '../src/separation/index.ts';
import { randomStream } from '../src/numerics/index.ts';
import { exchangeCascade, kremser } from './support/separation-cases.ts';
import { watch } from './support/separation-answers.ts';

const optimise = (text: object, optimisation: object): OptimisationAnswer => optimiseCascade({ ...text, optimisation }, watch);
const ORGANIC = 'organicFeeds[0].litrePerHour';

/** What stays aqueous after some stages, by Kremser. @param factor distribution times organic over aqueous */
const left = (stages: number, factor: number): number => (factor - 1) / (factor ** (stages + 1) - 1);

/** Where a falling function is 0, by halving. */
function zeroOf(falling: (x: number) => number, low: number, high: number): number {
  let [a, b] = [low, high];
  for (let n = 0; n < 200; n++) {
    const middle = (a + b) / 2;
    if (falling(middle) > 0) a = middle;
    else b = middle;
  }
  return (a + b) / 2;
}

const refusal = (work: () => unknown): SeparationRefused => {
  try {
    work();
  } catch (error) {
    if (error instanceof SeparationRefused) return error;
    throw error;
  }
  throw new Error('it was not refused');
};

describe('an optimum of one constant distribution', () => {
  const [stages, distribution] = [5, 2];
  const text = kremser(stages, [distribution], 1);

  it('with a least recovery is where Kremser’s formula meets it, and its multiplier the formula’s slope', () => {
    const asked = 0.99;
    const answer = optimise(text, {
      variables: [{ path: ORGANIC, from: 0.2, to: 4 }],
      constraints: [{ kind: 'recovery', stream: 'loaded organic', component: 'C0', atLeast: asked }],
      objective: { minimise: 'cost', prices: [{ feed: 'organicFeeds[0]', of: 'volume', price: 3 }] },
    });
    const litres = (recovery: number): number => zeroOf((flow) => left(stages, distribution * flow) - (1 - recovery), 0.51, 4);
    assert.ok(Math.abs(answer.variables[0]!.optimum / litres(asked) - 1) < 1e-7);
    assert.ok(Math.abs(answer.objective.optimum / (3 * litres(asked)) - 1) < 1e-7);
    const slope = (3 * (litres(asked + 1e-5) - litres(asked - 1e-5))) / 2e-5;
    const [constraint] = answer.constraints;
    assert.ok(constraint!.isActive && Math.abs(constraint!.multiplier / slope - 1) < 1e-4, `${constraint!.multiplier}, ${slope}`);
    assert.equal(answer.variables[0]!.active, null);
    assert.ok(answer.stationarity < 1e-6);
  });

  it('between what organic costs and what recovered metal earns is where both change alike', () => {
    const [litrePrice, molePrice] = [0.05, 1];
    const answer = optimise(text, {
      variables: [{ path: ORGANIC, from: 0.3, to: 6 }],
      objective: {
        minimise: 'cost',
        prices: [
          { feed: 'organicFeeds[0]', of: 'volume', price: litrePrice },
          { stream: 'loaded organic', component: 'C0', price: -molePrice },
        ],
      },
    });
    const h = 1e-6;
    const slope = (flow: number): number =>
      (left(stages, distribution * (flow - h)) - left(stages, distribution * (flow + h))) / (2 * h);
    const flow = zeroOf((each) => molePrice * slope(each) - litrePrice, 0.6, 6);
    assert.ok(Math.abs(answer.variables[0]!.optimum / flow - 1) < 1e-5, `${answer.variables[0]!.optimum} and ${flow}`);
    assert.ok(answer.objective.optimum < answer.objective.start);
  });

  it('with stages that cost something is the cheapest of all numbers of stages', () => {
    const asked = 0.999;
    const [litrePrice, stagePrice] = [1, 0.08];
    const answer = optimise(text, {
      variables: [
        { path: 'stages', from: 2, to: 40 },
        { path: ORGANIC, from: 0.3, to: 20 },
      ],
      constraints: [{ kind: 'recovery', stream: 'loaded organic', component: 'C0', atLeast: asked }],
      objective: {
        minimise: 'cost',
        prices: [
          { feed: 'organicFeeds[0]', of: 'volume', price: litrePrice },
          { stages: 'each', price: stagePrice },
        ],
      },
    });
    const costs = Array.from({ length: 39 }, (_, n) => {
      const flow = zeroOf((each) => left(n + 2, distribution * each) - (1 - asked), 0.5001, 20);
      return litrePrice * flow + stagePrice * (n + 2);
    });
    assert.equal(answer.variables[0]!.optimum, costs.indexOf(Math.min(...costs)) + 2);
    assert.ok(Math.abs(answer.objective.optimum / Math.min(...costs) - 1) < 1e-6);
    assert.equal(answer.cascade.aqueousFeeds[0]!.stage, answer.cascade.stages, 'the feed at the last stage stays there');
  });
});

describe('an optimum of a cascade with exchange', () => {
  const text = exchangeCascade(20, 10, 5, 0.7, 0.4, ['Pr', 'Nd', 'Sm']);
  const optimisation = {
    variables: [
      { path: ORGANIC, from: 2, to: 9 },
      { path: 'aqueousFeeds[1].litrePerHour', from: 0.3, to: 2 },
      { path: 'aqueousFeeds[1].acid', from: 1, to: 4 },
    ],
    constraints: [
      { kind: 'purity', stream: 'raffinate', component: 'Pr', atLeast: 0.4 },
      { kind: 'recovery', stream: 'loaded organic', component: 'Nd', atLeast: 0.95 },
    ],
    objective: {
      minimise: 'cost',
      prices: [
        { feed: 'organicFeeds[0]', of: 'NH4', price: 0.4 },
        { feed: 'scrub', of: 'acid', price: 0.2 },
        { feed: 'organicFeeds[0]', of: 'volume', price: 0.01 },
      ],
    },
  };

  it('holds its constraints, costs less than the start, and no step nearby is better: Karush, Kuhn and Tucker', () => {
    const answer = optimise(text, optimisation);
    const { cascade, constraints, variables, objective } = answer;
    for (const { optimum, atLeast } of constraints) assert.ok(optimum >= atLeast! - 1e-8);
    assert.ok(constraints.some(({ isActive }) => isActive));
    const again = solveCase(cascade, watch) as CascadeAnswer;
    assert.ok(Math.abs(again.streams[0]!.purity['Pr']! - constraints[0]!.optimum) < 1e-9);
    const paths = variables.map(({ path }) => path);
    const { sensitivities } = cascadeSensitivities({ ...cascade, sensitivities: { parameters: paths } }, watch);
    const { organicFeeds, aqueousFeeds } = cascade;
    const [scrub, organic] = [aqueousFeeds[1]!, organicFeeds[0]!];
    const costSlopes = [0.4 * organic.concentrations['NH4']! + 0.01, 0.2 * scrub.acid, 0.2 * scrub.litrePerHour];
    assert.ok(Math.abs(organic.litrePerHour * costSlopes[0]! + scrub.litrePerHour * costSlopes[1]! - objective.optimum) < 1e-9);
    for (const [k, { from, to, active, multiplier }] of variables.entries()) {
      let balance = costSlopes[k]! - multiplier!;
      for (const { kind, stream, component, multiplier: price } of constraints) {
        const outcome = sensitivities.find(
          (each) => each.kind === kind && each.stream === stream && each.component === component,
        )!;
        balance -= price * outcome.slopes[k]!;
      }
      assert.ok(Math.abs(balance) < 1e-5 * costSlopes[k]!, `${paths[k]}: ${balance}`);
      assert.ok(active !== null || multiplier === 0, `${from} to ${to}`);
      if (active === 'from') assert.ok(multiplier! >= 0);
      if (active === 'to') assert.ok(multiplier! <= 0);
    }
  });

  it('bettered by no other point that was tried', () => {
    const { objective, variables } = optimise(text, optimisation);
    const costAt = (values: readonly number[]): number | null => {
      const trial = structuredClone(text) as {
        organicFeeds: { litrePerHour: number }[];
        aqueousFeeds: { litrePerHour: number; acid: number }[];
      };
      trial.organicFeeds[0]!.litrePerHour = values[0]!;
      trial.aqueousFeeds[1]!.litrePerHour = values[1]!;
      trial.aqueousFeeds[1]!.acid = values[2]!;
      const { streams } = solveCase(trial, watch) as CascadeAnswer;
      const isMet = streams[0]!.purity['Pr']! >= 0.4 && streams[1]!.recovery['Nd']! >= 0.95;
      return isMet ? values[0]! * (0.4 * 0.4 + 0.01) + 0.2 * values[1]! * values[2]! : null;
    };
    let met = 0;
    for (const a of [-0.2, -0.05, 0.05, 0.2])
      for (const b of [-0.2, 0, 0.2])
        for (const c of [-0.2, 0, 0.2]) {
          const values = variables.map(({ optimum, from, to }, k) => Math.min(to, Math.max(from, optimum * (1 + [a, b, c][k]!))));
          const cost = costAt(values);
          if (cost === null) continue;
          met++;
          assert.ok(cost >= objective.optimum * (1 - 1e-7), `${values.join()} costs ${cost}, not ${objective.optimum}`);
        }
    assert.ok(met >= 3, `${met} of the points around it meet the constraints`);
  });

  it('makes a recovery most under a limit of what an effluent carries', () => {
    const answer = optimise(text, {
      variables: optimisation.variables.slice(0, 2),
      constraints: [{ kind: 'molPerHour', stream: 'raffinate', component: 'Nd', atMost: 0.3 }],
      objective: { maximise: { kind: 'recovery', stream: 'raffinate', component: 'Pr' } },
    });
    assert.ok(answer.constraints[0]!.optimum <= 0.3 * (1 + 1e-7));
    assert.ok(answer.objective.optimum > 0 && answer.objective.optimum < 1);
    assert.ok(answer.stationarity < 1e-4, `${answer.stationarity}`);
  });
});

/** A random cut, and what is asked of it: half of such questions have no answer. */
function randomQuestion(seed: number) {
  const stream = randomStream(String(seed));
  const between = (low: number, high: number): number => low + (high - low) * stream.uniform();
  const stages = Math.floor(between(6, 30));
  const saponified = [0, 0.3, 0.5][seed % 3]!;
  const names = ['Ce', 'Pr', 'Nd', 'Sm'];
  const text = exchangeCascade(stages, Math.ceil(stages / 2), between(3, 9), between(0.3, 1.5), saponified, names);
  const [purity, recovery] = [between(0.5, 0.8), between(0.7, 0.95)];
  const variables = [
    { path: ORGANIC, from: 1, to: 15 },
    { path: 'aqueousFeeds[1].litrePerHour', from: 0.1, to: 3 },
    { path: 'aqueousFeeds[1].acid', from: 0.5, to: 5 },
  ];
  const constraints = [
    { kind: 'purity', stream: 'loaded organic', component: 'Nd', atLeast: purity },
    { kind: 'recovery', stream: 'loaded organic', component: 'Nd', atLeast: recovery },
  ];
  const prices = [
    { feed: 'organicFeeds[0]', of: 'volume', price: 0.1 },
    { feed: 'scrub', of: 'acid', price: 0.2 },
  ];
  return { stream, text, purity, recovery, variables, constraints, objective: { minimise: 'cost', prices } };
}

/** The least cost of random points between the bounds that meet what is asked; infinite where none does. */
function bestOfRandom({ stream, text, purity, recovery, variables }: ReturnType<typeof randomQuestion>, points: number): number {
  let best = Infinity;
  for (let n = 0; n < points; n++) {
    const [organic, scrub, acid] = variables.map(({ from, to }) => from * (to / from) ** stream.uniform()) as [
      number,
      number,
      number,
    ];
    const trial = structuredClone(text) as { organicFeeds: object[]; aqueousFeeds: object[] };
    Object.assign(trial.organicFeeds[0]!, { litrePerHour: organic });
    Object.assign(trial.aqueousFeeds[1]!, { litrePerHour: scrub, acid });
    const loaded = (solveCase(trial, watch) as CascadeAnswer).streams[1]!;
    if (loaded.purity['Nd']! >= purity && loaded.recovery['Nd']! >= recovery)
      best = Math.min(best, 0.1 * organic + 0.2 * scrub * acid);
  }
  return best;
}

describe('optima of random cuts', () => {
  it('are bettered by no random point, and where the question is refused no such point meets it', () => {
    let solved = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const question = randomQuestion(seed);
      const { text, variables, constraints, objective } = question;
      const best = bestOfRandom(question, 40);
      try {
        const { objective: found, stationarity } = optimise(text, { variables, constraints, objective });
        solved++;
        assert.ok(found.optimum <= best * (1 + 1e-9), `seed ${seed}: ${found.optimum}, and ${best} was found by chance`);
        assert.ok(stationarity < 1e-3, `seed ${seed}: stationarity ${stationarity}`);
      } catch (error) {
        if (!(error instanceof SeparationRefused)) throw error;
        assert.equal(`${error.code} ${best}`, 'constraints-infeasible Infinity', `seed ${seed}: ${error.message}`);
      }
    }
    assert.ok(solved >= 3 && solved < 12, `${solved} solved`);
  });
});

describe('what has no optimum', () => {
  const text = kremser(3, [2], 1);
  const cheap = { minimise: 'cost', prices: [{ feed: 'organicFeeds[0]', of: 'volume', price: 1 }] };

  it('is refused with the least miss where bounds do not reach what is asked', () => {
    const error = refusal(() =>
      optimise(text, {
        variables: [{ path: ORGANIC, from: 0.2, to: 1 }],
        constraints: [{ kind: 'recovery', stream: 'loaded organic', component: 'C0', atLeast: 0.999 }],
        objective: cheap,
      }),
    );
    assert.equal(error.code, 'constraints-infeasible');
    const reached = 1 - left(3, 2);
    assert.ok(error.message.includes(reached.toPrecision(6)), `${error.message} should tell ${reached}`);
  });

  it('is refused by name where the question is wrong', () => {
    const variables = [{ path: ORGANIC, from: 0.2, to: 1 }];
    for (const [asked, code] of [
      [{ variables, objective: { maximise: { kind: 'purity', stream: 'nowhere', component: 'C0' } } }, 'stream-unknown'],
      [{ variables, objective: { maximise: { kind: 'purity', stream: 'raffinate', component: 'Xx' } } }, 'component-unknown'],
      [{ variables, objective: { minimise: 'cost', prices: [{ feed: 'none', of: 'volume', price: 1 }] } }, 'stream-unknown'],
      [
        { variables, objective: { minimise: 'cost', prices: [{ feed: 'organicFeeds[0]', of: 'acid', price: 1 }] } },
        'component-unknown',
      ],
      [{ variables: [{ path: ORGANIC, from: -1, to: 1 }], objective: cheap }, 'form'],
      [{ variables: [{ path: 'stages', from: 1.5, to: 3 }], objective: cheap }, 'form'],
      [{ variables: [{ path: 'limits.seconds', from: 1, to: 3 }], objective: cheap }, 'form'],
      [{ variables: [{ path: ORGANIC, from: 2, to: 1 }], objective: cheap }, 'form'],
      [{ variables: [...variables, ...variables], objective: cheap }, 'form'],
    ] as const)
      assert.equal(refusal(() => optimise(text, asked)).code, code, JSON.stringify(asked));
  });

  it('ends in time', () => {
    let now = 0;
    const error = refusal(() =>
      optimiseCascade(
        { ...text, limits: { seconds: 5 }, optimisation: { variables: [{ path: ORGANIC, from: 0.2, to: 1 }], objective: cheap } },
        { now: () => (now += 1000) },
      ),
    );
    assert.equal(error.code, 'time-limit');
  });
});
