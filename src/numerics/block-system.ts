/** Where the blocks of a kind may hold something, the same in all of them. */
export interface BlockPattern {
  readonly rows: Int32Array;
  readonly columns: Int32Array;
}

/** A linear system of square blocks in which each block row knows its neighbours only; the values of a kind are `[block · places + place]`. */
export interface BlockSystem {
  readonly blocks: number;
  readonly size: number;
  readonly lowerPattern: BlockPattern;
  readonly diagonalPattern: BlockPattern;
  readonly upperPattern: BlockPattern;
  readonly lower: Float64Array;
  readonly diagonal: Float64Array;
  readonly upper: Float64Array;
  readonly right: Float64Array;
  /** Upper blocks hold nothing from this column on: the fewer before it, the faster. */
  readonly upperWidth: number;
}
