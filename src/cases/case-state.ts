import type { CaseKind } from '../wire/index.ts';
import type { CaseAct, CaseSubject, Ruling } from './case-act.ts';

/** `appealed` is open again. */
export type CaseStatus = 'open' | 'decided' | 'appealed' | 'closed';

/** A case as its acts made it. */
export interface Case {
  readonly id: string;
  readonly kind: CaseKind;
  readonly subject: CaseSubject;
  /** The flag that it began with. */
  readonly flag: string | null;
  readonly status: CaseStatus;
  readonly openedMs: number;
  readonly closedMs: number | null;
  /** The latest decision. */
  readonly ruling: Ruling | null;
  readonly acts: readonly CaseAct[];
}

/** Why an act is refused; of several reasons the one that stands first here is given. */
export type CaseRefusal = 'no-such-case' | 'case-exists' | 'case-closed' | 'not-decided' | 'decided-already';

/** In words, for people. */
export const CASE_REFUSAL_WORDS: Readonly<Record<CaseRefusal, string>> = {
  'no-such-case': 'there is no such case',
  'case-exists': 'there is a case of that number',
  'case-closed': 'the case is closed: open another one',
  'not-decided': 'the case is not decided: decide first',
  'decided-already': 'the case is decided: appeal first to decide anew',
};

/** Cases by number, in the order in which they were opened. */
export type Cases = ReadonlyMap<string, Case>;

/** Why an act may not be done now; null when it may. */
export function refusalOf(cases: Cases, act: CaseAct): CaseRefusal | null {
  const known = cases.get(act.case);
  if (act.act === 'open') return known === undefined ? null : 'case-exists';
  if (known === undefined) return 'no-such-case';
  if (known.status === 'closed') return 'case-closed';
  if (act.act === 'decide' && known.status === 'decided') return 'decided-already';
  if (act.act === 'appeal' && known.status !== 'decided') return 'not-decided';
  if (act.act === 'close' && known.status !== 'decided') return 'not-decided';
  return null;
}

/** The cases that acts make, in their order; an act that may not be done is passed over. */
export function casesOf(acts: Iterable<CaseAct>): Map<string, Case> {
  const cases = new Map<string, Case>();
  for (const act of acts) if (refusalOf(cases, act) === null) cases.set(act.case, after(cases.get(act.case), act));
  return cases;
}

function after(before: Case | undefined, act: CaseAct): Case {
  if (act.act === 'open' || before === undefined) return opened(act as Extract<CaseAct, { act: 'open' }>);
  const acts = [...before.acts, act];
  switch (act.act) {
    case 'note':
      return { ...before, acts };
    case 'decide':
      return { ...before, acts, status: 'decided', ruling: act.ruling };
    case 'appeal':
      return { ...before, acts, status: 'appealed' };
    case 'close':
      return { ...before, acts, status: 'closed', closedMs: act.atMs };
  }
}

function opened(act: Extract<CaseAct, { act: 'open' }>): Case {
  const { kind, subject, flag, atMs } = act;
  return { id: act.case, kind, subject, flag, status: 'open', openedMs: atMs, closedMs: null, ruling: null, acts: [act] };
}

/** What cases come to. */
export interface CaseFigures {
  readonly cases: number;
  readonly byStatus: Readonly<Record<CaseStatus, number>>;
  readonly minesDestroyed: number;
  readonly enterprisesClosed: number;
  readonly tradersPunished: number;
  readonly seizedTonnes: number;
  readonly fineYuan: number;
}

/** Counts of cases and of what was decided in them. */
export function figuresOf(cases: Iterable<Case>): CaseFigures {
  const byStatus = { open: 0, decided: 0, appealed: 0, closed: 0 };
  const sums = { cases: 0, minesDestroyed: 0, enterprisesClosed: 0, tradersPunished: 0, seizedTonnes: 0, fineYuan: 0 };
  for (const { status, ruling } of cases) {
    sums.cases += 1;
    byStatus[status] += 1;
    if (ruling === null) continue;
    if (ruling.measures.includes('destroy-mine')) sums.minesDestroyed += 1;
    if (ruling.measures.includes('close-enterprise')) sums.enterprisesClosed += 1;
    if (ruling.measures.includes('punish-trader')) sums.tradersPunished += 1;
    sums.seizedTonnes += ruling.seizures.reduce((sum, { tonnes }) => sum + tonnes, 0);
    sums.fineYuan += ruling.fineYuan;
  }
  return { ...sums, byStatus };
}
