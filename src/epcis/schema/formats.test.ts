import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Ajv } from 'ajv';
import ajvFormats from 'ajv-formats';
import fc from 'fast-check';
import { instantMs } from '../instant.ts';
import { isDateTime, isUri, isUriOutsideCbv, isUriOutsideGs1Vocabulary } from './formats.ts';

const ajv = new Ajv();
ajvFormats.default(ajv);

/** Texts put together from pieces that a grammar cares about, so that many are right and many nearly. */
const textOf = (pieces: readonly string[]) =>
  fc
    .array(
      fc.oneof(
        { weight: 9, arbitrary: fc.constantFrom(...pieces) },
        { weight: 1, arbitrary: fc.string({ maxLength: 2, unit: 'binary' }) },
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));

const URI_PIECES = [
  'http',
  'https',
  'urn',
  'a',
  'Z',
  '1',
  ':',
  '/',
  '//',
  '?',
  '#',
  '[',
  ']',
  '::',
  '1:',
  'ffff:',
  '1.2.3.4',
  '256.1.1.1',
  '@',
  '%2F',
  '%zz',
  '%',
  '~',
  '_',
  '-',
  '.',
  '!$',
  "'()*",
  '+,;=',
  '"',
  '<',
  '>',
  '\\',
  '^',
  '`',
  '{',
  '|',
  '}',
  ' ',
  '\n',
  'é',
  '例',
  'v1.x',
  ':80',
];

const TIME_PIECES = [
  '2020-01-01',
  '2024-02-29',
  '2023-02-29',
  '1900-02-29',
  '2000-02-29',
  '2020-04-31',
  '2020-00-01',
  '2020-12-00',
  '0000-01-01',
  'T',
  't',
  ' ',
  '\u2003',
  '00:00:00',
  '23:59:60',
  '07:59:60',
  '24:00:00',
  '12:60:00',
  '23:59:59',
  '.',
  '.5',
  '.999999999999999999',
  'Z',
  'z',
  '+08:00',
  '-08:00',
  '+0800',
  '+08',
  '+24:00',
  '-00:60',
  '0',
  '9',
  '٣',
];

describe('formats of the GS1 schema', () => {
  for (const [format, ours, pieces] of [
    ['uri', isUri, URI_PIECES],
    ['date-time', isDateTime, TIME_PIECES],
  ] as const) {
    test(`${format} as ajv-formats has it`, () => {
      const theirs = ajv.compile({ type: 'string', format });
      fc.assert(
        fc.property(textOf(pieces), (text) => assert.equal(ours(text), theirs(text), JSON.stringify(text))),
        { numRuns: 5000 },
      );
    });
  }

  test('date-time as ajv-formats has it, day, time and offset in order', () => {
    const theirs = ajv.compile({ type: 'string', format: 'date-time' });
    const [days, signs, times, offsets] = [
      TIME_PIECES.slice(0, 9),
      TIME_PIECES.slice(9, 13),
      TIME_PIECES.slice(13, 19),
      TIME_PIECES.slice(22, 30),
    ];
    const made = fc.tuple(
      fc.constantFrom(...days),
      fc.constantFrom(...signs),
      fc.constantFrom(...times),
      fc.constantFrom('', '.5', '.'),
      fc.constantFrom(...offsets, ''),
    );
    fc.assert(
      fc.property(made, (parts) => {
        const text = parts.join('');
        assert.equal(isDateTime(text), theirs(text), text);
        assert.ok(!isDateTime(text) || instantMs(text) !== null, `${text} passes but has no place on the line of time`);
      }),
      { numRuns: 2000 },
    );
  });

  test('a day that no calendar has is no date', () => {
    for (const text of [
      '2023-02-30T00:00:00Z',
      '2023-02-29T00:00:00Z',
      '2023-04-31T00:00:00Z',
      '2023-13-01T00:00:00Z',
      '2023-01-01T00:00:00',
    ]) {
      assert.equal(isDateTime(text), false, text);
    }
    assert.ok(isDateTime('2024-02-29T23:59:59.999+08:00'));
  });

  test('words of the standard spelled out as URIs are refused, those of others are not', () => {
    assert.equal(isUriOutsideCbv('urn:epcglobal:cbv:bizstep:receiving'), false);
    assert.equal(isUriOutsideCbv('https://ns.gs1.org/cbv/BizStep-receiving'), false);
    assert.equal(isUriOutsideCbv('https://example.com/bizstep/roasting'), true);
    assert.equal(isUriOutsideGs1Vocabulary('https://gs1.org/voc/Temperature'), false);
    assert.equal(isUriOutsideGs1Vocabulary('https://example.com/voc/Alpha'), true);
  });

  test('a long text that nearly matches is judged at once', () => {
    const from = performance.now();
    assert.equal(isUri(`https://example.com/${'a/'.repeat(50_000)} `), false);
    assert.equal(isUri(`urn:${'%20:'.repeat(50_000)}%`), false);
    assert.ok(performance.now() - from < 1000);
  });
});
