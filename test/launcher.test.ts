import assert from 'node:assert/strict';
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { packageRoot } from '../src/app/index.ts';
import { ROOT } from './support/sources.ts';

/** Makes this Node say that it is version 20, so that the launcher looks for the pinned one. */
const AS_NODE_20 = [
  '--import',
  `data:text/javascript,Object.defineProperty(process,'versions',{value:{...process.versions,node:'20.19.0'}})`,
];
const AS_IT_IS: string[] = [];

/** A program that does what its first argument says. */
const PROGRAM = `
const [command, ...rest] = process.argv.slice(2);
if (command === 'say') console.log(JSON.stringify({ rest, node: process.versions.node, program: import.meta.url.split('/').slice(-3).join('/') }));
if (command === 'exit') process.exitCode = Number(rest[0]);
if (command === 'echo') process.stdin.pipe(process.stdout);
if (command === 'die') process.kill(process.pid, 'SIGKILL');
if (command === 'serve') {
  const timer = setInterval(() => {}, 1000);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => { clearInterval(timer); console.log('stopped by ' + signal); });
  console.log('ready');
}
`;

/** Lays out a clone in a temporary folder: TypeScript below src, the package `node` beside it. @returns the launcher's path */
function layClone(t: TestContext): string {
  const root = temporaryFolder(t);
  layPackage(root, 'src/main/main.ts', PROGRAM);
  layPinnedNode(root);
  return join(root, 'bin/ytterby.js');
}

/** Lays out a project that installed the package: compiled JavaScript below node_modules, the package `node` hoisted beside it. */
function layInstallation(t: TestContext, hasNode = true): string {
  const root = temporaryFolder(t);
  const folder = join(root, 'node_modules/ytterby');
  layPackage(folder, 'dist/main/main.js', PROGRAM);
  if (hasNode) layPinnedNode(root);
  return join(folder, 'bin/ytterby.js');
}

function temporaryFolder(t: TestContext): string {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'ytterby-launcher-')));
  t.after(() => rmSync(root, { recursive: true, force: true }));
  return root;
}

function layPackage(folder: string, program: string, text: string): void {
  mkdirSync(join(folder, 'bin'), { recursive: true });
  mkdirSync(dirname(join(folder, program)), { recursive: true });
  copyFileSync(join(ROOT, 'bin/ytterby.js'), join(folder, 'bin/ytterby.js'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, program), text);
}

function layPinnedNode(root: string): void {
  mkdirSync(join(root, 'node_modules/node/bin'), { recursive: true });
  writeFileSync(join(root, 'node_modules/node/package.json'), '{"bin": {"node": "bin/node"}}');
  symlinkSync(process.execPath, join(root, 'node_modules/node/bin/node'));
}

function launch(flags: readonly string[], launcher: string, ...parameters: string[]) {
  return spawnSync(process.execPath, [...flags, launcher, ...parameters], {
    encoding: 'utf8',
    input: 'from stdin',
    timeout: 30_000,
  });
}

for (const [name, flags] of [
  ['on Node 24', AS_IT_IS],
  ['on Node 20', AS_NODE_20],
] as const) {
  describe(`the launcher ${name}`, () => {
    test('runs the sources of a clone on Node 24, with its arguments', (t) => {
      const { stdout, status } = launch(flags, layClone(t), 'say', 'two words', '--json', '');
      assert.deepEqual(JSON.parse(stdout), {
        rest: ['two words', '--json', ''],
        node: process.versions.node,
        program: 'src/main/main.ts',
      });
      assert.equal(status, 0);
    });

    test('runs the compiled program of an installed package', (t) => {
      const { stdout, status } = launch(flags, layInstallation(t), 'say');
      assert.equal((JSON.parse(stdout) as { program: string }).program, 'dist/main/main.js');
      assert.equal(status, 0);
    });

    test('passes on the exit code and standard input', (t) => {
      const launcher = layClone(t);
      for (const code of [0, 1, 2, 3]) assert.equal(launch(flags, launcher, 'exit', String(code)).status, code);
      assert.equal(launch(flags, launcher, 'echo').stdout, 'from stdin');
    });

    test('ends by the signal that killed the program', (t) => {
      assert.equal(launch(flags, layClone(t), 'die').signal, 'SIGKILL');
    });

    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      test(`${signal} stops the program cleanly`, async (t) => {
        const child = spawn(process.execPath, [...flags, layClone(t), 'serve'], { stdio: ['ignore', 'pipe', 'pipe'] });
        t.after(() => child.kill('SIGKILL'));
        assert.deepEqual(await stopWhenReady(child, signal), { printed: `ready\nstopped by ${signal}\n`, code: 0 });
      });
    }

    test('says so and exits 3 when the program is missing', (t) => {
      const launcher = layClone(t);
      rmSync(join(dirname(launcher), '../src'), { recursive: true });
      const { stderr, status } = launch(flags, launcher, 'say');
      assert.match(stderr, /^ytterby: its program is missing: run `npm run prepack`/);
      assert.equal(status, 3);
    });
  });
}

function stopWhenReady(child: ChildProcess, signal: NodeJS.Signals): Promise<{ printed: string; code: number | null }> {
  return new Promise((resolve, reject) => {
    let printed = '';
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      if (printed === 'ready\n') child.kill(signal);
    });
    child.once('error', reject);
    child.once('close', (code) => resolve({ printed, code }));
  });
}

test('on Node 20 without the pinned Node, the launcher says what to do and exits 3', (t) => {
  const { stderr, status } = launch(AS_NODE_20, layInstallation(t, false), 'say');
  assert.match(stderr, /^ytterby: it needs Node\.js 24 or later; this is v.*npm rebuild node/);
  assert.equal(status, 3);
});

test('an older Node of this machine runs the launcher', (t) => {
  const older = olderNode();
  if (older === undefined) return t.skip('no Node.js 20 to 23 on the PATH');
  const { stdout, status } = spawnSync(older, [layClone(t), 'say'], { encoding: 'utf8', timeout: 30_000 });
  assert.equal((JSON.parse(stdout) as { node: string }).node, process.versions.node);
  assert.equal(status, 0);
});

function olderNode(): string | undefined {
  const paths = (process.env['PATH'] ?? '').split(':').map((folder) => join(folder, 'node'));
  return paths
    .filter((path) => existsSync(path))
    .find((path) => {
      const major = Number(spawnSync(path, ['-p', 'process.versions.node'], { encoding: 'utf8' }).stdout.split('.')[0]);
      return major >= 20 && major < 24;
    });
}

test('the package root is where package.json and data are', () => {
  assert.equal(join(packageRoot(), '/'), ROOT);
});

test('the tests run on the pinned Node', () => {
  const { version } = createRequire(import.meta.url)('node/package.json') as { version: string };
  assert.equal(process.versions.node, version);
});
