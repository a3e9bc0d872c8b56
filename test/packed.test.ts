import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { ROOT } from './support/sources.ts';

/** The package as `npm pack` makes it, from a copy of the sources, unpacked where npm would put it. */
describe('the packed tarball', () => {
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-packed-'));
  const installed = join(folder, 'project/node_modules/ytterby');
  after(() => rmSync(folder, { recursive: true, force: true }));

  before(() => {
    const clone = join(folder, 'clone');
    const names = readdirSync(ROOT).filter((name) => !['node_modules', 'dist', '.git', 'test', 'bench', 'docs'].includes(name));
    for (const name of names) cpSync(join(ROOT, name), join(clone, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(clone, 'node_modules'));
    const { status, stdout, stderr } = run('npm', ['pack', '--offline', '--pack-destination', folder], clone);
    assert.equal(status, 0, `npm pack: ${stdout}${stderr}`);
    unpack();
  });

  /** Its dependencies beside it, as npm hoists them; development dependencies stay away. */
  function unpack(): void {
    const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'));
    assert.ok(tarball !== undefined, 'a tarball');
    mkdirSync(installed, { recursive: true });
    assert.equal(run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1'], folder).status, 0);
    for (const [name, { dev }] of Object.entries(lockedPackages())) {
      const target = join(folder, 'project', name);
      if (dev === true || !/^node_modules\/(@[^/]+\/)?[^/]+$/.test(name) || !existsSync(join(ROOT, name))) continue;
      mkdirSync(join(target, '..'), { recursive: true });
      symlinkSync(join(ROOT, name), target);
    }
  }

  test('has the program, its pages and its data, and neither sources nor tests', () => {
    for (const file of [
      'bin/ytterby.js',
      'dist/main/main.js',
      'dist/web/index.html',
      'package.json',
      'README.md',
      'README.zh.md',
      'LICENSE',
    ]) {
      assert.ok(existsSync(join(installed, file)), file);
    }
    const tables = readdirSync(join(ROOT, 'data')).filter((name) => name.endsWith('.csv'));
    assert.ok(tables.length > 0);
    for (const name of tables) assert.ok(existsSync(join(installed, 'data', name)), name);
    assert.deepEqual(
      readdirSync(installed).filter((name) => ['src', 'test', 'bench', 'node_modules', 'docs'].includes(name)),
      [],
    );
    const compiled = readdirSync(join(installed, 'dist'), { recursive: true, encoding: 'utf8' });
    assert.deepEqual(
      compiled.filter((name) => /\.test\.|(?<!\.d)\.ts$|\.tsx$/.test(name)),
      [],
    );
  });

  test('runs without a development dependency: simulates, captures and answers', () => {
    const launcher = join(installed, 'bin/ytterby.js');
    const ytterby = (...words: string[]): SpawnSyncReturns<string> => {
      const ended = run(process.execPath, [launcher, ...words], folder);
      assert.equal(ended.status, 0, ended.stderr);
      return ended;
    };
    assert.match(ytterby('--help').stdout, /ytterby simulate industry/);
    ytterby('simulate', 'industry', '--scale', '0.01', '--out', 'year');
    ytterby('capture', '--registry', 'year/registry.json', '--data', 'data');
    const quotas = JSON.parse(ytterby('quota', '--year', '2015', '--data', 'data', '--json').stdout) as { quotas: unknown[] };
    assert.ok(quotas.quotas.length > 6);
  });

  test('its models can be imported, with types', () => {
    const project = join(folder, 'project');
    const example = join(installed, 'data/examples/separation/xu-cascade.json');
    writeFileSync(
      join(project, 'mine.ts'),
      `import { readFileSync } from 'node:fs';
import { reconcileCase } from 'ytterby/reconcile';
import { solveCase } from 'ytterby/separation';
const answer = solveCase(JSON.parse(readFileSync(${JSON.stringify(example)}, 'utf8')), { now: () => performance.now() });
const purity: number = answer.unit === 'cascade' ? answer.streams[0]!.purity['B']! : 0;
const flows = { a: { to: 'n', flow: { measured: 10, sd: 1 } }, b: { from: 'n', flow: { measured: 12, sd: 1 } } };
console.log(purity.toFixed(4), reconcileCase({ kind: 'reconciliation', streams: flows }).variables[0]!.estimate);
`,
    );
    const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
    const options = ['--noEmit', '--strict', '--module', 'nodenext', '--target', 'esnext', '--types', 'node', '--typeRoots'];
    const checked = run(process.execPath, [compiler, ...options, join(ROOT, 'node_modules/@types'), 'mine.ts'], project);
    assert.equal(checked.status, 0, checked.stdout);
    const ended = run(process.execPath, ['mine.ts'], project);
    assert.equal(ended.stdout.trim(), '0.9971 11', ended.stderr);
  });
});

function run(command: string, words: readonly string[], cwd: string): SpawnSyncReturns<string> {
  return spawnSync(command, words, { cwd, encoding: 'utf8', env: { ...process.env, DATABASE_URL: '' }, timeout: 180_000 });
}

function lockedPackages(): Record<string, { dev?: boolean }> {
  const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { dev?: boolean }>;
  };
  return lock.packages;
}
