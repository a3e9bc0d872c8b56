/** A linear program: variables not below 0 whose cost is to be least, and rows that hold sums of them within bounds. */
export interface LinearProgram {
  readonly variables: readonly { readonly cost: number; readonly atMost: number | null; readonly isWhole: boolean }[];
  readonly rows: readonly ProgramRow[];
}

/** Bounds of a sum; null is none. */
export interface ProgramRow {
  readonly coefficients: readonly number[];
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

/** What came of it; `prices` is the change of the cost for one more of each row's bound, null where variables are whole. */
export type LinearSolution =
  | { readonly status: 'optimal'; readonly values: readonly number[]; readonly prices: readonly number[] | null }
  | { readonly status: 'infeasible' }
  | { readonly status: 'unbounded' };

/** Whatever solves linear programs. */
export type LinearSolver = (program: LinearProgram) => LinearSolution;
