import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  type ConsistencyClaim,
  HASH_BYTES,
  type InclusionClaim,
  PROOF_REFUSALS,
  type ProofRefusal,
  type ProofVerdict,
  TreeEdge,
  verifyConsistency,
  verifyInclusion,
} from '../src/merkle/index.ts';
import { fromHex, hasher, toHex } from './support/log-crypto.ts';
import { leafOf, NaiveTree } from './support/naive-tree.ts';
import vectors from './vectors/rfc-6962-merkle-tree.json' with { type: 'json' };

const SIZE_MAX = 300;
const naive = new NaiveTree();

function outcomeOf(verdict: ProofVerdict): ProofRefusal | 'proven' {
  return verdict.ok ? verdict.value : verdict.refusal;
}

function inclusion(index: number, size: number): InclusionClaim {
  return { index, size, leafHash: naive.leaf(index), root: naive.hash(0, size) };
}

function consistency(oldSize: number, newSize: number): ConsistencyClaim {
  return { oldSize, newSize, oldRoot: naive.hash(0, oldSize), newRoot: naive.hash(0, newSize) };
}

describe('the published tree of eight entries', () => {
  const { entries, nodeHashes, roots } = vectors.tree;

  test('hashes of leaves and nodes, and the empty root', () => {
    assert.deepEqual(
      entries.map((entry) => toHex(hasher.leaf(fromHex(entry)))),
      nodeHashes[0],
    );
    for (const [height, nodes] of nodeHashes.slice(1).entries()) {
      const below = nodeHashes[height]!.map(fromHex);
      assert.deepEqual(
        nodes.map((_, index) => toHex(hasher.node(below[2 * index]!, below[2 * index + 1]!))),
        nodes,
      );
    }
    assert.equal(toHex(hasher.empty()), roots[0]);
  });

  test('the root after every entry', () => {
    const edge = new TreeEdge(hasher);
    const grown = [toHex(edge.root())];
    for (const entry of entries) {
      edge.append(hasher.leaf(fromHex(entry)));
      grown.push(toHex(edge.root()));
    }
    assert.deepEqual(grown, roots);
  });
});

/** Its roots are text of 12 bytes; a root of another length than 32 is refused here, whatever the sizes are. */
const NOT_HASHES = 'consistency/additional/sizes-are-equal-one-and-proof-is-empty';

describe('the published proofs, good and bad', () => {
  for (const { name, holds, proof, leafHash, root, ...rest } of vectors.inclusion) {
    test(name, () => {
      const claim = { ...rest, leafHash: fromHex(leafHash), root: fromHex(root) };
      assert.equal(verifyInclusion(hasher, claim, proof.map(fromHex)).ok, holds);
    });
  }
  for (const { name, holds, proof, oldRoot, newRoot, ...rest } of vectors.consistency) {
    test(name, () => {
      const claim = { ...rest, oldRoot: fromHex(oldRoot), newRoot: fromHex(newRoot) };
      assert.equal(verifyConsistency(hasher, claim, proof.map(fromHex)).ok, holds && name !== NOT_HASHES);
    });
  }
});

describe(`every proof of every tree up to ${SIZE_MAX} leaves`, () => {
  test('each leaf is proven to be in each tree', () => {
    for (let size = 1; size <= SIZE_MAX; size++) {
      for (let index = 0; index < size; index++) {
        const verdict = verifyInclusion(hasher, inclusion(index, size), naive.path(index, size));
        assert.ok(verdict.ok, `leaf ${index} of ${size}`);
      }
    }
  });

  test('each tree is proven to grow out of each smaller one, of itself and of the empty one', () => {
    for (let newSize = 0; newSize <= SIZE_MAX; newSize++) {
      for (let oldSize = 0; oldSize <= newSize; oldSize++) {
        const proof = oldSize === 0 ? [] : naive.proof(oldSize, newSize);
        const verdict = verifyConsistency(hasher, consistency(oldSize, newSize), proof);
        assert.ok(verdict.ok, `${oldSize} to ${newSize}`);
      }
    }
  });
});

type Proof = readonly Uint8Array[];
const stray = naive.hash(1000, 1001);

/** Every way to spoil a proof a little: a bit of each hash, each hash left out, doubled or exchanged, one too many. */
function spoiled(proof: Proof): Proof[] {
  return proof
    .flatMap((hash, at) => [
      proof.with(at, flipBit(hash, at)),
      proof.toSpliced(at, 1),
      proof.toSpliced(at, 0, hash),
      proof.with(at, stray),
      ...(at > 0 ? [proof.with(at, proof[at - 1]!).with(at - 1, hash)] : []),
    ])
    .concat([[...proof, stray]], [[stray, ...proof]]);
}

