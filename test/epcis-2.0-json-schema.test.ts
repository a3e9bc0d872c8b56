/**
 * Our schemas against the GS1 JSON Schema for EPCIS 2.0, as ajv reads it with ajv-formats: every example of the standard is accepted, and
 * on random mutations of them both give the same verdict but for the differences that docs/epcis-validation.md justifies.
 */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import fc from 'fast-check';
import {
  AnyEvent,
  EpcisDocument,
  EpcisQueryDocument,
  findUnkeepable,
  type Json,
  type JsonObject,
  type Problem,
  problemsOfSchema,
  readDocument,
} from '../src/epcis/index.ts';
import { anyMutation, fieldValuesOf, mutate } from './support/event-mutations.ts';

const FOLDER = new URL('../../shared/data/epcis/', import.meta.url);
const RUNS = Number(process.env.EPCIS_MUTATIONS ?? 3000);

/** Each way in which we are stricter than the GS1 schema, by the name it has in docs/epcis-validation.md. */
const DIFFERENCES: Readonly<Record<string, (document: JsonObject) => boolean>> = {
  'unknown-version': (document) => typeof document.schemaVersion === 'string' && !/^2\.0(\.\d+)*$/.test(document.schemaVersion),
  'unkeepable-text': (document) =>
    holds(document, (value) => typeof value === 'string' && (value.includes('\0') || !value.isWellFormed())),
  'unkeepable-number': (document) => holds(document, (value) => typeof value === 'number' && !Number.isFinite(value)),
  'unkeepable-field-name': (document) => holds(document, (value) => isObject(value) && Object.keys(value).some(isUnkeepableName)),
};

function isUnkeepableName(name: string): boolean {
  return name === '__proto__' || name.includes('\0') || !name.isWellFormed();
}

function holds(value: Json, isOne: (value: Json) => boolean): boolean {
  return (
    isOne(value) || (typeof value === 'object' && value !== null && Object.values(value).some((inner) => holds(inner, isOne)))
  );
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function ourVerdict(text: string): boolean {
  const reading = readDocument(text);
  if (!reading.ok) return false;
  const { events, eventPaths } = reading.document;
  return events.every((event, index) => problemsOf(event, eventPaths[index]!).length === 0);
}

function problemsOf(event: JsonObject, path: string): Problem[] {
  return [...findUnkeepable(event, path), ...problemsOfSchema(event, path)];
}

function compare(text: string, gs1Verdict: (document: Json) => boolean): 'both accept' | 'both refuse' | 'justified' {
  const document = JSON.parse(text) as JsonObject;
  const [ours, theirs] = [ourVerdict(text), gs1Verdict(document)];
  if (ours === theirs) return ours ? 'both accept' : 'both refuse';
  const reason = Object.keys(DIFFERENCES).find((name) => DIFFERENCES[name]!(document));
  assert.ok(
    !ours && reason !== undefined,
    `we ${ours ? 'accept' : 'refuse'}, the GS1 schema does not; no difference of the docs applies:\n${text}`,
  );
  return 'justified';
}

const missing = existsSync(FOLDER) ? false : 'the folder ../shared/data/epcis is missing';

describe('EPCIS 2.0 JSON Schema', { skip: missing }, () => {
  const examples = missing === false ? readExamples() : new Map<string, JsonObject>();
  const gs1Verdict = missing === false ? compileGs1Schema() : () => false;

  test('the folder holds the 47 examples of the standard', () => assert.equal(examples.size, 47));

  for (const [name, document] of examples) {
    test(`accepts ${name}`, () => {
      assert.equal(gs1Verdict(document), true);
      const reading = readDocument(JSON.stringify(document));
      assert.ok(reading.ok, JSON.stringify(reading));
      const { events, eventPaths } = reading.document;
      assert.ok(events.length > 0);
      assert.deepEqual(
        events.flatMap((event, index) => problemsOf(event, eventPaths[index]!)),
        [],
      );
      const schema = document.type === 'EPCISDocument' ? EpcisDocument : EpcisQueryDocument;
      assert.deepEqual(schema.safeParse(document).error?.issues ?? [], []);
    });
  }

  test('every event of the examples is accepted alone, with its context', () => {
    for (const event of bareEvents(examples)) {
      assert.equal(compare(JSON.stringify(event), gs1Verdict), 'both accept');
      assert.ok(AnyEvent.safeParse(event).success);
    }
  });

  test(`gives the verdict of the GS1 schema on ${RUNS} mutations`, () => {
    const documents = [...examples.values(), ...bareEvents(examples)];
    const pool = fieldValuesOf([...examples.values()]);
    const tally = { 'both accept': 0, 'both refuse': 0, justified: 0 };
    const mutant = fc.record({
      document: fc.nat(documents.length - 1),
      mutations: fc.array(anyMutation, { minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(mutant, ({ document, mutations }) => {
        tally[compare(JSON.stringify(mutate(documents[document]!, mutations, pool)), gs1Verdict)] += 1;
      }),
      { numRuns: RUNS },
    );
    assert.ok(
      tally['both accept'] > RUNS / 20 && tally['both refuse'] > RUNS / 4,
      `mutations do not test both ways: ${JSON.stringify(tally)}`,
    );
  });

  const wrap = (fields: string): string =>
    `{"@context":["a:b"],"type":"ex:Event","eventTime":"2020-01-01T00:00:00Z","eventTimeZoneOffset":"+00:00",${fields}}`;
  const justified: Readonly<Record<keyof typeof DIFFERENCES, string>> = {
    'unknown-version':
      '{"@context":"a:b","type":"EPCISDocument","schemaVersion":"1.2","creationDate":"2020-01-01T00:00:00Z","epcisBody":{"eventList":[]}}',
    'unkeepable-text': wrap('"ex:a":"\\u0000"'),
    'unkeepable-number': wrap('"ex:a":1e400'),
    'unkeepable-field-name': wrap('"__proto__":{"a":1}'),
  };
  for (const [name, text] of Object.entries(justified)) {
    test(`difference: ${name}`, () => {
      assert.equal(compare(text, gs1Verdict), 'justified');
      assert.match(readFileSync(new URL('../docs/epcis-validation.md', import.meta.url), 'utf8'), new RegExp(`\`${name}\``));
    });
  }
});

function readExamples(): Map<string, JsonObject> {
  const folder = new URL('examples/', FOLDER);
  const names = readdirSync(folder).filter((name) => name.endsWith('.jsonld'));
  return new Map(names.map((name) => [name, JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as JsonObject]));
}

function bareEvents(examples: ReadonlyMap<string, JsonObject>): JsonObject[] {
  return [...examples.values()].flatMap((document) => {
    const reading = readDocument(JSON.stringify(document));
    assert.ok(reading.ok);
    return reading.document.events.map((event) => ({ '@context': document['@context']!, ...event }));
  });
}

function compileGs1Schema(): (document: Json) => boolean {
  const ajv = new Ajv({ strict: false });
  ajvFormats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(new URL('EPCIS-JSON-Schema.json', FOLDER), 'utf8')));
  return (document) => validate(document);
}
