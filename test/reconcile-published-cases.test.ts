/** Reconciliation: published cases, and what theory says of random ones. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { randomStream } from '../src/numerics/index.ts';
import { ReconcileRefused, reconcileCase, type ReconciliationAnswer } from '../src/reconcile/index.ts';

function assertNear(found: number | null | undefined, expected: number, within: number, what: string): void {
  assert.ok(Math.abs((found ?? Number.NaN) - expected) <= within, `${what}: ${found}, expected ${expected} ± ${within}`);
}

function estimates({ variables }: ReconciliationAnswer): Record<string, number | null> {
  return Object.fromEntries(variables.map(({ name, estimate }) => [name, estimate]));
}

const TRUE_FLOWS = { F1: 100, F2: 64, F3: 36, F4: 64, F5: 36, F6: 100 } as const;
const ENDS = {
  F1: [null, 'split'],
  F2: ['split', 'exchanger'],
  F3: ['split', 'valve'],
  F4: ['exchanger', 'mix'],
  F5: ['valve', 'mix'],
  F6: ['mix', null],
} as const;

/** The heat exchanger with a bypass. @param measured by stream; a stream without is not measured */
function bypass(measured: Readonly<Record<string, number>>, more: object = {}): object {
  const streams = Object.entries(ENDS).map(([name, [from, to]]) => [
    name,
    { from, to, flow: name in measured ? { measured: measured[name], sd: 1 } : {} },
  ]);
  return { kind: 'reconciliation', streams: Object.fromEntries(streams), ...more };
}

const MEASURED = { F1: 101.91, F2: 64.45, F3: 34.65, F4: 64.2, F5: 36.44, F6: 98.88 };

describe('a heat exchanger with a bypass (Narasimhan and Jordache 2000, chapter 1)', () => {
  it('all flows measured', () => {
    const answer = reconcileCase(bypass(MEASURED));
    for (const [name, value] of Object.entries({ F1: 100.22, F2: 64.5, F3: 35.72, F4: 64.5, F5: 35.72, F6: 100.22 }))
      assertNear(estimates(answer)[name], value, 0.005, name);
    assert.deepEqual([answer.globalTest.degreesOfFreedom, answer.globalTest.passed, answer.grossErrors.length], [4, true, 0]);
  });

  it('some measured: what is left to find is found, what nothing else speaks of stays as measured', () => {
    const { F1, F2, F6 } = MEASURED;
    const answer = reconcileCase(bypass({ F1, F2, F6 }));
    const classes = Object.fromEntries(answer.variables.map((variable) => [variable.name, variable.class]));
    assert.deepEqual(classes, {
      F1: 'redundant',
      F2: 'nonredundant',
      F3: 'observable',
      F4: 'observable',
      F5: 'observable',
      F6: 'redundant',
    });
    for (const [name, value] of Object.entries({ F1: 100.395, F2: 64.45, F3: 35.945, F4: 64.45, F5: 35.945, F6: 100.395 }))
      assertNear(estimates(answer)[name], value, 0.005, name);
  });

  it('ends measured alone: the bypass is not to be known', () => {
    const answer = reconcileCase(bypass({ F1: MEASURED.F1, F6: MEASURED.F6 }));
    for (const { name, estimate, class: known } of answer.variables)
      assert.equal(estimate === null, known === 'unobservable', name);
    assert.deepEqual(
      answer.variables.filter(({ estimate }) => estimate === null).map(({ name }) => name),
      ['F2', 'F3', 'F4', 'F5'],
    );
  });

  it('a bias is found, and its size; so is a leak', () => {
    const biased = reconcileCase(bypass({ ...TRUE_FLOWS, F2: 72 }));
    assert.equal(biased.globalTest.passed, false);
    const [bias] = biased.grossErrors;
    assert.deepEqual([bias?.kind, bias?.of, biased.grossErrors.length], ['bias', 'F2', 1]);
    assertNear(bias?.magnitude, 8, 1e-9, 'bias');
    assert.ok(biased.compensated !== null && biased.compensated.globalTest.passed);
    assertNear(biased.compensated.variables.find(({ name }) => name === 'F2')?.estimate, 64, 1e-9, 'F2 without its bias');
    const leaking = { ...TRUE_FLOWS, F4: 54, F6: 90 };
    const [leak, ...others] = reconcileCase(bypass(leaking, { candidates: ['bias', 'leak'] })).grossErrors;
    assert.deepEqual([leak?.kind, leak?.of, others.length], ['leak', 'exchanger', 0]);
    assertNear(leak?.magnitude, 10, 1e-9, 'leak');
  });

  it('two biases are found one after the other; those that cannot be told apart are told together', () => {
    const { grossErrors } = reconcileCase(bypass({ ...TRUE_FLOWS, F1: 112, F5: 27 }));
    assert.deepEqual(grossErrors.map(({ of }) => of).toSorted(), ['F1', 'F5']);
    for (const { of, magnitude } of grossErrors) assertNear(magnitude, of === 'F1' ? 12 : -9, 1e-9, of);
    const [tied] = reconcileCase({
      kind: 'reconciliation',
      streams: { a: { to: 'n', flow: { measured: 10, sd: 0.1 } }, b: { from: 'n', flow: { measured: 12, sd: 0.1 } } },
    }).grossErrors;
    assert.deepEqual(tied?.equivalent.length, 1);
  });

  it('what nearly explains the data is told beside what does; what would be beyond its bounds does not count', () => {
    const twice = (b: object): ReconciliationAnswer =>
      reconcileCase({
        kind: 'reconciliation',
        variables: { a: { measured: 10, sd: 0.1 }, b: { measured: 12, sd: 0.1, ...b }, c: { measured: 10.9, sd: 10 } },
        constraints: [{ coefficients: { a: 1, b: -1 } }, { coefficients: { b: 1, c: -1 } }],
      });
    const [open] = twice({}).grossErrors;
    const named = [open, ...(open?.equivalent ?? []), ...(open?.rivals ?? [])].map((each) => each?.of);
    assert.deepEqual(new Set(named), new Set(['a', 'b']));
    const [bounded] = twice({ least: 11.5 }).grossErrors;
    assert.deepEqual([bounded?.of, bounded?.equivalent, bounded?.rivals], ['a', [], []]);
  });

  it('a leak is found at a node that equations name', () => {
    const leak = { node: 'pan', share: 1 };
    const { grossErrors } = reconcileCase({
      kind: 'reconciliation',
      candidates: ['bias', 'leak'],
      variables: {
        in: { measured: 10, sd: 0.1 },
        again: { measured: 10, sd: 0.1 },
        out: { measured: 8, sd: 0.1 },
        seen: { measured: 8, sd: 0.1 },
      },
      constraints: [
        { coefficients: { in: 1, again: -1 } },
        { expression: 'in - out', leak },
        { coefficients: { out: 1, seen: -1 } },
      ],
    });
    assert.deepEqual(
      grossErrors.map(({ kind, of }) => [kind, of]),
      [['leak', 'pan']],
    );
    assertNear(grossErrors[0]?.magnitude, 2, 1e-9, 'leak');
  });
});

