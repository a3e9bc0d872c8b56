export { FACTOR_SET } from './factors.ts';
export { FACTOR_TOLERANCE_PERCENT, judgeMaking, stagesClaimed } from './judge.ts';
export type { ClaimedStages, JudgedCut, Judgement } from './judge.ts';
export { isBeyondFeed, SIGMAS_GRANTED } from './lot-cuts.ts';
export { madeElements } from './made-elements.ts';
export type { DeclaredCascade, Kilograms, MadeElement } from './making.ts';
