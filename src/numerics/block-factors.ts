import type { BlockSystem } from './block-system.ts';

/**
 * A block tridiagonal matrix factorised once, for many right sides: LU with row pivoting inside each block, after what the block before says
 * of its unknowns is put in. Slower than an elimination with one right side, and cheaper from the second right side on.
 */
export class BlockFactors {
  readonly #system: BlockSystem;
  /** L and U of each block in one place, `[(block · size + row) · size + column]`. */
  readonly #lu: Float64Array;
  readonly #swaps: Int32Array;
  /** How the unknowns of a block follow from those of the next, `[(block · size + row) · upperWidth + column]`. */
  readonly #follows: Float64Array;

  private constructor(system: BlockSystem) {
    const { blocks, size, upperWidth } = system;
    this.#system = system;
    this.#lu = new Float64Array(blocks * size * size);
    this.#swaps = new Int32Array(blocks * size);
    this.#follows = new Float64Array(blocks * size * upperWidth);
  }

  /** The factors of a system's matrix, its right side left aside; null when a block is singular. The lower blocks must stay as they are. */
  static of(system: BlockSystem): BlockFactors | null {
    const factors = new BlockFactors(system);
    for (let block = 0; block < system.blocks; block++) {
      factors.#fill(block);
      if (!factors.#decompose(block)) return null;
      factors.#follow(block);
    }
    return factors;
  }

  /** The solution of a right side, both `[block · size + row]`. */
  solve(right: Float64Array): Float64Array {
    const { blocks, size, upperWidth } = this.#system;
    const solution = right.slice();
    for (let block = 0; block < blocks; block++) {
      if (block > 0) this.#takeBefore(block, solution);
      this.#substitute(block, solution, block * size, 1);
    }
    for (let row = (blocks - 1) * size - 1; row >= 0; row--) {
      const next = (Math.floor(row / size) + 1) * size;
      let told = 0;
      for (let c = 0; c < upperWidth; c++) told += this.#follows[row * upperWidth + c]! * solution[next + c]!;
      solution[row]! -= told;
    }
    return solution;
  }

  /** A block, less what the one before says of its unknowns. */
  #fill(block: number): void {
    const { size, diagonal, diagonalPattern, lower, lowerPattern, upperWidth } = this.#system;
    const first = block * size * size;
    for (const [e, row] of diagonalPattern.rows.entries())
      this.#lu[first + row * size + diagonalPattern.columns[e]!] = diagonal[block * diagonalPattern.rows.length + e]!;
    if (block === 0) return;
    for (const [e, row] of lowerPattern.rows.entries()) {
      const weight = lower[block * lowerPattern.rows.length + e]!;
      const before = ((block - 1) * size + lowerPattern.columns[e]!) * upperWidth;
      for (let c = 0; c < upperWidth; c++) this.#lu[first + row * size + c]! -= weight * this.#follows[before + c]!;
    }
  }

  #decompose(block: number): boolean {
    const { size } = this.#system;
    const lu = this.#lu.subarray(block * size * size, (block + 1) * size * size);
    for (let pivot = 0; pivot < size; pivot++) {
      let best = pivot;
      for (let row = pivot + 1; row < size; row++)
        if (Math.abs(lu[row * size + pivot]!) > Math.abs(lu[best * size + pivot]!)) best = row;
      this.#swaps[block * size + pivot] = best;
      if (!(Math.abs(lu[best * size + pivot]!) > 0)) return false;
      if (best !== pivot)
        for (let c = 0; c < size; c++)
          [lu[best * size + c], lu[pivot * size + c]] = [lu[pivot * size + c]!, lu[best * size + c]!];
      for (let row = pivot + 1; row < size; row++) {
        const factor = (lu[row * size + pivot]! /= lu[pivot * size + pivot]!);
        for (let c = pivot + 1; factor !== 0 && c < size; c++) lu[row * size + c]! -= factor * lu[pivot * size + c]!;
      }
    }
    return true;
  }

  #follow(block: number): void {
    const { blocks, size, upper, upperPattern, upperWidth } = this.#system;
    if (block === blocks - 1) return;
    const first = block * size * upperWidth;
    for (const [e, row] of upperPattern.rows.entries())
      this.#follows[first + row * upperWidth + upperPattern.columns[e]!] = upper[block * upperPattern.rows.length + e]!;
    for (let c = 0; c < upperWidth; c++) this.#substitute(block, this.#follows, first + c, upperWidth);
  }

  #takeBefore(block: number, solution: Float64Array): void {
    const { size, lower, lowerPattern } = this.#system;
    for (const [e, row] of lowerPattern.rows.entries()) {
      const weight = lower[block * lowerPattern.rows.length + e]!;
      solution[block * size + row]! -= weight * solution[(block - 1) * size + lowerPattern.columns[e]!]!;
    }
  }

  /** Solves with one block's factors, in place: entries stand at `first + row · stride`. */
  #substitute(block: number, values: Float64Array, first: number, stride: number): void {
    const { size } = this.#system;
    const lu = block * size * size;
    for (let row = 0; row < size; row++) {
      const [own, other] = [first + row * stride, first + this.#swaps[block * size + row]! * stride];
      [values[own], values[other]] = [values[other]!, values[own]!];
    }
    for (let row = 0; row < size; row++)
      for (let c = 0; c < row; c++) values[first + row * stride]! -= this.#lu[lu + row * size + c]! * values[first + c * stride]!;
    for (let row = size - 1; row >= 0; row--) {
      for (let c = row + 1; c < size; c++)
        values[first + row * stride]! -= this.#lu[lu + row * size + c]! * values[first + c * stride]!;
      values[first + row * stride]! /= this.#lu[lu + row * size + row]!;
    }
  }
}