describe('six equations with three unknowns (Pai and Fisher 1988)', () => {
  it('to the digits published', () => {
    const measured = { x1: 4.4, x2: 5.5, x3: 1.7, x4: 1.6, x5: 5 };
    const expressions = [
      '0.5*x1^2 - 0.7*x2 + x3*u1 + x2^2*u1*u2 + 2*x3*u3^2 - 255.8',
      'x1 - 2*x2 + 3*x1*x3 - 2*x2*u1 - x2*u2*u3 + 111.2',
      'x3*u1 - x1 + 3*x2 + x1*u2 - x3*sqrt(u3) = 33.57',
      'x4 - x1 - x3^2 + u2 + 3*u3',
      'x5 = 2*x3*u2*u3',
      '2*x1 + x2*x3*u1 + u2 - u3 = 126.6',
    ];
    const answer = reconcileCase({
      kind: 'reconciliation',
      variables: {
        ...Object.fromEntries(Object.entries(measured).map(([name, value]) => [name, { measured: value, sd: 1 }])),
        u1: { start: 11 },
        u2: { start: 0.6 },
        u3: { start: 0.5 },
      },
      constraints: expressions.map((expression) => ({ expression })),
    });
    const published = { x1: 4.5124, x2: 5.5819, x3: 1.926, x4: 1.456, x5: 4.8545, u1: 11.07, u2: 0.61467, u3: 2.0504 };
    for (const [name, value] of Object.entries(published))
      assertNear(estimates(answer)[name], value, 6e-4 * Math.max(1, value / 10), name);
    assert.ok(answer.residual < 1e-12);
  });
});

