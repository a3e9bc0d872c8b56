import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isUsci, usciCheckCharacter } from './index.ts';

/** The worked example that validators of GB 32100-2015 commonly use, and identifiers of registered companies. */
const PUBLISHED = ['91350100M000100Y43', '91110000802100433B', '91440300708461136T', '91330106673959654P'];

test('published identifiers have the right check character', () => {
  for (const usci of PUBLISHED) assert.ok(isUsci(usci), usci);
});

test('every single wrong character and every swap of two unlike neighbours is found', () => {
  const usci = '91350100M000100Y43';
  for (let at = 0; at < usci.length; at++) {
    for (const character of '0123456789ABCDEFGHJKLMNPQRTUWXY') {
      const changed = usci.slice(0, at) + character + usci.slice(at + 1);
      assert.equal(isUsci(changed), changed === usci, changed);
    }
    const [a = '', b = ''] = [usci[at], usci[at + 1]];
    if (b !== '' && a !== b) assert.ok(!isUsci(usci.slice(0, at) + b + a + usci.slice(at + 2)), `swap at ${at}`);
  }
});

test('letters outside the set, small letters and other lengths are refused', () => {
  for (const text of [
    '',
    '91350100M000100Y4',
    '91350100M000100Y433',
    '91350100m000100y43',
    '91350100I000100Y43',
    '9135０100M00100Y43',
  ]) {
    assert.ok(!isUsci(text), text);
  }
  assert.equal(usciCheckCharacter('91350100M000100Y'), null);
  assert.equal(usciCheckCharacter('91350100S000100Y4'), null);
});
