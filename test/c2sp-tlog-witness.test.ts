import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  ADD_CHECKPOINT_REFUSALS,
  formatAddCheckpoint,
  type KnownLog,
  openCheckpoint,
  parseAddCheckpoint,
  verifierKey,
  verifyConsistency,
} from '../src/merkle/index.ts';
import { ed25519Verify, fromHex, hasher, sha256, toHex } from './support/log-crypto.ts';
import vectors from './vectors/c2sp-tlog-witness.json' with { type: 'json' };

const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';

/** A witness as the standard has it, out of the functions of the module; it answers with HTTP status codes. */
class Witness {
  private readonly log: KnownLog;
  private last = { size: 0, root: hasher.empty() };

  constructor(log: KnownLog) {
    this.log = log;
  }

  async add(body: string): Promise<number> {
    const request = parseAddCheckpoint(body);
    if (!request.ok) return 400;
    const opened = await openCheckpoint(request.value.checkpoint, this.log, ed25519Verify);
    if (!opened.ok) return 403;
    const { size: newSize, root: newRoot } = opened.value.checkpoint;
    if (request.value.oldSize > newSize) return 400;
    if (request.value.oldSize !== this.last.size) return 409;
    const claim = { oldSize: this.last.size, oldRoot: this.last.root, newSize, newRoot };
    if (!verifyConsistency(hasher, claim, request.value.proof).ok) return 422;
    this.last = { size: newSize, root: newRoot };
    return 200;
  }
}

describe('requests to a witness', () => {
  test('the example of the specification is read and written the same', () => {
    const read = parseAddCheckpoint(vectors.specification);
    assert.ok(read.ok);
    assert.equal(read.value.oldSize, 20852014);
    assert.equal(read.value.proof.length, 4);
    assert.ok(read.value.checkpoint.startsWith('example.com/behind-the-sofa\n20852163\n'));
    assert.equal(formatAddCheckpoint(read.value), vectors.specification);
  });

  test('a published conversation gets the published answers', async () => {
    const publicKey = fromHex(vectors.logKey);
    const origin = `sigsum.org/v1/tree/${toHex(sha256(publicKey))}`;
    const keys = [verifierKey(sha256, origin, 'ed25519', publicKey)];
    const witness = new Witness({ origin, keys, witnesses: [] });
    for (const { body, status } of vectors.requests) assert.equal(await witness.add(body), status, body);
  });

  test('that are malformed are refused, the first fault of the list first', () => {
    const cases: readonly (readonly [string, (typeof ADD_CHECKPOINT_REFUSALS)[number]])[] = [
      ['', 'no-checkpoint'],
      ['old x\nx\n', 'no-checkpoint'],
      ['\n\nx\n', 'malformed-old-size'],
      ['old x\nx\n\na\n', 'malformed-old-size'],
      ['old 01\n\na\n', 'malformed-old-size'],
      ['old -1\n\na\n', 'malformed-old-size'],
      ['old  1\n\na\n', 'malformed-old-size'],
      ['old 1 \n\na\n', 'malformed-old-size'],
      ['Old 1\n\na\n', 'malformed-old-size'],
      [`${ROOT}\n\na\n`, 'malformed-old-size'],
      ['old 9007199254740992\n\na\n', 'malformed-old-size'],
      ['old 1\nx\n\na\n', 'malformed-proof'],
      ['old 1\nAAAA\n\na\n', 'malformed-proof'],
      [`old 1\n ${ROOT}\n\na\n`, 'malformed-proof'],
      [`old 1\n${ROOT.slice(0, -2)}J=\n\na\n`, 'malformed-proof'],
      [`old 1\n${`${ROOT}\n`.repeat(64)}\na\n`, 'malformed-proof'],
    ];
    for (const [body, refusal] of cases) assert.deepEqual(parseAddCheckpoint(body), { ok: false, refusal }, body);
    assert.deepEqual([...new Set(cases.map(([, refusal]) => refusal))], ADD_CHECKPOINT_REFUSALS);
    assert.ok(parseAddCheckpoint(`old 1\n${`${ROOT}\n`.repeat(63)}\na\n`).ok);
  });

  test('that cannot be are not made', () => {
    assert.throws(() => formatAddCheckpoint({ oldSize: -1, proof: [], checkpoint: 'a\n' }), RangeError);
    assert.throws(() => formatAddCheckpoint({ oldSize: 1, proof: [new Uint8Array(31)], checkpoint: 'a\n' }), RangeError);
    const tooMany = new Array<Uint8Array>(64).fill(new Uint8Array(32));
    assert.throws(() => formatAddCheckpoint({ oldSize: 1, proof: tooMany, checkpoint: 'a\n' }), /at most 63 hashes, got 64/);
  });
});
