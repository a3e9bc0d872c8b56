import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { LINE_BYTES_MAX, type NdjsonLine, readNdjson, streamNdjson } from './ndjson.ts';

const EVENT = '{"type":"ObjectEvent","action":"ADD"}';
const utf8 = new TextEncoder();

async function streamed(chunks: Iterable<Uint8Array>): Promise<NdjsonLine[]> {
  const lines: NdjsonLine[] = [];
  for await (const line of streamNdjson(chunks)) lines.push(line);
  return lines;
}

const summary = (lines: readonly NdjsonLine[]) =>
  lines.map((line) => `${line.line} ${line.ok ? 'ok' : line.problems.map(({ code }) => code).join()}`);

describe('NDJSON', () => {
  test('blank lines are passed over, a bad line names its number and the rest go on', () => {
    const lines = [...readNdjson([`\ufeff${EVENT}\r`, '', '{"type":', '[]', '"text"', '{"type":"EPCISDocument"}', EVENT])];
    assert.deepEqual(summary(lines), ['1 ok', '3 json.syntax', '4 document.kind', '5 document.kind', '6 document.kind', '7 ok']);
    const bad = lines[1]!;
    assert.ok(!bad.ok);
    assert.equal(bad.problems[0]!.line, 3);
    assert.match(bad.problems[0]!.message, /line 3, column 9/);
  });

  test('an event brings its own context or none', () => {
    const [first, second] = [...readNdjson(['{"type":"a:b"}', '{"type":"a:b","@context":["c:d"]}'])];
    assert.ok(first?.ok === true && second?.ok === true);
    assert.equal(first.context, null);
    assert.deepEqual(second.context, ['c:d']);
  });

  test('bytes cut anywhere give the same lines as the whole', async () => {
    const text = `\ufeff${EVENT}\r\n\r\n{"稀土":"镨钕 😀"}\n{"bad\n${EVENT}`;
    const bytes = utf8.encode(text);
    const whole = [...readNdjson(text.split('\n'))];
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), async (cuts) => {
        const edges = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
        const chunks = edges.slice(1).map((edge, index) => bytes.slice(edges[index], edge));
        assert.deepEqual(await streamed(chunks), whole);
      }),
    );
  });

  test('a line without end is let go and named, and the next line is read', async () => {
    const filler = new Uint8Array(1_000_000).fill(0x20);
    const chunks = [...Array.from({ length: LINE_BYTES_MAX / 1e6 + 1 }, () => filler), utf8.encode(`\n${EVENT}\n`)];
    assert.deepEqual(summary(await streamed(chunks)), ['1 json.line-length', '2 ok']);
  });

  test('a line that is not UTF-8 is named', async () => {
    assert.deepEqual(summary(await streamed([new Uint8Array([0x22, 0xff, 0x22, 0x0a]), utf8.encode(EVENT)])), [
      '1 json.encoding',
      '2 ok',
    ]);
  });
});
