export { RECONCILE_REFUSALS, ReconcileRefused } from './refusal.ts';
export type { ReconcileRefusalCode } from './refusal.ts';
export { reconciliationSchemaJson } from './case-schema.ts';
export { reconcileCase } from './reconcile-case.ts';
export type { ReconciledVariable, ReconciliationAnswer } from './reconcile-case.ts';
export type { GrossError } from './gross-errors.ts';
export type { GlobalTest, MeasurementTest, VariableClass } from './statistics.ts';
