import assert from 'node:assert/strict';
import { test } from 'node:test';
import { numberIn, parseCsv, textIn } from './csv.ts';

test('quotes, doubled quotes, commas and line ends inside quotes, CRLF and a byte order mark are read', () => {
  const rows = parseCsv('\uFEFFa,b\r\n"x, ""y""",1\r\n"two\nlines",\r\n', 'f.csv');
  assert.deepEqual(rows, [
    { a: 'x, "y"', b: '1' },
    { a: 'two\nlines', b: '' },
  ]);
});

test('a last line without a line end counts, an empty last field too', () => {
  assert.deepEqual(parseCsv('a,b\n1,2', 'f.csv'), [{ a: '1', b: '2' }]);
  assert.deepEqual(parseCsv('a,b\n1,', 'f.csv'), [{ a: '1', b: '' }]);
});

test('a row of the wrong length, a stray quote and an empty file are named with file and line', () => {
  assert.throws(() => parseCsv('a,b\n1,2\n3\n', 'f.csv'), /f\.csv: line 3: expected 2 fields, got 1/);
  assert.throws(() => parseCsv('a,b\n1,x"y\n', 'f.csv'), /f\.csv: line 2/);
  assert.throws(() => parseCsv('a,b\n1,"open\n', 'f.csv'), /f\.csv: line 2/);
  assert.throws(() => parseCsv('', 'f.csv'), /f\.csv: expected a header line/);
});

test('fields that are no numbers or not there are refused by column', () => {
  for (const value of ['', ' ', 'ten', 'NaN', 'Infinity', '1,5'])
    assert.throws(() => numberIn({ t: value }, 't', 'f.csv'), /f\.csv: column t: expected a number/);
  assert.throws(() => numberIn({}, 't', 'f.csv'), /column t/);
  assert.throws(() => textIn({ t: '' }, 't', 'f.csv'), /column t: expected a value/);
  assert.equal(numberIn({ t: '-1.5e3' }, 't', 'f.csv'), -1500);
});
