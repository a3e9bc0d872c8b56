import type { BlockSystem } from './block-system.ts';

/**
 * Solves a block tridiagonal system in JavaScript: what `block-elimination.assembly.ts` does with SIMD, operation by operation.
 * @param solution takes it, block by block
 * @returns false when the matrix is singular
 */
export function eliminate(system: BlockSystem, solution: Float64Array): boolean {
  return new Elimination(system).run(solution);
}

/** From the first block on, each is inverted, and its unknowns are told by those of the next: `x = known − follows · x₊₁`. */
class Elimination {
  readonly #system: BlockSystem;
  readonly #stride: number;
  /** The block at hand, its right side as one more column, and in the end its inverse. */
  readonly #block: Float64Array;
  readonly #swaps: Int32Array;
  readonly #places: Int32Array;
  readonly #follows: Float64Array;
  readonly #known: Float64Array;

  constructor(system: BlockSystem) {
    const { blocks, size, upperWidth } = system;
    this.#system = system;
    this.#stride = size + 1;
    this.#block = new Float64Array(size * (size + 1));
    [this.#swaps, this.#places] = [new Int32Array(size), new Int32Array(size)];
    this.#follows = new Float64Array(blocks * size * upperWidth);
    this.#known = new Float64Array(blocks * size);
  }

  run(solution: Float64Array): boolean {
    for (let block = 0; block < this.#system.blocks; block++) {
      this.#fill(block);
      if (block > 0) this.#takeBefore(block);
      if (!this.#invert()) return false;
      this.#follow(block);
    }
    this.#unwind(solution);
    return true;
  }

  #fill(index: number): void {
    const { size, diagonal, diagonalPattern, right } = this.#system;
    const [block, stride] = [this.#block, this.#stride];
    block.fill(0);
    const { rows, columns } = diagonalPattern;
    for (let e = 0, at = index * rows.length; e < rows.length; e++, at++) block[rows[e]! * stride + columns[e]!] = diagonal[at]!;
    for (let row = 0; row < size; row++) block[row * stride + size] = right[index * size + row]!;
  }

  /** What the block before says of its unknowns, put in. */
  #takeBefore(index: number): void {
    const { size, lower, lowerPattern, upperWidth } = this.#system;
    const [block, stride, follows] = [this.#block, this.#stride, this.#follows];
    const { rows, columns } = lowerPattern;
    for (let e = 0, at = index * rows.length; e < rows.length; e++, at++) {
      const weight = lower[at]!;
      const row = rows[e]! * stride;
      const before = (index - 1) * size + columns[e]!;
      for (let c = 0, from = before * upperWidth; c < upperWidth; c++, from++) block[row + c]! -= weight * follows[from]!;
      block[row + size]! -= weight * this.#known[before]!;
    }
  }

  /** Gauss and Jordan in place, rows swapped for the greatest pivot: columns of the inverse end in other places. */
  #invert(): boolean {
    const { size } = this.#system;
    const [block, stride, swaps, places] = [this.#block, this.#stride, this.#swaps, this.#places];
    for (let pivot = 0; pivot < size; pivot++) {
      const best = greatestRow(block, stride, size, pivot);
      const greatest = block[best * stride + pivot]!;
      if (greatest === 0) return false;
      swaps[pivot] = best;
      if (best !== pivot) swapRows(block, stride, best, pivot);
      const own = pivot * stride;
      block[own + pivot] = 1;
      const inverse = 1 / greatest;
      for (let c = 0; c < stride; c++) block[own + c]! *= inverse;
      for (let row = 0; row < size; row++) {
        const at = row * stride;
        const factor = block[at + pivot]!;
        if (row === pivot || factor === 0) continue;
        block[at + pivot] = 0;
        for (let c = 0; c < stride; c++) block[at + c]! -= factor * block[own + c]!;
      }
    }
    for (let row = 0; row < size; row++) places[row] = row;
    for (let pivot = size - 1; pivot >= 0; pivot--) {
      const [a, b] = [places[pivot]!, places[swaps[pivot]!]!];
      [places[pivot], places[swaps[pivot]!]] = [b, a];
    }
    return true;
  }

  /** How this block's unknowns follow from those of the next. */
  #follow(index: number): void {
    const { size, upper, upperPattern, upperWidth } = this.#system;
    const [block, stride, places, follows] = [this.#block, this.#stride, this.#places, this.#follows];
    const { rows, columns } = upperPattern;
    for (let row = 0; row < size; row++) {
      const [at, to] = [row * stride, (index * size + row) * upperWidth];
      for (let e = 0, from = index * rows.length; e < rows.length; e++, from++)
        follows[to + columns[e]!]! += block[at + places[rows[e]!]!]! * upper[from]!;
      this.#known[index * size + row] = block[at + size]!;
    }
  }

  #unwind(solution: Float64Array): void {
    const { size, blocks } = this.#system;
    for (let index = blocks - 1; index >= 0; index--) {
      for (let row = index * size; row < (index + 1) * size; row++) {
        const told = index < blocks - 1 ? this.#told(row, solution, (index + 1) * size) : 0;
        solution[row] = this.#known[row]! - told;
      }
    }
  }

  /** What the next block's unknowns tell of one: products at even and at odd places apart until the end. */
  #told(row: number, solution: Float64Array, next: number): number {
    const { upperWidth } = this.#system;
    const at = row * upperWidth;
    let [even, odd] = [0, 0];
    for (let c = 0; c < upperWidth; c += 2) {
      even += this.#follows[at + c]! * solution[next + c]!;
      if (c + 1 < upperWidth) odd += this.#follows[at + c + 1]! * solution[next + c + 1]!;
    }
    return even + odd;
  }
}

function greatestRow(block: Float64Array, stride: number, size: number, column: number): number {
  let best = column;
  let greatest = Math.abs(block[column * stride + column]!);
  for (let row = column + 1; row < size; row++) {
    const value = Math.abs(block[row * stride + column]!);
    if (value > greatest) [best, greatest] = [row, value];
  }
  return best;
}

function swapRows(matrix: Float64Array, stride: number, a: number, b: number): void {
  for (let column = 0; column < stride; column++) {
    const kept = matrix[a * stride + column]!;
    matrix[a * stride + column] = matrix[b * stride + column]!;
    matrix[b * stride + column] = kept;
  }
}
