import { HASH_BYTES, type TreeHasher } from './tree-hash.ts';

/** The hash at a place (from 0) of hashes laid end to end, as a tile has them. A view, not a copy. */
export function hashAt(hashes: Uint8Array, place: number): Uint8Array {
  return hashes.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
}

/**
 * The root of the complete subtree over some of the hashes laid end to end.
 * @param first the place of the first of them, from 0
 * @param count how many; a power of two
 */
export function foldHashes(hasher: TreeHasher, hashes: Uint8Array, first: number, count: number): Uint8Array {
  if (count === 1) return hashAt(hashes, first).slice();
  const half = count / 2;
  return hasher.node(foldHashes(hasher, hashes, first, half), foldHashes(hasher, hashes, first + half, half));
}
