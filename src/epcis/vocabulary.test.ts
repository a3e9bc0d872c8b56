import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canonicalVocabulary, shortVocabulary, type VocabularyKind, vocabularyWords, webVocabulary } from './vocabulary.ts';

const KINDS: readonly (readonly [VocabularyKind, number, string, string | null])[] = [
  ['bizStep', 41, 'https://ref.gs1.org/cbv/BizStep-', 'urn:epcglobal:cbv:bizstep:'],
  ['disposition', 33, 'https://ref.gs1.org/cbv/Disp-', 'urn:epcglobal:cbv:disp:'],
  ['bizTransactionType', 13, 'https://ref.gs1.org/cbv/BTT-', 'urn:epcglobal:cbv:btt:'],
  ['sourceDestinationType', 3, 'https://ref.gs1.org/cbv/SDT-', 'urn:epcglobal:cbv:sdt:'],
  ['errorReason', 2, 'https://ref.gs1.org/cbv/ER-', 'urn:epcglobal:cbv:er:'],
  ['measurementType', 72, 'https://gs1.org/voc/', null],
  ['sensorAlertType', 2, 'https://gs1.org/voc/', null],
  ['component', 14, 'https://ref.gs1.org/cbv/Comp-', null],
];

for (const [kind, count, web, urn] of KINDS) {
  test(`${kind}: every spelling of each of the ${count} words`, () => {
    const words = vocabularyWords(kind);
    assert.equal(new Set(words).size, words.length);
    assert.equal(words.length, count);
    for (const word of words) {
      const curie = web.replace('https://ref.gs1.org/cbv/', 'cbv:').replace('https://gs1.org/voc/', 'gs1:');
      for (const spelling of [word, web + word, curie + word, ...(urn === null ? [] : [urn + word])]) {
        assert.equal(canonicalVocabulary(kind, spelling), web + word, spelling);
        assert.equal(shortVocabulary(kind, spelling), word, spelling);
      }
    }
  });
}

test('values of others stay as they are', () => {
  for (const value of ['', 'melting', 'SHIPPING', 'http://x.example/step', 'urn:epcglobal:cbv:disp:active', 'constructor']) {
    assert.equal(canonicalVocabulary('bizStep', value), value);
    assert.equal(shortVocabulary('bizStep', value), value);
  }
  assert.equal(shortVocabulary('bizStep', 'https://ref.gs1.org/cbv/BizStep-melting'), 'https://ref.gs1.org/cbv/BizStep-melting');
  assert.equal(canonicalVocabulary('bizStep', 'urn:epcglobal:cbv:bizstep:melting'), 'https://ref.gs1.org/cbv/BizStep-melting');
});

test('a URN of whatever kind becomes the web URI', () => {
  assert.equal(webVocabulary('urn:epcglobal:cbv:er:incorrect_data'), 'https://ref.gs1.org/cbv/ER-incorrect_data');
  assert.equal(webVocabulary('urn:epcglobal:cbv:bt:0614141073467:1152'), 'urn:epcglobal:cbv:bt:0614141073467:1152');
  assert.equal(webVocabulary('shipping'), 'shipping');
});
