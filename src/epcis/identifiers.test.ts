import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { gs1CheckDigit } from './gs1-keys.ts';
import { canonicalUri, glnOf, gtinOf, isValidKey, lotOf, productOf, siteOf } from './identifiers.ts';

const HOME = 'https://id.gs1.org/';

/** EPC URN and the path of its canonical Digital Link; examples of the EPC Tag Data Standard and of GS1's own vectors. */
const URNS: readonly (readonly [string, string])[] = [
  ['id:sgtin:4012345.011111.98%22', '01/04012345111118/21/98%22'],
  ['id:sgtin:415056789012.0.987654', '01/04150567890128/21/987654'],
  ['id:sgtin:0614141.812345.6789%2F%26%25%22!%3F()', '01/80614141123458/21/6789%2F%26%25%22%21%3F%28%29'],
  ['id:sscc:4012345.3111111111', '00/340123451111111111'],
  ['id:sscc:4012345.0000000011', '00/040123450000000115'],
  ['id:sgln:4012345.00005.122', '414/4012345000054/254/122'],
  ['id:sgln:4012345.00005.0', '414/4012345000054'],
  ['id:sgln:401234500005..A.1', '414/4012345000054/254/A.1'],
  ['id:pgln:4000001.00000', '417/4000001000005'],
  ['id:pgln:999999999999.', '417/9999999999994'],
  ['id:grai:4012345.00022.334455', '8003/04012345000221334455'],
  ['id:grai:999999999999..7', '8003/099999999999947'],
  ['id:giai:4012345.ABC.345', '8004/4012345ABC.345'],
  ['id:gsrn:4012345.0000006765', '8018/401234500000067657'],
  ['id:gsrnp:4012345.0000000007', '8017/401234500000000074'],
  ['id:gdti:4012345.00009.PO-4711', '253/4012345000092PO-4711'],
  ['id:gdti:987659999999..9', '253/98765999999929'],
  ['id:sgcn:4012345.99999.44', '255/401234599999044'],
  ['id:cpi:0614141.11111111111111-A%23%2F.1234', '8010/061414111111111111111-A%23%2F/8011/1234'],
  ['id:ginc:0614141.xyz47%2F11', '401/0614141xyz47%2F11'],
  ['id:gsin:4012345.222333444', '402/40123452223334442'],
  ['id:itip:4012345.011111.01.02.987', '8006/040123451111180102/21/987'],
  ["id:upui:1234567.098765.51qIgY)%3C%26Jp3*j7'SDB", "01/01234567987651/235/51qIgY%29%3C%26Jp3%2Aj7'SDB"],
  ['class:lgtin:4012345.012345.Lot987', '01/04012345123456/10/Lot987'],
  ['idpat:sgtin:4012345.012345.*', '01/04012345123456'],
  ['idpat:grai:4012345.99999.*', '8003/04012345999990'],
  ['idpat:gdti:4012345.11111.*', '253/4012345111118'],
  ['idpat:sgcn:4012345.22222.*', '255/4012345222227'],
  ['idpat:cpi:4012345.AB12.*', '8010/4012345AB12'],
  ['idpat:itip:4012345.012345.01.02.*', '8006/040123451234560102'],
  ['idpat:upui:4012345.012345.*', '01/04012345123456'],
];

const LINKS: readonly (readonly [string, string])[] = [
  ['https://id.gs1.org/gtin/09780345418913', '01/09780345418913'],
  ['https://example.com/gtin/09780345418913/21/765tz?abc=211121', '01/09780345418913/21/765tz'],
  ['http://example.de/gtin-8/01/97803111', '01/00000097803111'],
  ['http://us-company-with-UPC.com/01/001122334455/ser/GHB', '01/00001122334455/21/GHB'],
  ['http://localhost:8080/stem/gtin/4012345123456/lot/A(1)', '01/04012345123456/10/A%281%29'],
  ['https://id.gs1.org/gtin/9780345418913/cpv/344/lot/1223/ser/765tz', '01/09780345418913/21/765tz'],
  ['https://id.gs1.org/gtin/9780345418913/cpv/344', '01/09780345418913'],
  ['http://example.de/01/040123451234/cpv/344/lot/ABD', '01/00040123451234/10/ABD'],
  ['https://fashion.example/8006/040123451234560102/10/Lot-123/21/ser987', '8006/040123451234560102/21/ser987'],
  ['https://example.co.uk/party/4226350800008', '417/4226350800008'],
  ['https://id.example.org/gln/4280000000002/254/12', '414/4280000000002/254/12'],
  ['https://id.example.org/8003/03870585000552987', '8003/03870585000552987'],
  ['https://id.example.org/8010/0628165987/8011/9876', '8010/0628165987/8011/9876'],
  ['https://id.example.org/255/0811625999996554433', '255/0811625999996554433'],
  ['https://id.example.org/01/04012345111118/21/98%2F', '01/04012345111118/21/98%2F'],
  ['https://id.example.org/235/x/01/04012345111118/235/AB', '01/04012345111118/235/AB'],
];

