import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ACTS, mayDo, NO_MANDATE, ROLES, type Act, type Role, type Viewer } from '../src/access/index.ts';
import { openApplication, permit, type Application } from '../src/app/index.ts';
import { runCommandLine } from '../src/cli/index.ts';
import { COMMANDS } from '../src/cli/run.ts';
import { createServer } from '../src/server/index.ts';
import { ROUTE_ACTS } from '../src/server/route-acts.ts';
import { createMemoryStore } from '../src/store/index.ts';
import { NOW_MS } from './support/http.ts';
import { permissionsPage } from './support/permissions-page.ts';

const PAGE = new URL('../docs/permissions.md', import.meta.url);

function viewerOf(role: Role): Viewer {
  const organisation = role === 'public' || role === 'keeper' ? null : 'https://id.gs1.org/417/9520000000011';
  return { account: null, organisation, role, mandate: { ...NO_MANDATE, everything: role === 'keeper' } };
}

const app: Application = openApplication(createMemoryStore(), () => NOW_MS, '0');

/** A path that a route's pattern takes. */
function pathOf(pattern: string): string {
  return pattern.replaceAll(/:\w+(\{[^}]*\})?/g, 'x').replace('*', '9520000000011');
}

/** Whether the server lets a role do what a method and a path ask for. What becomes of it then does not matter here. */
async function lets(role: Role, method: string, pattern: string): Promise<boolean> {
  const http = createServer(app.as(viewerOf(role)), { webRoot: null, bodyLimitBytes: 1000, log: () => undefined });
  const response = await http.request(pathOf(pattern), { method, ...(method === 'GET' ? {} : { body: '{}' }) });
  if (response.status !== 401 && response.status !== 403) return true;
  const { type, act } = (await response.json()) as { type: string; act?: string };
  if (type !== 'epcisException:SecurityException') return true;
  assert.equal(response.status, role === 'public' ? 401 : 403);
  return role !== 'public' && act === undefined;
}

/** The acts for which a command opens the record when it is run by a role; the first that is refused ends it. */
async function commandLets(role: Role, words: readonly string[]): Promise<{ acts: Act[]; code: number; said: string }> {
  const acts: Act[] = [];
  let said = '';
  const terminal = { out: () => undefined, error: (text: string) => void (said += text), isScreen: false };
  const code = await runCommandLine(words, terminal, () => ({
    terminal,
    open: async (act) => {
      acts.push(act);
      const seen = app.as(viewerOf(role));
      permit(seen, act);
      return seen;
    },
    stop: new AbortController().signal,
    endAtOnce: () => undefined,
    readData: (name) => readFileSync(new URL(`../data/${name}`, import.meta.url), 'utf8'),
    serve: async () => undefined,
  }));
  return { acts, code, said };
}

