import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { en } from './en.ts';
import { zh } from './zh.ts';
import { startingLanguage } from './languages.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/{{(\w+)}}/g)].map((found) => found[1] ?? '').sort();

test('both languages have the same keys in the same order', () => {
  assert.deepEqual(Object.keys(en), Object.keys(zh));
});

test('both languages fill in the same values, and none is empty', () => {
  const english: Readonly<Record<string, string>> = en;
  for (const [key, text] of Object.entries(zh)) {
    assert.deepEqual(placeholders(english[key] ?? ''), placeholders(text), key);
    assert.ok(text.trim() !== '' && (english[key] ?? '').trim() !== '', key);
  }
});

test('the English page has no Chinese', () => {
  for (const [key, text] of Object.entries(en)) assert.doesNotMatch(text, /\p{Script=Han}/u, key);
});

test('every text is used, by its key or by its family', () => {
  const folder = new URL('..', import.meta.url);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
    (name) => /\.tsx?$/.test(name) && !/texts\/(zh|en|texts\.test)\.ts$/.test(name),
  );
  const source = files.map((name) => readFileSync(new URL(name, folder), 'utf8')).join('\n');
  const families =
    /^(stage|bizStep|ore|quotaStage|role|productKind|eventType|compositionFrom|deposit|hit|figure|unit|verdict|suspicion|refusal|identifierKind|codeForm|stream|caseNumber|feedName|example|modelRefusal|monthKind|monthClass|monthOpen|feasibilityVerdict|feasibilityReason|factorFrom|caseKind|caseStatus|caseAct|caseMeasure|standing|lifeEvent|escalation|edit|reserveAct|releaseState|axis|dataset|dossierKind|dossierStatus|conductAct|applicant|outcome|comparison|listColour|lineProcess|severity|flagHistory|evidence|lossKind|controller|modelTask|domainWarning)\./;
  assert.deepEqual(
    Object.keys(zh).filter(
      (key) =>
        !families.test(key) &&
        !source.includes(`'${key}'`) &&
        !(key.startsWith('capture.') && source.includes(`'${key.slice(8)}'`)),
    ),
    [],
  );
});

test('the address chooses the language, then the last choice, then Chinese', () => {
  assert.equal(startingLanguage('?lang=en', 'zh'), 'en');
  assert.equal(startingLanguage('?lang=zh', 'en'), 'zh');
  assert.equal(startingLanguage('', 'en'), 'en');
  assert.equal(startingLanguage('?lang=xx', null), 'zh');
});