const UNCHANGED = [
  '',
  'http',
  'https://',
  'https://id.gs1.org/',
  'https://id.gs1.org',
  'urn:epc:',
  'urn:epc:id',
  'urn:epc:id:sgtin:',
  'Hello World!',
  '42',
  'urn:epc:id:gid:95100000.12345.400',
  'urn:epc:id:usdod:2S194.12345678901',
  'urn:epcglobal:cbv:bt:0614141073467:1152',
  'urn:uuid:1-2',
  'geo:1.5,2.5',
  'urn:epc:id:sgtin:12345.1234567.1',
  'urn:epc:id:sgtin:1234567.12345.1',
  'urn:epc:id:sgtin:1234567.1234567.1',
  'urn:epc:id:sgtin:1234567.123456',
  'urn:epc:id:sgtin:1234567.123456.',
  'urn:epc:id:sgtin:1234567.123456.a b',
  'urn:epc:id:sgtin:1234567.123456.a%2',
  'urn:epc:id:sgtin:1234567.123456.a%20',
  'urn:epc:id:sgtin:1234567.123456.123456789012345678901',
  'urn:epc:id:sgtin:123456A.123456.1',
  'urn:epc:id:sgtin:1234567.123456.钕',
  'urn:epc:id:sgtin:1234567890123..1',
  'urn:epc:id:sscc:1234567.12',
  'urn:epc:id:sscc:1234567.1234567890.1',
  'urn:epc:id:sgln:1234567.123456.0',
  'urn:epc:id:pgln:1234567.12345.0',
  'urn:epc:id:sgcn:4012345.99999.4A',
  'urn:epc:id:cpi:0614141.abc.1',
  'urn:epc:id:cpi:0614141.ABC.1A',
  'urn:epc:id:cpi:0614141.1',
  'urn:epc:id:itip:4012345.011111.1.02.987',
  'urn:epc:idpat:sgtin:4012345.*.*',
  'urn:epc:idpat:sgtin:4012345.012345.1',
  'urn:epc:id:giai:4012345',
  'urn:epc:class:sgtin:4012345.012345.1',
  'urn:epc:id:constructor:1',
  'https://id.gs1.org/constructor/12345678',
  'https://example.org/01/97803',
  'https://example.org/01/123456789',
  'https://example.org/01/978034541891A',
  'http://id.gs1.org/99/9780345418913',
  'http://id.gs1.org/01/9780345418913/99/utfgf',
  'http://example.de/abc/9780345418913',
  'https://id.gs1.org/8006/04012345123456/22/ABCD/10/XYZ',
  'https://x.example/01/9780345418913/21/1/10/2',
  'https://x.example/01/9780345418913/10',
  'https://x.example/01/9780345418913/10/',
  'https://x.example/01/9780345418913/',
  'https://x.example/01/9780345418913/10/A#top',
  'https://x.example/414/428000000000',
  'https://x.example/414/4280000000002/10/A',
  'https://x.example/417/4280000000002/254/A',
  'https://x.example/00/34012345311111111',
  'https://x.example/8004/12',
  'ftp://x.example/01/9780345418913',
  'https://x.example?u=/01/9780345418913',
];

