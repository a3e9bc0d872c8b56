import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type Checkpoint,
  CHECKPOINT_OPENING_REFUSALS,
  CHECKPOINT_REFUSALS,
  formatCheckpoint,
  formatNote,
  formatSignatureLine,
  type KnownLog,
  openCheckpoint,
  OPENING_REFUSALS,
  parseCheckpoint,
  parseNote,
  parseVerifierKey,
  cosignCheckpoint,
  signerKey,
  signNote,
} from '../src/merkle/index.ts';
import { ed25519Sign, ed25519Verify, fromHex, hasher, publicKeyOf, seedOf, sha256, toHex } from './support/log-crypto.ts';
import vectors from './vectors/c2sp-checkpoint.json' with { type: 'json' };

const { goSumDatabase, goTree, sigsum, specification } = vectors;

function read(text: string): Checkpoint {
  const parsed = parseCheckpoint(text);
  assert.ok(parsed.ok, text);
  return parsed.value;
}

describe('the published checkpoints', () => {
  test('the example of the specification is read and written the same', () => {
    const checkpoint = read(specification.text);
    assert.equal(checkpoint.origin, 'example.com/behind-the-sofa');
    assert.equal(checkpoint.size, 20852163);
    assert.deepEqual(checkpoint.extensions, []);
    assert.equal(formatCheckpoint(checkpoint), specification.text);
    const note = parseNote(`${specification.text}\n${specification.line}`);
    assert.ok(note.ok);
    assert.equal(note.value.signatures.map(formatSignatureLine).join(''), specification.line);
  });

  test("Go's tree of a checkpoint has the root that it says", () => {
    const root = new Uint8Array(hasher.leaf(new TextEncoder().encode(goTree.rootIsLeafHashOf)));
    assert.deepEqual(read(goTree.text), { origin: 'go.sum database tree', size: goTree.size, root, extensions: [] });
    assert.equal(formatCheckpoint(read(goTree.text)), goTree.text);
  });

  test('that of the Go checksum database is signed by its key', async () => {
    const key = parseVerifierKey(sha256, goSumDatabase.verifierKey);
    assert.ok(key.ok);
    const log = { origin: goSumDatabase.origin, keys: [key.value], witnesses: [] };
    const opened = await openCheckpoint(goSumDatabase.note, log, ed25519Verify);
    assert.ok(opened.ok);
    assert.equal(opened.value.checkpoint.size, goSumDatabase.size);
    assert.equal(opened.value.note.known[0]?.key, key.value);
  });

  test('that of Sigsum is made and signed again, byte for byte', () => {
    const seed = seedOf(sigsum.seedFirstByte);
    const origin = `sigsum.org/v1/tree/${toHex(sha256(publicKeyOf(seed)))}`;
    const key = signerKey(sha256, publicKeyOf, origin, 'ed25519', seed);
    const text = formatCheckpoint({ origin, size: sigsum.size, root: fromHex(sigsum.rootHex), extensions: [] });
    assert.equal(formatNote({ text, signatures: [signNote(text, key, ed25519Sign(seed))] }), sigsum.note);
  });
});

const ROOT = 'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=';

