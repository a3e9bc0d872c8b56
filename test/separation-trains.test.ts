/** Trains of cuts: the order against all orders, the products against what is asked, cut by cut solved by itself. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SeparationRefused, solveCase, type CascadeAnswer, type TrainDesignAnswer } from '../src/separation/index.ts';
import { bestOrders } from '../src/separation/units/cut-orders.ts';
import { watch } from './support/separation-answers.ts';

const design = (text: object): TrainDesignAnswer => solveCase({ unit: 'train-design', ...text }, watch) as TrainDesignAnswer;

const four = {
  components: {
    La: { factor: 0.3, feed: 0.27 },
    Ce: { factor: 1.5, feed: 0.5 },
    Pr: { factor: 3, feed: 0.05 },
    Nd: { factor: 4.65, feed: 0.17 },
    Sm: { factor: 46, feed: 0.01 },
  },
  products: [
    { main: ['La'], purity: 0.9995 },
    { main: ['Ce'], purity: 0.999, recovery: 0.9999 },
    { main: ['Pr', 'Nd'], purity: 0.999, atMost: { Sm: 0.0002 } },
    { main: ['Sm'], purity: 0.99 },
  ],
};

/** The optimum extraction of Xu's theory as it is written: extraction controls, or scrub does. */
function optimum(raffinate: number, organic: number, beta: number): number {
  const root = Math.sqrt(beta);
  return raffinate > root * organic ? raffinate / (root - 1) : (root * organic) / (root - 1);
}

/** Total extractions of every order in which products can be parted, by trying all. */
function allOrders(amounts: readonly number[], betas: readonly number[]): number[] {
  if (amounts.length === 1) return [0];
  const sum = (list: readonly number[]): number => list.reduce((total, each) => total + each, 0);
  return betas.flatMap((beta, cut) => {
    const [below, above] = [amounts.slice(0, cut + 1), amounts.slice(cut + 1)];
    const own = optimum(sum(below), sum(above), beta);
    const aboves = allOrders(above, betas.slice(cut + 1));
    return allOrders(below, betas.slice(0, cut)).flatMap((left) => aboves.map((right) => own + left + right));
  });
}

describe('the order of a train', () => {
  it('is the best of all orders, and the next best follow', () => {
    const product = fc.record({
      amount: fc.double({ min: 0.01, max: 1, noNaN: true }),
      beta: fc.double({ min: 1.2, max: 9, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(product, { minLength: 2, maxLength: 6 }), (products) => {
        const amounts = products.map(({ amount }) => amount);
        const betas = products.slice(1).map(({ beta }) => beta);
        const all = allOrders(amounts, betas).toSorted((a, b) => a - b);
        const told = bestOrders(amounts, betas, 10).map(({ extraction }) => extraction);
        assert.equal(told.length, Math.min(10, all.length));
        for (const [n, extraction] of told.entries()) assert.ok(Math.abs(extraction / all[n]! - 1) < 1e-12, `order ${n}`);
      }),
    );
  });

  it('of four products is one of five; what is chosen needs the least, and a stated one more', () => {
    const best = design(four);
    assert.equal(best.orders.length, 5);
    assert.ok(Math.abs(best.extraction / best.orders[0]!.extraction - 1) < 0.02, `${best.extraction}`);
    const worst = best.orders.at(-1)!;
    const stated = design({ ...four, order: worst.order });
    assert.ok(Math.abs(stated.extraction / worst.extraction - 1) < 0.02 && stated.extraction > best.extraction);
  });
});

describe('the products of a train', () => {
  it('are what is asked, and cut by cut what solving says', () => {
    const answer = design(four);
    const [la, ce, pr, sm] = answer.products;
    assert.ok(la!.purity >= 0.9995 && ce!.purity >= 0.999 && ce!.recovery >= 0.9999 && pr!.purity >= 0.999 && sm!.purity >= 0.99);
    assert.ok(pr!.moles['Sm']! <= 0.0002 * pr!.amount);
    assert.ok(answer.closure < 1e-10, `${answer.closure}`);
    for (const { cascade, purity, fed, raffinate } of answer.cuts) {
      const { streams } = solveCase(cascade, watch) as CascadeAnswer;
      // A cut parts all that the raffinate's last product and those below it are made of from all above.
      const boundary = four.products.findIndex(({ main }) => main.join(' ') === raffinate.at(-1));
      const below = new Set(four.products.slice(0, boundary + 1).flatMap(({ main }) => main));
      const pureIn = (stream: number, isBelow: boolean): number =>
        Object.entries(streams[stream]!.purity).reduce(
          (sum, [name, share]) => sum + (below.has(name) === isBelow ? share : 0),
          0,
        );
      assert.ok(Math.abs(pureIn(0, true) - purity.raffinate) < 1e-9 && Math.abs(pureIn(1, false) - purity.organic) < 1e-9);
      for (const { cut, phase, moles } of answer.products)
        if (answer.cuts[cut - 1]!.cascade === cascade)
          for (const [name, mol] of Object.entries(moles))
            assert.ok(Math.abs((streams[phase === 'aqueous' ? 0 : 1]!.molPerHour[name] ?? 0) * fed - mol) < 1e-12, name);
    }
  });

  it('can be pure where a side draw cannot', () => {
    const components = { A: { factor: 6, feed: 0.3 }, B: { factor: 2, feed: 0.3 }, C: { factor: 1, feed: 0.4 } };
    const products = ['C', 'B', 'A'].map((name) => ({ main: [name], purity: 0.9999 }));
    assert.throws(() => solveCase({ unit: 'multi-outlet-design', components, products }, watch), SeparationRefused);
    for (const { purity } of design({ components, products }).products) assert.ok(purity >= 0.9999);
  });

  it('of two products are those of a cut', () => {
    const components = { B: { factor: 1, feed: 0.5 }, A: { factor: 1.5, feed: 0.5 } };
    const products = [
      { main: ['B'], purity: 0.999 },
      { main: ['A'], purity: 0.999 },
    ];
    const [cut] = design({ components, products }).cuts;
    // As ../shared/data/separation/xu-cascade.json has it.
    assert.ok(Math.abs(cut!.S - 2.724745) < 5e-7);
  });
});

describe('a train that cannot be had', () => {
  it('is refused by code and place', () => {
    for (const [text, code, path] of [
      [{ ...four, order: [1, 1, 2] }, 'form', '$.order'],
      [{ ...four, order: [1, 2] }, 'form', '$.order'],
      [{ ...four, products: four.products.slice(0, 3) }, 'form', '$.products'],
      [{ ...four, products: four.products.toReversed() }, 'design-impossible', '$.products[1].main'],
    ] as const)
      assert.throws(
        () => design(text),
        (error) => error instanceof SeparationRefused && error.code === code && error.path === path,
      );
  });
});