describe('one form of each identifier', () => {
  for (const [urn, path] of URNS) test(`urn:epc:${urn}`, () => assert.equal(canonicalUri(`urn:epc:${urn}`), HOME + path));
  for (const [link, path] of LINKS) test(link, () => assert.equal(canonicalUri(link), HOME + path));

  test('what is canonical stays', () => {
    for (const [, path] of [...URNS, ...LINKS]) assert.equal(canonicalUri(HOME + path), HOME + path);
  });

  for (const text of UNCHANGED) test(`unchanged: ${text}`, () => assert.equal(canonicalUri(text), text));

  test('nothing throws, and once is enough', () => {
    const starts = fc.constantFrom(
      '',
      'urn:epc:id:',
      'urn:epc:id:sgtin:',
      'urn:epc:idpat:cpi:',
      HOME,
      'https://a.b/01/',
      'http',
      `${HOME}01/04012345111118/10/`,
    );
    fc.assert(
      fc.property(starts, fc.oneof(fc.string(), fc.stringMatching(/^[0-9./%A-F*:]*$/)), (start, text) => {
        const once = canonicalUri(start + text);
        assert.equal(canonicalUri(once), once);
        assert.equal(typeof isValidKey(start + text), 'boolean');
        lotOf(start + text);
      }),
    );
  });
});

describe('check digits', () => {
  test('of known keys', () => {
    assert.equal(gs1CheckDigit('629104150021'), 3);
    assert.equal(gs1CheckDigit('37610425002123456'), 9);
    assert.equal(gs1CheckDigit('0'), 0);
    for (const bad of ['', '12a', ' 1', '１２']) assert.throws(() => gs1CheckDigit(bad), RangeError);
  });

  test('every converted URN is valid, and any other last digit is not', () => {
    for (const [urn] of URNS) assert.equal(isValidKey(`urn:epc:${urn}`), true, urn);
    for (const digit of '0123456789') {
      assert.equal(isValidKey(`https://id.gs1.org/01/0401234511111${digit}/10/A`), digit === '8', digit);
      assert.equal(isValidKey(`https://x.example/gln/401234500005${digit}`), digit === '4', digit);
      assert.equal(isValidKey(`https://x.example/8003/0401234500022${digit}334455`), digit === '1', digit);
      assert.equal(isValidKey(`https://x.example/8006/0401234511111${digit}0102`), digit === '8', digit);
    }
  });

  test('what is no key is not valid', () => {
    for (const text of UNCHANGED) assert.equal(isValidKey(text), false, text);
    assert.equal(isValidKey('https://id.gs1.org/8004/4000001111'), true);
  });
});

describe('parts of an identifier', () => {
  test('GTIN, GLN and lot', () => {
    assert.equal(gtinOf('urn:epc:class:lgtin:4012345.012345.Lot987'), '04012345123456');
    assert.equal(gtinOf('https://x.example/itip/040123451234560102'), '04012345123456');
    assert.equal(gtinOf('urn:epc:id:sscc:4012345.3111111111'), null);
    assert.equal(glnOf('urn:epc:id:pgln:4000001.00000'), '4000001000005');
    assert.equal(glnOf('urn:epc:id:sgln:4012345.00005.122'), '4012345000054');
    assert.equal(glnOf('geo:1,2'), null);
    assert.equal(lotOf('urn:epc:class:lgtin:4012345.012345.A%2F(1)'), 'A/(1)');
    assert.equal(lotOf('https://id.gs1.org/8006/040123451234560102/10/XYZ'), 'XYZ');
    assert.equal(lotOf('https://id.gs1.org/01/04012345123456/21/XYZ'), null);
    assert.equal(lotOf('https://id.gs1.org/01/04012345123456/10/%zz'), null);
    assert.equal(gtinOf('https://id.gs1.org/01/04012345123456/99/A'), null);
  });

  test('the site of a place and the product of a lot', () => {
    assert.equal(siteOf('urn:epc:id:sgln:4012345.00005.122'), 'https://id.gs1.org/414/4012345000054');
    assert.equal(siteOf('https://x.example/gln/4012345000054'), 'https://id.gs1.org/414/4012345000054');
    assert.equal(siteOf('urn:epc:id:pgln:4000001.00000'), 'https://id.gs1.org/417/4000001000005');
    assert.equal(siteOf('http://plant.example/door 1'), 'http://plant.example/door 1');
    assert.equal(productOf('urn:epc:class:lgtin:4012345.012345.Lot987'), 'https://id.gs1.org/01/04012345123456');
    assert.equal(productOf('urn:uuid:1'), null);
  });
});
