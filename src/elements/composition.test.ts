import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { massOf, tonnes } from '../units/index.ts';
import {
  compositionOf,
  elementToOxideMg,
  elementToTreo,
  oxideFactor,
  oxideToElement,
  oxideToElementMg,
  RARE_EARTH_FACTS,
  RARE_EARTHS,
  rareEarthIndex,
  treoMg,
  type RareEarth,
} from './index.ts';

const indexOf = (symbol: RareEarth): number => rareEarthIndex(symbol)!;
const isNear = (value: number, expected: number): void =>
  assert.ok(Math.abs(value - expected) <= 1e-12 * Math.max(1, Math.abs(expected)), `${value}, expected ${expected}`);

describe('a composition from an assay', () => {
  test('oxides become elements; what holds no rare earth is left out; order is that of the vectors', () => {
    const composition = compositionOf({ Pr6O11: 10, ThO2: 0.3, Nd2O3: 50, CaO: 5, La2O3: 20 });
    assert.deepEqual(
      composition.map(({ index }) => RARE_EARTHS[index]),
      ['La', 'Pr', 'Nd'],
    );
    for (const [place, percent] of [20, 10, 50].entries()) {
      const { index, fraction } = composition[place]!;
      isNear(fraction, percent / 100 / oxideFactor(index));
    }
  });

  test('without a stated sd: 1 % of the value, at least 0.005 percent points', () => {
    const [cerium, neodymium] = compositionOf({ Nd: 30, Ce: 0.2 });
    isNear(neodymium!.sd, 0.003);
    isNear(cerium!.sd, 0.000_05);
    assert.equal(compositionOf({ Nd: 0 })[0]!.sd, 0.000_05);
  });

  test('a stated sd is taken, on element basis too, even when it is nothing', () => {
    const [neodymium] = compositionOf({ Nd2O3: 50 }, { Nd2O3: 0.05 });
    isNear(neodymium!.sd, 0.0005 / oxideFactor(indexOf('Nd')));
    assert.equal(compositionOf({ Nd: 30 }, { Nd: 0 })[0]!.sd, 0);
    isNear(compositionOf({ Nd: 30, Dy: 2 }, { Dy: 0.1 })[0]!.sd, 0.003);
  });

  test('two constituents of one element add up, their errors in quadrature', () => {
    const [neodymium, ...others] = compositionOf({ Nd2O3: 40, Nd: 10 }, { Nd2O3: 0.3, Nd: 0.4 });
    assert.deepEqual(others, []);
    const factor = 1 / oxideFactor(indexOf('Nd'));
    isNear(neodymium!.fraction, 0.4 * factor + 0.1);
    isNear(neodymium!.sd, Math.hypot(0.003 * factor, 0.004));
  });

  test('nothing, or nothing of rare earth, is an empty composition', () => {
    assert.deepEqual(compositionOf({}), []);
    assert.deepEqual(compositionOf({ ThO2: 1, Nonsense: 5 }, { Nonsense: 1 }), []);
  });
});

const MG_MAX = 10n ** 18n;

describe('oxide and element', () => {
  test('1 t Nd2O3 is 0.857 t Nd; 1 t Ce is 1.228 t REO', () => {
    assert.deepEqual(oxideToElement(tonnes(1, 'oxide:Nd2O3')), { mg: 857_355_987n, basis: 'element:Nd' });
    assert.deepEqual(elementToTreo(tonnes(1, 'element:Ce')), { mg: 1_228_367_924n, basis: 'treo' });
  });

  test('element → oxide → element is the same mass again, of either sign and any size', () => {
    fc.assert(
      fc.property(fc.nat(16), fc.bigInt({ min: -MG_MAX, max: MG_MAX }), (index, mg) => {
        const there = elementToOxideMg(index, mg);
        assert.equal(elementToOxideMg(index, -mg), -there);
        assert.equal(oxideToElementMg(index, there), mg, `${RARE_EARTHS[index]}`);
      }),
    );
  });

  test('oxide → element → oxide within a milligram', () => {
    fc.assert(
      fc.property(fc.nat(16), fc.bigInt({ min: -MG_MAX, max: MG_MAX }), (index, mg) => {
        assert.ok(distance(elementToOxideMg(index, oxideToElementMg(index, mg)), mg) <= 1n, `${RARE_EARTHS[index]} ${mg}`);
      }),
    );
  });

  test('the whole-number ratio is the factor', () => {
    for (const { oxideRatio, oxidePerElement, symbol } of RARE_EARTH_FACTS) {
      assert.ok(Math.abs(Number(oxideRatio.oxide) / Number(oxideRatio.element) - oxidePerElement) < 1e-15, symbol);
    }
  });

  test('what is no trade oxide, or no rare earth, is refused by name', () => {
    for (const oxide of ['Ce2O3', 'ThO2', 'REO', '']) {
      const message = `oxideToElement: oxide:${oxide} is no trade oxide of a rare earth`;
      assert.throws(() => oxideToElement(massOf(1n, `oxide:${oxide}`)), { name: 'RangeError', message });
    }
    assert.throws(() => elementToTreo(massOf(1n, 'element:Fe')), {
      name: 'RangeError',
      message: 'elementToTreo: Fe is no rare earth',
    });
  });
});

function distance(a: bigint, b: bigint): bigint {
  return a < b ? b - a : a - b;
}

describe('TREO', () => {
  test('is the sum of the trade oxides', () => {
    const elements = [
      [indexOf('La'), 1_000_000n],
      [indexOf('Ce'), 2_000_000n],
      [indexOf('Tb'), 3_000_000n],
    ] as const;
    assert.equal(treoMg(elements), 1_172_769n + 2_456_736n + 3_528_517n);
    assert.equal(treoMg([]), 0n);
  });

  test('adds up, milligram by milligram of each element', () => {
    const masses = fc.array(fc.tuple(fc.nat(16), fc.bigInt({ min: 0n, max: MG_MAX })));
    fc.assert(
      fc.property(masses, masses, (some, others) => {
        assert.equal(treoMg([...some, ...others]), treoMg(some) + treoMg(others));
        assert.ok(treoMg(some) >= some.reduce((sum, [, mg]) => sum + mg, 0n));
      }),
    );
  });
});
