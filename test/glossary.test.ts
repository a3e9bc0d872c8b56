import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zh } from '../src/web/texts/zh.ts';
import { accountKindSchema, siteKindSchema } from '../src/wire/index.ts';
import { readText } from './support/sources.ts';

/** The rows of the glossary: Chinese, English, the names in the code, the meaning. */
const ROWS = readText('docs/glossary.md')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| 中文'))
  .map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );

test('the glossary has at least sixty words, each with Chinese, English and a meaning', () => {
  assert.ok(ROWS.length >= 60, `${ROWS.length} words`);
  const partial = ROWS.filter(([chinese, english, , meaning]) => !chinese || !english || !meaning);
  assert.deepEqual(partial, []);
});

test('one word, one meaning: no word stands twice in a language', () => {
  for (const column of [0, 1]) {
    const words = ROWS.map((row) => row[column]);
    assert.deepEqual(
      words.filter((word, index) => words.indexOf(word) !== index),
      [],
    );
  }
});

test('every kind of account and of site is explained, under the words that the page shows', () => {
  const texts: Readonly<Record<string, string>> = zh;
  for (const kind of [...accountKindSchema.options, ...siteKindSchema.options]) {
    const row = ROWS.find(([chinese, , code]) => code === `\`${kind}\`` && chinese === texts[`stage.${kind}`]);
    assert.ok(row, `${kind}, which the page calls ${texts[`stage.${kind}`]}, is not in docs/glossary.md under that word`);
  }
});
