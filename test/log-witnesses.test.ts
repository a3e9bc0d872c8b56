/** Witnesses over HTTP (C2SP tlog-witness): one server cosigns another's checkpoints; bare proofs of RFC 6962. */
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { logKey, logSigner, newLogKey, openApplication, readLogKey, witnessKey, type Application } from '../src/app/index.ts';
import {
  formatAddCheckpoint,
  openCheckpoint,
  parseCheckpoint,
  parseNote,
  verifyConsistency,
  verifyInclusion,
} from '../src/merkle/index.ts';
import { listen, type Listening } from '../src/server/index.ts';
import { createMemoryStore } from '../src/store/index.ts';
import type { LogAnswer } from '../src/wire/index.ts';
import { documentOf, loneEvent, NOW_MS, objectEvent, TestServer } from './support/http.ts';
import { ed25519Verify, hasher } from './support/log-crypto.ts';

const PORT = {
  hostname: '127.0.0.1',
  port: 0,
  webRoot: null,
  bodyLimitBytes: 1e6,
  access: 'open',
  log: () => undefined,
} as const;
const key = logSigner(newLogKey('log.example'));

function applicationOf(signer = key): Application {
  return openApplication(createMemoryStore(), () => NOW_MS, '0', signer);
}

/** A server that knows one log and cosigns it. */
async function witnessOf(logs: readonly string[]): Promise<{ server: Listening; vkey: string }> {
  const witness = { signer: logSigner(newLogKey('witness.example', 'cosignature/v1')), logs: logs.map(readLogKey) };
  return { server: await listen(applicationOf(), { ...PORT, witness }), vkey: witnessKey(witness) };
}

async function record(base: string, from: number, count: number): Promise<void> {
  const events = Array.from({ length: count }, (_, place) => objectEvent(from + place));
  const response = await fetch(`${base}/capture`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(documentOf(events)),
  });
  assert.equal(response.status, 202);
}

async function until<T>(ask: () => Promise<T | null>): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== null) return found;
    await wait(20);
  }
}

const textAt = async (address: string): Promise<string | null> => {
  const response = await fetch(address);
  return response.ok ? response.text() : null;
};

/** The size that a witnessed checkpoint is over. */
async function witnessedSize(base: string): Promise<number | null> {
  const note = parseNote((await textAt(`${base}/log/witnessed`)) ?? '');
  const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
  return checkpoint.ok ? checkpoint.value.size : null;
}

