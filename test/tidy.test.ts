import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import packageJson from '../package.json' with { type: 'json' };
import { isAcceptable, shippedPackages } from './support/licences.ts';
import { projectFiles, readText, ROOT } from './support/sources.ts';
import { BLOB_BYTES_MAX, untidinessOf } from './support/tidy-rules.ts';

const GENERATED = new Set(['package-lock.json']);

test('every file of the project is tidy', () => {
  const problems = projectFiles().flatMap((path) => problemsOf(path));
  assert.ok(problems.length === 0, `${problems.length} problem(s):\n${problems.join('\n')}`);
});

function problemsOf(path: string): string[] {
  const bytes = readFileSync(ROOT + path);
  const size = bytes.length > BLOB_BYTES_MAX && !path.startsWith('docs/');
  const tooBig = size
    ? [`${path} has ${bytes.length} bytes, more than ${BLOB_BYTES_MAX}: make it smaller, or make it when it is needed.`]
    : [];
  return bytes.includes(0) || GENERATED.has(path) ? tooBig : [...tooBig, ...untidinessOf(path, bytes.toString('utf8'))];
}

test('what ships with Ytterby has a licence that lets it', () => {
  const names = new Set([...Object.keys(packageJson.dependencies), ...packagesOfTheWebApp()]);
  const refused = shippedPackages(ROOT, [...names]).filter(({ licence }) => !isAcceptable(licence));
  const lines = refused.map(({ name, licence }) => `${name}: ${licence}. Take a library with another licence.`);
  assert.ok(lines.length === 0, lines.join('\n'));
});

/** Packages that Vite bundles: they are development dependencies, but their code ships in the page. */
function packagesOfTheWebApp(): string[] {
  const sources = projectFiles().filter((path) => /^src\/web\/.*\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path));
  return sources.flatMap((path) => {
    const specifiers = [...readText(path).matchAll(/\b(?:from|import)\s*\(?\s*'((?:@[\w.-]+\/)?[\w.-]+)(?:\/[^']*)?'/g)];
    return specifiers.map((match) => match[1] ?? '').filter((name) => !name.startsWith('.') && name !== 'virtual');
  });
}

test('untidiness is found', () => {
  const [fix, todo, home] = ['FIX' + 'ME', 'TO' + 'DO', '/' + 'home/anna'];
  assert.match(untidinessOf('docs/a.md', `fine\n${todo}: later`).join(), /^docs\/a\.md:2 has a leftover/);
  assert.match(untidinessOf('src/a.css', `/* ${fix} */`).join(), /leftover/);
  assert.match(untidinessOf('src/a.css', `url('${home}/x.png')`).join(), /names a folder of one machine/);
  assert.match(untidinessOf('a.md', `see ${'/' + 'work'}\n`).join(), /names a folder of one machine/);
  assert.match(untidinessOf('a.md', `one\r\ntwo`).join(), /CRLF/);
  assert.match(untidinessOf('src/a.css', '\n'.repeat(600)).join(), /601 lines/);
  assert.deepEqual(untidinessOf('a.md', `https://example.org${home} ./data/x src/worker.ts method()\n`), []);
});

test('a long function is found, also as an arrow or a method; a group of tests is none', () => {
  const body = '\n'.repeat(70);
  for (const source of [`function f() {${body}}`, `const f = () => {${body}};`, `class A { f() {${body}} }`]) {
    assert.match(untidinessOf('test/a.ts', source).join(), /^test\/a\.ts:1 has a function of 71 lines/);
  }
  assert.deepEqual(untidinessOf('test/a.ts', `describe('group', () => {${body}});`), []);
  assert.deepEqual(untidinessOf('test/a.ts', `function f() {${'\n'.repeat(69)}}`), []);
});

test('licences of the GPL family are refused unless there is a choice', () => {
  for (const licence of ['GPL-3.0-only', 'LGPL-2.1-or-later', 'AGPL-3.0', 'none stated', 'UNLICENSED', 'GPL-2.0 OR AGPL-3.0']) {
    assert.equal(isAcceptable(licence), false, licence);
  }
  for (const licence of ['MIT', 'Apache-2.0', '(MIT OR GPL-3.0)', 'ISC', 'BSD-3-Clause', '0BSD']) {
    assert.equal(isAcceptable(licence), true, licence);
  }
});
