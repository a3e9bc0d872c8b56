export type { CaseAct, CaseSubject, Ruling, Seizure } from './case-act.ts';
export { CASE_REFUSAL_WORDS, casesOf, figuresOf, refusalOf } from './case-state.ts';
export type { Case, CaseFigures, CaseRefusal, Cases, CaseStatus } from './case-state.ts';
