import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { canonicalNumber, canonicalNumericText } from './canonical-number.ts';
import { canonicalTime } from './canonical-time.ts';
import { expandCurie, expandKey, namespacesOf, withContext } from './namespaces.ts';

describe('times', () => {
  const TIMES: readonly (readonly [string, string])[] = [
    ['2005-04-03T20:33:31.116000-06:00', '2005-04-04T02:33:31.116Z'],
    ['2023-02-02T11:04:03.1415Z', '2023-02-02T11:04:03.142Z'],
    ['2023-02-02T11:04:03.1425Z', '2023-02-02T11:04:03.143Z'],
    ['2023-02-02T11:04:03.14149999Z', '2023-02-02T11:04:03.141Z'],
    ['2023-12-31T23:59:59.9995Z', '2024-01-01T00:00:00.000Z'],
    ['2023-02-02T11:04:03.1Z', '2023-02-02T11:04:03.100Z'],
    ['2023-02-02T11:04:03+14:00', '2023-02-01T21:04:03.000Z'],
    ['2023-02-02t11:04:03z', '2023-02-02T11:04:03.000Z'],
    ['0099-02-02T11:04:03Z', '0099-02-02T11:04:03.000Z'],
    ['2023-02-02T11:04:03.123Z', '2023-02-02T11:04:03.123Z'],
  ];
  for (const [written, canonical] of TIMES) test(written, () => assert.equal(canonicalTime(written), canonical));

  const REFUSED = [
    '',
    'yesterday',
    '2023-02-02',
    '2023-02-02T11:04:03',
    '2023-02-02T11:04:03.',
    '2023-02-02T11:04:03.5',
    '2023-02-02 11:04:03Z',
    '2023-13-02T11:04:03Z',
    '2023-02-02T25:04:03Z',
    '2023-02-02T11:04:03+0800',
    '2023-02-02T11:04:03+08:00 (CST)',
    '2023-02-02T11:04:03 GMT',
    '12023-02-02T11:04:03Z',
    '2023-02-02T11:04:03+08:61',
  ];
  for (const text of REFUSED) test(`unchanged: ${text}`, () => assert.equal(canonicalTime(text), text));
});

describe('numbers', () => {
  test('as doubles in their shortest form', () => {
    const written = [
      26.0,
      -0,
      12.1,
      1e21,
      1e22,
      Number('12345678901234567890'),
      1e-4,
      0.00001,
      -2.5e-7,
      1e-10,
      0.1 + 0.2,
      -3,
    ].map(canonicalNumber);
    const canonical = [
      '26',
      '0',
      '12.1',
      '1000000000000000000000',
      '10000000000000000000000',
      '12345678901234567168',
      '0.0001',
      '1e-05',
      '-2.5e-07',
      '1e-10',
      '0.30000000000000004',
      '-3',
    ];
    assert.deepEqual(written, canonical);
  });

  test('in a text', () => {
    const texts = ['007', '7.0', '+1e3', '.5', '5.', '-0.0', '1E-5', '4711'];
    assert.deepEqual(texts.map(canonicalNumericText), ['7', '7', '1000', '0.5', '5', '0', '1e-05', '4711']);
    for (const text of [
      '',
      '.',
      '+',
      '-.',
      '1e',
      '1e+',
      'e5',
      '0x10',
      '1_000',
      '1,5',
      '12 kg',
      '1.2.3',
      'Infinity',
      'NaN',
      '1e400',
      '2020-01-01',
      '１',
    ]) {
      assert.equal(canonicalNumericText(text), null, text);
    }
  });

  test('read back as they were', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
        const text = canonicalNumber(value);
        assert.equal(Number(text), value === 0 ? 0 : value);
        assert.equal(canonicalNumericText(text), text);
      }),
    );
  });
});

describe('namespaces of a context', () => {
  const context = [
    'https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld',
    { ex: 'http://one.example/' },
    { ex: 'http://two.example/', t: { '@id': 'urn:t:' } },
  ];
  const namespaces = namespacesOf(context);

  test('later definitions win; the standard ones need none', () => {
    assert.equal(expandKey('ex:a:b', namespaces), '{http://two.example/}a:b');
    assert.equal(expandCurie('t:x', namespaces), 'urn:t:x');
    assert.equal(expandCurie('cbv:Comp-x', namespacesOf(undefined)), 'https://ref.gs1.org/cbv/Comp-x');
    assert.equal(expandCurie('ex:x', withContext(namespaces, { ex: 'http://three.example/' })), 'http://three.example/x');
    assert.equal(expandCurie('ex:x', namespaces), 'http://two.example/x');
  });

  test('anything else stays', () => {
    for (const text of ['ex', ':x', 'ex://x', 'no:x', '', 'https://two.example/x', 'constructor:x'])
      assert.equal(expandCurie(text, namespaces), text);
  });

  test('a context that is none defines nothing, and does no harm', () => {
    for (const odd of [null, 1, 'http://c.example', true, [null, 3, [{ ex: 5 }]], { '@vocab': 'http://v.example/', ex: null }]) {
      assert.equal(expandKey('ex:a', namespacesOf(odd)), 'ex:a');
    }
  });
});
