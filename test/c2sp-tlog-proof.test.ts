import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { formatTlogProof, parseTlogProof, TLOG_PROOF_REFUSALS, type TlogProof } from '../src/merkle/index.ts';
import { sha256 } from './support/log-crypto.ts';
import vectors from './vectors/c2sp-tlog-proof.json' with { type: 'json' };

const HEADER = 'c2sp.org/tlog-proof@v1';
const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';

describe('proofs that stand alone', () => {
  for (const { name, extra, index, hashesOf, checkpoint, text } of vectors.proofs) {
    test(`published: ${name}`, () => {
      const bytes = (each: string): Uint8Array => new TextEncoder().encode(each);
      const proof = {
        extra: extra === null ? undefined : bytes(extra),
        index,
        proof: hashesOf.map((each) => new Uint8Array(sha256(bytes(each)))),
        checkpoint,
      };
      assert.equal(formatTlogProof(proof), text);
      assert.deepEqual(parseTlogProof(text), { ok: true, value: proof });
    });
  }

  test('what is written is read the same', () => {
    const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
    const proof: fc.Arbitrary<TlogProof> = fc.record(
      {
        extra: fc.option(fc.uint8Array(), { nil: undefined }),
        index: fc.maxSafeNat(),
        proof: fc.array(hash, { maxLength: 63 }),
        checkpoint: fc.string(),
      },
      { noNullPrototype: true },
    );
    fc.assert(fc.property(proof, (each) => assert.deepEqual(parseTlogProof(formatTlogProof(each)), { ok: true, value: each })));
  });

  test('that are malformed are refused, the first fault of the list first', () => {
    const cases: readonly (readonly [string, (typeof TLOG_PROOF_REFUSALS)[number]])[] = [
      ['', 'no-tlog-proof'],
      ['wrong-header\nextra !\n\na\n', 'no-tlog-proof'],
      [`${HEADER}\nindex 0\n`, 'no-tlog-proof'],
      [`${HEADER}\nextra !\nindex x\n\na\n`, 'malformed-extra'],
      [`${HEADER}\nextra AAA\nindex 0\n\na\n`, 'malformed-extra'],
      [`${HEADER}\n\na\n`, 'malformed-index'],
      [`${HEADER}\nindex x\nx\n\na\n`, 'malformed-index'],
      [`${HEADER}\nindex -5\n\na\n`, 'malformed-index'],
      [`${HEADER}\nindex 00\n\na\n`, 'malformed-index'],
      [`${HEADER}\nextra AAAA\nextra AAAA\nindex 0\n\na\n`, 'malformed-index'],
      [`${HEADER}\nindex 0\nextra AAAA\n\na\n`, 'malformed-proof'],
      [`${HEADER}\nindex 0\n${ROOT}${ROOT}\n\na\n`, 'malformed-proof'],
    ];
    for (const [text, refusal] of cases) assert.deepEqual(parseTlogProof(text), { ok: false, refusal }, text);
    assert.deepEqual([...new Set(cases.map(([, refusal]) => refusal))], TLOG_PROOF_REFUSALS);
  });
});
