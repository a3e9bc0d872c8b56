/** Why data cannot be reconciled, in the order in which faults are told. */
export const RECONCILE_REFUSALS = [
  'form',
  'expression',
  'variable-unknown',
  'covariance',
  'nothing-measured',
  'inconsistent',
  'no-solution',
  'iteration-limit',
] as const;
export type ReconcileRefusalCode = (typeof RECONCILE_REFUSALS)[number];

/** Data that cannot be reconciled: what, where in its JSON, and what to do. */
export class ReconcileRefused extends Error {
  readonly code: ReconcileRefusalCode;
  /** JSON path; null where the whole is meant. */
  readonly path: string | null;

  constructor(code: ReconcileRefusalCode, path: string | null, message: string) {
    super(message);
    this.code = code;
    this.path = path;
  }
}
