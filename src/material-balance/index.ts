export { kilograms } from './movements.ts';
export type { BalanceEvent, Weighed } from './movements.ts';
export type { Book, LotOnRecord, MonthOnRecord } from './month.ts';
export type { Stream, StreamKind } from './network.ts';
export { reconcileMonth } from './reconcile-month.ts';
export type { NamedError, ReconciledAmount, ReconciledMonth, ReconciledStream, Suspect } from './reconcile-month.ts';
