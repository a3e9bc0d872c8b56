import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  BUNDLE_REFUSALS,
  bundlesOfGrowth,
  decodeEntryBundle,
  encodeEntryBundle,
  ENTRY_BYTES_MAX,
  HASH_BYTES,
  type HashTile,
  type MadeProof,
  parseTilePath,
  partialTiles,
  proveConsistency,
  proveInclusion,
  PROVING_REFUSALS,
  type ReadTiles,
  rootFromTiles,
  type Tile,
  TILE_WIDTH,
  TileEdge,
  tilePath,
  tilesOfGrowth,
  tileWidth,
  TreeEdge,
  verifyConsistency,
  verifyInclusion,
} from '../src/merkle/index.ts';
import { hasher, toHex } from './support/log-crypto.ts';
import { entryOf, leafOf, NaiveTree } from './support/naive-tree.ts';
import vectors from './vectors/c2sp-tlog-tiles.json' with { type: 'json' };

const naive = new NaiveTree();

/** A log as a web server has it: tiles and bundles by their paths, and nothing else. */
class PublishedLog {
  readonly files = new Map<string, Uint8Array>();
  readonly roots = new Map<number, Uint8Array>();
  private edge = TileEdge.empty(hasher);

  /** Appends entries and publishes; then forgets all but the files, as a process that ends does. */
  grow(count: number): this {
    const before = this.edge.size;
    for (let added = 0; added < count; added++) this.edge.append(leafOf(this.edge.size));
    for (const { tile, bytes } of this.edge.takeTiles()) this.files.set(tilePath(tile), bytes);
    for (const bundle of bundlesOfGrowth(before, this.edge.size)) {
      const entries = Array.from({ length: bundle.width }, (_, at) => entryOf(bundle.index * TILE_WIDTH + at));
      this.files.set(tilePath(bundle), encodeEntryBundle(entries));
    }
    this.roots.set(this.size, this.edge.root());
    const open = partialTiles(this.size).map((tile) => this.files.get(tilePath(tile))!);
    this.edge = TileEdge.restore(hasher, this.size, open);
    return this;
  }

  get size(): number {
    return this.edge.size;
  }

  /** What a stranger does with HTTP alone. */
  readonly read: ReadTiles = async (tiles) => tiles.map((tile) => this.files.get(tilePath(tile)));

  /** A server that keeps only the widest version of each tile. */
  readonly readWidest: ReadTiles = async (tiles) =>
    tiles.map(({ level, index }) => this.files.get(tilePath({ level, index, width: tileWidth(level, index, this.size) })));
}

function proofOf(made: MadeProof): readonly Uint8Array[] {
  assert.ok(made.ok, JSON.stringify(made));
  return made.value;
}

function hexOf(proof: readonly Uint8Array[]): string[] {
  return proof.map(toHex);
}

