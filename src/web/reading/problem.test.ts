import assert from 'node:assert/strict';
import { test } from 'node:test';
import { problemFrom, readProblem, unreachable, UNREACHABLE } from './problem.ts';

test('a problem document is read, its status is the response’s', async () => {
  const body = JSON.stringify({ type: 'urn:x', title: 'Unknown lot', status: 200, detail: 'lot 7 is not on record' });
  const response = new Response(body, { status: 404, headers: { 'content-type': 'application/problem+json' } });
  assert.deepEqual(await readProblem(response), {
    type: 'urn:x',
    title: 'Unknown lot',
    status: 404,
    detail: 'lot 7 is not on record',
  });
});

test('an error that is no problem document still has its status', async () => {
  assert.equal((await readProblem(new Response('<html>', { status: 502, statusText: 'Bad Gateway' }))).title, 'Bad Gateway');
  assert.equal(
    (await readProblem(new Response('{', { status: 500, headers: { 'content-type': 'application/json' } }))).title,
    'HTTP 500',
  );
  const bare = { type: 'a', title: 'b', status: 1, detail: 'c' };
  assert.deepEqual(problemFrom({ title: 3, detail: null }, bare), bare);
});

test('no network is its own problem', () => {
  assert.equal(unreachable(new TypeError('fetch failed')).type, UNREACHABLE);
});
