import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { sharedData } from '../../test/support/environment.ts';
import {
  oxideFactor,
  RARE_EARTH_FACTS,
  RARE_EARTHS,
  rareEarth,
  rareEarthIndex,
  rareEarthIndexOfOxide,
  symbolAt,
} from './index.ts';

/** Rows of a CSV without quoted line feeds, by column. */
function readTable(path: string): Record<string, string>[] {
  const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split(/\r?\n/);
  const names = head.split(',');
  return lines.map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell);
    return Object.fromEntries(names.map((name, place) => [name, cells[place] ?? '']));
  });
}

/** Five decimals, as the table prints them. */
const PRINTED = 0.000_005 + 1e-9;

describe('the rare earths against ../shared/data/industry/elements.csv', () => {
  test('numbers, names, atomic masses, oxides and both factors', (t) => {
    const path = sharedData(t, 'industry/elements.csv');
    if (path === undefined) return;
    const rows = readTable(path);
    assert.deepEqual(
      rows.map((row) => row['symbol']),
      [...RARE_EARTHS],
    );
    for (const [index, row] of rows.entries()) {
      const facts = RARE_EARTH_FACTS[index]!;
      assert.equal(facts.atomicNumber, Number(row['z']));
      assert.equal(facts.name.zh, row['name_zh']);
      if (facts.symbol === 'Pm') continue;
      assert.equal(facts.atomicMass, Number(row['atomic_mass']), facts.symbol);
      assert.equal(facts.oxide, row['oxide']);
      assert.ok(
        Math.abs(facts.oxidePerElement - Number(row['oxide_per_element'])) <= PRINTED,
        `${facts.symbol} oxide per element`,
      );
      assert.ok(
        Math.abs(1 / facts.oxidePerElement - Number(row['element_per_oxide'])) <= PRINTED,
        `${facts.symbol} element per oxide`,
      );
    }
  });

  test('light, medium and heavy; scandium stands apart', (t) => {
    const path = sharedData(t, 'industry/elements.csv');
    if (path === undefined) return;
    for (const row of readTable(path).filter(({ symbol }) => symbol !== 'Pm')) {
      const facts = RARE_EARTH_FACTS[rareEarthIndex(row['symbol'] ?? '') ?? -1]!;
      const stated = row['class_light_medium_heavy'];
      assert.equal(facts.weightClass, stated === 'separate' ? 'apart' : stated, facts.symbol);
    }
  });
});

describe('oxides of the trade', () => {
  test('cerium, praseodymium and terbium are not R2O3', () => {
    assert.equal(rareEarth('Ce').oxide, 'CeO2');
    assert.equal(rareEarth('Pr').oxide, 'Pr6O11');
    assert.equal(rareEarth('Tb').oxide, 'Tb4O7');
    const factorOf = (symbol: 'Ce' | 'Pr' | 'Tb'): number => oxideFactor(rareEarthIndex(symbol)!);
    const asSesquioxide = (atomicMass: number): number => 1 + (1.5 * 15.999) / atomicMass;
    assert.ok(factorOf('Ce') - asSesquioxide(140.116) > 0.05);
    assert.ok(factorOf('Pr') - asSesquioxide(140.90766) > 0.03);
    assert.ok(factorOf('Tb') - asSesquioxide(158.925354) > 0.02);
  });

  test('every other one is', () => {
    const others = RARE_EARTH_FACTS.filter(({ symbol }) => !['Ce', 'Pr', 'Tb'].includes(symbol));
    for (const { symbol, oxide } of others) assert.equal(oxide, `${symbol}2O3`);
  });

  test('an index, a symbol and an oxide name one another', () => {
    assert.equal(RARE_EARTHS.length, 17);
    for (const [index, facts] of RARE_EARTH_FACTS.entries()) {
      assert.equal(symbolAt(index), facts.symbol);
      assert.equal(rareEarthIndex(facts.symbol), index);
      assert.equal(rareEarthIndexOfOxide(facts.oxide), index);
      assert.equal(rareEarth(facts.symbol), facts);
    }
  });

  test('what is no rare earth has no index', () => {
    for (const symbol of ['Fe', 'nd', 'ND', 'Nd2O3', '', 'constructor']) assert.equal(rareEarthIndex(symbol), undefined, symbol);
    for (const oxide of ['Nd', 'Ce2O3', 'Pr2O3', 'Tb2O3', 'ThO2', 'REO', ''])
      assert.equal(rareEarthIndexOfOxide(oxide), undefined, oxide);
  });
});