describe('flows with compositions', () => {
  it('fulfil every balance exactly, and a splitter gives all its streams one composition', () => {
    const q = (measured: number, sd: number): object => ({ measured, sd });
    const answer = reconcileCase({
      kind: 'reconciliation',
      components: ['Pr', 'Nd'],
      streams: {
        feed: { to: 'cut', flow: q(100, 1), composition: { Pr: q(0.25, 0.005), Nd: q(0.745, 0.005) } },
        extract: { from: 'cut', to: 'branch', flow: q(73, 1), composition: { Pr: {}, Nd: q(0.997, 0.001) } },
        raffinate: { from: 'cut', flow: q(26, 0.5), composition: { Pr: q(0.95, 0.004), Nd: {} } },
        sold: { from: 'branch', flow: q(50, 0.1), composition: { Nd: q(0.9965, 0.001) } },
        kept: { from: 'branch', flow: {}, composition: {} },
      },
      nodes: { branch: { splitter: true } },
    });
    for (const { name, after } of answer.constraints) assertNear(after, 0, 1e-9, name);
    const found = estimates(answer);
    assertNear(found['sold.Nd'], found['kept.Nd']!, 1e-12, 'compositions behind the splitter');
    assert.ok(answer.variables.every(({ measured, estimateSd, sd }) => measured === null || estimateSd! <= sd! * (1 + 1e-9)));
  });
});

describe('what theory says', () => {
  it('estimates are those of the normal equations, correlated or not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 3, maxLength: 3 }),
        fc.double({ min: -0.9, max: 0.9, noNaN: true }),
        ([a = 1, b = 1, c = 1], correlation) => {
          const [sa, sb, sc] = [1, 2, 0.5];
          const answer = reconcileCase({
            kind: 'reconciliation',
            variables: { a: { measured: a, sd: sa }, b: { measured: b, sd: sb }, c: { measured: c, sd: sc } },
            constraints: [{ coefficients: { a: 1, b: 1, c: -1 } }],
            correlations: [{ of: ['a', 'b'], correlation }],
          });
          // x = m − V·gᵀ·(g·V·gᵀ)⁻¹·g·m with g = (1, 1, −1).
          const cov = correlation * sa * sb;
          const weights = [sa ** 2 + cov, sb ** 2 + cov, -(sc ** 2)];
          const pull = (a + b - c) / (sa ** 2 + sb ** 2 + sc ** 2 + 2 * cov);
          for (const [n, name] of ['a', 'b', 'c'].entries())
            assertNear(estimates(answer)[name], [a, b, c][n]! - weights[n]! * pull, 1e-9, name);
        },
      ),
    );
  });

  it('the global test rings as often as its level says, and the search finds nothing where nothing is', () => {
    const stream = randomStream('reconciliation');
    let [rings, finds] = [0, 0];
    const rounds = 2000;
    for (let round = 0; round < rounds; round++) {
      const measured = Object.fromEntries(Object.entries(TRUE_FLOWS).map(([name, flow]) => [name, flow + stream.normal()]));
      const { globalTest, grossErrors } = reconcileCase(bypass(measured));
      if (!globalTest.passed) rings++;
      if (grossErrors.length > 0) finds++;
    }
    assert.ok(Math.abs(rings / rounds - 0.05) < 0.015, `${rings / rounds} of 0.05`);
    assert.ok(finds / rounds < 0.065, `${finds / rounds} at most 0.05`);
  });
});

describe('what cannot be reconciled', () => {
  const refusal = (text: unknown): string => {
    try {
      reconcileCase(text);
    } catch (error) {
      if (error instanceof ReconcileRefused) return error.code;
      throw error;
    }
    return 'solved';
  };
  const a = { measured: 1, sd: 1 };

  it('is told by name', () => {
    for (const [change, code] of [
      [{ variables: { a: { measured: 1 } } }, 'form'],
      [{ variables: { a: { measured: 1, sd: 0 } } }, 'form'],
      [{ variables: { a: { measured: 0, sdPercent: 1 } } }, 'form'],
      [{ variables: { a }, constraints: [{ expression: 'a + (b' }] }, 'variable-unknown'],
      [{ variables: { a }, constraints: [{ expression: 'a + (2' }] }, 'expression'],
      [{ variables: { a }, constraints: [{ expression: 'a = 1 = 2' }] }, 'expression'],
      [{ variables: { a }, constraints: [{ expression: 'a ; 2' }] }, 'expression'],
      [{ variables: { a }, constraints: [{ coefficients: { b: 1 } }] }, 'variable-unknown'],
      [{ variables: { a: {} } }, 'nothing-measured'],
      [{ variables: { a, b: a }, correlations: [{ of: ['a', 'b'], correlation: 1 }] }, 'covariance'],
      [{ variables: { a }, constraints: [{ expression: 'a = 1' }, { expression: 'a = 2' }] }, 'inconsistent'],
      [{ variables: { a }, constraints: [{ expression: 'a^2 + 1' }], iterations: 50 }, 'iteration-limit'],
      [{ variables: { a: { measured: -1, sd: 1 } }, constraints: [{ expression: 'ln(a) = 1' }] }, 'no-solution'],
    ] as const)
      assert.equal(refusal({ kind: 'reconciliation', ...change }), code, JSON.stringify(change));
  });
});
