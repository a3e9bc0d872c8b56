import assert from 'node:assert/strict';
import { test } from 'node:test';
import { writeCsv } from './csv.ts';

test('a table is written with quotes where they are due', () => {
  assert.equal(
    writeCsv(
      ['批次', 'kg'],
      [
        ['a,"b"', 0.1],
        ['line\nbreak', null],
      ],
    ),
    '\ufeff批次,kg\r\n"a,""b""",0.1\r\n"line\nbreak",\r\n',
  );
});

test('a formula is defused, a negative number is not', () => {
  assert.equal(writeCsv(['x'], [['=1+1'], ['-x'], [-1.5], [Number.NaN]]), "\ufeffx\r\n'=1+1\r\n'-x\r\n-1.5\r\n\r\n");
});