describe('the form of a checkpoint', () => {
  test('what is written is read the same', () => {
    const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).filter((each) => !/\p{Cc}/u.test(each));
    const checkpoint = fc.record(
      {
        origin: line,
        size: fc.maxSafeNat(),
        root: fc.uint8Array({ minLength: 32, maxLength: 32 }),
        extensions: fc.array(line, { maxLength: 3 }),
      },
      { noNullPrototype: true },
    );
    fc.assert(fc.property(checkpoint, (each) => assert.deepEqual(read(formatCheckpoint(each)), each)));
  });

  test('sizes up to 2**53 - 1', () => {
    assert.equal(read(`a\n0\n${ROOT}\n`).size, 0);
    assert.equal(read(`a\n9007199254740991\n${ROOT}\n`).size, Number.MAX_SAFE_INTEGER);
  });

  const badSizes = [
    '00',
    '01',
    '+1',
    '-1',
    '-0',
    ' 1',
    '1 ',
    '1.0',
    '1e3',
    '0x10',
    '1_000',
    '1,000',
    '٣',
    '9007199254740992',
    '18446744073709551615',
  ];
  const badRoots = [
    ROOT.slice(0, -1),
    `${ROOT}=`,
    ` ${ROOT}`,
    `${ROOT} `,
    ROOT.replace('2I=', '2J='),
    ROOT.replace('/', '_'),
    ROOT.replace('I=', '=='),
    'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxqw==',
    'CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2IA',
    'AAAA',
    toHex(new Uint8Array(32)),
  ];
  const MALFORMED: Record<string, readonly string[]> = {
    'malformed-lines': [
      '',
      '\n',
      'a\n',
      'a\n1\n',
      `a\n1\n${ROOT}`,
      `\n1\n${ROOT}\n`,
      `a\n\n${ROOT}\n`,
      `a\n1\n\n`,
      `a\n1\n${ROOT}\n\n`,
      `a\n1\n${ROOT}\nextension`,
      `a\n1\n${ROOT}\nextension\n\n`,
      `a\n1\n${ROOT}\n\nextension\n`,
      `a\r\n1\r\n${ROOT}\r\n`,
      `a\u0000\n1\n${ROOT}\n`,
      `\ud800\n1\n${ROOT}\n`,
    ],
    'malformed-size': badSizes.map((size) => `a\n${size}\n${ROOT}\n`),
    'malformed-root': badRoots.map((root) => `a\n1\n${root}\n`),
  };

  for (const [refusal, texts] of Object.entries(MALFORMED)) {
    test(`refused as ${refusal}`, () => {
      for (const text of texts) assert.deepEqual(parseCheckpoint(text), { ok: false, refusal }, JSON.stringify(text));
    });
  }

  test('two faults at once give the one that stands first in the list', () => {
    assert.deepEqual(Object.keys(MALFORMED), CHECKPOINT_REFUSALS);
    assert.deepEqual(parseCheckpoint('\n01\nx\n'), { ok: false, refusal: 'malformed-lines' });
    assert.deepEqual(parseCheckpoint('a\n01\nx\n'), { ok: false, refusal: 'malformed-size' });
  });

  test('what cannot be written throws', () => {
    const checkpoint = { origin: 'a', size: 1, root: new Uint8Array(32), extensions: [] };
    const bad: Partial<Checkpoint>[] = [
      { origin: '' },
      { origin: 'a\nb' },
      { origin: `a\n5\n${ROOT}` },
      { size: -1 },
      { size: 0.5 },
      { size: 2 ** 53 },
      { size: NaN },
      { root: new Uint8Array(31) },
      { extensions: [''] },
      { extensions: ['x\ny'] },
    ];
    for (const change of bad)
      assert.throws(() => formatCheckpoint({ ...checkpoint, ...change }), RangeError, JSON.stringify(change));
  });
});

describe('opening a checkpoint of a known log', () => {
  const origin = 'ytterby.example/log';
  const logKey = signerKey(sha256, publicKeyOf, origin, 'ed25519', seedOf(1));
  const newKey = signerKey(sha256, publicKeyOf, origin, 'ed25519', seedOf(2));
  const witness = signerKey(sha256, publicKeyOf, 'witness.example/w1', 'cosignature/v1', seedOf(3));
  const log: KnownLog = { origin, keys: [logKey, newKey], witnesses: [witness] };
  const text = formatCheckpoint({ origin, size: 5, root: fromHex(sigsum.rootHex), extensions: [] });
  const signed = (of: string, key: typeof logKey): ReturnType<typeof signNote> => signNote(of, key, ed25519Sign(key.seed));
  const cosigned = cosignCheckpoint(text, witness, 1_700_000_000, ed25519Sign(witness.seed));
  const refusalOf = async (note: string): Promise<string> => {
    const opened = await openCheckpoint(note, log, ed25519Verify);
    return opened.ok ? 'opened' : opened.refusal;
  };

  test('either key of the log will do, and the witness counts beside it', async () => {
    for (const key of [logKey, newKey]) {
      const note = formatNote({ text, signatures: [signed(text, key), cosigned] });
      const opened = await openCheckpoint(note, log, ed25519Verify);
      assert.ok(opened.ok);
      assert.equal(opened.value.checkpoint.size, 5);
      assert.deepEqual(
        opened.value.note.known.map((known) => [known.key, known.time]),
        [
          [key, undefined],
          [witness, 1_700_000_000],
        ],
      );
    }
  });

  test('a witness alone does not speak for the log', async () => {
    assert.equal(await refusalOf(formatNote({ text, signatures: [cosigned] })), 'unsigned-by-log');
  });

  test('another origin, and a text that is no checkpoint, are refused though signed', async () => {
    for (const [other, refusal] of [
      [text.replace(origin, 'other.example/log'), 'wrong-origin'],
      [text.replace('\n5\n', '\n05\n'), 'malformed-size'],
      ['hello\n', 'malformed-lines'],
    ] as const) {
      assert.equal(await refusalOf(formatNote({ text: other, signatures: [signed(other, logKey)] })), refusal);
    }
  });

  test('a changed size, root or extension breaks the signature', async () => {
    const note = formatNote({ text, signatures: [signed(text, logKey)] });
    for (const changed of [note.replace('\n5\n', '\n6\n'), note.replace('HA5H', 'HA5I'), note.replace('=\n\n', '=\nextra\n\n')]) {
      assert.equal(await refusalOf(changed), 'false-signature');
    }
  });

  test('the refusals of its parts come in their order', () => {
    assert.deepEqual(CHECKPOINT_OPENING_REFUSALS, [
      ...OPENING_REFUSALS,
      ...CHECKPOINT_REFUSALS,
      'wrong-origin',
      'unsigned-by-log',
    ]);
  });
});
