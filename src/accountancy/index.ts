export { changePoint } from './change-point.ts';
export type { ChangePoint } from './change-point.ts';
export { decisionLimit, meanRunLength, pageTest } from './page-test.ts';
export type { PageTest } from './page-test.ts';
export { selfStartingScores } from './self-starting.ts';
export type { LossPrior, ProcessPeriod } from './self-starting.ts';