describe('paths', () => {
  test('the example of the specification', () => {
    for (const { index, elements } of vectors.paths) {
      assert.equal(tilePath({ level: 0, index, width: TILE_WIDTH }), `tile/0/${elements}`);
      assert.equal(tilePath({ level: 'entries', index, width: 8 }), `tile/entries/${elements}.p/8`);
    }
  });

  test('small, large and partial ones', () => {
    assert.equal(tilePath({ level: 0, index: 0, width: 256 }), 'tile/0/000');
    assert.equal(tilePath({ level: 63, index: 999, width: 255 }), 'tile/63/999.p/255');
    assert.equal(tilePath({ level: 1, index: 1000, width: 1 }), 'tile/1/x001/000.p/1');
    assert.equal(tilePath({ level: 'entries', index: 2 ** 53 - 1, width: 256 }), 'tile/entries/x009/x007/x199/x254/x740/991');
  });

  test('every path is read back as the tile that it was made of', () => {
    const level = fc.oneof(fc.integer({ min: 0, max: 63 }), fc.constant('entries' as const));
    const index = fc.oneof(fc.maxSafeNat(), fc.nat({ max: 2_000_000 }));
    const tile = fc.record({ level, index, width: fc.integer({ min: 1, max: 256 }) }, { noNullPrototype: true });
    fc.assert(fc.property(tile, (each) => assert.deepEqual(parseTilePath(tilePath(each as Tile)), each)));
  });

  const MALFORMED = [
    [
      '',
      'tile',
      'tile/',
      'tile/0',
      'tile/0/',
      '/tile/0/000',
      'tile/0/000/',
      'tile//000',
      'tile/0//000',
      ' tile/0/000',
      'tile/0/000\n',
    ],
    [
      'tile/64/000',
      'tile/00/000',
      'tile/01/000',
      'tile/-1/000',
      'tile/+1/000',
      'tile/100/000',
      'tile/data/000',
      'tile/Entries/000',
    ],
    [
      'tile/0/0',
      'tile/0/00',
      'tile/0/0000',
      'tile/0/x000',
      'tile/0/x000/000',
      'tile/0/001/000',
      'tile/0/x001/x000',
      'tile/0/X001/000',
    ],
    [
      'tile/0/x01/000',
      'tile/0/x0001/000',
      'tile/0/x001/00a',
      'tile/0/x001//000',
      'tile/0/../000',
      'tile/0/٠٠٠',
      'tile/0/x001/000x',
    ],
    [
      'tile/0/000.p',
      'tile/0/000.p/',
      'tile/0/000.p/0',
      'tile/0/000.p/01',
      'tile/0/000.p/256',
      'tile/0/000.p/-1',
      'tile/0/000.p/1000',
    ],
    ['tile/0/000.p/1/', 'tile/0/000.P/1', 'tile/0/000p/1', 'tile/0/x001.p/1', 'tile/0/x001.p/000', 'tile/8/0/000', 'TILE/0/000'],
    ['tile/0/x009/x007/x199/x254/x740/992', 'tile/0/x999/x999/x999/x999/x999/999', 'tile/0/x001/x000/x000/x000/x000/x000/000'],
  ].flat();

  for (const path of MALFORMED) {
    test(`${JSON.stringify(path)} names no tile`, () => assert.equal(parseTilePath(path), undefined));
  }
});

describe('which tiles a tree has', () => {
  for (const { size, levels } of vectors.trees) {
    test(`the example of the specification: ${size} leaves`, () => {
      const tiles = tilesOfGrowth(0, size);
      const found = levels.map((_, level) => ({
        full: tiles.filter((tile) => tile.level === level && tile.width === TILE_WIDTH).length,
        partial: tiles.find((tile) => tile.level === level && tile.width < TILE_WIDTH)?.width ?? 0,
      }));
      assert.deepEqual(found, levels);
      assert.ok(tiles.every((tile) => tile.level < levels.length));
    });
  }

  test('a growth makes the tiles of the new tree that the old one had not, each as wide as the new tree has it', () => {
    const size = fc.integer({ min: 0, max: 200_000 });
    fc.assert(
      fc.property(size, fc.oneof(fc.integer({ min: 0, max: 600 }), size), (from, growth) => {
        const to = from + growth;
        const before = new Set(tilesOfGrowth(0, from).map(tilePath));
        const expected = tilesOfGrowth(0, to).filter((tile) => !before.has(tilePath(tile)));
        assert.deepEqual(tilesOfGrowth(from, to), expected);
        for (const { level, index, width } of expected) assert.equal(tileWidth(level, index, to), width);
        assert.deepEqual(
          bundlesOfGrowth(from, to).map(({ index, width }) => ({ level: 0, index, width })),
          expected.filter(({ level }) => level === 0),
        );
      }),
    );
  });

  test('partial tiles are those of every level that are not full', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000_000 }), (size) => {
        const expected: HashTile[] = [];
        for (let level = 0; 256 ** level <= size; level++) {
          const width = Math.floor(size / 256 ** level) % 256;
          if (width > 0) expected.push({ level, index: Math.floor(size / 256 ** (level + 1)), width });
        }
        assert.deepEqual(partialTiles(size), expected);
      }),
    );
  });

  test('a log does not shrink, and no tile lies beyond it', () => {
    assert.throws(() => tilesOfGrowth(2, 1), /a log does not shrink/);
    assert.throws(() => bundlesOfGrowth(-1, 1), RangeError);
    assert.equal(tileWidth(0, 1, 256), 0);
    assert.equal(tileWidth('entries', 1, 300), 44);
    assert.equal(tileWidth(63, 0, 2 ** 53 - 1), 0);
  });
});

