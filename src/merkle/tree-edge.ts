import { joinBytes } from './bytes.ts';
import { hashAt } from './packed-hashes.ts';
import { assertHash, HASH_BYTES, type TreeHasher } from './tree-hash.ts';
import { assertTreeSize } from './tree-size.ts';

/** Told of every complete subtree as it is made: 2**height leaves, the index-th of its height from 0; leaves are of height 0. */
export type SubtreeListener = (height: number, index: number, hash: Uint8Array) => void;

/**
 * The right edge of a growing tree: the roots of the complete subtrees that its size falls into, the largest first. It is all that is
 * needed to append leaves and to tell the root; a million leaves leave about twenty hashes.
 */
export class TreeEdge {
  private readonly hasher: TreeHasher;
  private readonly listener: SubtreeListener | undefined;
  private readonly roots: Uint8Array[] = [];
  private count = 0;

  /** The edge of an empty tree. */
  constructor(hasher: TreeHasher, listener?: SubtreeListener) {
    this.hasher = hasher;
    this.listener = listener;
  }

  /**
   * The edge of a tree that was put away.
   * @param size the tree's
   * @param hashes what {@link hashes} gave
   * @throws RangeError when the two do not belong together
   */
  static restore(hasher: TreeHasher, size: number, hashes: Uint8Array, listener?: SubtreeListener): TreeEdge {
    assertTreeSize(size);
    const roots = onesIn(size);
    if (hashes.length !== roots * HASH_BYTES) {
      throw new RangeError(`the edge of a tree of ${size} leaves has ${roots} hashes, got ${hashes.length} bytes`);
    }
    const edge = new TreeEdge(hasher, listener);
    for (let place = 0; place < roots; place++) edge.roots.push(hashAt(hashes, place).slice());
    edge.count = size;
    return edge;
  }

  /** How many leaves the tree has. */
  get size(): number {
    return this.count;
  }

  /** The roots of the edge laid end to end: one for each 1 in the binary size. */
  hashes(): Uint8Array {
    return joinBytes(...this.roots);
  }

  /**
   * Adds a leaf; on average one node is hashed.
   * @param leafHash of `HASH_BYTES` bytes; it is kept, not copied
   */
  append(leafHash: Uint8Array): void {
    assertHash(leafHash);
    let hash = leafHash;
    let height = 0;
    let index = this.count;
    this.listener?.(height, index, hash);
    while (index % 2 === 1) {
      hash = this.hasher.node(this.roots.pop()!, hash);
      height += 1;
      index = (index - 1) / 2;
      this.listener?.(height, index, hash);
    }
    this.roots.push(hash);
    this.count += 1;
  }

  /** The root of the tree as it stands (RFC 6962, section 2.1: the Merkle Tree Hash). */
  root(): Uint8Array {
    if (this.count === 0) return this.hasher.empty();
    return this.roots.reduceRight((right, left) => this.hasher.node(left, right));
  }
}

function onesIn(size: number): number {
  let [ones, rest] = [0, size];
  while (rest > 0) {
    ones += rest % 2;
    rest = Math.floor(rest / 2);
  }
  return ones;
}
