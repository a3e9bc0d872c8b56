import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { contextOf } from './document.ts';
import type { Json, JsonObject } from './json.ts';
import { readReeExtension, REE_NAMESPACE } from './ree-extension.ts';

const CONTEXT: Json = [{ ree: REE_NAMESPACE }];
const LOT = 'https://id.gs1.org/01/06901234000016/10/L1';
const OTHER_LOT = 'https://id.gs1.org/01/06901234000023/10/L2';

const eventWith = (fields: JsonObject): JsonObject => ({
  type: 'TransformationEvent',
  inputQuantityList: [{ epcClass: OTHER_LOT, quantity: 5, uom: 'KGM' }],
  outputQuantityList: [{ epcClass: LOT, quantity: 5, uom: 'KGM' }],
  ...fields,
});

const assay = (change: JsonObject = {}): JsonObject => ({ lot: LOT, percent: { Nd2O3: 40, Pr6O11: 10 }, ...change });

function problemsOf(fields: JsonObject, context = CONTEXT): string[] {
  const reading = readReeExtension(eventWith(fields), context);
  return reading.ok ? [] : reading.problems.map(({ path, code }) => `${path} ${code}`);
}

const assayProblems = (...changes: JsonObject[]) =>
  problemsOf({ 'ree:assays': changes.map(assay) }).map((text) => text.replace("$['ree:assays']", ''));