describe('the tiles of a growing log', () => {
  test('have the hashes that the specification names, whatever the batches are', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 5 }), (batches) => {
        const log = new PublishedLog();
        for (const count of batches) log.grow(count);
        for (const tile of tilesOfGrowth(0, log.size)) {
          const leaves = 256 ** tile.level;
          const hashes = Array.from({ length: tile.width }, (_, at) => {
            const start = (tile.index * TILE_WIDTH + at) * leaves;
            return naive.hash(start, start + leaves);
          });
          assert.equal(toHex(log.files.get(tilePath(tile))!), hexOf(hashes).join(''), tilePath(tile));
        }
        assert.equal(toHex(log.roots.get(log.size)!), toHex(naive.hash(0, log.size)));
      }),
      { numRuns: 25 },
    );
  });

  test('are taken once, and only those that grew', () => {
    const edge = TileEdge.empty(hasher);
    const taken = (count: number): string[] => {
      for (let added = 0; added < count; added++) edge.append(leafOf(edge.size));
      return edge.takeTiles().map(({ tile }) => tilePath(tile));
    };
    assert.deepEqual(taken(0), []);
    assert.deepEqual(taken(255), ['tile/0/000.p/255']);
    assert.deepEqual(taken(0), []);
    assert.deepEqual(taken(1), ['tile/0/000', 'tile/1/000.p/1']);
    assert.deepEqual(taken(2), ['tile/0/001.p/2']);
    assert.deepEqual(taken(520), ['tile/0/001', 'tile/0/002', 'tile/0/003.p/10', 'tile/1/000.p/3']);
  });

  test('are restored from their own partial tiles alone', () => {
    const tile = new Uint8Array(44 * HASH_BYTES);
    assert.throws(() => TileEdge.restore(hasher, 300, [tile]), /partial tile of level 1, got 0 bytes/);
    assert.throws(() => TileEdge.restore(hasher, 300, [tile, new Uint8Array(64)]), /expected 1 hashes .* got 64 bytes/);
    assert.throws(() => TileEdge.restore(hasher, 44, [tile, tile]), /expected 1 partial tiles, got 2/);
    assert.throws(() => TileEdge.restore(hasher, 0.5, []), RangeError);
  });
});

