/** The models over HTTP, in threads of their own. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { exchangeCascade } from './support/separation-cases.ts';
import { TestServer } from './support/http.ts';

const example = (path: string): unknown => JSON.parse(readFileSync(new URL(`../data/examples/${path}`, import.meta.url), 'utf8'));

describe('models over HTTP', () => {
  const server = new TestServer({ access: 'open' });

  it('answer as the command line does', async () => {
    for (const [task, path] of [
      ['separation', 'separation/pr-nd-p507.json'],
      ['separation', 'separation/xu-design.json'],
      ['simulation', 'separation/start-up.json'],
      ['sensitivities', 'separation/pr-nd-p507.json'],
      ['optimisation', 'separation/optimisation.json'],
      ['control', 'separation/control.json'],
      ['blend-plan', 'planning/blend-plan.json'],
      ['reconciliation', 'reconcile/flows.json'],
    ] as const) {
      const response = await server.post(`/api/models/${task}`, example(path));
      const text = await response.text();
      assert.equal(response.status, 200, text);
      assert.equal((JSON.parse(text) as { status: string }).status, 'solved');
    }
  });

  it('say why there is no answer, by the code of the model', async () => {
    for (const [task, text, code, path] of [
      ['separation', { unit: 'cascade', ...exchangeCascade(0, 1, 1, 1, 0, ['Nd']) }, 'stages-out-of-range', '$.stages'],
      ['simulation', { unit: 'leach-tank' }, 'unit-unknown', '$.unit'],
      ['reconciliation', { kind: 'reconciliation' }, 'nothing-measured', '$'],
    ] as const) {
      const response = await server.post(`/api/models/${task}`, text);
      const problem = (await response.json()) as { code: string; path: string; type: string };
      assert.deepEqual([response.status, problem.code, problem.path], [422, code, path]);
      assert.match(problem.type, /\/model-/);
    }
    assert.equal((await server.post('/api/models/separation', '{')).status, 400);
    assert.equal((await server.post('/api/models/other', {})).status, 405);
    assert.equal((await server.get('/api/models/separation')).status, 404);
  });

  it('keep nobody waiting: the server answers meanwhile, and a third case is told to come again', async () => {
    const long = {
      ...exchangeCascade(100, 50, 6, 0.8, 0.54),
      hold: { aqueousLitre: 1, organicLitre: 3 },
      dynamics: { hours: 500, initial: { aqueous: { acid: 1 }, organic: { extractant: 1.5 } } },
    };
    const abort = new AbortController();
    const ask = (): Promise<Response> =>
      Promise.resolve(
        server.request('/api/models/simulation', {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(long),
          signal: abort.signal,
        }),
      );
    const both = [ask(), ask()];
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal((await server.get('/api/status')).status, 200);
    const third = await ask();
    assert.deepEqual([third.status, third.headers.get('retry-after')], [429, '5']);
    abort.abort();
    for (const each of both) assert.equal((await each).status, 422, 'ended with who asked');
    assert.equal((await server.post('/api/models/separation', example('separation/kremser.json'))).status, 200);
  });
});
