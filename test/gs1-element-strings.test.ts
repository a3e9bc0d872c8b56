/** GS1 element strings, against the unit tests of GS1's own Barcode Syntax Engine and examples of the General Specifications. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { gs1CheckDigit } from '../src/epcis/index.ts';
import {
  APPLICATION_IDENTIFIERS,
  CODE_LENGTH_MAX,
  CODE_REFUSALS,
  readBracketed,
  readCode,
  readUnbracketed,
  writeBracketed,
  writeUnbracketed,
  type CodeRefusalName,
  type Element,
} from '../src/gs1/index.ts';

const GS = '\u001D';

interface Vectors {
  readonly bracketed: readonly { text: string; elements: string | null }[];
  readonly unbracketed: readonly { text: string; ok: boolean }[];
}

const vectors = JSON.parse(readFileSync(new URL('vectors/gs1-syntax-engine.json', import.meta.url), 'utf8')) as Vectors;

/** Identifiers that vectors use and that are not read here: they are refused as unknown. */
const NOT_READ = /^\^?(4235?|4[23]|7007|7230|8001|8111)/;

/** An element string as the engine writes it: FNC1 as ^, first and after values of open length. */
function engineForm(elements: readonly Element[]): string {
  return `^${writeUnbracketed(elements).replaceAll(GS, '^')}`;
}

describe('the vectors of the GS1 Barcode Syntax Engine', () => {
  test('with brackets', () => {
    for (const { text, elements } of vectors.bracketed) {
      const reading = readBracketed(text);
      assert.equal(reading.ok ? engineForm(reading.value) : null, elements, text);
    }
  });

  test('without brackets', () => {
    for (const { text, ok } of vectors.unbracketed.filter(
      (vector) => !NOT_READ.test(vector.text) && vector.text.startsWith('^'),
    )) {
      const reading = readUnbracketed(text.slice(1).replaceAll('^', GS));
      assert.equal(reading.ok, ok, `${text}: ${JSON.stringify(reading)}`);
    }
  });

  test('with the prefixes of symbols', () => {
    const data = `011231231231233310ABC123${GS}99TESTING`;
    for (const [prefix, symbol] of [
      [']C1', 'GS1-128'],
      [']e0', 'GS1 DataBar'],
      [']d2', 'GS1 DataMatrix'],
      [']Q3', 'GS1 QR Code'],
      [']J1', 'GS1 DotCode'],
    ]) {
      const reading = readCode(prefix + data);
      assert.ok(reading.ok, JSON.stringify(reading));
      assert.equal(reading.value.symbol, symbol);
      assert.equal(engineForm(reading.value.elements), '^011231231231233310ABC123^99TESTING');
    }
    const composite = readCode(`]e0011231231231233310ABC123${GS}1199122598TESTING${GS}97XYZ`);
    assert.ok(composite.ok && engineForm(composite.value.elements) === '^011231231231233310ABC123^1199122598TESTING^97XYZ');
    const links = [']Q1', ']d1', ']J0'].map((prefix) => readCode(`${prefix}HTTPS://example.com/01/12312312312333?99=TEST`));
    for (const reading of links) assert.ok(reading.ok && reading.value.form === 'digital-link', JSON.stringify(reading));
    assert.deepEqual(elementsOf(']E02112345678900'), [{ ai: '01', value: '02112345678900' }]);
    assert.deepEqual(elementsOf(']E402345673'), [{ ai: '01', value: '00000002345673' }]);
  });
});

function elementsOf(code: string): readonly Element[] {
  const reading = readCode(code);
  assert.ok(reading.ok, `${code}: ${JSON.stringify(reading)}`);
  return reading.value.elements;
}

test('one statement in every form comes to the same elements and the same URI', () => {
  const uri = 'https://id.gs1.org/01/09506000134352/10/LOT-1?3103=000195';
  const expected = [
    { ai: '01', value: '09506000134352' },
    { ai: '10', value: 'LOT-1' },
    { ai: '3103', value: '000195' },
  ];
  for (const code of [
    '(01)09506000134352(10)LOT-1(3103)000195',
    `010950600013435210LOT-1${GS}3103000195`,
    `]C1010950600013435210LOT-1${GS}3103000195`,
    `]d2${GS}010950600013435210LOT-1${GS}3103000195`,
    '010950600013435210LOT-1␝3103000195',
    'https://example.org/some/stem/01/09506000134352/10/LOT-1?3103=000195&utm=mail#top',
    ` ${uri}\r\n`,
  ]) {
    const reading = readCode(code);
    assert.ok(reading.ok, `${code}: ${JSON.stringify(reading)}`);
    assert.deepEqual(reading.value.elements, expected, code);
    assert.equal(reading.value.uri, uri, code);
  }
});