describe('a stranger with nothing but tiles', () => {
  const SIZES = [1, 2, 3, 7, 44, 255, 256, 257, 300, 511, 512, 513, 700];

  test('makes every proof of inclusion, at the size of any checkpoint', async () => {
    const log = new PublishedLog();
    for (const size of SIZES) {
      log.grow(size - log.size);
      for (let index = 0; index < size; index += size > 60 ? 13 : 1) {
        const proof = proofOf(await proveInclusion(hasher, index, size, log.read));
        assert.deepEqual(hexOf(proof), hexOf(naive.path(index, size)));
        const claim = { index, size, leafHash: leafOf(index), root: log.roots.get(size)! };
        assert.ok(verifyInclusion(hasher, claim, proof).ok);
      }
    }
  });

  test('makes every proof of consistency between checkpoints, also from wider tiles', async () => {
    const log = new PublishedLog();
    for (const size of SIZES) log.grow(size - log.size);
    for (const newSize of SIZES) {
      for (const oldSize of SIZES.filter((size) => size <= newSize)) {
        const proof = proofOf(await proveConsistency(hasher, oldSize, newSize, log.readWidest));
        assert.deepEqual(proof, proofOf(await proveConsistency(hasher, oldSize, newSize, log.read)));
        assert.deepEqual(hexOf(proof), hexOf(naive.proof(oldSize, newSize)));
        const [oldRoot, newRoot] = [log.roots.get(oldSize)!, log.roots.get(newSize)!];
        assert.ok(verifyConsistency(hasher, { oldSize, oldRoot, newSize, newRoot }, proof).ok);
      }
    }
  });

  test('computes the root, and the same from the entries', async () => {
    const log = new PublishedLog().grow(700);
    const edge = new TreeEdge(hasher);
    for (const bundle of bundlesOfGrowth(0, 700)) {
      const entries = decodeEntryBundle(log.files.get(tilePath(bundle))!, bundle.width);
      assert.ok(entries.ok);
      for (const entry of entries.value) edge.append(hasher.leaf(entry));
    }
    const root = await rootFromTiles(hasher, 700, log.read);
    assert.deepEqual(root, { ok: true, value: log.roots.get(700) });
    assert.equal(toHex(edge.root()), toHex(log.roots.get(700)!));
    assert.deepEqual(await rootFromTiles(hasher, 0, log.read), { ok: true, value: hasher.empty() });
  });

  test('asks for each tile once and all together, also in a tree of three levels of tiles', async () => {
    const log = new PublishedLog().grow(65_000).grow(5_000);
    const [root, oldRoot] = [log.roots.get(70_000)!, log.roots.get(65_000)!];
    let asked: string[][] = [];
    const read: ReadTiles = (tiles) => {
      asked.push(tiles.map(tilePath));
      return log.read(tiles);
    };
    for (const index of [0, 255, 256, 65_535, 65_536, 69_887, 69_888, 69_999]) {
      asked = [];
      const proof = proofOf(await proveInclusion(hasher, index, 70_000, read));
      assert.ok(verifyInclusion(hasher, { index, size: 70_000, leafHash: leafOf(index), root }, proof).ok, String(index));
      assert.equal(asked.length, 1);
      assert.equal(new Set(asked[0]).size, asked[0]!.length);
    }
    assert.deepEqual(asked, [['tile/0/273.p/112', 'tile/1/001.p/17', 'tile/2/000.p/1']]);
    const grown = proofOf(await proveConsistency(hasher, 65_000, 70_000, read));
    assert.ok(verifyConsistency(hasher, { oldSize: 65_000, oldRoot, newSize: 70_000, newRoot: root }, grown).ok);
    assert.deepEqual(await rootFromTiles(hasher, 70_000, read), { ok: true, value: root });
  });

  test('finds out when a tile is false', async () => {
    const log = new PublishedLog().grow(600);
    const claim = { index: 300, size: 600, leafHash: leafOf(300), root: log.roots.get(600)! };
    for (const path of ['tile/0/001', 'tile/0/002.p/88', 'tile/1/000.p/2']) {
      const bytes = log.files.get(path)!;
      log.files.set(path, bytes.toReversed());
      const proof = proofOf(await proveInclusion(hasher, 300, 600, log.read));
      assert.equal(verifyInclusion(hasher, claim, proof).ok, false, path);
      log.files.set(path, bytes);
    }
  });
});

