import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import { readData } from '../src/app/index.ts';
import { readParameters } from '../src/app/rules/rule-parameters.ts';
import { RULES } from '../src/rules/index.ts';
import { rulesPage } from './support/rules-page.ts';

const PAGE = new URL('../docs/rules.md', import.meta.url);

test('docs/rules.md is what the rules say', () => {
  const page = rulesPage(readParameters(readData));
  if (process.env['WRITE_DOCS'] !== undefined) writeFileSync(PAGE, page);
  assert.equal(readFileSync(PAGE, 'utf8'), page, 'WRITE_DOCS=1 npm test -- rules-page writes it');
});

test('rules have names of their own, articles in order, and every parameter belongs to one', () => {
  const names = RULES.map(({ facts }) => facts.name);
  assert.equal(new Set(names).size, names.length);
  for (const { facts } of RULES) {
    assert.match(facts.name, /^[a-z]+\.[a-z-]+$/);
    assert.deepEqual(
      facts.articles.map(({ from }) => from).toSorted(),
      facts.articles.map(({ from }) => from),
      facts.name,
    );
  }
  for (const { rule, parameter } of readParameters(readData).rows) assert.ok(names.includes(rule), `${rule} ${parameter}`);
});
