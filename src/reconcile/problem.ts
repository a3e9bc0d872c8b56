import type { Matrix } from '../numerics/index.ts';
import type { Constraint, Variable } from './constraint.ts';

/** Measurements, and what must hold between the true values. */
export interface Problem {
  readonly variables: readonly Variable[];
  readonly constraints: readonly Constraint[];
  /** Indices of the measured variables, and of the others, ascending. */
  readonly measured: readonly number[];
  readonly unmeasured: readonly number[];
  /** Covariance of the measurements, and L with L·Lᵀ equal to it. */
  readonly covariance: Matrix;
  readonly root: Matrix;
  readonly isCorrelated: boolean;
}