test('plain GTINs of every length, and EPC URNs', () => {
  for (const [gtin, padded] of [
    ['9506000134352', '09506000134352'],
    ['09506000134352', '09506000134352'],
    ['614141123452', '00614141123452'],
    ['95050003', '00000095050003'],
  ]) {
    assert.deepEqual(elementsOf(gtin!), [{ ai: '01', value: padded }]);
  }
  assert.deepEqual(elementsOf('urn:epc:class:lgtin:4012345.012345.Lot987'), [
    { ai: '01', value: '04012345123456' },
    { ai: '10', value: 'Lot987' },
  ]);
});

/** Every refusal with codes that earn it: what is wrong, where, and of two faults the earlier. */
const MALFORMED: readonly (readonly [CodeRefusalName, string, at: number])[] = [
  ['empty', '', 0],
  ['empty', ' \r\n', 0],
  ['empty', ']Q3', 3],
  ['too-long', '1'.repeat(CODE_LENGTH_MAX + 1), CODE_LENGTH_MAX],
  ['symbology-unknown', ']XX0109506000134352', 0],
  ['symbology-unknown', ']', 0],
  ['form-unknown', 'LOT-1', 0],
  ['form-unknown', ']Q1LOT-1', 3],
  ['form-unknown', '批次', 0],
  ['uri-malformed', 'https://', 0],
  ['uri-malformed', 'HtTpS://a/01/09506000134352', 0],
  ['uri-malformed', 'https://a/01/09506000134352/10/A B', 32],
  ['uri-malformed', 'https://a/01/09506000134352/10/批', 31],
  ['escape-malformed', 'https://a/01/09506000134352/10/A%ZZ', 31],
  ['escape-malformed', 'https://a/01/09506000134352/10/%E6%89', 31],
  ['ai-malformed', '(1)2', 0],
  ['ai-malformed', '(01)09506000134352(1A)X', 18],
  ['ai-malformed', '(10)AB(C', 6],
  ['ai-unknown', '(88)X', 1],
  ['ai-unknown', '010950600013435288X', 16],
  ['ai-unknown', 'https://a/01/09506000134352?88=X', 28],
  ['value-missing', '(01)09506000134352(10)', 22],
  ['value-missing', 'https://a/01/09506000134352?17=', 31],
  ['value-length', '(01)950600013435', 4],
  ['value-length', '(10)123456789012345678901', 4],
  ['value-length', '0109506000134352211234567890123456789012', 18],
  ['value-characters', '(01)0950600013435X', 17],
  ['value-characters', '(01)09506000134352(10)A~B', 23],
  ['value-characters', '(8010)1234ab', 10],
  ['check-digit', '(01)09506000134353', 17],
  ['check-digit', '9506000134353', 12],
  ['check-digit', 'https://a/01/9506000134353', 25],
  ['value-characters', 'https://a/01/09506000134352/10/A%2F%7E', 31],
  ['check-digit', ' \t(01)09506000134353', 19],
  ['check-digit', ' ]d10109506000134353', 19],
  ['check-digit', ']E09506000134353', 15],
  ['check-digit', '(00)340123451111111112', 21],
  ['check-digit', '(8003)04012345000222', 19],
  ['date', '(01)09506000134352(17)251301', 22],
  ['date', '(01)09506000134352(17)250230', 22],
  ['value-range', '(8003)14012345000221', 6],
  ['value-range', '(8006)095060001343520302', 20],
  ['value-range', '(8010)1234A(8011)01', 17],
  ['key-missing', '(10)LOT-1', 0],
  ['key-missing', 'https://example.org/lot/LOT-1', 20],
  ['qualifier-of-another-key', 'https://a/414/9506000134376/10/A', 28],
  ['qualifier-order', 'https://a/01/09506000134352/21/S/10/L', 28],
  ['qualifier-in-query', 'https://a/01/09506000134352?10=L', 28],
  ['ai-repeated', '(01)09506000134352(10)A(10)B', 0],
  ['ai-repeated', 'https://a/01/09506000134352?99=A&99=A', 33],
  ['ai-conflict', '(01)09506000134352(02)09506000134352', 0],
  ['urn-malformed', 'urn:epc:id:sgtin:1.2.3', 0],
  ['urn-malformed', 'urn:epc:id:gid:1.2.3', 0],
];

