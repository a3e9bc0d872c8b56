import assert from 'node:assert/strict';
import { test } from 'node:test';
import { glnOf, gs1CheckDigit, gtinOf, organisationCodeCheck, ssccOf, usciCheckCharacter, usciOf } from './identifiers.ts';

test('check digits as the GS1 General Specifications compute them', () => {
  assert.equal(gs1CheckDigit('629104150021'), '3');
  assert.equal(gs1CheckDigit('37610425002123456'), '9');
});

test('the check character of GB 32100 on a published identifier', () => {
  const usci = '91350100M000100Y43';
  assert.equal(usciCheckCharacter(usci.slice(0, 17)), usci[17]);
});

test('made identifiers have the right length, prefix and check', () => {
  for (const number of [1, 59, 172, 99_999_999]) {
    for (const [id, length] of [
      [glnOf(0, number), 13],
      [glnOf(1, number), 13],
      [gtinOf(number), 14],
      [ssccOf(number), 18],
    ] as const) {
      assert.equal(id.length, length);
      assert.equal(gs1CheckDigit(id.slice(0, -1)), id.slice(-1));
    }
  }
  const usci = usciOf('360000', 42);
  assert.match(usci, /^91360000YT000042[0-9X][0-9A-Z]$/);
  assert.equal(organisationCodeCheck(usci.slice(8, 16)), usci[16]);
  assert.equal(usciCheckCharacter(usci.slice(0, 17)), usci[17]);
});

test('letters outside the alphabet, wrong lengths and non-digits are refused', () => {
  assert.throws(() => usciCheckCharacter('9135010OM000100Y4'), /'O' is not in the alphabet/);
  assert.throws(() => usciCheckCharacter('91'), /expected 17 characters, got 2/);
  for (const digits of ['', '12a', '1 2']) assert.throws(() => gs1CheckDigit(digits), RangeError);
});