describe('a proof that cannot be made is refused', () => {
  const log = new PublishedLog().grow(600);
  const refusalOf = (made: { readonly ok: boolean; readonly refusal?: string }): string | undefined => made.refusal;
  const tampered =
    (change: (bytes: Uint8Array | undefined, at: number) => Uint8Array | undefined): ReadTiles =>
    async (tiles) =>
      (await log.read(tiles)).map(change);

  test('for sizes and places that are none', async () => {
    for (const bad of [-1, 0.5, NaN, Infinity, 2 ** 53]) {
      assert.equal(refusalOf(await proveInclusion(hasher, 0, bad, log.read)), 'malformed-size');
      assert.equal(refusalOf(await proveInclusion(hasher, bad, 600, log.read)), 'index-outside-tree');
      assert.equal(refusalOf(await proveConsistency(hasher, bad, 600, log.read)), 'malformed-size');
      assert.equal(refusalOf(await rootFromTiles(hasher, bad, log.read)), 'malformed-size');
    }
    assert.equal(refusalOf(await proveInclusion(hasher, 600, 600, log.read)), 'index-outside-tree');
  });

  test('in the order of the list', async () => {
    const gone = tampered((bytes, at) => (at === 1 ? undefined : bytes?.subarray(1)));
    const cut = tampered((bytes) => bytes?.subarray(0, -HASH_BYTES));
    const ragged = tampered((bytes) => new Uint8Array((bytes?.length ?? 0) + 1));
    assert.deepEqual(
      [
        refusalOf(await proveConsistency(hasher, 700, NaN, log.read)),
        refusalOf(await proveInclusion(hasher, 700, 600, gone)),
        refusalOf(await proveConsistency(hasher, 700, 600, gone)),
        refusalOf(await proveInclusion(hasher, 300, 600, gone)),
        refusalOf(await proveInclusion(hasher, 300, 600, cut)),
      ],
      PROVING_REFUSALS,
    );
    assert.equal(refusalOf(await proveConsistency(hasher, 300, 600, ragged)), 'malformed-tile');
    assert.equal(refusalOf(await proveInclusion(hasher, 300, 600, async () => [])), 'missing-tile');
  });
});

describe('entry bundles', () => {
  const bytesOf = (...bytes: number[]): Uint8Array => Uint8Array.from(bytes);

  test('are entries behind their lengths in two bytes, the larger first', () => {
    const entries = [bytesOf(7), bytesOf(), new Uint8Array(258).fill(1)];
    const bundle = encodeEntryBundle(entries);
    assert.equal(toHex(bundle), `0001070000${'0102'}${'01'.repeat(258)}`);
    assert.deepEqual(decodeEntryBundle(bundle, 3), { ok: true, value: entries });
  });

  test('give back what went in', () => {
    const entry = fc.uint8Array({ maxLength: 600 });
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 256 }), (entries) => {
        const read = decodeEntryBundle(encodeEntryBundle(entries), entries.length);
        assert.ok(read.ok);
        assert.deepEqual(read.value.map(toHex), entries.map(toHex));
      }),
    );
  });

  test('carry entries up to 65,535 bytes, 256 at most', () => {
    const longest = new Uint8Array(ENTRY_BYTES_MAX).fill(3);
    assert.deepEqual(decodeEntryBundle(encodeEntryBundle([longest]), 1), { ok: true, value: [longest] });
    assert.throws(() => encodeEntryBundle([new Uint8Array(ENTRY_BYTES_MAX + 1)]), /at most 65535 bytes, got 65536/);
    assert.throws(() => encodeEntryBundle([]), /1 to 256 entries in a bundle, got 0/);
    assert.throws(() => encodeEntryBundle(new Array<Uint8Array>(257).fill(bytesOf())), RangeError);
  });

  test('that are malformed are refused', () => {
    const cases: readonly (readonly [Uint8Array, number, (typeof BUNDLE_REFUSALS)[number]])[] = [
      [bytesOf(0), 1, 'cut-short'],
      [bytesOf(0, 1), 1, 'cut-short'],
      [bytesOf(0, 1, 9, 0), 1, 'cut-short'],
      [bytesOf(255, 255, 9), 1, 'cut-short'],
      [bytesOf(0, 1, 9, 0, 2, 1), 7, 'cut-short'],
      [bytesOf(), 1, 'wrong-entry-count'],
      [bytesOf(0, 1, 9), 2, 'wrong-entry-count'],
      [bytesOf(0, 1, 9, 0, 0), 1, 'wrong-entry-count'],
    ];
    for (const [bytes, width, refusal] of cases) assert.deepEqual(decodeEntryBundle(bytes, width), { ok: false, refusal });
    assert.deepEqual([...new Set(cases.map(([, , refusal]) => refusal))], BUNDLE_REFUSALS);
  });
});
