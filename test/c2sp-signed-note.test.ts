import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  formatNote,
  formatSignatureLine,
  formatSignerKey,
  formatVerifierKey,
  KEY_REFUSALS,
  NOTE_REFUSALS,
  openNote,
  OPENING_REFUSALS,
  parseNote,
  parseSignatureLines,
  parseSignerKey,
  parseVerifierKey,
  SIGNATURES_MAX,
  signerKey,
  signNote,
  type VerifierKey,
  verifierKey,
} from '../src/merkle/index.ts';
import { ed25519Sign, ed25519Verify, publicKeyOf, seedOf, sha256 } from './support/log-crypto.ts';
import vectors from './vectors/c2sp-signed-note.json' with { type: 'json' };

const { go, specification } = vectors;

function keyOf(text: string): VerifierKey {
  const key = parseVerifierKey(sha256, text);
  assert.ok(key.ok, text);
  return key.value;
}

const peter = keyOf(go.verifierKey);
const enoch = keyOf(go.otherVerifierKey);

/** What came of opening a note: the known signers and how many signatures are of others, or the refusal. */
async function opening(note: Uint8Array | string, keys: readonly VerifierKey[]): Promise<string> {
  const opened = await openNote(note, keys, ed25519Verify);
  if (!opened.ok) return opened.refusal;
  return `${opened.value.known.map(({ key }) => key.name).join('+')}, ${opened.value.unknown.length} unknown`;
}

function refusalOf(note: Uint8Array | string): string {
  const parsed = parseNote(note);
  return parsed.ok ? 'parsed' : parsed.refusal;
}

describe('the published notes', () => {
  test('the example of the specification is signed by its key', async () => {
    assert.equal(await opening(specification.note, [keyOf(specification.verifierKey)]), 'example.com/foo, 0 unknown');
    const bytes = new TextEncoder().encode(specification.note);
    assert.equal(await opening(bytes, [keyOf(specification.verifierKey)]), 'example.com/foo, 0 unknown');
  });

  test("Go's note is signed again, byte for byte", () => {
    const key = parseSignerKey(sha256, publicKeyOf, go.signerKey);
    assert.ok(key.ok);
    const signature = signNote(go.text, key.value, ed25519Sign(key.value.seed));
    assert.equal(formatNote({ text: go.text, signatures: [signature] }), `${go.text}\n${go.line}`);
    assert.equal(formatSignatureLine(signature), go.line);
    assert.equal(formatSignerKey(key.value), go.signerKey);
    assert.equal(formatVerifierKey(key.value), go.verifierKey);
  });

  test('signatures of unknown keys are kept and prove nothing', async () => {
    const note = `${go.text}\n${go.line}${go.otherLine}`;
    assert.equal(await opening(note, [peter]), 'PeterNeumann, 1 unknown');
    assert.equal(await opening(note, [enoch]), 'EnochRoot, 1 unknown');
    assert.equal(await opening(note, [enoch, peter]), 'PeterNeumann+EnochRoot, 0 unknown');
    assert.equal(await opening(note, []), 'no-known-signature');
    assert.equal(await opening(note, [keyOf(specification.verifierKey)]), 'no-known-signature');
  });

  test('a false signature of a known key refuses the note, beside a true one too', async () => {
    const bent = `${go.line.slice(0, 60)}ABCD${go.line.slice(60)}`;
    assert.equal(await opening(`${go.text}\n${bent}`, [peter]), 'false-signature');
    assert.equal(await opening(`${go.text}\n${go.line}${bent}`, [peter]), 'false-signature');
    assert.equal(await opening(`${go.text}\n${go.otherLine}${bent}`, [peter, enoch]), 'false-signature');
    assert.equal(await opening(`${go.text}\n${go.otherLine}${bent}`, [enoch]), 'EnochRoot, 1 unknown');
    assert.equal(await opening(`x${go.text}\n${go.line}`, [peter]), 'false-signature');
  });

  test('a key that shares only the name or only the key ID is another key', async () => {
    const misnamed = go.line.replace('PeterNeumann', 'CarmenSandiego');
    const otherId = go.line.replace('x08g', 'yyyy');
    assert.equal(await opening(`${go.text}\n${misnamed}${otherId}`, [peter]), 'no-known-signature');
    assert.equal(await opening(`${go.text}\n${misnamed}${go.line}${otherId}`, [peter]), 'PeterNeumann, 2 unknown');
  });

  test('a signature given twice counts once', async () => {
    assert.equal(await opening(`${go.text}\n${go.line}${go.line}${go.otherLine}`, [peter]), 'PeterNeumann, 1 unknown');
  });
});

