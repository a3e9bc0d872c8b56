import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsOfYear, monthsBetween, readInstant, readMinute, writeDay, writeMinute, yearOf } from './times.ts';

test('times are written in Beijing', () => {
  assert.equal(writeMinute('2026-11-23T06:05:59Z'), '2026-11-23 14:05');
  assert.equal(writeMinute('2015-12-31T23:30:00-05:00'), '2016-01-01 12:30');
  assert.equal(writeDay('2015-12-31T16:00:00Z'), '2016-01-01');
  assert.equal(yearOf('2015-12-31T16:00:00Z'), 2016);
  assert.equal(writeMinute('yesterday'), '–');
});

test('a typed day is its last second, a typed minute is that minute', () => {
  assert.equal(readMinute('2015-12-31'), '2015-12-31T15:59:59Z');
  assert.equal(readMinute(' 2015-12-31 08:00 '), '2015-12-31T00:00:00Z');
  for (const bad of ['', '2015', '2015-02-30', '2015-13-01', '31.12.2015', '2015-12-31 25:00', '2015-12-31 8:00']) {
    assert.equal(readMinute(bad), null, bad);
  }
});

test('an address may have lost its plus sign', () => {
  assert.equal(readInstant('2015-12-31T23:59:59 08:00'), '2015-12-31T23:59:59+08:00');
  assert.equal(readInstant('2015-12-31T15:59:59Z'), '2015-12-31T15:59:59Z');
  assert.equal(readInstant('2015-12-31'), '2015-12-31T15:59:59Z', 'a day means its end');
  assert.equal(readInstant('2015-02-30'), null);
  assert.equal(readInstant('soon'), null);
  assert.equal(readInstant(null), null);
});

test('a year has its bounds in Beijing', () => {
  assert.deepEqual(boundsOfYear(2015), { from: '2014-12-31T16:00:00Z', to: '2015-12-31T16:00:00Z' });
});

test('months between two instants are those of Beijing, newest first', () => {
  assert.deepEqual(monthsBetween('2014-11-30T15:59:59Z', '2015-01-31T16:00:00Z'), ['2015-02', '2015-01', '2014-12', '2014-11']);
  assert.deepEqual(monthsBetween('2014-11-30T16:00:00Z', '2014-12-01T00:00:00Z'), ['2014-12']);
  assert.deepEqual(monthsBetween('2015-02-01T00:00:00Z', '2014-02-01T00:00:00Z'), []);
});
