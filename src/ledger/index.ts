export { ACCOUNT_KINDS, accountOf, isHolding, UNEXPLAINED_KINDS } from './account.ts';
export type { Account, AccountKind } from './account.ts';
export { accountKey, addLeg, addTurnover, noTurnover } from './balance-cell.ts';
export { chinaMonth, chinaYear, dateOf, dayOf, startOfDate, startOfDay, startOfMonth } from './china-calendar.ts';
export type { BalanceCell, Turnover } from './balance-cell.ts';
export { BalanceSheet, sheetPeriod } from './balance-sheet.ts';
export type { SheetLines, SheetPeriod } from './balance-sheet.ts';
export { compositionAt } from './composition-at.ts';
export type { PostedMatter } from './composition-at.ts';
export { emptyEntry } from './entry.ts';
export type { Entry, Flow } from './entry.ts';
export { varianceOfFlow } from './flow-variance.ts';
export { newLotState } from './lot-state.ts';
export type { CompositionFrom, Consignment, LotState } from './lot-state.ts';
export {
  addInto,
  addVariancesInto,
  COLUMNS,
  isZero,
  NET,
  noMasses,
  noVariances,
  subtractInto,
  treoOf,
  treoVarianceOf,
} from './masses.ts';
export type { Masses, Variances } from './masses.ts';
export { comesBefore, lotsOf } from './matter.ts';
export type { LotAmount, Matter, MeasuredLoss, Move, Surroundings } from './matter.ts';
export { fractionSds } from './pool.ts';
export type { Leg, Pool } from './pool.ts';
export { postEvent } from './post.ts';
export { dependentLots, needsReplay, replayLots, withContents } from './replay.ts';
export type { Replayed } from './replay.ts';