function flipBit(hash: Uint8Array, bit: number): Uint8Array {
  return hash.with(bit % HASH_BYTES, hash[bit % HASH_BYTES]! ^ (1 << (bit % 8)));
}

const treeAndPart = fc
  .integer({ min: 1, max: SIZE_MAX })
  .chain((size) => fc.tuple(fc.constant(size), fc.integer({ min: 0, max: size - 1 }), fc.nat({ max: 255 })));

describe('a spoiled proof is refused', () => {
  test('of inclusion: the proof, the leaf, the root or the index', () => {
    fc.assert(
      fc.property(treeAndPart, ([size, index, bit]) => {
        const [claim, proof] = [inclusion(index, size), naive.path(index, size)];
        for (const bad of spoiled(proof)) assert.ok(!verifyInclusion(hasher, claim, bad).ok);
        assert.ok(!verifyInclusion(hasher, { ...claim, leafHash: flipBit(claim.leafHash, bit) }, proof).ok);
        assert.ok(!verifyInclusion(hasher, { ...claim, root: flipBit(claim.root, bit) }, proof).ok);
        const others = [index - 1, index + 1, bit].filter((other) => other !== index);
        for (const other of others) assert.ok(!verifyInclusion(hasher, { ...claim, index: other }, proof).ok);
      }),
    );
  });

  test('of consistency: the proof or a root', () => {
    fc.assert(
      fc.property(treeAndPart, ([newSize, before, bit]) => {
        const [claim, proof] = [consistency(before + 1, newSize), naive.proof(before + 1, newSize)];
        for (const bad of spoiled(proof)) assert.ok(!verifyConsistency(hasher, claim, bad).ok);
        assert.ok(!verifyConsistency(hasher, { ...claim, oldRoot: flipBit(claim.oldRoot, bit) }, proof).ok);
        assert.ok(!verifyConsistency(hasher, { ...claim, newRoot: flipBit(claim.newRoot, bit) }, proof).ok);
      }),
    );
  });
});

const BAD_NUMBERS = [-1, 0.5, NaN, Infinity, -Infinity, 2 ** 53, 1e300];
const short = new Uint8Array(HASH_BYTES - 1);
const long = new Uint8Array(HASH_BYTES + 1);

