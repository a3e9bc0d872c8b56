import { isTreeSize } from './tree-size.ts';

/** How many hashes or entries a full tile has; a tile's hashes are the leaves of a subtree of {@link TILE_HEIGHT}. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;

const LEVEL_MAX = 63;
const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/){0,5}\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** Consecutive hashes of the tree, laid end to end: at level 0 of leaves, above it of full tiles of the level below. */
export interface HashTile {
  /** 0 to 63. */
  readonly level: number;
  /** The place of the tile within its level, from 0. */
  readonly index: number;
  /** 1 to 256 hashes; fewer than 256 make a partial tile, which only the right edge of a tree has. */
  readonly width: number;
}

/** The entries behind the level 0 tile of the same index and width. */
export interface EntryBundle {
  readonly level: 'entries';
  readonly index: number;
  readonly width: number;
}

/** What a log serves beside its checkpoint. */
export type Tile = HashTile | EntryBundle;

/** Where a tile is served, below the log's prefix: `tile/0/x001/x234/067.p/8` (C2SP tlog-tiles, Merkle Tree). */
export function tilePath(tile: Tile): string {
  let path = lastThreeDigits(tile.index);
  for (let rest = Math.floor(tile.index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${lastThreeDigits(rest)}/${path}`;
  }
  return `tile/${tile.level}/${path}${tile.width === TILE_WIDTH ? '' : `.p/${tile.width}`}`;
}

/** The tile that a path names, or undefined when the path is not exactly as {@link tilePath} writes it. */
export function parseTilePath(path: string): Tile | undefined {
  const [, levelText, indexText, widthText] = PATH.exec(path) ?? [];
  if (levelText === undefined || indexText === undefined) return undefined;
  const index = Number(indexText.replaceAll(/\D/g, ''));
  const width = widthText === undefined ? TILE_WIDTH : Number(widthText);
  const level = levelText === 'entries' ? levelText : Number(levelText);
  if (!isTreeSize(index) || (level !== 'entries' && level > LEVEL_MAX)) return undefined;
  const tile: Tile = level === 'entries' ? { level, index, width } : { level, index, width };
  return tilePath(tile) === path ? tile : undefined;
}

function lastThreeDigits(number: number): string {
  return String(number % 1000).padStart(3, '0');
}
