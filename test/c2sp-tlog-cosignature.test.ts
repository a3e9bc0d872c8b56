import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  cosignatureMessage,
  cosignCheckpoint,
  decodeCosignature,
  encodeCosignature,
  formatCheckpoint,
  formatNote,
  formatSignatureLine,
  formatVerifierKey,
  openNote,
  parseSignatureLines,
  parseVerifierKey,
  signerKey,
  signNote,
  type VerifierKey,
  verifierKey,
  verifyInclusion,
} from '../src/merkle/index.ts';
import { ed25519Sign, ed25519Verify, fromHex, hasher, publicKeyOf, seedOf, sha256, toHex } from './support/log-crypto.ts';
import vectors from './vectors/c2sp-tlog-cosignature.json' with { type: 'json' };

const { cosigned, sigsumProof, specification } = vectors;
const seed = seedOf(cosigned.seedFirstByte);
const witness = signerKey(sha256, publicKeyOf, cosigned.name, 'cosignature/v1', seed);

async function timesIn(note: string, keys: readonly VerifierKey[]): Promise<readonly (number | undefined)[] | string> {
  const opened = await openNote(note, keys, ed25519Verify);
  return opened.ok ? opened.value.known.map(({ time }) => time) : opened.refusal;
}

describe('the published cosignatures', () => {
  test('the signed message and the time of the example of the specification', () => {
    const message = new TextDecoder().decode(cosignatureMessage(specification.text, specification.time));
    assert.equal(message, specification.message);
    const lines = parseSignatureLines(specification.line);
    assert.ok(lines.ok);
    const cosignature = decodeCosignature(lines.value[0]!.bytes);
    assert.equal(cosignature?.time, specification.time);
    assert.deepEqual(encodeCosignature(cosignature), lines.value[0]!.bytes);
  });

  test("Sigsum's is made again, byte for byte", () => {
    const signature = cosignCheckpoint(cosigned.text, witness, cosigned.time, ed25519Sign(seed));
    assert.equal(formatSignatureLine(signature), cosigned.line);
  });

  test("Sigsum's is told from lines of other keys and names", async () => {
    assert.deepEqual(await timesIn(`${cosigned.text}\n${cosigned.otherLines}${cosigned.line}`, [witness]), [cosigned.time]);
    assert.equal(await timesIn(`${cosigned.text}\n${cosigned.otherLines}`, [witness]), 'no-known-signature');
    assert.equal(await timesIn(`${cosigned.text}\n${cosigned.tooLongLine}`, [witness]), 'false-signature');
  });

  test('times, and none where the bytes are no cosignature', () => {
    for (const { base64, time } of vectors.times) {
      const bytes = new Uint8Array(Buffer.from(base64, 'base64')).subarray(4);
      assert.equal(decodeCosignature(bytes)?.time ?? null, time, base64);
    }
  });

  test('keys of witnesses', () => {
    for (const text of vectors.verifierKeys) {
      const key = parseVerifierKey(sha256, text);
      assert.ok(key.ok, text);
      assert.equal(key.value.type, 'cosignature/v1');
      assert.equal(formatVerifierKey(key.value), text);
    }
  });
});

/** Made by Sigsum's own programs: a log, a witness and an entry with its proof of inclusion. */
describe('a published proof of Sigsum, from its entry to its witness', () => {
  const { origin, size } = sigsumProof;
  const root = fromHex(sigsumProof.root);
  const logKey = verifierKey(sha256, origin, 'ed25519', fromHex(sigsumProof.logKey));
  const witnessKey = verifierKey(sha256, 'witness.example', 'cosignature/v1', fromHex(sigsumProof.witnessKey));
  const text = formatCheckpoint({ origin, size, root, extensions: [] });
  const line = (key: VerifierKey, bytes: Uint8Array) => ({ name: key.name, keyId: key.keyId, bytes });

  test('the log signed the checkpoint and the witness cosigned it', async () => {
    const [time, signature] = [sigsumProof.cosignatureTime, fromHex(sigsumProof.cosignature)];
    const note = formatNote({
      text,
      signatures: [line(logKey, fromHex(sigsumProof.signature)), line(witnessKey, encodeCosignature({ time, signature }))],
    });
    assert.deepEqual(await timesIn(note, [logKey, witnessKey]), [undefined, time]);
  });

  test('the entry is in the tree', () => {
    const checksum = sha256(new TextEncoder().encode(sigsumProof.message));
    const entry = Buffer.concat([checksum, fromHex(sigsumProof.leafSignature), fromHex(sigsumProof.submitterKeyHash)]);
    const claim = { index: sigsumProof.index, size, leafHash: hasher.leaf(entry), root };
    assert.ok(verifyInclusion(hasher, claim, sigsumProof.proof.map(fromHex)).ok);
  });
});

