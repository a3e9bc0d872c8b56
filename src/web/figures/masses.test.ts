import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseUnit, compareBases, inUnit, rankOfElement, writeBasis, writeFormula } from './masses.ts';

const kg = (value: number) => ({ value, sd: 0, uom: 'KGM' as const, basis: 'treo' });

test('one unit for a table: tonnes once a figure reaches 20 000 kg, of either sign', () => {
  assert.equal(chooseUnit([]), 'kg');
  assert.equal(chooseUnit([kg(19_999), kg(3)]), 'kg');
  assert.equal(chooseUnit([kg(3), kg(-20_000)]), 't');
  assert.equal(inUnit(12_400, 't'), 12.4);
  assert.equal(inUnit(12.4, 'kg'), 12.4);
});

test('bases read as the trade writes them', () => {
  assert.equal(writeBasis('treo', '实物'), 'REO');
  assert.equal(writeBasis('net', '实物'), '实物');
  assert.equal(writeBasis('element:Nd', '实物'), 'Nd');
  assert.equal(writeBasis('oxide:Pr6O11', '实物'), 'Pr₆O₁₁');
  assert.equal(writeFormula('CeO2'), 'CeO₂');
});

test('bases stand in the order of the table: net, TREO, La to Lu, Y, Sc', () => {
  const bases = ['oxide:Y2O3', 'element:Nd', 'treo', 'element:La', 'net', 'oxide:CeO2'];
  assert.deepEqual(bases.sort(compareBases), ['net', 'treo', 'element:La', 'oxide:CeO2', 'element:Nd', 'oxide:Y2O3']);
  assert.ok(rankOfElement('Th') > rankOfElement('Sc'));
});