describe('malformed claims get an answer, not an exception', () => {
  const claim = inclusion(5, 9);
  const proof = naive.path(5, 9);
  const growth = consistency(5, 9);
  const grown = naive.proof(5, 9);

  test('numbers that are no sizes', () => {
    for (const bad of BAD_NUMBERS) {
      assert.equal(outcomeOf(verifyInclusion(hasher, { ...claim, size: bad }, proof)), 'malformed-size', String(bad));
      assert.equal(outcomeOf(verifyInclusion(hasher, { ...claim, index: bad }, proof)), 'index-outside-tree', String(bad));
      assert.equal(outcomeOf(verifyConsistency(hasher, { ...growth, oldSize: bad }, grown)), 'malformed-size', String(bad));
      assert.equal(outcomeOf(verifyConsistency(hasher, { ...growth, newSize: bad }, grown)), 'malformed-size', String(bad));
    }
  });

  test('hashes of another length', () => {
    for (const bad of [short, long, new Uint8Array()]) {
      const [first = bad] = proof;
      assert.equal(outcomeOf(verifyInclusion(hasher, { ...claim, leafHash: bad }, proof)), 'malformed-hash');
      assert.equal(outcomeOf(verifyInclusion(hasher, { ...claim, root: bad }, proof)), 'malformed-hash');
      assert.equal(outcomeOf(verifyInclusion(hasher, claim, [first, bad])), 'malformed-hash');
      assert.equal(outcomeOf(verifyConsistency(hasher, { ...growth, oldRoot: bad }, grown)), 'malformed-hash');
      assert.equal(outcomeOf(verifyConsistency(hasher, growth, [...grown, bad])), 'malformed-hash');
    }
  });

  test('the largest sizes there are', () => {
    const huge = { ...claim, index: 2 ** 53 - 2, size: 2 ** 53 - 1 };
    assert.equal(outcomeOf(verifyInclusion(hasher, huge, proof)), 'wrong-proof-length');
    const sizes = { oldSize: 2 ** 53 - 2, newSize: 2 ** 53 - 1 };
    assert.equal(outcomeOf(verifyConsistency(hasher, { ...growth, ...sizes }, grown)), 'wrong-proof-length');
    assert.equal(outcomeOf(verifyConsistency(hasher, growth, new Array<Uint8Array>(10_000).fill(stray))), 'wrong-proof-length');
  });

  test('the empty tree contains nothing, and its root is the digest of nothing', () => {
    assert.equal(outcomeOf(verifyInclusion(hasher, { ...claim, index: 0, size: 0 }, [])), 'index-outside-tree');
    const fromEmpty = consistency(0, 9);
    assert.equal(outcomeOf(verifyConsistency(hasher, { ...fromEmpty, oldRoot: stray }, [])), 'old-root-mismatch');
    assert.equal(outcomeOf(verifyConsistency(hasher, { ...consistency(0, 0), newRoot: stray }, [])), 'root-mismatch');
    assert.equal(outcomeOf(verifyConsistency(hasher, fromEmpty, [stray])), 'wrong-proof-length');
  });

  test('two faults at once give the one that stands first in the list', () => {
    const faults: readonly (readonly [ProofRefusal, ProofVerdict])[] = [
      ['malformed-size', verifyConsistency(hasher, { ...growth, oldSize: 10, newSize: -1 }, [short])],
      ['index-outside-tree', verifyInclusion(hasher, { ...claim, index: 9, root: short }, [])],
      ['tree-shrinks', verifyConsistency(hasher, { ...growth, oldSize: 10, oldRoot: short }, [])],
      ['malformed-hash', verifyConsistency(hasher, { ...growth, oldRoot: short }, [])],
      ['wrong-proof-length', verifyConsistency(hasher, { ...growth, oldRoot: stray }, [])],
      ['old-root-mismatch', verifyConsistency(hasher, { ...growth, oldRoot: stray, newRoot: stray }, grown)],
      ['root-mismatch', verifyConsistency(hasher, { ...growth, newRoot: stray }, grown)],
    ];
    for (const [refusal, verdict] of faults) assert.equal(outcomeOf(verdict), refusal);
    assert.deepEqual(
      faults.map(([refusal]) => refusal),
      PROOF_REFUSALS,
    );
  });
});

describe('the right edge of a growing tree', () => {
  test('has the root of every size, however it was put away and restored', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 90 }), { maxLength: 5 }), (batches) => {
        let edge = new TreeEdge(hasher);
        for (const count of batches) {
          edge = TreeEdge.restore(hasher, edge.size, edge.hashes());
          for (let added = 0; added < count; added++) edge.append(leafOf(edge.size));
          assert.equal(toHex(edge.root()), toHex(naive.hash(0, edge.size)));
        }
      }),
    );
  });

  test('tells of every complete subtree once', () => {
    const told = new Map<string, string>();
    const edge = new TreeEdge(hasher, (height, index, hash) => {
      assert.ok(!told.has(`${height}/${index}`));
      told.set(`${height}/${index}`, toHex(hash));
    });
    for (let index = 0; index < 100; index++) edge.append(leafOf(index));
    let expected = 0;
    for (let height = 0; 2 ** height <= 100; height++) {
      for (let index = 0; (index + 1) * 2 ** height <= 100; index++, expected++) {
        assert.equal(told.get(`${height}/${index}`), toHex(naive.hash(index * 2 ** height, (index + 1) * 2 ** height)));
      }
    }
    assert.equal(told.size, expected);
  });

  test('is of the tree that it is restored for, or of none', () => {
    const edge = new TreeEdge(hasher);
    for (let index = 0; index < 7; index++) edge.append(leafOf(index));
    assert.throws(() => TreeEdge.restore(hasher, 8, edge.hashes()), /the edge of a tree of 8 leaves has 1 hashes, got 96 bytes/);
    assert.throws(() => TreeEdge.restore(hasher, -1, new Uint8Array()), RangeError);
    assert.throws(() => edge.append(short), /expected a hash of 32 bytes, got 31/);
    const huge = TreeEdge.restore(hasher, 2 ** 52, naive.hash(0, 4));
    huge.append(leafOf(0));
    assert.equal(huge.size, 2 ** 52 + 1);
    assert.equal(toHex(huge.root()), toHex(hasher.node(naive.hash(0, 4), naive.leaf(0))));
  });
});
