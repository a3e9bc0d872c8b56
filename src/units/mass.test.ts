import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import {
  addMass,
  kilograms,
  massOf,
  mgToKilograms,
  mgToKilogramText,
  subtractMass,
  tonnes,
  toKilograms,
  toTonnes,
  type Mass,
} from './index.ts';

const TWO_MILLION_TONNES = 2n * 10n ** 15n;

describe('masses are whole milligrams', () => {
  test('rounded to the nearest', () => {
    assert.equal(kilograms(1.000_000_4, 'net').mg, 1_000_000n);
    assert.equal(kilograms(1.000_000_6, 'net').mg, 1_000_001n);
    assert.equal(kilograms(0.1 + 0.2, 'net').mg, 300_000n);
    assert.equal(tonnes(0.857_361, 'element:Nd').mg, 857_361_000n);
    assert.equal(tonnes(-1.5, 'net').mg, -1_500_000_000n);
    assert.equal(kilograms(0.000_000_4, 'net').mg, 0n);
  });

  test('what is not a finite number is refused, named', () => {
    for (const value of [NaN, Infinity, -Infinity]) {
      assert.throws(() => tonnes(value, 'net'), { name: 'RangeError', message: /^mass: expected a finite number/ });
      assert.throws(() => kilograms(value, 'net'), RangeError);
    }
    assert.throws(() => tonnes(1e300, 'net'), { name: 'RangeError', message: /got 1e\+300/ });
  });

  test('kilograms and back lose nothing, up to two million tonnes', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -TWO_MILLION_TONNES, max: TWO_MILLION_TONNES }), (mg) => {
        assert.equal(kilograms(toKilograms(massOf(mg, 'net')), 'net').mg, mg);
        assert.equal(mgToKilograms(mg), toKilograms(massOf(mg, 'treo')));
      }),
    );
    assert.equal(toTonnes(tonnes(105_000, 'treo')), 105_000);
  });

  test('as text, every digit of any mass', () => {
    const texts: readonly [bigint, string][] = [
      [0n, '0'],
      [1n, '0.000001'],
      [-1n, '-0.000001'],
      [1_500_001n, '1.500001'],
      [1_500_000n, '1.5'],
      [-20_000_000n, '-20'],
      [123_456_789_012_345_678_901n, '123456789012345.678901'],
    ];
    for (const [mg, text] of texts) assert.equal(mgToKilogramText(mg), text);
    fc.assert(fc.property(fc.bigInt(), (mg) => assert.equal(mgOfText(mgToKilogramText(mg)), mg)));
  });
});

/** An independent reading of a decimal of kilograms. */
function mgOfText(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  const mg = BigInt(whole + fraction.padEnd(6, '0'));
  return text.startsWith('-') ? -mg : mg;
}

describe('one basis at a time', () => {
  test('sums and differences of one basis', () => {
    fc.assert(
      fc.property(fc.bigInt(), fc.bigInt(), (a, b) => {
        const sum = addMass(massOf(a, 'oxide:Nd2O3'), massOf(b, 'oxide:Nd2O3'));
        assert.deepEqual(sum, { mg: a + b, basis: 'oxide:Nd2O3' });
        assert.deepEqual(subtractMass(sum, massOf(b, 'oxide:Nd2O3')), { mg: a, basis: 'oxide:Nd2O3' });
      }),
    );
  });

  test('two bases throw, whatever the types were made to say', () => {
    const bases = ['net', 'treo', 'oxide:Nd2O3', 'element:Nd', 'element:Pr'] as const;
    for (const first of bases) {
      for (const second of bases.filter((basis) => basis !== first)) {
        const [a, b]: [Mass, Mass] = [tonnes(1, first), tonnes(1, second)];
        const message = new RegExp(`^addMass: bases ${first} and ${second} do not mix`);
        assert.throws(() => addMass(a, b), { name: 'TypeError', message });
        assert.throws(() => subtractMass(a, b), { name: 'TypeError', message: /^subtractMass: / });
      }
    }
  });

  test('two bases do not compile', (t) => {
    const lines = [
      `addMass(tonnes(1, 'oxide:Nd2O3'), tonnes(1, 'oxide:Nd2O3'));`,
      `addMass(tonnes(1, 'oxide:Nd2O3'), tonnes(1, 'element:Nd'));`,
      `subtractMass(tonnes(1, 'net'), tonnes(1, 'net'));`,
      `subtractMass(tonnes(1, 'net'), tonnes(1, 'treo'));`,
      `addMass(tonnes(1, 'element:Nd'), 1);`,
      `tonnes(1, 'Nd');`,
    ];
    assert.deepEqual(linesThatDoNotCompile(t, lines), [2, 4, 5, 6]);
  });
});

const MODULE = fileURLToPath(new URL('index.ts', import.meta.url));
const COMPILER = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
const OPTIONS = [
  '--noEmit',
  '--strict',
  '--skipLibCheck',
  '--target',
  'esnext',
  '--module',
  'nodenext',
  '--allowImportingTsExtensions',
  '--pretty',
  'false',
];

/** Compiles statements that use this module. @returns the numbers, from 1, of those that the compiler refuses */
function linesThatDoNotCompile(t: TestContext, lines: readonly string[]): number[] {
  const folder = mkdtempSync(join(tmpdir(), 'ytterby-units-'));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  const file = join(folder, 'masses.ts');
  writeFileSync(file, [`import { addMass, subtractMass, tonnes } from ${JSON.stringify(MODULE)};`, ...lines, ''].join('\n'));
  const { stdout, status, error } = spawnSync(process.execPath, [COMPILER, ...OPTIONS, file], { encoding: 'utf8', cwd: folder });
  assert.equal(error, undefined);
  assert.notEqual(status, null, 'the compiler was killed');
  const places = stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => /^masses\.ts\((\d+),\d+\): error TS/.exec(line)?.[1] ?? line);
  return [...new Set(places.filter((place) => !place.startsWith(' ')))].map((place) => Number(place) - 1);
}