describe('the form of a note', () => {
  test('sixteen signatures and more are read, 101 are not', async () => {
    assert.equal(
      await opening(`${go.text}\n${go.otherLine.repeat(SIGNATURES_MAX - 1)}${go.line}`, [peter]),
      'PeterNeumann, 99 unknown',
    );
    assert.equal(await opening(`${go.text}\n${go.line.repeat(SIGNATURES_MAX + 1)}`, [peter]), 'too-many-signatures');
  });

  test('the text may have empty lines and any Unicode; the last empty line ends it', async () => {
    const key = signerKey(sha256, publicKeyOf, '氧化镨钕.example/日志', 'ed25519', seedOf(3));
    for (const text of ['\n', '\n\n\n', 'ed è subito sera.\n\n— 稀土 \u{20bb7}\u007f\ufeff\n', `${go.text}\n${go.line}`]) {
      const note = formatNote({ text, signatures: [signNote(text, key, ed25519Sign(key.seed))] });
      const parsed = parseNote(note);
      assert.ok(parsed.ok);
      assert.equal(parsed.value.text, text);
      assert.equal(await opening(new TextEncoder().encode(note), [key]), '氧化镨钕.example/日志, 0 unknown');
    }
  });

  test('what is read is written the same', () => {
    const name = fc
      .string({ unit: 'grapheme', minLength: 1, maxLength: 20 })
      .filter((each) => !/[\p{White_Space}+\p{Cc}]/u.test(each));
    const signature = fc.record(
      { name, keyId: fc.nat({ max: 0xffffffff }), bytes: fc.uint8Array({ minLength: 1, maxLength: 100 }) },
      { noNullPrototype: true },
    );
    const text = fc.string({ unit: 'binary', maxLength: 60 }).map((each) => `${each.replaceAll(/\p{Cc}/gu, '\n')}\n`);
    fc.assert(
      fc.property(text, fc.array(signature, { minLength: 1, maxLength: 16 }), (each, signatures) => {
        const parsed = parseNote(formatNote({ text: each, signatures }));
        assert.ok(parsed.ok);
        assert.equal(parsed.value.text, each);
        assert.equal(JSON.stringify(parsed.value.signatures), JSON.stringify(signatures));
      }),
    );
  });

  const { text, line } = go;
  const MALFORMED: Record<string, readonly (string | Uint8Array)[]> = {
    'not-utf8': [
      Buffer.concat([Buffer.from([0xff]), Buffer.from(`${text}\n${line}`)]),
      Buffer.concat([Buffer.from([0xed, 0xa0, 0x80]), Buffer.from(`${text}\n${line}`)]),
      `\ud800${text}\n${line}`,
    ],
    'control-character': [
      `\u0001${text}\n${line}`,
      `\u0000${text}\n${line}`,
      `${text}\n${line}`.replaceAll('\n', '\r\n'),
      `a\tb\n\n${line}`,
      `${text}\n${line.slice(0, -1)}\u001f\n`,
    ],
    'no-signature-block': [
      '',
      '\n',
      text,
      `${text}\n`,
      `${text}\n\n\n`,
      line,
      `\n${line}`,
      `${text}\n${line.slice(0, -1)}`,
      `${text}${line}`,
    ],
    'too-many-signatures': [`${text}\n${'x\n'.repeat(101)}`],
    'malformed-signature': [
      `${text}\n${line}Unexpected line.\n`,
      `${text}\n${line.replace('— ', '– ')}`,
      `${text}\n${line.replace('— ', '-- ')}`,
      `${text}\n${line.replace('— ', '—')}`,
      `${text}\n${line.replace('— ', '—  ')}`,
      `${text}\n${line.replace('PeterNeumann', 'Bad Name')}`,
      `${text}\n${line.replace('PeterNeumann', 'Bad\u00a0Name')}`,
      `${text}\n${line.replace('PeterNeumann', 'Bad\u3000Name')}`,
      `${text}\n${line.replace('PeterNeumann', 'Bad+Name')}`,
      `${text}\n${line.replace('PeterNeumann ', '')}`,
      `${text}\n${line.replace('PeterNeumann', '')}`,
      `${text}\n${line.replace('\n', ' \n')}`,
      `${text}\n${line.replace('=', '')}`,
      `${text}\n${line.replace('=', '==')}`,
      `${text}\n${line.replace('M=', 'N=')}`,
      `${text}\n${line.replace('/', '_')}`,
      `${text}\n— PeterNeumann x08gow==\n`,
      `${text}\n— PeterNeumann x08g\n`,
      `${text}\n— PeterNeumann \n`,
      `${text}\n— PeterNeumann\n`,
    ],
  };

  for (const [refusal, notes] of Object.entries(MALFORMED)) {
    test(`refused as ${refusal}`, () => {
      for (const note of notes) assert.equal(refusalOf(note), refusal, String(note));
    });
  }

  test('the refusals are looked for in the order of the list', () => {
    assert.deepEqual(Object.keys(MALFORMED), NOTE_REFUSALS);
    assert.deepEqual(OPENING_REFUSALS.slice(0, NOTE_REFUSALS.length), NOTE_REFUSALS);
    assert.equal(refusalOf('\ud800\u0001'), 'not-utf8');
    assert.equal(refusalOf('\u0001'), 'control-character');
  });

  test('no bytes make parsing throw', () => {
    const pieces = fc.constantFrom('\n', '\n\n', '— ', ' ', 'a', '+', 'AAAA', 'AAAAAAA=', '=', '\u0000', '\ud800');
    fc.assert(fc.property(fc.array(pieces), (parts) => void parseNote(parts.join(''))));
    fc.assert(fc.property(fc.uint8Array(), (bytes) => void parseNote(bytes)));
  });

  test('nor do very long ones', () => {
    for (const long of ['A', '=', ' ', 'A=', '\n', '—'])
      assert.equal(typeof refusalOf(`a\n\n— n ${long.repeat(4_000_000)}\n`), 'string');
  });

  test('signature lines alone, as a witness answers', () => {
    const lines = parseSignatureLines(go.line + go.otherLine);
    assert.ok(lines.ok);
    assert.equal(lines.value.map(formatSignatureLine).join(''), go.line + go.otherLine);
    assert.deepEqual(parseSignatureLines(''), { ok: false, refusal: 'no-signature-block' });
    assert.deepEqual(parseSignatureLines('\n'), { ok: false, refusal: 'malformed-signature' });
  });

  test('what cannot be written throws', () => {
    const signatures = [{ name: 'a', keyId: 1, bytes: new Uint8Array(64) }];
    assert.throws(() => formatNote({ text: 'abc', signatures }), /ends in a newline/);
    assert.throws(() => formatNote({ text: 'a\rb\n', signatures }), RangeError);
    assert.throws(() => formatNote({ text: 'abc\n', signatures: [] }), /1 to 100 signatures, got 0/);
    assert.throws(() => formatSignatureLine({ ...signatures[0]!, name: 'a+b' }), /without spaces and plus signs, got "a\+b"/);
    assert.throws(() => formatSignatureLine({ ...signatures[0]!, bytes: new Uint8Array() }), /got no bytes/);
    assert.throws(() => signNote('abc', peter, ed25519Sign(seedOf(1))), RangeError);
  });
});

