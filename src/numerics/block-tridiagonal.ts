import { loadElimination } from './assembled-elimination.ts';
import { eliminate } from './block-elimination.ts';
import type { BlockPattern, BlockSystem } from './block-system.ts';

let fastest: typeof eliminate | null = null;

/** The places of a pattern in their order, each as row and column. */
export function blockPattern(places: readonly (readonly [row: number, column: number])[]): BlockPattern {
  return { rows: Int32Array.from(places, ([row]) => row), columns: Int32Array.from(places, ([, column]) => column) };
}

/**
 * Linear systems whose matrix is block tridiagonal: each block row knows its neighbours only. Blocks are square, and each kind has a pattern of
 * its own; values are `[block · places + place]`. Solved by elimination block by block with row pivoting inside a block, in WebAssembly where
 * there is SIMD, else in JavaScript, with the same result to the last digit.
 */
export class BlockTridiagonal implements BlockSystem {
  readonly blocks: number;
  readonly size: number;
  readonly lowerPattern: BlockPattern;
  readonly diagonalPattern: BlockPattern;
  readonly upperPattern: BlockPattern;
  readonly lower: Float64Array;
  readonly diagonal: Float64Array;
  readonly upper: Float64Array;
  readonly right: Float64Array;
  readonly upperWidth: number;

  /**
   * @param blocks block rows
   * @param size rows of a block
   */
  constructor(blocks: number, size: number, lower: BlockPattern, diagonal: BlockPattern, upper: BlockPattern) {
    this.blocks = blocks;
    this.size = size;
    [this.lowerPattern, this.diagonalPattern, this.upperPattern] = [lower, diagonal, upper];
    this.lower = new Float64Array(blocks * lower.rows.length);
    this.diagonal = new Float64Array(blocks * diagonal.rows.length);
    this.upper = new Float64Array(blocks * upper.rows.length);
    this.right = new Float64Array(blocks * size);
    this.upperWidth = upper.columns.reduce((width, column) => Math.max(width, column + 1), 0);
  }

  /** Sets every entry to 0. */
  clear(): void {
    for (const part of [this.lower, this.diagonal, this.upper, this.right]) part.fill(0);
  }

  /**
   * The solution.
   * @param solution takes it, block by block
   * @returns false when the matrix is singular
   */
  solve(solution: Float64Array): boolean {
    fastest ??= loadElimination() ?? eliminate;
    return fastest(this, solution);
  }
}
