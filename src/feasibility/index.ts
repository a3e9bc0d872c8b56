export { FACTOR_SET } from './factors.ts';
export { FACTOR_TOLERANCE_PERCENT, judgeMaking } from './judge.ts';
export type { JudgedCut, Judgement } from './judge.ts';
export { isBeyondFeed, SIGMAS_GRANTED } from './lot-cuts.ts';
export type { DeclaredCascade, Kilograms, MadeElement } from './making.ts';