test('every malformed code is refused with its reason and its place', () => {
  for (const [code, text, at] of MALFORMED) {
    const reading = readCode(text);
    assert.ok(!reading.ok, `${text} was read`);
    assert.deepEqual([reading.refusal.code, reading.refusal.at], [code, at], `${text}: ${reading.refusal.message}`);
    assert.ok(reading.refusal.message !== '');
  }
  assert.deepEqual(new Set(MALFORMED.map(([code]) => code)), new Set(CODE_REFUSALS));
});

/** Values of an application identifier, check digits right. */
function valuesOf(ai: string): fc.Arbitrary<string> {
  const { parts } = APPLICATION_IDENTIFIERS.get(ai)!;
  const sets = { N: '0123456789', X: '!"%&\'()*+,-./:;<=>?_AZaz09', Y: '#-/AZ09', Z: '-_AZaz09' };
  const arbitraries = parts.map(({ characters, min, max, check }) => {
    if (check === 'date') return fc.constantFrom('251231', '240229', '990100');
    if (check === 'zero') return fc.constant('0');
    if (check === 'pieces') return fc.constantFrom('0101', '0299');
    if (check === 'plain-number') return fc.integer({ min: 1, max: 999_999_999_999 }).map(String);
    const size = check === 'check' ? { minLength: min - 1, maxLength: max - 1 } : { minLength: min, maxLength: max };
    const text = fc.string({ unit: fc.constantFrom(...sets[characters]), ...size });
    return check === 'check' ? text.map((digits) => digits + gs1CheckDigit(digits)) : text;
  });
  return fc.tuple(...arbitraries).map((texts) => texts.join(''));
}

const attributes = [...APPLICATION_IDENTIFIERS.keys()].filter(
  (ai) => !['02', '37', '255', '8006', '8026', '235', '8017', '415', '8020'].includes(ai),
);
const statements = fc
  .uniqueArray(fc.constantFrom(...attributes.filter((ai) => ai !== '01')), { maxLength: 6 })
  .chain((ais) => fc.tuple(...['01', ...ais].map((ai) => valuesOf(ai).map((value) => ({ ai, value })))));

test('what is written is read again, in both syntaxes', () => {
  fc.assert(
    fc.property(statements, (elements) => {
      const bracketed = readBracketed(writeBracketed(elements));
      assert.deepEqual(bracketed, { ok: true, value: elements });
      const symbol = readUnbracketed(writeUnbracketed(elements));
      assert.deepEqual(symbol, { ok: true, value: elements });
    }),
  );
});

test('no text makes the reader throw, and every refusal points into the text', () => {
  const noise = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({ unit: fc.constantFrom('(', ')', '0', '1', '2', '%', '/', '?', '=', '&', GS, ']', 'Q', '\\'), maxLength: 40 }),
    fc.webUrl({ withQueryParameters: true }),
  );
  fc.assert(
    fc.property(noise, (text) => {
      const reading = readCode(text);
      if (reading.ok) return;
      assert.ok(CODE_REFUSALS.includes(reading.refusal.code));
      assert.ok(reading.refusal.at >= 0 && reading.refusal.at <= text.length, JSON.stringify([text, reading]));
    }),
    { numRuns: 500 },
  );
});

test('a digit that was misread is noticed: no single change of a GTIN, SSCC or GLN passes', () => {
  for (const code of ['(01)09506000134352', '(00)340123451111111111', '(414)9506000134376']) {
    const from = code.indexOf(')') + 1;
    for (let at = from; at < code.length; at++) {
      for (const digit of '0123456789') {
        if (digit === code[at]) continue;
        const reading = readCode(code.slice(0, at) + digit + code.slice(at + 1));
        assert.ok(!reading.ok && reading.refusal.code === 'check-digit');
      }
    }
  }
});
