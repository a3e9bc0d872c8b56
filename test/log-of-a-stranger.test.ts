import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify } from 'node:crypto';
import { test } from 'node:test';
import { readLogKey, verifyEventProof } from '../src/app/index.ts';
import { decodeEntryBundle, rootFromTiles, tilePath, tilesOfGrowth, bundlesOfGrowth, treeHasher } from '../src/merkle/index.ts';
import { eventProofSchema } from '../src/wire/index.ts';
import { documentOf, objectEvent, TestServer } from './support/http.ts';

/** A stranger has HTTP and the documents of the formats; what is checked here by hand uses nothing of the program but those. */

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();
const hasher = treeHasher(sha256);

async function filled(events: number): Promise<TestServer> {
  const server = new TestServer();
  for (let first = 1; first <= events; first += 250) {
    const some = Array.from({ length: Math.min(250, events - first + 1) }, (_, place) => objectEvent(first + place));
    assert.equal((await server.post('/capture', documentOf(some))).status, 202);
  }
  return server;
}

const bytesAt = async (server: TestServer, path: string): Promise<Buffer> => {
  const response = await server.get(path);
  assert.equal(response.status, 200, path);
  return Buffer.from(await response.arrayBuffer());
};

test('checkpoint, key, tiles and entries over HTTP agree with each other', async () => {
  const size = 600;
  const server = await filled(size);
  const [head = '', signatures = ''] = (await (await server.get('/log/checkpoint')).text()).split('\n\n');
  const [origin, statedSize, root = ''] = head.split('\n');
  const key = (await (await server.get('/log/key')).text()).trim();
  const [, name = '', material = ''] = /^([^+]+)\+[\da-f]{8}\+(.+)$/.exec(key) ?? [];
  assert.deepEqual([origin, statedSize], [name, String(size)]);
  const publicKey = createPublicKey({
    key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), Buffer.from(material, 'base64').subarray(1)]),
    format: 'der',
    type: 'spki',
  });
  const signature = Buffer.from(signatures.trim().split(' ')[2] ?? '', 'base64').subarray(4);
  assert.ok(verify(null, Buffer.from(`${head}\n`), publicKey, signature), 'the signature is the key’s');
  const tiles = new Map<string, Buffer>();
  for (const tile of tilesOfGrowth(0, size))
    tiles.set(`${tile.level}/${tile.index}`, await bytesAt(server, `/log/${tilePath(tile)}`));
  const found = await rootFromTiles(hasher, size, async (wanted) =>
    wanted.map(({ level, index }) => tiles.get(`${level}/${index}`)),
  );
  assert.ok(found.ok);
  assert.equal(Buffer.from(found.value).toString('base64'), root);
  for (const bundle of bundlesOfGrowth(0, size)) {
    const entries = decodeEntryBundle(await bytesAt(server, `/log/${tilePath(bundle)}`), bundle.width);
    assert.ok(entries.ok);
    const hashes = Buffer.concat(entries.value.map((entry) => hasher.leaf(entry)));
    assert.deepEqual(hashes, tiles.get(`0/${bundle.index}`), `the entries of bundle ${bundle.index}`);
  }
});

test('a tile that the log has not, or a path that is none, is not there; a full one may be kept for ever', async () => {
  const server = await filled(300);
  for (const path of [
    'tile/0/000.p/45',
    'tile/0/001.p/45',
    'tile/0/001',
    'tile/1/000',
    'tile/0/1',
    'tile/entries/002',
    'tile/x/000',
  ]) {
    assert.equal((await server.get(`/log/${path}`)).status, path === 'tile/0/000.p/45' ? 200 : 404, path);
  }
  assert.match((await server.get('/log/tile/0/000')).headers.get('cache-control') ?? '', /immutable/);
  assert.equal((await server.get('/log/tile/0/001.p/44')).headers.get('cache-control'), 'no-store');
  assert.equal((await server.ask('POST', '/log/checkpoint')).status, 405);
  assert.equal((await new TestServer().get('/log/checkpoint')).status, 404);
});

test('the proof of an event holds, by hand too, and no other does', async () => {
  const server = await filled(270);
  const id = String(objectEvent(123)['eventID']);
  const proof = eventProofSchema.parse(await (await server.get(`/log/proof?event=${encodeURIComponent(id)}`)).json());
  const key = readLogKey(proof.log);
  const verdict = await verifyEventProof(proof, key);
  assert.deepEqual({ ...verdict, recorded: null }, { ok: true, origin: key.name, seq: 123, size: 270, recorded: null });
  const commitment = sha256(`ytterby event 1\n${proof.salt}\n${proof.context}\n${proof.event}`).toString('hex');
  const leaf = sha256(Buffer.concat([Buffer.of(0), Buffer.from(`ytterby event 1\n${proof.recorded}\n${commitment}\n`)]));
  const tile = await bytesAt(server, '/log/tile/0/000');
  assert.deepEqual(tile.subarray(122 * 32, 123 * 32), leaf);
  const others = [
    { ...proof, event: proof.event.replace('D123', 'D124') },
    { ...proof, context: '[]' },
    { ...proof, salt: proof.salt.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) },
    { ...proof, recorded: '2026-01-01T00:00:00.000Z' },
    { ...proof, proof: proof.proof.replace('index 122', 'index 121') },
    { ...proof, proof: 'nonsense' },
  ];
  for (const other of others) assert.equal((await verifyEventProof(other, key)).ok, false);
  const stranger = readLogKey((await (await new TestServer().get('/log/key')).text()).trim());
  assert.equal((await verifyEventProof(proof, stranger)).ok, false, 'a key that did not sign');
});

test('an unknown event has no proof, and the question needs one', async () => {
  const server = await filled(1);
  assert.equal((await server.get('/log/proof?event=urn:none')).status, 404);
  assert.equal((await server.get('/log/proof')).status, 400);
});
