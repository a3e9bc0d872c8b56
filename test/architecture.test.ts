import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type ModuleRule, MODULES } from '../src/architecture.ts';
import { findBreaches, moduleOf, type Rule } from './support/import-rules.ts';
import { projectFiles, readText } from './support/sources.ts';

const RULES: Record<Rule, string> = {
  table: 'the table names every folder of src, points down only and gives pure modules no node:*',
  'unlisted-import': 'no import that the table does not list',
  'deep-import': "no import past another module's index.ts",
  'outside-import': 'no import out of the modules, and none of a test',
  'unused-permission': 'no permission that nothing uses',
  'node-access': 'no node:* without permission',
  cycle: 'no cycle, type imports counted',
  impurity: 'no clock and no randomness in pure modules',
};

describe('the house stands', () => {
  const paths = projectFiles().filter((path) => moduleOf(path) !== undefined && /\.tsx?$/.test(path));
  const breaches = findBreaches(MODULES, new Map(paths.map((path) => [path, readText(path)])));
  for (const [rule, title] of Object.entries(RULES)) {
    test(title, () => {
      const messages = breaches.filter((breach) => breach.rule === rule).map((breach) => breach.message);
      assert.ok(messages.length === 0, `${messages.length} breach(es):\n${messages.join('\n')}`);
    });
  }
});

const LOW: ModuleRule = { floor: 1, imports: [], node: false };
const HIGH: ModuleRule = { floor: 4, imports: ['low'], node: true };
const SOUND: Record<string, string> = {
  'src/low/index.ts': `export { one } from './one.ts';`,
  'src/low/one.ts': `export const one = 1; export const day = new Date('2015-01-01').getTime();`,
  'src/high/index.ts': `import { readFileSync } from 'node:fs'; import { one } from '../low/index.ts'; readFileSync(String(one));`,
};

/** The one breach that adding a file (or changing the table) to a sound little house makes. */
function onlyBreach(files: Record<string, string>, table: Record<string, ModuleRule> = { low: LOW, high: HIGH }): string {
  const breaches = findBreaches(table, new Map(Object.entries({ ...SOUND, ...files })));
  assert.equal(breaches.length, 1, JSON.stringify(breaches));
  return `${breaches[0]?.rule}: ${breaches[0]?.message}`;
}

describe('each rule fails what it forbids', () => {
  test('a sound house has no breach, and tests may import what they like', () => {
    const testFile = { 'src/low/one.test.ts': `import '../high/index.ts'; Date.now();` };
    assert.deepEqual(findBreaches({ low: LOW, high: HIGH }, new Map(Object.entries({ ...SOUND, ...testFile }))), []);
  });

  test('an import that is not in the table, in every form of import', () => {
    const forms = [
      `import '../high/index.ts';`,
      `import type { A } from '../high/index.ts';`,
      `export * from '../high/index.ts';`,
      `export type { A } from '../high/index.ts';`,
      `type A = import('../high/index.ts').A;`,
      `const high = await import('../high/index.ts');`,
    ];
    for (const form of forms) {
      const breaches = findBreaches({ low: LOW, high: HIGH }, new Map(Object.entries({ ...SOUND, 'src/low/two.ts': form })));
      assert.match(JSON.stringify(breaches), /src\/low\/two\.ts:1: low may not import high\. Either/, form);
    }
  });

  test('an import past an index', () => {
    assert.match(
      onlyBreach({ 'src/high/two.ts': `\nimport { one } from '../low/one.ts';` }),
      /^deep-import: src\/high\/two\.ts:2 reaches past the face of low to src\/low\/one\.ts: export/,
    );
  });

  test('an import out of the modules, or of a test', () => {
    assert.match(onlyBreach({ 'src/high/two.ts': `import '../../data/a.json';` }), /^outside-import: .*packageRoot\(\)/);
    assert.match(onlyBreach({ 'src/high/two.ts': `import './three.test.ts';` }), /^outside-import: .*imports the test/);
  });

  test('node:* without permission, and a builtin without its prefix', () => {
    assert.match(onlyBreach({ 'src/low/two.ts': `import 'node:fs';` }), /^node-access: .*low may not touch node:fs/);
    assert.match(onlyBreach({ 'src/high/two.ts': `import 'fs';` }), /^node-access: .*write node:fs/);
  });

  test('a permission that nothing uses', () => {
    const middle: ModuleRule = { floor: 2, imports: ['low'], node: false };
    const table = { low: LOW, middle, high: HIGH };
    assert.match(
      onlyBreach({ 'src/middle/index.ts': `export {};` }, table),
      /^unused-permission: middle never imports low: take/,
    );
    const idle: ModuleRule = { floor: 4, imports: [], node: true };
    assert.match(onlyBreach({ 'src/idle/index.ts': `export {};` }, { low: LOW, idle, high: HIGH }), /idle never touches node:\*/);
    assert.match(onlyBreach({}, { low: LOW, ghost: LOW, high: HIGH }), /^unused-permission: src\/ghost has no source/);
  });

  test('a cycle, also of types alone and between modules of the table', () => {
    const cycle = {
      'src/low/two.ts': `import type { B } from './three.ts';`,
      'src/low/three.ts': `import type { A } from './two.ts';`,
    };
    assert.match(onlyBreach(cycle), /^cycle: .*src\/low\/two\.ts → src\/low\/three\.ts → src\/low\/two\.ts/);
    const beside: ModuleRule = { floor: 1, imports: ['low'], node: false };
    const files = { 'src/low/two.ts': `import '../beside/index.ts';`, 'src/beside/index.ts': `import '../low/index.ts';` };
    const table = { low: { ...LOW, imports: ['beside'] }, beside, high: HIGH };
    assert.match(onlyBreach(files, table), /^cycle: cycle between modules of the table: low → beside → low/);
  });

  test('a clock or randomness in a pure module', () => {
    for (const call of [
      'Date.now()',
      'new Date()',
      'Date()',
      'Math.random()',
      'performance.now()',
      `globalThis['Math']['random']()`,
    ]) {
      assert.match(
        onlyBreach({ 'src/low/two.ts': `export const a = ${call};` }),
        /^impurity: src\/low\/two\.ts:1: .* as a parameter/,
        call,
      );
    }
  });

  test('a folder without a rule, and a rule that points up', () => {
    assert.match(onlyBreach({ 'src/new/index.ts': `export {};` }), /^table: src\/new is no module of the table: give it a floor/);
    const up = { low: { ...LOW, imports: ['high'] }, high: { ...HIGH, imports: [] } };
    const files = { 'src/low/two.ts': `import '../high/index.ts';`, 'src/high/index.ts': `import 'node:fs';` };
    assert.match(onlyBreach(files, up), /^table: low \(floor 1\) may import high \(floor 4\): imports point down only/);
    assert.match(
      onlyBreach({ 'src/low/two.ts': `import 'node:fs';` }, { low: { ...LOW, node: true }, high: HIGH }),
      /^table: low .* pure/,
    );
  });
});
