import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { locateSyntaxFault } from './json-syntax.ts';
import { decodeUtf8, DEPTH_MAX, findUnkeepable, parseJson } from './json-text.ts';
import type { Json } from './json.ts';

function messageOf(text: string): string {
  const reading = parseJson(text);
  assert.ok(!reading.ok, text);
  return reading.problems.map((problem) => `${problem.path} ${problem.code} ${problem.line ?? ''} ${problem.message}`).join('\n');
}

describe('JSON text', () => {
  test('a fault is named with line and column', () => {
    assert.match(
      messageOf('{\r\n  "a": 1,\r\n  "b": x\r\n}'),
      /^\$ json\.syntax 3 .*line 3, column 8: expected a value, found "x/,
    );
    assert.match(messageOf('{"a":1'), /line 1, column 7: expected , or }, found the end of the text \(is it cut off\?\)/);
    assert.match(messageOf(''), /line 1, column 1: expected a value/);
    assert.match(messageOf('{"a":1,}'), /column 8: expected a field name in double quotes, found "}"/);
    assert.match(messageOf("{'a':1}"), /column 2: expected a field name in double quotes or }/);
    assert.match(messageOf('[1,2'), /column 5: expected , or \]/);
    assert.match(messageOf('{"a":1} {"a":2}'), /column 9: expected the end of the text/);
    assert.match(messageOf('{"a" 1}'), /column 6: expected :/);
    assert.match(messageOf('[01]'), /column 2: expected a value/);
    assert.match(messageOf('{"quantity": 12 kg}'), /column 17: expected , or }, found "kg}"/);
    assert.match(messageOf('{"a":"\\x"}'), /column 7/);
    assert.match(messageOf('<?xml version="1.0"?>'), /expected a value, found "<\?xml/);
    assert.match(messageOf('NaN'), /column 1/);
  });

  test('a fault is found in every text that JSON.parse refuses, at or before its end', () => {
    const broken = fc
      .json()
      .chain((text) =>
        fc.tuple(fc.constant(text), fc.nat(text.length), fc.constantFrom('', ',', '}', '"', ':', 'x', '\n', '\\', '0')),
      );
    fc.assert(
      fc.property(broken, ([text, index, sign]) => {
        const changed = text.slice(0, index) + sign + text.slice(index + 1);
        const reading = parseJson(changed);
        if (reading.ok || reading.problems[0]!.code !== 'json.syntax') return;
        const fault = locateSyntaxFault(changed);
        const lines = changed.split('\n');
        assert.ok(fault.line <= lines.length && fault.column <= lines[fault.line - 1]!.length + 1);
        const before = [...lines.slice(0, fault.line - 1), lines[fault.line - 1]!.slice(0, fault.column - 1)].join('\n');
        assert.ok(
          fault.found.startsWith('the end') || JSON.stringify(changed.slice(before.length, before.length + 12)) === fault.found,
        );
      }),
      { numRuns: 2000 },
    );
  });

  test('a byte order mark and CRLF are fine', () => {
    assert.deepEqual(parseJson('\ufeff{"a":\r\n1}\r\n'), { ok: true, value: { a: 1 } });
    assert.deepEqual(decodeUtf8(new Uint8Array([0xef, 0xbb, 0xbf, 0x31])), { ok: true, value: '1' });
  });

  test('bytes that are not UTF-8 are refused', () => {
    const reading = decodeUtf8(new Uint8Array([0xc4, 0xe3]));
    assert.ok(!reading.ok && reading.problems[0]!.code === 'json.encoding');
  });

  test('nesting is read to 64 levels and refused beyond, however deep', () => {
    const nested = (levels: number) => '{"a":'.repeat(levels - 1) + '[]' + '}'.repeat(levels - 1);
    assert.ok(parseJson(nested(DEPTH_MAX)).ok);
    assert.match(messageOf(nested(DEPTH_MAX + 1)), /^\$(\.a){64} json\.depth/);
    assert.match(messageOf('['.repeat(200_000) + ']'.repeat(200_000)), /json\.depth/);
    assert.match(messageOf('['.repeat(200_000)), /json\.syntax.*expected a value or \]/);
  });

  test('what cannot be kept is named with its path', () => {
    const codes = (text: string) =>
      findUnkeepable(JSON.parse(text) as Json, '$').map((problem) => `${problem.path} ${problem.code}`);
    assert.deepEqual(codes('{"a":["b","\\u0000"],"c":"\\ud800"}'), ['$.a[1] json.text', '$.c json.text']);
    assert.deepEqual(codes('{"a":{"b:c":1e400}}'), ["$.a['b:c'] quantity.not-finite"]);
    assert.deepEqual(codes('{"__proto__":{"polluted":true},"a\\u0000":1}'), [
      '$.__proto__ json.field-name',
      "$['a\u0000'] json.field-name",
    ]);
    assert.deepEqual(codes('{"a":["稀土",null,1e300,"😀",true]}'), []);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });
});
