/** What docs/ says of cases: every example runs and validates against its schema, and the schemas are those of the code. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { RECONCILE_REFUSALS, reconcileCase, reconciliationSchemaJson } from '../src/reconcile/index.ts';
import {
  caseSchemas,
  controlCascade,
  optimiseCascade,
  SEPARATION_REFUSALS,
  simulateCase,
  solveCase,
} from '../src/separation/index.ts';

const DOCS = new URL('../docs/', import.meta.url);
const watch = { now: () => performance.now() };
const HOME = 'https://json-schema.org/draft/2020-12/schema';

/** The examples of a folder of data/examples. */
function examples(folder: string): { name: string; text: Record<string, unknown> }[] {
  const at = new URL(`../data/examples/${folder}/`, DOCS);
  return readdirSync(at).map((name) => ({
    name,
    text: JSON.parse(readFileSync(new URL(name, at), 'utf8')) as Record<string, unknown>,
  }));
}

function upToDate(name: string, schema: object): void {
  const file = new URL(name, DOCS);
  const text = `${JSON.stringify(schema, null, 1)}\n`;
  if (process.env['WRITE_DOCS'] === '1') writeFileSync(file, text);
  assert.equal(readFileSync(file, 'utf8'), text, 'run WRITE_DOCS=1 npm test -- case-documents, and read what changed');
}

describe('docs/separation.md', () => {
  const schema = { $schema: HOME, title: 'A separation case', oneOf: Object.values(caseSchemas()) };
  const validate = new Ajv2020({ strict: false }).compile(schema);

  it('has the schema of the code', () => upToDate('separation.schema.json', schema));

  for (const { name, text } of examples('separation'))
    it(`${name} is as the schema says, and has an answer`, () => {
      assert.ok(validate(text), JSON.stringify(validate.errors));
      assert.equal(solveCase(text, watch).status, 'solved');
      if ('control' in text) assert.equal(controlCascade(text, watch).status, 'solved');
      if ('optimisation' in text) assert.equal(optimiseCascade(text, watch).status, 'solved');
      if ('dynamics' in text) assert.equal(simulateCase(text, watch).status, 'solved');
    });

  it('shows every unit, law and refusal', () => {
    const page = readFileSync(new URL('separation.md', DOCS), 'utf8');
    const text = JSON.stringify(examples('separation'));
    for (const unit of Object.keys(caseSchemas()))
      assert.ok(page.includes(`\`${unit}\``) && text.includes(`"unit":"${unit}"`), unit);
    for (const [, model = ''] of JSON.stringify(schema).matchAll(/"model":\{"type":"string","const":"([^"]+)"/g))
      assert.ok(page.includes(`\`${model}\``) && text.includes(`"model":"${model}"`), model);
    assert.ok(
      page.includes(
        SEPARATION_REFUSALS.map((code) => `\`${code}\``)
          .join(', ')
          .replace('`stage-without-phase`, ', '`stage-without-phase`,\n'),
      ),
    );
  });
});

describe('docs/reconcile.md', () => {
  const schema = { ...(reconciliationSchemaJson() as object), title: 'Data to reconcile' };
  const validate = new Ajv2020({ strict: false }).compile(schema);

  it('has the schema of the code', () => upToDate('reconcile.schema.json', schema));

  for (const { name, text } of examples('reconcile'))
    it(`${name} is as the schema says, and is reconciled`, () => {
      assert.ok(validate(text), JSON.stringify(validate.errors));
      assert.equal(reconcileCase(text).status, 'solved');
    });

  it('names every refusal, in order', () => {
    const page = readFileSync(new URL('reconcile.md', DOCS), 'utf8');
    assert.ok(page.includes(RECONCILE_REFUSALS.map((code) => `\`${code}\``).join(', ')));
  });
});
