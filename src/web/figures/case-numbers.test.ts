import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { numbersOf, withNumber } from './case-numbers.ts';

const EXAMPLES = new URL('../../../data/examples/separation/', import.meta.url);

test('each number of an example can be turned, and nothing else changes with it', () => {
  for (const name of readdirSync(EXAMPLES)) {
    const text = JSON.stringify(JSON.parse(readFileSync(new URL(name, EXAMPLES), 'utf8')), null, 2);
    for (const { path, value } of numbersOf(text)) {
      const turned = withNumber(text, path, value + 1);
      assert.equal(numbersOf(turned).find((each) => each.path.join() === path.join())?.value, value + 1, name);
      assert.equal(withNumber(turned, path, value), text, name);
    }
  }
});

test('a cascade has stages first and each feed with its stage and flow; half-typed JSON has none', () => {
  const text = readFileSync(new URL('pr-nd-p507.json', EXAMPLES), 'utf8');
  assert.deepEqual(
    numbersOf(text)
      .slice(0, 4)
      .map(({ kind, of, component, value }) => [kind, of, component, value]),
    [
      ['stages', null, null, 100],
      ['feedStage', 'feed', null, 50],
      ['litrePerHour', 'feed', null, 1],
      ['concentration', 'feed', 'Ce', 0.6],
    ],
  );
  assert.deepEqual(numbersOf(text.slice(0, -20)), []);
  assert.equal(withNumber('{', ['stages'], 3), '{');
});

test('of a flowsheet what flows between its units is no number to turn', () => {
  const numbers = numbersOf(readFileSync(new URL('route-ndfeb-scrap.json', EXAMPLES), 'utf8'));
  const of = (unit: string): string[] =>
    numbers.filter((number) => number.unit === unit).map(({ path }) => path.slice(2).join('.'));
  assert.deepEqual(of('calcine PrNd'), ['progress']);
  assert.ok(of('roast').includes('solid.kilogramPerHour.Nd'));
  assert.ok(of('extract').includes('aqueousFeeds.0.stage') && !of('extract').includes('aqueousFeeds.0.litrePerHour'));
  assert.ok(of('extract').includes('aqueousFeeds.1.litrePerHour'));
});