describe('a cosignature', () => {
  const sign = ed25519Sign(seed);
  const time = 1_764_000_000;
  const text = 'ytterby.example/log\n5\nHA5HAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\nextension\n';
  const signature = cosignCheckpoint(text, witness, time, sign);
  const note = formatNote({ text, signatures: [signature] });

  test('covers the time and every line of the checkpoint', async () => {
    assert.deepEqual(await timesIn(note, [witness]), [time]);
    for (const [from, to] of [
      ['ytterby', 'utterby'],
      ['\n5\n', '\n6\n'],
      ['HA5H', 'HA5I'],
      ['extension', 'ext'],
    ] as const) {
      assert.equal(await timesIn(note.replace(from, to), [witness]), 'false-signature', from);
    }
    const halves = decodeCosignature(signature.bytes)!;
    const later = { ...signature, bytes: encodeCosignature({ ...halves, time: time + 1 }) };
    assert.equal(await timesIn(formatNote({ text, signatures: [later] }), [witness]), 'false-signature');
  });

  test('is no signature of a plain note, and a signature of the note no cosignature, though the key bytes are the same', async () => {
    const plain = signerKey(sha256, publicKeyOf, cosigned.name, 'ed25519', seed);
    assert.notEqual(plain.keyId, witness.keyId);
    assert.equal(await timesIn(note, [plain]), 'no-known-signature');
    const signed = signNote(text, plain, sign);
    const renamed = formatNote({ text, signatures: [{ ...signed, keyId: witness.keyId }] });
    assert.equal(await timesIn(renamed, [witness]), 'false-signature');
    const disguised = formatNote({ text, signatures: [{ ...signature, keyId: plain.keyId }] });
    assert.equal(await timesIn(disguised, [plain]), 'false-signature');
  });

  test('of a note that is no checkpoint is false', async () => {
    const halves = { time, signature: sign(new TextEncoder().encode(`cosignature/v1\ntime ${time}\nhello\n`)) };
    const bytes = encodeCosignature(halves);
    const hello = formatNote({ text: 'hello\n', signatures: [{ ...signature, bytes }] });
    assert.equal(await timesIn(hello, [witness]), 'false-signature');
  });

  test('with one bit changed is false', () => {
    const bit = fc.nat({ max: signature.bytes.length * 8 - 1 });
    return fc.assert(
      fc.asyncProperty(bit, async (at) => {
        const byte = Math.floor(at / 8);
        const bytes = signature.bytes.with(byte, signature.bytes[byte]! ^ (1 << (at % 8)));
        assert.equal(await timesIn(formatNote({ text, signatures: [{ ...signature, bytes }] }), [witness]), 'false-signature');
      }),
    );
  });

  test('is 72 bytes with a time that a number can hold', () => {
    const halves = fc.record({ time: fc.maxSafeNat(), signature: fc.uint8Array({ minLength: 64, maxLength: 64 }) });
    fc.assert(
      fc.property(halves, (each) => {
        const read = decodeCosignature(encodeCosignature(each));
        assert.equal(read?.time, each.time);
        assert.equal(toHex(read.signature), toHex(each.signature));
      }),
    );
    for (const length of [0, 8, 64, 71, 73]) assert.equal(decodeCosignature(new Uint8Array(length)), undefined);
    assert.equal(decodeCosignature(new Uint8Array(72).fill(0x20, 1, 2)), undefined);
  });

  test('that cannot be made throws', () => {
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      assert.throws(() => cosignCheckpoint(text, witness, bad, sign), /whole seconds since 1970/);
      assert.throws(() => encodeCosignature({ time: bad, signature: new Uint8Array(64) }), RangeError);
    }
    assert.throws(() => encodeCosignature({ time, signature: new Uint8Array(63) }), /64 bytes, got 63/);
    assert.throws(
      () => cosignCheckpoint('hello\n', witness, time, sign),
      /the text of a checkpoint, got one with malformed-lines/,
    );
    const plain = signerKey(sha256, publicKeyOf, 'a', 'ed25519', seed);
    assert.throws(() => cosignCheckpoint(text, plain, time, sign), /key of type cosignature\/v1, got a of type ed25519/);
    assert.throws(() => signNote(text, witness, sign), /key of type ed25519/);
  });
});
