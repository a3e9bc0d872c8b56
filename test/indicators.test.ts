import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { answerIndicators, enterIndicator, readData } from '../src/app/index.ts';
import { readTargets } from '../src/app/indicators/read-targets.ts';
import { isConsistent, isMet, progressOf } from '../src/indicators/index.ts';
import type { IndicatorRow } from '../src/wire/index.ts';
import { becomes, Bench, enters, kg, lotOf, receives, ships, SITES } from './support/ree-events.ts';

const SHARED = new URL('../../shared/data/industry/plan_table1.csv', import.meta.url);
const NOW = { asOf: null, knownAt: null };

const numberOrNull = (text: string): number | null => (text === '' ? null : Number(text));

async function indicator(bench: Bench, no: number, year = 2015): Promise<IndicatorRow> {
  const { indicators } = await answerIndicators(bench.app, { ...NOW, year });
  return indicators.find((row) => row.no === no)!;
}

describe('the plan’s Table 1', () => {
  const targets = readTargets(readData);

  test('is the one of shared/data/industry/plan_table1.csv', () => {
    const [, ...lines] = readFileSync(SHARED, 'utf8').trim().split('\n');
    assert.equal(lines.length, 14);
    for (const [at, line] of lines.entries()) {
      const [no, , , , base, target, change] = line.split(',');
      const own = targets[at]!;
      assert.deepEqual([own.no, own.base], [Number(no), numberOrNull(base!)], line);
      assert.equal(own.change, numberOrNull(change!.replace('<', '')), line);
      // Of pollution the plan states the change alone: a reduction by 20 %.
      if (target !== '') assert.equal(`${own.bound === 'below' ? '<' : ''}${own.target}`, target, line);
    }
  });

  test('base, target and the bracketed change say the same wherever all three are stated', () => {
    for (const target of targets) assert.notEqual(isConsistent(target), false, target.name.en);
    assert.equal(targets.filter((target) => isConsistent(target) === true).length, 12);
  });

  test('targets are met at the limit, a cap below it', () => {
    const [beneficiation, capacity, output] = [targets[5]!, targets[3]!, targets[4]!];
    assert.deepEqual(
      [79.99, 80].map((value) => isMet(beneficiation, value)),
      [false, true],
    );
    assert.deepEqual(
      [20.01, 20].map((value) => isMet(capacity, value)),
      [false, true],
    );
    assert.deepEqual(
      [13.999, 14].map((value) => isMet(output, value)),
      [true, false],
    );
    assert.equal(progressOf(capacity, 25), 0.5);
    assert.equal(progressOf(output, 12), null);
  });
});

describe('indicators of a year', () => {
  const ORE = lotOf('concentrate', 'K1');
  const OXIDE = lotOf('oxide', 'O1');
  const tailings = { 'ree:measuredLoss': [{ kind: 'tailings', quantity: 1000, uom: 'KGM', percent: { CeO2: 1, Nd2O3: 0.25 } }] };
  const events = [
    enters('2015-03-01T08:00:00+08:00', SITES.mine, ORE, 100, { CeO2: 30, Nd2O3: 20 }, tailings),
    ships('2015-03-02T08:00:00+08:00', SITES.mine, SITES.plant, 'W', [kg(ORE, 100)]),
    receives('2015-03-03T08:00:00+08:00', SITES.mine, SITES.plant, 'W', [kg(ORE, 100)]),
    becomes('2015-03-10T08:00:00+08:00', SITES.plant, [kg(ORE, 100)], [kg(OXIDE, 45)], { [OXIDE]: { CeO2: 60, Nd2O3: 40 } }),
    ships('2015-03-15T08:00:00+08:00', SITES.plant, SITES.abroad, 'W4', [kg(OXIDE, 45)]),
  ];

  test('follow from the record where it tells', async () => {
    const bench = await Bench.open();
    await bench.capture(events);
    const near = (row: IndicatorRow, value: number): void =>
      assert.ok(Math.abs(row.value! - value) < 1e-4, `${row.no}: ${row.value}`);
    near(await indicator(bench, 6), 80);
    assert.equal((await indicator(bench, 6)).met, true);
    near(await indicator(bench, 8), 90);
    near(await indicator(bench, 14), 100);
    near(await indicator(bench, 5), 45e-3 / 10_000);
    assert.equal((await indicator(bench, 8)).computed?.events, 1);
    assert.equal((await indicator(bench, 6, 2016)).computed, null);
  });

  test('are entered with a source otherwise; a later value is a later vintage', async () => {
    const bench = await Bench.open();
    await enterIndicator(bench.app, { no: 2, year: 2016, value: 6.1, source: 'a yearbook' });
    bench.nowMs += 86_400_000;
    await enterIndicator(bench.app, { no: 2, year: 2016, value: 6.3, source: 'the yearbook, revised' });
    const row = await indicator(bench, 2, 2016);
    assert.equal(row.value, 6.3);
    assert.deepEqual(
      row.entered.map(({ value }) => value),
      [6.3, 6.1],
    );
    const before = await answerIndicators(bench.app, { asOf: null, knownAt: bench.nowMs - 1, year: 2016 });
    assert.equal(before.indicators[1]?.value, 6.1);
  });
});
