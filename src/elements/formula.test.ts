import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { parseFormula, RARE_EARTH_FACTS, rareEarthContent, rareEarthIndex } from './index.ts';

function atomsOf(formula: string): Record<string, number> | null {
  const atoms = parseFormula(formula);
  return atoms === null ? null : Object.fromEntries(atoms);
}

describe('atoms of a formula', () => {
  const readable: readonly [string, Record<string, number>][] = [
    ['Nd', { Nd: 1 }],
    ['Pr6O11', { Pr: 6, O: 11 }],
    ['NdF3', { Nd: 1, F: 3 }],
    ['La2(CO3)3', { La: 2, C: 3, O: 9 }],
    ['La2(CO3)3·8H2O', { La: 2, C: 3, O: 17, H: 16 }],
    ['LaCl3·7H2O', { La: 1, Cl: 3, H: 14, O: 7 }],
    ['LaCl3*7H2O', { La: 1, Cl: 3, H: 14, O: 7 }],
    ['CeO2·H2O', { Ce: 1, O: 3, H: 2 }],
    ['Nd2Fe14B', { Nd: 2, Fe: 14, B: 1 }],
    ['(NH4)2Ce(NO3)6', { N: 8, H: 8, Ce: 1, O: 18 }],
    ['Ca5((PO4)3)F', { Ca: 5, P: 3, O: 12, F: 1 }],
    ['CO', { C: 1, O: 1 }],
    ['Co', { Co: 1 }],
  ];
  for (const [formula, atoms] of readable) {
    test(formula, () => assert.deepEqual(atomsOf(formula), atoms));
  }

  const nonsense = [
    '',
    ' ',
    'nd2o3',
    'ND2O3',
    'Xx2O3',
    'Nd2O3 ',
    ' Nd2O3',
    'Nd2 O3',
    'Nd2O3%',
    'REO',
    'TREO',
    'Nd2O3)',
    '(Nd2O3',
    ')Nd(',
    'Nd()',
    'Nd()2',
    'Nd2O3·',
    '·H2O',
    'Nd2O3··H2O',
    '7',
    'LaCl3·7',
    'Nd0',
    'Nd0O3',
    'Nd02',
    'Nd2O3·0H2O',
    '(Nd)0O3',
    'Nd2.5O3',
    'Nd-2',
    'Nd2O3\n',
    `Nd${'9'.repeat(400)}O3`,
    '(Nd,Pr)2O3',
    '氧化钕',
    '__proto__',
  ];
  for (const formula of nonsense) {
    test(`no formula: ${JSON.stringify(formula.slice(0, 20))}`, () => {
      assert.equal(parseFormula(formula), null);
      assert.equal(rareEarthContent(formula), null);
    });
  }
});

describe('the rare earth in a constituent', () => {
  const fractionOf = (formula: string): number => rareEarthContent(formula)?.elementPerConstituent ?? NaN;

  test('a bare symbol is all of it, the trade oxide its inverse factor', () => {
    for (const [index, facts] of RARE_EARTH_FACTS.entries()) {
      assert.deepEqual(rareEarthContent(facts.symbol), { index, elementPerConstituent: 1 });
      const content = rareEarthContent(facts.oxide);
      assert.equal(content?.index, index);
      assert.ok(Math.abs(content.elementPerConstituent * facts.oxidePerElement - 1) < 1e-14, facts.oxide);
    }
  });

  test('salts, hydrates and magnets, counted by hand', () => {
    assert.ok(Math.abs(fractionOf('Nd2O3') - 288.484 / 336.481) < 1e-12);
    assert.ok(Math.abs(fractionOf('CeF3') - 140.116 / 197.111_209_486) < 1e-9);
    assert.ok(Math.abs(fractionOf('La2(CO3)3') - 277.810_94 / 457.834_94) < 1e-9);
    assert.ok(Math.abs(fractionOf('Nd2Fe14B') - 288.484 / 1081.124) < 1e-9);
    assert.equal(rareEarthContent('Nd2Fe14B')?.index, rareEarthIndex('Nd'));
  });

  test('without a rare earth, or with two of which neither can be told, there is none', () => {
    for (const formula of ['ThO2', 'F', 'CaO', 'Fe', 'H2O', 'NdPr', 'PrNdO3', '(LaCe)2O3'])
      assert.equal(rareEarthContent(formula), null, formula);
  });

  test('any text gives null or a fraction in (0, 1], the same again when asked again', () => {
    const text = fc.oneof(
      fc.string(),
      fc.string({ unit: fc.constantFrom('Nd', 'O', 'Ce', 'H', '(', ')', '2', '0', '3', '·', '*') }),
    );
    fc.assert(
      fc.property(text, (formula) => {
        const content = rareEarthContent(formula);
        assert.deepEqual(rareEarthContent(formula), content);
        if (content !== null) assert.ok(content.elementPerConstituent > 0 && content.elementPerConstituent <= 1, formula);
      }),
      { numRuns: 2000 },
    );
  });
});
