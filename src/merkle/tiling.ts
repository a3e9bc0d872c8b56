import type { Subtree } from './proof-ranges.ts';
import { type EntryBundle, type HashTile, TILE_HEIGHT, TILE_WIDTH } from './tile.ts';
import { assertTreeSize } from './tree-size.ts';

/** How many hashes a level of the tiles has for a tree of so many leaves. */
export function hashesAtLevel(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/**
 * How many hashes (or entries) a tile has in a tree of so many leaves: 0 when the tree has no such tile, 256 when it is full.
 * A narrower tile of the same place belongs to a smaller tree, and its bytes are the first bytes of the wider one.
 */
export function tileWidth(level: number | 'entries', index: number, size: number): number {
  const beyond = hashesAtLevel(level === 'entries' ? 0 : level, size) - index * TILE_WIDTH;
  return Math.min(Math.max(beyond, 0), TILE_WIDTH);
}

/**
 * The tiles that a log has to publish when its tree grows, level by level from the left: those that become full, and the partial one
 * at the right edge of each level that grew.
 * @param from the size before, `to` the size after
 */
export function tilesOfGrowth(from: number, to: number): HashTile[] {
  assertGrowth(from, to);
  const tiles: HashTile[] = [];
  for (let level = 0; hashesAtLevel(level, to) > 0; level++) {
    const [first, end] = [hashesAtLevel(level, from), hashesAtLevel(level, to)];
    for (const { index, width } of blocks(first, end)) tiles.push({ level, index, width });
  }
  return tiles;
}

/** The entry bundles that a log has to publish when its tree grows, from the left. */
export function bundlesOfGrowth(from: number, to: number): EntryBundle[] {
  assertGrowth(from, to);
  return blocks(from, to).map(({ index, width }) => ({ level: 'entries', index, width }));
}

/** The partial tile of each level of a tree, from level 0 up: all that is needed to let it grow. Levels without one are left out. */
export function partialTiles(size: number): HashTile[] {
  assertTreeSize(size);
  const tiles: HashTile[] = [];
  for (let level = 0; hashesAtLevel(level, size) > 0; level++) {
    const count = hashesAtLevel(level, size);
    const width = count % TILE_WIDTH;
    if (width > 0) tiles.push({ level, index: Math.floor(count / TILE_WIDTH), width });
  }
  return tiles;
}

/** Where the hash of a complete subtree comes from: some hashes of a tile, folded. */
export interface SubtreePlace {
  readonly tile: HashTile;
  /** The place of the first hash in the tile, from 0. */
  readonly first: number;
  /** A power of two, 1 to 128. */
  readonly count: number;
}

/** The place of a complete subtree in the tiles of a tree of so many leaves, which has to contain it. */
export function placeOf(subtree: Subtree, size: number): SubtreePlace {
  const level = Math.floor(subtree.height / TILE_HEIGHT);
  const count = 2 ** (subtree.height % TILE_HEIGHT);
  const first = subtree.index * count;
  const index = Math.floor(first / TILE_WIDTH);
  return { tile: { level, index, width: tileWidth(level, index, size) }, first: first % TILE_WIDTH, count };
}

/** The tiles that hold the hashes from `first` to before `end` of a level; none when there are none. */
function blocks(first: number, end: number): { readonly index: number; readonly width: number }[] {
  if (first === end) return [];
  const tiles: { index: number; width: number }[] = [];
  for (let index = Math.floor(first / TILE_WIDTH); index * TILE_WIDTH < end; index++) {
    tiles.push({ index, width: Math.min(TILE_WIDTH, end - index * TILE_WIDTH) });
  }
  return tiles;
}

function assertGrowth(from: number, to: number): void {
  assertTreeSize(from);
  assertTreeSize(to);
  if (from > to) throw new RangeError(`a log does not shrink: expected a size of ${from} or more, got ${to}`);
}