/** Every command with words that bring it to the record, and the act that it then is; null for one that needs none. */
const COMMAND_LINES: Readonly<Record<string, readonly (readonly [words: readonly string[], act: Act | null])[]>> = {
  capture: [[['/dev/null'], 'events.capture']],
  trace: [[['https://id.gs1.org/01/09506000134352/10/x'], 'trace.read']],
  log: [
    [['checkpoint'], 'log.read'],
    [['proof', 'x'], 'proof.read'],
  ],
  verify: [[[], 'record.verify']],
  balance: [[[], 'balance.read']],
  feasibility: [[['https://id.gs1.org/01/09506000134352/10/x'], 'lot.read']],
  indicators: [
    [[], 'indicator.read'],
    [['enter', '--no', '2', '--year', '2016', '--value', '6', '--source', 'x'], 'indicator.enter'],
  ],
  cases: [
    [[], 'case.read'],
    [['open', '--kind', 'trade', '--text', 'x'], 'case.manage'],
  ],
  enterprises: [
    [[], 'registry.read'],
    [['list', '--year', '2015'], 'standard.read'],
  ],
  conduct: [
    [[], 'conduct.read'],
    [['address', 'tax', '--none'], 'conduct.decide'],
    [['do', '{"act": "review", "dossier": "x", "text": "x"}'], 'conduct.decide'],
    [['do', '{"act": "self-check", "dossier": "x", "text": "x", "year": 2016, "evidence": {}}'], 'conduct.apply'],
    [['do', '{"act": "acknowledge", "dossier": "x", "text": "x", "notice": 0, "authority": "tax"}'], 'conduct.acknowledge'],
  ],
  lists: [[[], 'standard.read']],
  credit: [
    [[], 'conduct.read'],
    [['draw', '--seed', 'x', '--count', '3'], 'conduct.decide'],
  ],
  statistics: [
    [['mining-output', '2015-03'], 'statistics.prepare'],
    [['releases'], 'standard.read'],
    [['file', 'none', '--out', '/dev/null'], 'standard.read'],
    [['withdraw', 'none', '--text', 'x'], 'statistics.release'],
  ],
  reserves: [[[], 'balance.read']],
  map: [[['load', '/dev/null', '--approval', 'x', '--source', 'x'], 'registry.load']],
  forms: [
    [['2015-03'], 'form.read'],
    [['send', 'data/examples/forms/forms-2015-03.json'], 'form.send'],
  ],
  prices: [
    [[], 'standard.read'],
    [['enter', 'data/examples/prices/quotes.json'], 'price.enter'],
  ],
  muf: [[['--site', 'https://id.gs1.org/414/9506000134352'], 'balance.read']],
  flags: [
    [[], 'flag.read'],
    [['verify'], 'record.verify'],
  ],
  month: [[['2015-03', '--site', 'urn:x'], 'balance.read']],
  quota: [
    [[], 'quota.read'],
    [['cut', '--quota', 'q', '--tonnes', '1'], 'quota.change'],
  ],
  hash: [[['/dev/null'], null]],
  'material-flow': [[['/dev/null'], null]],
  scan: [[['https://id.gs1.org/01/09506000134352/10/x'], 'code.scan']],
  label: [[['https://id.gs1.org/01/09506000134352/10/x', '--out', 'x.svg'], 'label.print']],
  passport: [
    [['https://id.gs1.org/01/09506000134352/10/x'], 'passport.read'],
    [['revoke', 'https://id.gs1.org/01/09506000134352/10/x', '--reason', 'wrong'], 'passport.revoke'],
  ],
  subscriptions: [
    [[], 'subscription.hold'],
    [['end', 'nothing'], 'subscription.hold'],
  ],
  members: [
    [[], 'members.manage'],
    [['add', 'somebody', '--role', 'auditor'], 'members.manage'],
    [['link', 'somebody'], 'members.manage'],
    [['disable', 'somebody'], 'members.manage'],
    [['enable', 'somebody'], 'members.manage'],
  ],
  keys: [
    [[], 'members.manage'],
    [['make', 'somebody'], 'members.manage'],
    [['revoke', 'nothing'], 'members.manage'],
  ],
  audit: [[[], 'audit.read']],
  separation: [[['solve', '/dev/null'], null]],
  reconcile: [[['/dev/null'], null]],
  simulate: [[['industry', '--scale', '0.001', '--summary'], null]],
  serve: [[[], 'record.serve']],
};

describe('one table of permissions', () => {
  it('every route of the server is in it, and no other', () => {
    const http = createServer(app, { webRoot: null, bodyLimitBytes: 1000 });
    const served = http.routes.filter(({ method }) => method !== 'ALL' && method !== 'OPTIONS');
    const stated = new Set(ROUTE_ACTS.map(([method, path]) => `${method} ${path}`));
    const known = new Set(served.map(({ method, path }) => `${method} ${path}`));
    assert.deepEqual(
      [...stated].filter((route) => !known.has(route)),
      [],
    );
    assert.deepEqual(
      [...known].filter((route) => !stated.has(route)),
      [],
    );
  });

  it('each route lets on whom the table says, for every role', async () => {
    for (const [method, path, act] of ROUTE_ACTS)
      for (const role of ROLES) assert.equal(await lets(role, method, path), mayDo(role, act), `${role}: ${method} ${path}`);
  });

  it('each command too', async () => {
    assert.deepEqual(Object.keys(COMMAND_LINES).sort(), Object.keys(COMMANDS).sort());
    for (const [name, lines] of Object.entries(COMMAND_LINES)) {
      for (const [words, act] of lines) {
        for (const role of ROLES) {
          const { acts, code, said } = await commandLets(role, [name, ...words]);
          assert.deepEqual(acts, act === null ? [] : [act], `${name}: ${said}`);
          const isRefused = /may not do/.test(said);
          assert.equal(isRefused, act !== null && !mayDo(role, act), `${role}: ${name} ${words.join(' ')}: ${said}`);
          if (isRefused) assert.equal(code, 1);
        }
      }
    }
  });

  it('every act is somebody’s, and used', () => {
    const used = new Set<Act>([
      ...ROUTE_ACTS.map(([, , act]) => act),
      ...Object.values(COMMAND_LINES).flatMap((lines) => lines.flatMap(([, act]) => act ?? [])),
      'registry.load',
    ]);
    for (const act of ACTS) {
      assert.ok(
        ROLES.some((role) => mayDo(role, act)),
        act,
      );
      assert.ok(used.has(act), `${act} is used by no route and no command`);
    }
  });

  it('the page in docs/ shows it', () => {
    const page = permissionsPage(ROUTE_ACTS, COMMAND_LINES);
    if (process.env['WRITE_DOCS'] === '1') writeFileSync(PAGE, page);
    assert.equal(readFileSync(PAGE, 'utf8'), page, 'run WRITE_DOCS=1 npm test -- permissions, and read what changed');
  });
});
