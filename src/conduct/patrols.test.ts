import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundsOf, type Patrol } from './index.ts';

const plan = { id: 'C', everyDays: 7, from: '2016-01-01' };
const went = (day: string, cell = 'C'): Patrol => ({ cell, day, found: false, text: '', atMs: 0, by: null });

test('a cell that nobody goes round escalates from county to city to province', () => {
  const on = (day: string, ...patrols: Patrol[]) => roundsOf(plan, patrols, day)?.escalated;
  assert.equal(on('2015-12-31'), undefined);
  assert.deepEqual(
    ['2016-01-01', '2016-01-08', '2016-01-09', '2016-01-15', '2016-01-16', '2016-01-22', '2016-01-23', '2017-01-01'].map((day) =>
      on(day),
    ),
    ['none', 'none', 'county', 'county', 'city', 'city', 'province', 'province'],
  );
  assert.equal(on('2016-01-16', went('2016-01-10')), 'none');
  assert.equal(on('2016-01-16', went('2016-01-10', 'D')), 'city', 'another cell');
  assert.equal(on('2016-01-16', went('2016-01-17')), 'city', 'a later round is not known yet');
});

test('the last round counts, in whatever order rounds were recorded', () => {
  const rounds = roundsOf(plan, [went('2016-01-20'), went('2016-01-05')], '2016-01-25');
  assert.deepEqual([rounds?.lastDay, rounds?.days, rounds?.patrols.length], ['2016-01-20', 5, 2]);
});
