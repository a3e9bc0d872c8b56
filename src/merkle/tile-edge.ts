import { joinBytes } from './bytes.ts';
import { foldHashes } from './packed-hashes.ts';
import { type HashTile, TILE_HEIGHT, TILE_WIDTH } from './tile.ts';
import { partialTiles } from './tiling.ts';
import { TreeEdge } from './tree-edge.ts';
import { HASH_BYTES, type TreeHasher } from './tree-hash.ts';

/** A tile with its bytes: `width` hashes laid end to end. */
export interface FilledTile {
  readonly tile: HashTile;
  readonly bytes: Uint8Array;
}

/** The tile at the right edge of one level. */
interface OpenTile {
  index: number;
  width: number;
  bytes: Uint8Array;
  hasGrown: boolean;
}

/**
 * A growing log that writes its tiles: the edge of its tree, and the open tile of each level. Every node is hashed once, for the root
 * and the tiles together. It lives on the partial tiles of the log alone, so nothing but tiles need be stored.
 */
export class TileEdge {
  private readonly tree: TreeEdge;
  private readonly open: (OpenTile | undefined)[];
  private full: FilledTile[] = [];

  private constructor(hasher: TreeHasher, size: number, roots: Uint8Array, open: (OpenTile | undefined)[]) {
    this.open = open;
    this.tree = TreeEdge.restore(hasher, size, roots, (height, index, hash) => this.take(height, index, hash));
  }

  /** An empty log. */
  static empty(hasher: TreeHasher): TileEdge {
    return TileEdge.restore(hasher, 0, []);
  }

  /**
   * The edge of a log that was put away.
   * @param size its number of leaves
   * @param tiles the bytes of {@link partialTiles} of that size, in their order
   * @throws RangeError when they do not belong together
   */
  static restore(hasher: TreeHasher, size: number, tiles: readonly Uint8Array[]): TileEdge {
    const partial = partialTiles(size);
    const open = partial.map((tile, at) => reopen(tile, tiles[at]));
    if (tiles.length !== partial.length) throw new RangeError(`expected ${partial.length} partial tiles, got ${tiles.length}`);
    const roots = joinBytes(...open.toReversed().flatMap((tile) => rootsWithin(hasher, tile)));
    const byLevel: (OpenTile | undefined)[] = [];
    for (const [at, { level }] of partial.entries()) byLevel[level] = open[at];
    return new TileEdge(hasher, size, roots, byLevel);
  }

  /** How many leaves the log has. */
  get size(): number {
    return this.tree.size;
  }

  /** The root of its tree. */
  root(): Uint8Array {
    return this.tree.root();
  }

  /**
   * Adds a leaf.
   * @param leafHash of `HASH_BYTES` bytes; it is kept, not copied
   */
  append(leafHash: Uint8Array): void {
    this.tree.append(leafHash);
  }

  /** The tiles that have grown since they were last taken (`tilesOfGrowth` between the two sizes), the full ones first. */
  takeTiles(): FilledTile[] {
    const grown = this.full;
    this.full = [];
    for (const [level, open] of this.open.entries()) {
      if (!open?.hasGrown) continue;
      const { index, width, bytes } = open;
      grown.push({ tile: { level, index, width }, bytes: bytes.slice(0, width * HASH_BYTES) });
      open.hasGrown = false;
    }
    return grown;
  }

  /** The tree has a new complete subtree; those of every eighth height are what tiles are made of. */
  private take(height: number, index: number, hash: Uint8Array): void {
    if (height % TILE_HEIGHT !== 0) return;
    const level = height / TILE_HEIGHT;
    const open = (this.open[level] ??= openTile(Math.floor(index / TILE_WIDTH)));
    open.bytes.set(hash, open.width * HASH_BYTES);
    open.width += 1;
    open.hasGrown = true;
    if (open.width < TILE_WIDTH) return;
    this.full.push({ tile: { level, index: open.index, width: TILE_WIDTH }, bytes: open.bytes });
    this.open[level] = openTile(open.index + 1);
  }
}

function openTile(index: number): OpenTile {
  return { index, width: 0, bytes: new Uint8Array(TILE_WIDTH * HASH_BYTES), hasGrown: false };
}

function reopen({ level, index, width }: HashTile, bytes: Uint8Array | undefined): OpenTile {
  if (bytes?.length !== width * HASH_BYTES) {
    throw new RangeError(`expected ${width} hashes in the partial tile of level ${level}, got ${bytes?.length ?? 0} bytes`);
  }
  const open = openTile(index);
  open.bytes.set(bytes);
  open.width = width;
  return open;
}

/** The roots of the complete subtrees that the hashes of a partial tile fall into, the largest first. */
function rootsWithin(hasher: TreeHasher, { bytes, width }: OpenTile): Uint8Array[] {
  const roots: Uint8Array[] = [];
  let first = 0;
  for (let count = TILE_WIDTH / 2; count >= 1; count /= 2) {
    if (first + count > width) continue;
    roots.push(foldHashes(hasher, bytes, first, count));
    first += count;
  }
  return roots;
}
