import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { solveCase } from '../../separation/index.ts';
import { changesOf, comparedFigures } from './case-comparison.ts';
import { withNumber } from './case-numbers.ts';

const example = (name: string): string =>
  readFileSync(new URL(`../../../data/examples/separation/${name}.json`, import.meta.url), 'utf8');
const solve = (text: string) => solveCase(JSON.parse(text), { now: () => performance.now() });

test('cases differ where a number was turned, and their results where it shows', () => {
  const before = example('pr-nd-p507');
  const after = withNumber(before, ['aqueousFeeds', 1, 'litrePerHour'], 1.6);
  assert.deepEqual(
    changesOf(before, after).map(({ path, after: now }) => [path, now]),
    [['aqueousFeeds[1].litrePerHour', '1.6']],
  );
  const figures = comparedFigures(solve(before), solve(after));
  const purity = figures.find(({ stream, of, measure }) => stream === 'loaded organic' && of === 'Nd' && measure === 'purity %');
  assert.ok(purity!.before! > 99 && purity!.after! > purity!.before!);
  assert.ok(!figures.some(({ before: value }) => value === null));
});

test('a product that one case has alone stands beside nothing', () => {
  const before = example('blending');
  const json = JSON.parse(before) as { feeds: Record<string, unknown> };
  const figures = comparedFigures(solve(before), solve(JSON.stringify({ ...json, feeds: { one: json.feeds['scrap'] } })));
  assert.equal(figures.find(({ of }) => of === 'kilogramPerHour.CeO2')?.after, null);
});
