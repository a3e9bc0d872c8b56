import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readEpcPattern } from './epc-patterns.ts';
import { canonicalUri } from './identifiers.ts';

function denotes(pattern: string, identifier: string, forClasses = false): boolean {
  const meaning = readEpcPattern(pattern, forClasses);
  assert.notEqual(meaning.kind, 'malformed', `${pattern} must be read`);
  if (meaning.kind === 'pattern') return meaning.test(identifier);
  return meaning.kind === 'exact' && meaning.uri === canonicalUri(identifier);
}

/** A pattern of each scheme, one identifier that it denotes and one that it does not; each is tried as URN and as Digital Link. */
const SCHEMES: readonly (readonly [pattern: string, inside: string, outside: string])[] = [
  ['urn:epc:idpat:sgtin:0614141.107346.*', 'urn:epc:id:sgtin:0614141.107346.2017', 'urn:epc:id:sgtin:0614141.107347.2017'],
  ['urn:epc:idpat:sgtin:0614141.*.*', 'urn:epc:id:sgtin:0614141.107346.2017', 'urn:epc:id:sgtin:0614142.107346.2017'],
  ['urn:epc:idpat:sgtin:*.*.*', 'urn:epc:id:sgtin:0614141.107346.2017', 'urn:epc:class:lgtin:0614141.107346.2017'],
  ['urn:epc:idpat:lgtin:0614141.107346.*', 'urn:epc:class:lgtin:0614141.107346.A-1', 'urn:epc:id:sgtin:0614141.107346.1'],
  ['urn:epc:class:lgtin:0614141.107346.*', 'urn:epc:class:lgtin:0614141.107346.A-1', 'urn:epc:class:lgtin:0614141.107347.A-1'],
  ['urn:epc:idpat:sscc:0614141.*', 'urn:epc:id:sscc:0614141.1234567890', 'urn:epc:id:sscc:0614142.1234567890'],
  ['urn:epc:idpat:sgln:0614141.12345.*', 'urn:epc:id:sgln:0614141.12345.400', 'urn:epc:id:sgln:0614141.12346.400'],
  ['urn:epc:idpat:sgln:0614141.*.*', 'urn:epc:id:sgln:0614141.12345.0', 'urn:epc:id:sgln:0614140.12345.0'],
  ['urn:epc:idpat:pgln:0614141.*', 'urn:epc:id:pgln:0614141.00777', 'urn:epc:id:sgln:0614141.00777.0'],
  ['urn:epc:idpat:grai:0614141.12345.*', 'urn:epc:id:grai:0614141.12345.400', 'urn:epc:id:grai:0614141.12346.400'],
  ['urn:epc:idpat:giai:0614141.*', 'urn:epc:id:giai:0614141.12345400', 'urn:epc:id:giai:0614142.12345400'],
  ['urn:epc:idpat:gsrn:0614141.*', 'urn:epc:id:gsrn:0614141.1234567890', 'urn:epc:id:gsrnp:0614141.1234567890'],
  ['urn:epc:idpat:gdti:0614141.12345.*', 'urn:epc:id:gdti:0614141.12345.400', 'urn:epc:id:gdti:0614141.12346.400'],
  ['urn:epc:idpat:sgcn:4012345.67890.*', 'urn:epc:id:sgcn:4012345.67890.04711', 'urn:epc:id:sgcn:4012345.67891.04711'],
  ['urn:epc:idpat:ginc:0614141.*', 'urn:epc:id:ginc:0614141.xyz47', 'urn:epc:id:ginc:0614142.xyz47'],
  ['urn:epc:idpat:gsin:0614141.*', 'urn:epc:id:gsin:0614141.123456789', 'urn:epc:id:gsin:0614142.123456789'],
  ['urn:epc:idpat:cpi:0614141.*.*', 'urn:epc:id:cpi:0614141.123ABC.123456789', 'urn:epc:id:cpi:0614142.123ABC.123456789'],
  [
    'urn:epc:idpat:itip:4012345.012345.01.*.*',
    'urn:epc:id:itip:4012345.012345.01.02.987',
    'urn:epc:id:itip:4012345.012345.02.02.987',
  ],
  ['urn:epc:idpat:upui:1234567.089456.*', 'urn:epc:id:upui:1234567.089456.51qIgY)', 'urn:epc:id:sgtin:1234567.089456.51'],
];

describe('patterns of EPCs', () => {
  for (const [pattern, inside, outside] of SCHEMES) {
    it(`${pattern} denotes its own, as URN and as Digital Link`, () => {
      assert.notEqual(canonicalUri(inside), inside, 'has a Digital Link form');
      assert.equal(denotes(pattern, inside), true);
      assert.equal(denotes(pattern, canonicalUri(inside)), true);
      assert.equal(denotes(pattern, outside), false);
      assert.equal(denotes(pattern, canonicalUri(outside)), false);
    });
  }

  it('schemes without a Digital Link form are compared by their components', () => {
    assert.equal(denotes('urn:epc:idpat:gid:95100000.12345.*', 'urn:epc:id:gid:95100000.12345.400'), true);
    assert.equal(denotes('urn:epc:idpat:gid:95100000.12345.*', 'urn:epc:id:gid:95100000.12346.400'), false);
    assert.equal(denotes('urn:epc:idpat:gid:95100000.12345.*', 'https://id.gs1.org/01/00614141073467/21/1'), false);
  });

  it('among classes an asterisk of the event is met only by an asterisk of the query', () => {
    const event = 'urn:epc:idpat:sgtin:0614141.112345.*';
    for (const identifier of [event, canonicalUri(event)]) {
      assert.equal(denotes('urn:epc:idpat:sgtin:0614141.*.*', identifier, true), true);
      assert.equal(denotes('urn:epc:idpat:sgtin:0614141.112345.*', identifier, true), true);
      assert.equal(denotes('urn:epc:idpat:sgtin:0614141.112345.400', identifier, true), false);
      assert.equal(denotes(canonicalUri(event), identifier, true), true);
    }
    assert.equal(denotes('urn:epc:idpat:sgtin:0614141.*.*', canonicalUri('urn:epc:class:lgtin:0614141.112345.L1'), true), false);
  });

  it('a Digital Link URI that ends in an asterisk denotes all lots or serials', () => {
    const lot = 'urn:epc:class:lgtin:0614141.112345.L1';
    const all = canonicalUri(lot).replace(/L1$/, '*');
    assert.equal(denotes(all, lot, true), true);
    assert.equal(denotes(all, canonicalUri('urn:epc:class:lgtin:0614141.112346.L1'), true), false);
    assert.equal(denotes(all, canonicalUri('urn:epc:id:sgtin:0614141.112345.L1')), false);
  });

  it('what has no asterisk denotes itself', () => {
    assert.equal(denotes('urn:epc:idpat:sgtin:0614141.107346.2017', canonicalUri('urn:epc:id:sgtin:0614141.107346.2017')), true);
    assert.equal(denotes('https://example.com/things/7', 'https://example.com/things/7'), true);
  });

  it('malformed patterns are said to be', () => {
    const bad = [
      'sgtin:*.107346.2017',
      'sgtin:0614141.*.2017',
      'sgtin:0614141.*',
      'sgtin:0614141..*',
      'sscc:0614141',
      'nothing:1.*',
    ];
    for (const body of bad) assert.equal(readEpcPattern(`urn:epc:idpat:${body}`, false).kind, 'malformed', body);
  });
});
