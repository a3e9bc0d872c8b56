/**
 * Linear systems whose matrix is block tridiagonal: each block row knows its neighbours only. Solved by elimination block by block with row
 * pivoting inside a block. Blocks are square, row-major, one behind the other.
 */
export class BlockTridiagonal {
  readonly blocks: number;
  readonly size: number;
  readonly lower: Float64Array;
  readonly diagonal: Float64Array;
  readonly upper: Float64Array;
  readonly right: Float64Array;
  readonly #columns: Int32Array;
  readonly #following: Float64Array;
  readonly #augmented: Float64Array;

  /**
   * @param blocks block rows
   * @param size rows of a block
   * @param upperColumns the columns of upper blocks that may hold something; the fewer, the faster
   */
  constructor(blocks: number, size: number, upperColumns: readonly number[]) {
    this.blocks = blocks;
    this.size = size;
    this.lower = new Float64Array(blocks * size * size);
    this.diagonal = new Float64Array(blocks * size * size);
    this.upper = new Float64Array(blocks * size * size);
    this.right = new Float64Array(blocks * size);
    this.#columns = Int32Array.from(upperColumns);
    this.#following = new Float64Array(blocks * size * (upperColumns.length + 1));
    this.#augmented = new Float64Array(size * (size + upperColumns.length + 1));
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
    for (let block = 0; block < this.blocks; block++) {
      this.#augment(block);
      if (!this.#eliminate()) return false;
      this.#substitute(block);
    }
    this.#unwind(solution);
    return true;
  }

  /** One block row, what the block before it says put in: `[diagonal | upper | right]`. */
  #augment(block: number): void {
    const { size, lower, diagonal, upper, right } = this;
    const columns = this.#columns;
    const width = size + columns.length + 1;
    const augmented = this.#augmented;
    const from = block * size * size;
    for (let row = 0; row < size; row++) {
      const at = row * width;
      for (let column = 0; column < size; column++) augmented[at + column] = diagonal[from + row * size + column]!;
      for (let c = 0; c < columns.length; c++) augmented[at + size + c] = upper[from + row * size + columns[c]!]!;
      augmented[at + width - 1] = right[block * size + row]!;
    }
    if (block === 0) return;
    const stride = columns.length + 1;
    const before = (block - 1) * size * stride;
    for (let row = 0; row < size; row++) {
      const at = row * width;
      for (let k = 0; k < size; k++) {
        const weight = lower[from + row * size + k]!;
        if (weight === 0) continue;
        const known = before + k * stride;
        for (let c = 0; c < columns.length; c++) augmented[at + columns[c]!]! -= weight * this.#following[known + c]!;
        augmented[at + width - 1]! -= weight * this.#following[known + columns.length]!;
      }
    }
  }

  #eliminate(): boolean {
    const { size } = this;
    const augmented = this.#augmented;
    const width = augmented.length / size;
    for (let pivot = 0; pivot < size; pivot++) {
      let best = pivot;
      for (let row = pivot + 1; row < size; row++)
        if (Math.abs(augmented[row * width + pivot]!) > Math.abs(augmented[best * width + pivot]!)) best = row;
      if (augmented[best * width + pivot] === 0) return false;
      if (best !== pivot) swapRows(augmented, width, best, pivot);
      const inverse = 1 / augmented[pivot * width + pivot]!;
      for (let row = pivot + 1; row < size; row++) {
        const factor = augmented[row * width + pivot]! * inverse;
        if (factor !== 0) takeAway(augmented, row * width + pivot + 1, pivot * width + pivot + 1, width - pivot - 1, factor);
      }
    }
    return true;
  }

  /** Back-substitution: how this block's unknowns follow from those of the next. */
  #substitute(block: number): void {
    const { size } = this;
    const augmented = this.#augmented;
    const width = augmented.length / size;
    const stride = width - size;
    const base = block * size * stride;
    for (let row = size - 1; row >= 0; row--) {
      const at = row * width;
      for (let column = row + 1; column < size; column++) {
        const weight = augmented[at + column]!;
        if (weight !== 0) takeAway(augmented, at + size, column * width + size, stride, weight);
      }
      const inverse = 1 / augmented[at + row]!;
      for (let c = 0; c < stride; c++) this.#following[base + row * stride + c] = augmented[at + size + c]! *= inverse;
    }
  }

  #unwind(solution: Float64Array): void {
    const { size, blocks } = this;
    const columns = this.#columns;
    const stride = columns.length + 1;
    for (let block = blocks - 1; block >= 0; block--) {
      for (let row = 0; row < size; row++) {
        const at = (block * size + row) * stride;
        let value = this.#following[at + columns.length]!;
        if (block < blocks - 1)
          for (let c = 0; c < columns.length; c++)
            value -= this.#following[at + c]! * solution[(block + 1) * size + columns[c]!]!;
        solution[block * size + row] = value;
      }
    }
  }
}

/** `values[to …] −= weight · values[from …]`, four at a time. */
function takeAway(values: Float64Array, to: number, from: number, count: number, weight: number): void {
  const whole = to + count - 3;
  let [a, b] = [to, from];
  for (; a < whole; a += 4, b += 4) {
    values[a]! -= weight * values[b]!;
    values[a + 1]! -= weight * values[b + 1]!;
    values[a + 2]! -= weight * values[b + 2]!;
    values[a + 3]! -= weight * values[b + 3]!;
  }
  for (const end = to + count; a < end; a++, b++) values[a]! -= weight * values[b]!;
}

function swapRows(matrix: Float64Array, width: number, a: number, b: number): void {
  for (let column = 0; column < width; column++) {
    const kept = matrix[a * width + column]!;
    matrix[a * width + column] = matrix[b * width + column]!;
    matrix[b * width + column] = kept;
  }
}
