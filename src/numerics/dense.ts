/** Dense matrices, row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

/** A matrix of zeros. */
export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** The first rows and columns of a matrix. */
export function leadingBlock({ columns, values }: Matrix, size: number): Matrix {
  const block = zeros(size, size);
  for (let row = 0; row < size; row++) block.values.set(values.subarray(row * columns, row * columns + size), row * size);
  return block;
}

/** A matrix from its rows. */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: rows[0]?.length ?? 0, values: Float64Array.from(rows.flat()) };
}

/** `a·b`. @throws RangeError when they do not fit */
export function multiply(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.rows) throw new RangeError(`multiply: ${a.columns} columns meet ${b.rows} rows`);
  const product = zeros(a.rows, b.columns);
  for (let i = 0; i < a.rows; i++)
    for (let k = 0; k < a.columns; k++) {
      const weight = a.values[i * a.columns + k]!;
      if (weight === 0) continue;
      for (let j = 0; j < b.columns; j++) product.values[i * b.columns + j]! += weight * b.values[k * b.columns + j]!;
    }
  return product;
}

/** Rows become columns. */
export function transposed({ rows, columns, values }: Matrix): Matrix {
  const result = zeros(columns, rows);
  for (let i = 0; i < rows; i++) for (let j = 0; j < columns; j++) result.values[j * rows + i] = values[i * columns + j]!;
  return result;
}

/** A matrix times a vector. */
export function apply({ rows, columns, values }: Matrix, vector: Float64Array): Float64Array {
  const result = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += values[i * columns + j]! * vector[j]!;
    result[i] = sum;
  }
  return result;
}

/** A·P = Q·R with Householder reflections, the column with the most left to say first: the rank shows. */
export interface PivotedQr {
  readonly rank: number;
  /** Which column of A stands at each place. */
  readonly order: Int32Array;
  /** R, upper triangular, `rows × columns`; rows beyond the rank are to be taken as zero. */
  readonly r: Matrix;
  /** Qᵀ, `rows × rows`. */
  readonly qTransposed: Matrix;
}

/** @param relative columns whose rest is below this share of the largest count as dependent */
export function pivotedQr(matrix: Matrix, relative = 1e-10): PivotedQr {
  const { rows, columns } = matrix;
  const r = { rows, columns, values: matrix.values.slice() };
  const qTransposed = zeros(rows, rows);
  for (let i = 0; i < rows; i++) qTransposed.values[i * rows + i] = 1;
  const order = Int32Array.from({ length: columns }, (_, column) => column);
  let rank = 0;
  let first = 0;
  for (let step = 0; step < Math.min(rows, columns); step++) {
    const { column, norm } = largestColumn(r, step);
    if (step === 0) first = norm;
    if (!(norm > relative * first)) break;
    swapColumns(r, order, step, column);
    reflect(r, qTransposed, step, norm);
    rank++;
  }
  return { rank, order, r, qTransposed };
}

function largestColumn({ rows, columns, values }: Matrix, step: number): { column: number; norm: number } {
  let [best, norm] = [step, -1];
  for (let column = step; column < columns; column++) {
    let square = 0;
    for (let row = step; row < rows; row++) square += values[row * columns + column]! ** 2;
    if (square > norm) [best, norm] = [column, square];
  }
  return { column: best, norm: Math.sqrt(Math.max(0, norm)) };
}

function swapColumns({ rows, columns, values }: Matrix, order: Int32Array, a: number, b: number): void {
  if (a === b) return;
  [order[a], order[b]] = [order[b]!, order[a]!];
  for (let row = 0; row < rows; row++) {
    const kept = values[row * columns + a]!;
    values[row * columns + a] = values[row * columns + b]!;
    values[row * columns + b] = kept;
  }
}

/** Turns a column into one entry, and everything else with it. */
function reflect(r: Matrix, q: Matrix, step: number, norm: number): void {
  const { rows, columns, values } = r;
  const normal = new Float64Array(rows);
  for (let row = step; row < rows; row++) normal[row] = values[row * columns + step]!;
  normal[step]! += normal[step]! < 0 ? -norm : norm;
  let square = 0;
  for (let row = step; row < rows; row++) square += normal[row]! ** 2;
  for (const { columns: width, values: entries } of [r, q]) {
    const sums = new Float64Array(width);
    for (let row = step; row < rows; row++)
      for (let column = 0; column < width; column++) sums[column]! += normal[row]! * entries[row * width + column]!;
    for (let row = step; row < rows; row++) {
      const weight = (2 * normal[row]!) / square;
      if (weight === 0) continue;
      for (let column = 0; column < width; column++) entries[row * width + column]! -= weight * sums[column]!;
    }
  }
  for (let row = step + 1; row < rows; row++) values[row * columns + step] = 0;
}

/** The x for which |A·x − b| is least; columns that depend on others get 0. @param relative as for `pivotedQr` */
export function leastSquares(a: Matrix, b: Float64Array, relative = 1e-10): Float64Array {
  const { rank, order, r, qTransposed } = pivotedQr(a, relative);
  const right = apply(qTransposed, b);
  const x = new Float64Array(a.columns);
  for (let row = rank - 1; row >= 0; row--) {
    let value = right[row]!;
    for (let column = row + 1; column < rank; column++) value -= r.values[row * r.columns + column]! * x[order[column]!]!;
    x[order[row]!] = value / r.values[row * r.columns + row]!;
  }
  return x;
}

/** L with L·Lᵀ = a symmetric positive definite matrix; null when it is not one. */
export function choleskyOf({ rows, values }: Matrix): Matrix | null {
  const lower = zeros(rows, rows);
  const l = lower.values;
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) {
      let sum = values[i * rows + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * rows + k]! * l[j * rows + k]!;
      if (i !== j) l[i * rows + j] = sum / l[j * rows + j]!;
      else if (sum > 0) l[i * rows + i] = Math.sqrt(sum);
      else return null;
    }
  return lower;
}

/** Solves L·Lᵀ·x = b. */
export function choleskySolve({ rows, values: l }: Matrix, right: Float64Array): Float64Array {
  const x = right.slice();
  for (let i = 0; i < rows; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * rows + k]! * x[k]!;
    x[i]! /= l[i * rows + i]!;
  }
  // Row by row here too: what is known is taken out of what is not.
  for (let i = rows - 1; i >= 0; i--) {
    x[i]! /= l[i * rows + i]!;
    for (let k = 0; k < i; k++) x[k]! -= l[i * rows + k]! * x[i]!;
  }
  return x;
}

/** The sum of the products of two vectors' entries. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}