describe('keys', () => {
  const refusal = (text: string): string => {
    const key = parseVerifierKey(sha256, text);
    return key.ok ? 'read' : key.refusal;
  };
  const signerRefusal = (text: string): string => {
    const key = parseSignerKey(sha256, publicKeyOf, text);
    return key.ok ? 'read' : key.refusal;
  };

  test('are read and written the same', () => {
    for (const text of [specification.verifierKey, go.verifierKey, go.otherVerifierKey]) {
      assert.equal(formatVerifierKey(keyOf(text)), text);
    }
  });

  test('of every seed sign what they verify', () => {
    const seed = fc.uint8Array({ minLength: 32, maxLength: 32 });
    return fc.assert(
      fc.asyncProperty(seed, fc.constantFrom('a', 'example.com/日志'), async (each, name) => {
        const key = signerKey(sha256, publicKeyOf, name, 'ed25519', each);
        const read = parseSignerKey(sha256, publicKeyOf, formatSignerKey(key));
        assert.ok(read.ok);
        const signatures = [signNote('hi\n', key, ed25519Sign(read.value.seed))];
        assert.equal(
          await opening(formatNote({ text: 'hi\n', signatures }), [keyOf(formatVerifierKey(key))]),
          `${name}, 0 unknown`,
        );
      }),
    );
  });

  test('cut anywhere or with a byte changed are refused', () => {
    for (const [text, refuse] of [
      [go.verifierKey, refusal],
      [go.signerKey, signerRefusal],
    ] as const) {
      for (let start = 0; start < text.length; start++) {
        for (let end = start; end <= text.length; end++) {
          if (end - start < text.length) assert.notEqual(refuse(text.slice(start, end)), 'read', text.slice(start, end));
        }
        const next = String.fromCharCode(text.charCodeAt(start) + 1);
        assert.notEqual(refuse(text.slice(0, start) + next + text.slice(start + 1)), 'read');
      }
    }
  });

  test('of a wrong length or an unknown type are refused, whatever their key ID', () => {
    // The published key of a wrong length is not canonical base64 either.
    assert.deepEqual(
      vectors.refusedKeys.map(({ key }) => refusal(key)),
      ['malformed-key', 'unknown-signature-type'],
    );
    assert.equal(refusal('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TWAA=='), 'wrong-key-length');
  });

  test('of another form are refused', () => {
    const [name, id, material] = go.verifierKey.split('+') as [string, string, string];
    const malformed = [
      `${name}+${id.toUpperCase()}+${material}`,
      `${name}+${id.slice(1)}+${material}`,
      `${name}+0${id}+${material}`,
      `${name}+${id}+${material}\n`,
      ` ${go.verifierKey}`,
      `Peter Neumann+${id}+${material}`,
      `Peter\u2003Neumann+${id}+${material}`,
      `+${id}+${material}`,
      `${name}+${id}+`,
      `${name}+${id}+${material}=`,
      `${name}+${id}+${material.replaceAll('/', '_')}`,
      `${name}+${id}+${material}+`,
      `${name}-${id}-${material}`,
      go.signerKey,
    ];
    for (const text of malformed) assert.equal(refusal(text), 'malformed-key', text);
    assert.equal(signerRefusal(go.verifierKey), 'malformed-key');
    assert.equal(refusal(`${name}x+${id}+${material}`), 'key-id-mismatch');
    assert.equal(refusal(`${name}+00000000+${material}`), 'key-id-mismatch');
    assert.equal(signerRefusal(go.signerKey.replace('c74f20a3', 'c74f20a4')), 'key-id-mismatch');
  });

  test('with two faults give the one that stands first in the list', () => {
    const found = [
      refusal('a b+00000000+ZQ=='),
      refusal('a+00000000+ZQ=='),
      refusal('a+00000000+AQ=='),
      refusal(`a+00000000+${go.verifierKey.split('+')[2]}`),
    ];
    assert.deepEqual(found, KEY_REFUSALS);
  });

  test('that cannot be are not made', () => {
    assert.throws(() => verifierKey(sha256, 'a b', 'ed25519', seedOf(1)), /without spaces/);
    assert.throws(() => verifierKey(sha256, '', 'ed25519', seedOf(1)), RangeError);
    assert.throws(() => verifierKey(sha256, 'a', 'ed25519', new Uint8Array(31)), /32 bytes, got 31/);
    assert.throws(() => signerKey(sha256, publicKeyOf, 'a', 'ed25519', new Uint8Array(33)), /32 bytes, got 33/);
  });
});
