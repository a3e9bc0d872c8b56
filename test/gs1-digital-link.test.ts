/** GS1 Digital Link URIs and EPC URNs, against the unit tests of GS1's own Barcode Syntax Engine and the standards' examples. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { canonicalUri } from '../src/epcis/index.ts';
import {
  CANONICAL_STEM,
  PRIMARY_KEYS,
  readBracketed,
  readDigitalLink,
  readEpcUrn,
  writeBracketed,
  writeDigitalLink,
  writeEpcUrn,
  type Element,
} from '../src/gs1/index.ts';

interface Vectors {
  readonly digitalLinks: readonly { uri: string; elements: string | null }[];
  readonly written: readonly { stem: string | null; elements: string; uri: string | null }[];
}

const vectors = JSON.parse(readFileSync(new URL('vectors/gs1-syntax-engine.json', import.meta.url), 'utf8')) as Vectors;

/** Elements without order or separators. */
function sorted(elements: readonly Element[]): string[] {
  return elements.map(({ ai, value }) => ai + value).sort();
}

describe('the vectors of the GS1 Barcode Syntax Engine', () => {
  test('URIs are read to the same elements, or refused where it refuses', () => {
    assert.ok(vectors.digitalLinks.length > 80);
    for (const { uri, elements } of vectors.digitalLinks) {
      const reading = readDigitalLink(uri);
      const joined = reading.ok ? reading.value.map(({ ai, value }) => ai + value).join('') : null;
      assert.equal(joined, elements === null ? null : elements.replaceAll('^', ''), `${uri}: ${JSON.stringify(reading)}`);
    }
  });

  test('elements are written as the same URIs', () => {
    assert.ok(vectors.written.length >= 6);
    for (const { stem, elements, uri } of vectors.written) {
      const reading = readBracketed(elements);
      assert.ok(reading.ok, elements);
      const written = stem === null ? writeDigitalLink(reading.value) : writeDigitalLink(reading.value, stem);
      assert.equal(written.ok ? written.value : null, uri, elements);
    }
  });
});

/** Examples of GS1 Digital Link: URI Syntax 1.2, section 6: the URI, the element string. */
const EXAMPLES: readonly (readonly [string, string])[] = [
  ['https://id.gs1.org/01/09506000134352', '(01)09506000134352'],
  ['https://id.gs1.org/01/09506000134352/22/2A', '(01)09506000134352(22)2A'],
  ['https://id.gs1.org/01/09506000134352/10/ABC1/21/12345?17=180426', '(01)09506000134352(10)ABC1(21)12345(17)180426'],
  ['https://id.gs1.org/01/09506000134352?3103=000195', '(01)09506000134352(3103)000195'],
  ['https://id.gs1.org/414/9506000134376/254/32a%2Fb', '(414)9506000134376(254)32a/b'],
  ['https://id.gs1.org/00/340123451111111111?400=PO-7', '(00)340123451111111111(400)PO-7'],
  ['https://id.gs1.org/8004/9506000ABC', '(8004)9506000ABC'],
  ['https://id.gs1.org/415/9506000134376/8020/INV1', '(415)9506000134376(8020)INV1'],
  ['https://id.gs1.org/417/9506000134376', '(417)9506000134376'],
];

test('a URI and its element string are two spellings of one statement', () => {
  for (const [uri, text] of EXAMPLES) {
    const [fromUri, fromText] = [readDigitalLink(uri), readBracketed(text)];
    assert.ok(fromUri.ok && fromText.ok, `${uri}: ${JSON.stringify([fromUri, fromText])}`);
    assert.deepEqual(fromUri.value, fromText.value);
    assert.equal(writeBracketed(fromUri.value), text);
    const written = writeDigitalLink(fromText.value);
    assert.ok(written.ok && written.value === uri, JSON.stringify(written));
  }
});

