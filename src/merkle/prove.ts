import { accept, type Outcome, refuse } from './outcome.ts';
import { foldHashes } from './packed-hashes.ts';
import { completeSubtrees, consistencyRanges, inclusionRanges, type LeafRange, type Subtree } from './proof-ranges.ts';
import type { HashTile } from './tile.ts';
import { placeOf } from './tiling.ts';
import { HASH_BYTES, type TreeHasher } from './tree-hash.ts';
import { isTreeSize } from './tree-size.ts';

/**
 * Reads tiles, all that a proof needs at once: from a database, or by HTTP from the paths of `tilePath`.
 * @returns in the order asked for, the bytes of each tile or of a wider one of the same place; undefined for one that is not there
 */
export type ReadTiles = (tiles: readonly HashTile[]) => Promise<readonly (Uint8Array | undefined)[]>;

/** Why no proof can be made, in the order in which the reasons are looked for. */
export const PROVING_REFUSALS = [
  /** A size is no whole number from 0 to 2**53 - 1. */
  'malformed-size',
  /** The index is no whole number from 0 to before the size. */
  'index-outside-tree',
  /** The new size is below the old one. */
  'tree-shrinks',
  /** A tile that the log has to have at this size was not found. */
  'missing-tile',
  /** A tile has fewer hashes than its width, or no whole number of them. */
  'malformed-tile',
] as const;

export type ProvingRefusal = (typeof PROVING_REFUSALS)[number];

/** A proof as the hashes that RFC 6962 lists, or why there is none. */
export type MadeProof = Outcome<readonly Uint8Array[], ProvingRefusal>;

/**
 * The proof that a leaf is in a tree (RFC 6962, section 2.1.1), made from tiles alone. The tiles are not checked against a root: a proof
 * made of false tiles fails in `verifyInclusion`.
 * @param index the leaf's, from 0 to before `size`
 * @param size the tree's, of a checkpoint
 */
export async function proveInclusion(hasher: TreeHasher, index: number, size: number, readTiles: ReadTiles): Promise<MadeProof> {
  if (!isTreeSize(size)) return refuse('malformed-size');
  if (!isTreeSize(index) || index >= size) return refuse('index-outside-tree');
  return rootsOf(hasher, inclusionRanges(index, { start: 0, end: size }), size, readTiles);
}

/**
 * The proof that a tree grew out of an older one (RFC 6962, section 2.1.2), made from the tiles of the new one alone. It is empty when
 * the old tree is empty or the same.
 */
export async function proveConsistency(
  hasher: TreeHasher,
  oldSize: number,
  newSize: number,
  readTiles: ReadTiles,
): Promise<MadeProof> {
  if (!isTreeSize(oldSize) || !isTreeSize(newSize)) return refuse('malformed-size');
  if (oldSize > newSize) return refuse('tree-shrinks');
  if (oldSize === 0) return accept([]);
  return rootsOf(hasher, consistencyRanges(oldSize, { start: 0, end: newSize }), newSize, readTiles);
}

/**
 * The root of a tree, computed from its tiles: the partial ones and those that they stand on.
 * @param size the tree's
 */
export async function rootFromTiles(
  hasher: TreeHasher,
  size: number,
  readTiles: ReadTiles,
): Promise<Outcome<Uint8Array, ProvingRefusal>> {
  if (!isTreeSize(size)) return refuse('malformed-size');
  if (size === 0) return accept(hasher.empty());
  const roots = await rootsOf(hasher, [{ start: 0, end: size }], size, readTiles);
  return roots.ok ? accept(roots.value[0]!) : roots;
}

/** The root of each range of leaves in a tree of `size` leaves. */
async function rootsOf(hasher: TreeHasher, ranges: readonly LeafRange[], size: number, readTiles: ReadTiles): Promise<MadeProof> {
  const subtrees = ranges.map(completeSubtrees);
  const tiles = tilesUnder(subtrees.flat(), size);
  const read = tiles.length === 0 ? [] : await readTiles(tiles);
  if (tiles.some((_, at) => read[at] === undefined)) return refuse('missing-tile');
  if (!tiles.every(({ width }, at) => isTile(read[at]!, width))) return refuse('malformed-tile');
  const bytesByKey = new Map(tiles.map((tile, at) => [keyOf(tile), read[at]!]));
  const hashOf = (subtree: Subtree): Uint8Array => {
    const { tile, first, count } = placeOf(subtree, size);
    return foldHashes(hasher, bytesByKey.get(keyOf(tile))!, first, count);
  };
  return accept(subtrees.map((parts) => parts.map(hashOf).reduceRight((right, left) => hasher.node(left, right))));
}

function tilesUnder(subtrees: readonly Subtree[], size: number): HashTile[] {
  const tiles = subtrees.map((subtree) => placeOf(subtree, size).tile);
  return [...new Map(tiles.map((tile) => [keyOf(tile), tile])).values()];
}

function isTile(bytes: Uint8Array, width: number): boolean {
  return bytes.length >= width * HASH_BYTES && bytes.length % HASH_BYTES === 0;
}

function keyOf({ level, index }: HashTile): string {
  return `${level}/${index}`;
}
