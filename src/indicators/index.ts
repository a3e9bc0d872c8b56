export { isConsistent, isMet, progressOf } from './table1.ts';
export type { Target } from './table1.ts';
export { YearSums } from './year-facts.ts';
export type { Share, YearFacts } from './year-facts.ts';