describe('the rare-earth fields of an event', () => {
  test('are read whole', () => {
    const fields = {
      assays: [
        assay({
          sd: { Nd2O3: 0.05 },
          moisturePercent: 1.2,
          method: 'GB/T 18115',
          laboratory: 'https://id.gs1.org/417/6901234000009',
          note: 'kept',
        }),
        { lot: OTHER_LOT, percent: { ThO2: 0.1, F: 3, CaO: 2, 'La2(CO3)3': 60, CeCl3·7H2O: 30 } },
      ],
      weighing: { sdPercent: 0.2 },
      measuredLoss: [{ kind: 'tailings', quantity: 0, uom: 'TNE', percent: { Nd2O3: 0.1 } }],
      licence: '2015-EXP-7',
      declaredOrigin: 'https://id.gs1.org/414/6901234000009',
    };
    const written = Object.fromEntries(
      Object.entries(fields).map(([name, value]): [string, Json] => [`ree:${name}`, value as Json]),
    );
    assert.deepEqual(readReeExtension(eventWith(written), CONTEXT), { ok: true, value: fields });
  });

  test('are found under any prefix of the namespace, its full URI, and ree: where that is not bound', () => {
    const bad = [assay({ percent: { Nd2O3: 130 } })];
    assert.equal(problemsOf({ 'x:assays': bad }, [{ x: REE_NAMESPACE }]).length, 2);
    assert.equal(problemsOf({ 'x:assays': bad }, { x: { '@id': REE_NAMESPACE } }).length, 2);
    assert.deepEqual(
      problemsOf({ [`${REE_NAMESPACE}assays`]: bad }, null)[0],
      `$['${REE_NAMESPACE}assays'][0].percent.Nd2O3 ree.percent`,
    );
    assert.equal(problemsOf({ 'ree:assays': bad }, null).length, 2);
    assert.equal(problemsOf({ 'ree:assays': bad }, 'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld').length, 2);
  });

  test('are not those of another namespace', () => {
    const bad = [assay({ percent: { Nd2O3: 130 } })];
    assert.deepEqual(problemsOf({ 'ree:assays': bad }, [{ ree: 'https://example.com/other/' }]), []);
    assert.deepEqual(problemsOf({ 'x:assays': bad }, CONTEXT), []);
  });

  test('an event rebinds its document’s prefix', () => {
    const event = eventWith({
      '@context': [{ ree: 'https://example.com/other/', r: REE_NAMESPACE }],
      'ree:assays': 5,
      'r:weighing': { sdPercent: 300 },
    });
    const reading = readReeExtension(event, contextOf({ context: CONTEXT }, event));
    assert.deepEqual(reading.ok ? [] : reading.problems.map(({ path }) => path), ["$['r:weighing'].sdPercent"]);
  });

  test('a field stated under two names is refused', () => {
    assert.deepEqual(problemsOf({ 'ree:licence': 'a', [`${REE_NAMESPACE}licence`]: 'b' }), ['$ ree.repeated']);
  });

  test('percent values', () => {
    assert.deepEqual(assayProblems({ percent: { Nd2O3: 70, Pr6O11: 60 } }), ['[0].percent ree.percent']);
    assert.deepEqual(assayProblems({ percent: { Nd2O3: 70, Pr6O11: 31 } }), []);
    assert.deepEqual(assayProblems({ percent: { Nd2O3: -1 } }), ['[0].percent.Nd2O3 ree.percent']);
    assert.deepEqual(assayProblems({ percent: { Nd2O3: '18' } }), ['[0].percent.Nd2O3 ree.form']);
    assert.deepEqual(assayProblems({ percent: { Nd2O3: Infinity } }), ['[0].percent.Nd2O3 ree.form']);
    assert.deepEqual(assayProblems({ percent: { Nd2O3: null } }), ['[0].percent.Nd2O3 ree.form']);
    assert.deepEqual(assayProblems({ percent: 5 }), ['[0].percent ree.form']);
    assert.deepEqual(assayProblems({ percent: {} }), []);
  });

  test('constituents are formulas of known elements', () => {
    for (const formula of ['REO', 'TREO', 'nd2o3', 'Xx2O3', 'Nd2O3 ', '', '镨钕', 'Nd2(O3', 'constructor']) {
      assert.match(assayProblems({ percent: { [formula]: 5 } }).join(), /^\[0\]\.percent.* ree\.formula$/, formula);
    }
    assert.deepEqual(assayProblems({ percent: JSON.parse('{"__proto__":5}') as JsonObject }), []);
  });

  test('standard deviations belong to stated constituents and are not negative', () => {
    assert.deepEqual(assayProblems({ sd: { Nd2O3: -0.1, Dy2O3: 0.1 } }), ['[0].sd.Nd2O3 ree.sd', '[0].sd.Dy2O3 ree.sd']);
    assert.deepEqual(assayProblems({ sd: { Nd2O3: 0 } }), []);
  });

  test('moisture lies from 0 to 100', () => {
    assert.deepEqual(assayProblems({ moisturePercent: 101 }), ['[0].moisturePercent ree.percent']);
    assert.deepEqual(assayProblems({ moisturePercent: -1 }), ['[0].moisturePercent ree.percent']);
  });

  test('the lot is one that the event names, in either form, once', () => {
    assert.deepEqual(assayProblems({ lot: 'https://id.gs1.org/01/06901234000016/10/L9' }), ['[0].lot ree.lot']);
    assert.deepEqual(assayProblems({ lot: 'L1' }), ['[0].lot ree.form']);
    assert.deepEqual(assayProblems({}, {}), ['[1].lot ree.repeated']);
    const event = {
      epcList: ['urn:epc:id:sgtin:4012345.011111.987'],
      'ree:assays': [{ lot: 'https://id.gs1.org/01/04012345111118/21/987', percent: {} }],
    };
    assert.equal(readReeExtension(event, CONTEXT).ok, true);
  });

  test('measured losses', () => {
    const loss = (change: JsonObject) =>
      problemsOf({ 'ree:measuredLoss': [{ kind: 'slag', quantity: 5, uom: 'KGM', ...change }] }).map((text) =>
        text.replace("$['ree:measuredLoss'][0]", ''),
      );
    assert.deepEqual(loss({}), []);
    assert.deepEqual(loss({ quantity: -1 }), ['.quantity quantity.negative']);
    assert.deepEqual(loss({ quantity: '12 kg' }), ['.quantity ree.form']);
    assert.deepEqual(loss({ quantity: Infinity }), ['.quantity ree.form']);
    assert.deepEqual(loss({ quantity: 1e10, uom: 'TNE' }), ['.quantity quantity.too-large']);
    assert.deepEqual(loss({ uom: 'LTR' }), ['.uom ree.unit']);
    assert.deepEqual(loss({ kind: 'theft' }), ['.kind ree.form']);
    assert.deepEqual(loss({ percent: { Nd2O3: 130 } }), ['.percent.Nd2O3 ree.percent', '.percent ree.percent']);
  });

  test('weighing, licence and origin', () => {
    assert.deepEqual(problemsOf({ 'ree:weighing': { sdPercent: -1 } }), ["$['ree:weighing'].sdPercent ree.percent"]);
    assert.deepEqual(problemsOf({ 'ree:weighing': {} }), ["$['ree:weighing'].sdPercent ree.form"]);
    assert.deepEqual(problemsOf({ 'ree:licence': '' }), ["$['ree:licence'] ree.form"]);
    assert.deepEqual(problemsOf({ 'ree:declaredOrigin': 'Bayan Obo' }), ["$['ree:declaredOrigin'] ree.form"]);
    assert.deepEqual(problemsOf({ 'ree:assays': {} }), ["$['ree:assays'] ree.form"]);
  });

  test('whatever stands in them, the answer is a reading with paths into the event', () => {
    const field = fc.constantFrom(
      'ree:assays',
      'ree:weighing',
      'ree:measuredLoss',
      'ree:licence',
      'ree:declaredOrigin',
      'ree:new',
    );
    fc.assert(
      fc.property(
        fc.dictionary(field, fc.jsonValue() as fc.Arbitrary<Json>),
        fc.jsonValue() as fc.Arbitrary<Json>,
        (fields, context) => {
          const reading = readReeExtension(eventWith(fields), context);
          if (!reading.ok) for (const problem of reading.problems) assert.match(problem.path, /^\$(\['ree:|$)/);
        },
      ),
    );
  });
});
