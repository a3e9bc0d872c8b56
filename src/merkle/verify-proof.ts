import { sameBytes } from './bytes.ts';
import { accept, type Outcome, refuse } from './outcome.ts';
import { HASH_BYTES, type TreeHasher } from './tree-hash.ts';
import { isTreeSize } from './tree-size.ts';

/** Why a proof is refused, in the order in which the reasons are looked for. */
export const PROOF_REFUSALS = [
  /** A size is no whole number from 0 to 2**53 - 1. */
  'malformed-size',
  /** The index is no whole number from 0 to before the size. */
  'index-outside-tree',
  /** The new size is below the old one. */
  'tree-shrinks',
  /** A hash of the proof, a root or the leaf's hash has not 32 bytes. */
  'malformed-hash',
  /** The proof has not as many hashes as these sizes ask for. */
  'wrong-proof-length',
  /** The proof does not lead to the root of the old tree. */
  'old-root-mismatch',
  /** The proof does not lead to the root of the (new) tree. */
  'root-mismatch',
] as const;

export type ProofRefusal = (typeof PROOF_REFUSALS)[number];

/** `ok` when the proof holds; its value says nothing more. */
export type ProofVerdict = Outcome<'proven', ProofRefusal>;

/** The claim that the tree of `size` leaves with this root has the leaf at `index` (from 0). */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  readonly leafHash: Uint8Array;
  readonly root: Uint8Array;
}

/** The claim that the new tree begins with all the leaves of the old one. */
export interface ConsistencyClaim {
  readonly oldSize: number;
  readonly oldRoot: Uint8Array;
  readonly newSize: number;
  readonly newRoot: Uint8Array;
}

type Proof = readonly Uint8Array[];

/**
 * Whether a proof shows that a leaf is in a tree (RFC 9162, section 2.1.3.2; the same proofs as RFC 6962, section 2.1.1). Nothing of the
 * claim or the proof need be trusted except the root.
 */
export function verifyInclusion(hasher: TreeHasher, claim: InclusionClaim, proof: Proof): ProofVerdict {
  const { index, size, leafHash, root } = claim;
  if (!isTreeSize(size)) return refuse('malformed-size');
  if (!isTreeSize(index) || index >= size) return refuse('index-outside-tree');
  if (![leafHash, root, ...proof].every(isHash)) return refuse('malformed-hash');
  const sides = siblingSides(index, size - 1);
  if (proof.length !== sides.length) return refuse('wrong-proof-length');
  const computed = climb(hasher, leafHash, proof, sides);
  return sameBytes(computed, root) ? accept('proven') : refuse('root-mismatch');
}

/**
 * Whether a proof shows that a tree grew out of an older one by appending alone (RFC 9162, section 2.1.4.2; the same proofs as RFC 6962,
 * section 2.1.2). Every tree grew out of itself, which its roots show, and out of the empty one, whose root is the digest of nothing: the
 * proof is then empty.
 */
export function verifyConsistency(hasher: TreeHasher, claim: ConsistencyClaim, proof: Proof): ProofVerdict {
  const { oldSize, oldRoot, newSize, newRoot } = claim;
  if (!isTreeSize(oldSize) || !isTreeSize(newSize)) return refuse('malformed-size');
  if (oldSize > newSize) return refuse('tree-shrinks');
  if (![oldRoot, newRoot, ...proof].every(isHash)) return refuse('malformed-hash');
  if (oldSize > 0 && oldSize < newSize) return verifyGrowth(hasher, claim, proof);
  if (proof.length > 0) return refuse('wrong-proof-length');
  if (oldSize === 0 && !sameBytes(oldRoot, hasher.empty())) return refuse('old-root-mismatch');
  return oldSize < newSize || sameBytes(oldRoot, newRoot) ? accept('proven') : refuse('root-mismatch');
}

function verifyGrowth(hasher: TreeHasher, { oldSize, oldRoot, newSize, newRoot }: ConsistencyClaim, proof: Proof): ProofVerdict {
  let [node, last] = [oldSize - 1, newSize - 1];
  while (node % 2 === 1) [node, last] = [halve(node), halve(last)];
  // When the old tree is one complete subtree, its root is known and the proof does not repeat it.
  const path = node === 0 ? [oldRoot, ...proof] : proof;
  const [seed, ...siblings] = path;
  const sides = siblingSides(node, last);
  if (seed === undefined || siblings.length !== sides.length) return refuse('wrong-proof-length');
  const leftOnly = siblings.filter((_, at) => sides[at] === 'left');
  const old = leftOnly.reduce((right, left) => hasher.node(left, right), seed);
  if (!sameBytes(old, oldRoot)) return refuse('old-root-mismatch');
  return sameBytes(climb(hasher, seed, siblings, sides), newRoot) ? accept('proven') : refuse('root-mismatch');
}

type Side = 'left' | 'right';

/** One step from a leaf towards the root: the sibling, on which side it lies, and the node above both. */
export interface PathStep {
  readonly side: Side;
  readonly sibling: Uint8Array;
  readonly node: Uint8Array;
}

/** The way from a leaf to the root that a proof describes, whether it holds or not: to be drawn. Empty where the proof's length is wrong. */
export function pathOfInclusion(hasher: TreeHasher, claim: Omit<InclusionClaim, 'root'>, proof: Proof): PathStep[] {
  const { index, size, leafHash } = claim;
  const sides = isTreeSize(size) && isTreeSize(index) && index < size ? siblingSides(index, size - 1) : [];
  return proof.length === sides.length ? stepsUp(hasher, leafHash, proof, sides) : [];
}

/** On which side the siblings of a proof lie, from a node up to the root, in a tree whose last node at that height is `last`. */
function siblingSides(start: number, startLast: number): Side[] {
  const sides: Side[] = [];
  let [node, last] = [start, startLast];
  while (last > 0) {
    const isRightChild = node % 2 === 1;
    sides.push(isRightChild || node === last ? 'left' : 'right');
    // The last node has no sibling until it is a right child: it moves up unpaired.
    if (!isRightChild && node === last) while (node % 2 === 0 && node > 0) [node, last] = [halve(node), halve(last)];
    [node, last] = [halve(node), halve(last)];
  }
  return sides;
}

function climb(hasher: TreeHasher, start: Uint8Array, siblings: Proof, sides: readonly Side[]): Uint8Array {
  return stepsUp(hasher, start, siblings, sides).at(-1)?.node ?? start;
}

function stepsUp(hasher: TreeHasher, start: Uint8Array, siblings: Proof, sides: readonly Side[]): PathStep[] {
  let node = start;
  return siblings.map((sibling, at) => {
    const side = sides[at]!;
    node = side === 'left' ? hasher.node(sibling, node) : hasher.node(node, sibling);
    return { side, sibling, node };
  });
}

function halve(node: number): number {
  return Math.floor(node / 2);
}

function isHash(hash: Uint8Array): boolean {
  return hash.length === HASH_BYTES;
}
