export { applyMovement, applyMovements, isRefusal } from './apply-movement.ts';
export type { AppliedMovements } from './apply-movement.ts';
export { allot, cut, release, reserve } from './commands.ts';
export type { Decision } from './commands.ts';
export { drawOf } from './draw.ts';
export { drawOfEntry } from './entry-draw.ts';
export type { DrawSurroundings } from './entry-draw.ts';
export type { DrawAmount, DrawnLot, Production } from './draw.ts';
export { figuresOfQuota, figuresOfYear } from './figures.ts';
export type { QuotaFigures, UnheldDraw, YearFigures } from './figures.ts';
export { markDraws } from './marking.ts';
export type { MarkedDraw } from './marking.ts';
export type {
  Allotment,
  Cut,
  Draw,
  DrawReversal,
  Grant,
  Ground,
  Movement,
  Release,
  Reservation,
  YearClosing,
} from './movement.ts';
export { groupsOf, quotasFromRegistry } from './quota-loading.ts';
export type { LoadedQuotas, QuotaException, StatedQuota, StatedRights } from './quota-loading.ts';
export type { Batch, Line, Ore, Quota, Stage } from './quota.ts';
export { emptyQuotaState, withDraws, withGroups } from './quota-state.ts';
export type { DrawTotal, QuotaAccount, QuotaState } from './quota-state.ts';
export { REFUSAL_CODES } from './refusal.ts';
export type { Refusal, RefusalCode } from './refusal.ts';
export { NOTICE_EXCEPTION_KINDS } from './notice-exceptions.ts';
export type { NoticeException, NoticeExceptionKind } from './notice-exceptions.ts';
export { readNotices } from './notices.ts';
export type { NoticeBatch, NoticeConfidence, NoticeLevel, NoticeProblem, NoticeRow, ReadNotices } from './notices.ts';
export { replayNotices } from './replay.ts';
export type { NoticeReplay, ReplayedSplit } from './replay.ts';
