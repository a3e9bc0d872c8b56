import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TestEvent } from 'node:test/reporters';
import { Report } from './support/report.ts';

type Data = Partial<Extract<TestEvent, { type: 'test:fail' }>['data']> & { name: string };

/** An event as `node:test` gives it, of the file `/x/a.test.ts` unless said otherwise. */
function event(type: 'test:start' | 'test:pass' | 'test:fail', data: Data, error?: Error): TestEvent {
  const details = { duration_ms: 1, type: 'test', ...(error === undefined ? {} : { error }), ...data.details };
  return { type, data: { nesting: 0, testNumber: 1, file: '/x/a.test.ts', ...data, details } } as unknown as TestEvent;
}

function failure(failureType: string, message: string): Error {
  return Object.assign(new Error('wrapped', { cause: new Error(message) }), { failureType });
}

function reportOf(events: readonly TestEvent[]): { lines: string[]; exitCode: number } {
  const lines: string[] = [];
  const report = new Report((line) => lines.push(line));
  for (const one of events) report.take(one, (path) => path.replace('/x/', ''));
  const exitCode = report.close();
  return { lines: lines.join('\n').split('\n'), exitCode };
}

test('passes are counted and the last line says so', () => {
  const { lines, exitCode } = reportOf([event('test:pass', { name: 'one' }), event('test:pass', { name: 'two' })]);
  assert.equal(lines.at(-1), '2 passed, 0 failed');
  assert.equal(exitCode, 0);
});

test('a failure is listed with its full name and message, and its parents are not counted again', () => {
  const { lines, exitCode } = reportOf([
    event('test:start', { name: 'suite' }),
    event('test:start', { name: 'one', nesting: 1 }),
    event('test:fail', { name: 'one', nesting: 1 }, failure('testCodeFailure', 'expected 1 kg')),
    event('test:fail', { name: 'suite' }, failure('subtestsFailed', '1 subtest failed')),
  ]);
  assert.ok(lines.includes('failed: a.test.ts: suite › one'));
  assert.ok(lines.some((line) => line.includes('expected 1 kg')));
  assert.equal(lines.at(-1), '0 passed, 1 failed');
  assert.equal(exitCode, 1);
});

test('a hook that fails is a failure of its own', () => {
  const { lines, exitCode } = reportOf([event('test:fail', { name: 'suite' }, failure('hookFailed', 'no database'))]);
  assert.equal(lines.at(-1), '0 passed, 1 failed');
  assert.equal(exitCode, 1);
});

test('a skipped test is named with its reason and is neither passed nor failed', () => {
  const { lines, exitCode } = reportOf([
    event('test:pass', { name: 'one', skip: 'no PostgreSQL' }),
    event('test:pass', { name: 'two' }),
  ]);
  assert.ok(lines.includes('skipped: a.test.ts: one: no PostgreSQL'));
  assert.equal(lines.at(-1), '1 passed, 0 failed, 1 skipped');
  assert.equal(exitCode, 0);
});

test('a file that crashed, or that ran no test, fails with what it printed', () => {
  const printed = {
    type: 'test:stderr',
    data: { file: '/x/a.test.ts', message: 'SyntaxError: no such export\n' },
  } as unknown as TestEvent;
  const crash = event('test:fail', { name: '/x/a.test.ts' }, failure('testCodeFailure', 'test failed'));
  const { lines } = reportOf([printed, crash, event('test:pass', { name: '/x/b.test.ts', file: '/x/b.test.ts' })]);
  assert.ok(lines.includes('  SyntaxError: no such export'));
  assert.ok(lines.includes('failed: b.test.ts: no test ran in this file'));
  assert.equal(lines.at(-1), '0 passed, 2 failed');
});

test('a run without a test is a failure', () => {
  const { lines, exitCode } = reportOf([]);
  assert.ok(lines.includes('no test ran: no file matches'));
  assert.equal(lines.at(-1), '0 passed, 0 failed');
  assert.equal(exitCode, 1);
});