/** EPC URNs of the Tag Data Standard with the digits of their company prefix. */
const URNS: readonly (readonly [string, number])[] = [
  ['urn:epc:id:sgtin:4012345.011111.987', 7],
  ['urn:epc:id:sgtin:4012345.011111.98%2Fx', 7],
  ['urn:epc:class:lgtin:4012345.012345.Lot987', 7],
  ['urn:epc:idpat:sgtin:4012345.012345.*', 7],
  ['urn:epc:id:upui:1234567.098765.51qIgY', 7],
  ['urn:epc:id:sscc:4012345.3111111111', 7],
  ['urn:epc:id:sgln:4012345.00005.122', 7],
  ['urn:epc:id:sgln:4012345.00005.0', 7],
  ['urn:epc:id:pgln:4000001.00000', 7],
  ['urn:epc:id:pgln:999999999999.', 12],
  ['urn:epc:id:grai:4012345.00022.334455', 7],
  ['urn:epc:id:giai:4012345.ABC.345', 7],
  ['urn:epc:id:gsrn:4012345.0000006765', 7],
  ['urn:epc:id:gsrnp:4012345.0000000007', 7],
  ['urn:epc:id:gdti:4012345.00009.PO-4711', 7],
  ['urn:epc:id:sgcn:4012345.99999.44', 7],
  ['urn:epc:id:cpi:0614141.11111111111111-A%23%2F.1234', 7],
  ['urn:epc:id:ginc:0614141.xyz47%2F11', 7],
  ['urn:epc:id:gsin:4012345.222333444', 7],
  ['urn:epc:id:itip:4012345.011111.01.02.987', 7],
];

test('an EPC URN becomes elements and comes back, given the length of its company prefix', () => {
  for (const [urn, digits] of URNS) {
    const elements = readEpcUrn(urn);
    assert.ok(elements.ok, `${urn}: ${JSON.stringify(elements)}`);
    const written = writeEpcUrn(elements.value, () => digits);
    assert.deepEqual(written, { ok: true, value: urn });
  }
});

test('what has no EPC is refused, and so is a company prefix of a length that there is none of', () => {
  const refused = (text: string, digits: number): string => {
    const elements = readBracketed(text);
    assert.ok(elements.ok);
    const written = writeEpcUrn(elements.value, () => digits);
    assert.ok(!written.ok, JSON.stringify(written));
    return written.refusal.code;
  };
  assert.equal(refused('(8003)04012345000221', 7), 'urn-malformed');
  assert.equal(refused('(01)09506000134352(21)1', 5), 'urn-malformed');
  assert.equal(refused('(10)LOT', 7), 'key-missing');
});

test('the URI of elements names the same thing as the record does', () => {
  for (const [text, id] of [
    ['(01)09506000134352(10)LOT-1(3103)000195', 'https://id.gs1.org/01/09506000134352/10/LOT-1'],
    ['(01)09506000134352(22)2A', 'https://id.gs1.org/01/09506000134352'],
    ['(01)09506000134352(10)A(21)S', 'https://id.gs1.org/01/09506000134352/21/S'],
    ['(00)340123451111111111', 'https://id.gs1.org/00/340123451111111111'],
  ]) {
    const elements = readBracketed(text!);
    assert.ok(elements.ok);
    const uri = writeDigitalLink(elements.value, 'https://plant.example/codes');
    assert.ok(uri.ok && canonicalUri(uri.value) === id, JSON.stringify(uri));
  }
});

test('texts of any characters of the GS1 set go through a URI unchanged', () => {
  const text = fc.string({ unit: fc.constantFrom(...'!"%&\'()*+,-./:;<=>?_AZaz09'), minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(text, text, text, (lot, serial, reference) => {
      const elements = [
        { ai: '01', value: '09506000134352' },
        { ai: '10', value: lot },
        { ai: '21', value: serial },
        { ai: '251', value: reference },
      ];
      const uri = writeDigitalLink(elements);
      assert.ok(uri.ok && uri.value.startsWith(CANONICAL_STEM));
      const reading = readDigitalLink(uri.value);
      assert.ok(reading.ok, JSON.stringify([uri.value, reading]));
      assert.deepEqual(sorted(reading.value), sorted(elements));
    }),
  );
});

test('every primary key is read from a path, and its qualifiers in their order only', () => {
  for (const [key, sequences] of PRIMARY_KEYS) {
    for (const sequence of sequences.filter(({ length }) => length > 1)) {
      const path = (ais: readonly string[]): string => ais.map((ai) => `/${ai}/1`).join('');
      const value = key === '01' ? '09506000134352' : '095060001343520102';
      assert.ok(readDigitalLink(`https://a/${key}/${value}${path(sequence)}`).ok);
      const turned = readDigitalLink(`https://a/${key}/${value}${path(sequence.toReversed())}`);
      assert.ok(!turned.ok && turned.refusal.code === 'qualifier-order');
    }
  }
});