describe('witnesses', () => {
  it('cosign each new checkpoint, and the log serves it with their cosignature', async () => {
    const app = applicationOf();
    const { server: witness, vkey } = await witnessOf([logKey(app)]);
    assert.equal((await textAt(`${witness.url}/log/witness-key`))?.trim(), vkey);
    const witnesses = [{ key: readLogKey(vkey), url: `${witness.url}/log` }];
    const log = await listen(app, { ...PORT, witnesses, witnessEveryMs: 10 });
    for (const [from, size] of [
      [1, 3],
      [4, 300],
    ] as const) {
      await record(log.url, from, size - from + 1);
      await until(async () => ((await witnessedSize(log.url)) === size ? true : null));
      const note = (await textAt(`${log.url}/log/checkpoint`)) ?? '';
      const known = { origin: 'log.example', keys: [key.key], witnesses: [readLogKey(vkey)] };
      const opened = await openCheckpoint(note, known, ed25519Verify);
      assert.ok(opened.ok, note);
      assert.deepEqual(opened.value.note.known.map((each) => each.key.name).sort(), ['log.example', 'witness.example']);
      const { witnessed } = (await (await fetch(`${log.url}/api/log`)).json()) as LogAnswer;
      assert.deepEqual(witnessed, { events: size, witnesses: [{ name: 'witness.example', at: new Date(NOW_MS).toISOString() }] });
      assert.equal(opened.value.note.known.find(({ time }) => time !== undefined)?.time, NOW_MS / 1000);
    }
    await log.stop();
    await witness.stop();
  });

  it('do not cosign a log that went back or was written anew, and the log’s own server says so', async () => {
    const app = applicationOf();
    const { server: witness, vkey } = await witnessOf([logKey(app)]);
    const witnesses = [{ key: readLogKey(vkey), url: `${witness.url}/log` }];
    const log = await listen(app, { ...PORT, witnesses, witnessEveryMs: 10 });
    await record(log.url, 1, 5);
    await until(() => textAt(`${log.url}/log/witnessed`));
    await log.stop();
    const said: string[] = [];
    for (const [events, expected] of [
      [3, /has cosigned a checkpoint of 5 events: this record went back/],
      [7, /answers 422/],
    ] as const) {
      const again = await listen(applicationOf(), { ...PORT, witnesses, witnessEveryMs: 10, log: (line) => said.push(line) });
      await record(again.url, 100, events);
      await until(() => Promise.resolve(said.find((line) => expected.test(line)) ?? null));
      assert.equal(await textAt(`${again.url}/log/witnessed`), null);
      await again.stop();
    }
    await witness.stop();
  });

  it('answer as C2SP tlog-witness says: 404, 403, 400, 409 with the size, 422', async () => {
    const log = new TestServer();
    await log.post('/events', loneEvent(1));
    const checkpoint = await (await log.get('/log/checkpoint')).text();
    const { server } = await witnessOf([logKey(log.app)]);
    const offer = async (oldSize: number, proof: Uint8Array[], note: string): Promise<[number, string]> => {
      const response = await fetch(`${server.url}/log/add-checkpoint`, {
        method: 'POST',
        body: formatAddCheckpoint({ oldSize, proof, checkpoint: note }),
      });
      return [response.status, await response.text()];
    };
    assert.equal((await offer(0, [], checkpoint.replace(/^.*\n/, 'other.example\n')))[0], 404, 'an unknown log');
    assert.equal((await offer(0, [], checkpoint.replace('\n1\n', '\n2\n')))[0], 403, 'a forged checkpoint');
    assert.equal((await offer(2, [], checkpoint))[0], 400, 'an old size above the new one');
    assert.deepEqual(await offer(1, [], checkpoint), [409, '0\n'], 'another size than was cosigned');
    assert.equal((await offer(0, [], checkpoint))[0], 200);
    assert.equal((await offer(1, [], checkpoint))[0], 200, 'the same once more');
    await log.post('/events', loneEvent(2));
    const grown = await (await log.get('/log/checkpoint')).text();
    assert.equal((await offer(1, [new Uint8Array(32)], grown))[0], 422, 'a false proof');
    assert.equal((await fetch(`${server.url}/log/add-checkpoint`, { method: 'POST', body: 'old x' })).status, 400);
    await server.stop();
    assert.equal((await log.ask('POST', '/log/add-checkpoint', {}, 'old 0\n\n')).status, 404, 'nobody’s witness');
  });
});

describe('bare proofs over HTTP', () => {
  it('show that every entry is in the log and that it only grew, for each size', async () => {
    const server = new TestServer();
    const roots: Uint8Array[] = [hasher.empty()];
    for (let size = 1; size <= 9; size++) {
      await server.post('/events', loneEvent(size));
      const note = parseNote(await (await server.get('/log/checkpoint')).text());
      const checkpoint = note.ok ? parseCheckpoint(note.value.text) : note;
      assert.ok(checkpoint.ok && checkpoint.value.size === size);
      roots.push(checkpoint.value.root);
    }
    const hashes = Buffer.from(await (await server.get('/log/tile/0/000.p/9')).arrayBuffer());
    const proofAt = async (path: string): Promise<Uint8Array[]> => {
      const { proof } = (await (await server.get(path)).json()) as { proof: string[] };
      return proof.map((each) => Buffer.from(each, 'base64'));
    };
    for (let size = 1; size <= 9; size++) {
      for (let index = 0; index < size; index++) {
        const claim = { index, size, leafHash: hashes.subarray(index * 32, index * 32 + 32), root: roots[size]! };
        assert.ok(verifyInclusion(hasher, claim, await proofAt(`/log/inclusion?index=${index}&size=${size}`)).ok);
      }
      for (let old = 0; old <= size; old++) {
        const claim = { oldSize: old, oldRoot: roots[old]!, newSize: size, newRoot: roots[size]! };
        assert.ok(
          verifyConsistency(hasher, claim, await proofAt(`/log/consistency?old=${old}&new=${size}`)).ok,
          `${old} to ${size}`,
        );
      }
    }
    for (const path of [
      'inclusion?index=9',
      'inclusion?index=0&size=10',
      'consistency?old=3&new=2',
      'consistency?old=1&new=10',
      'consistency',
      'inclusion?index=-1',
    ])
      assert.equal((await server.get(`/log/${path}`)).status, 400, path);
  });
});
