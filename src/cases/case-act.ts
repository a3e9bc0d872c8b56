import type { CaseKind, Measure } from '../wire/index.ts';

/** What was seized. */
export interface Seizure {
  readonly what: string;
  readonly tonnes: number;
}

/** Whom a case is about; a name stands where the registry does not know him. */
export interface CaseSubject {
  readonly organisation: string | null;
  readonly site: string | null;
  readonly name: string | null;
}

/** What is decided. Fines in yuan; a cut in tonnes REO of a quota, whose movement of rights is named. */
export interface Ruling {
  readonly measures: readonly Measure[];
  readonly seizures: readonly Seizure[];
  readonly fineYuan: number;
  readonly quotaCut: { readonly quota: string; readonly tonnes: number } | null;
  readonly transferredTo: string | null;
}

/** Something that is done about a case; the journal of cases is a list of these. */
export type CaseAct = CaseActBase &
  (
    | { readonly act: 'open'; readonly kind: CaseKind; readonly subject: CaseSubject; readonly flag: string | null }
    | { readonly act: 'note' }
    | { readonly act: 'decide'; readonly ruling: Ruling }
    | { readonly act: 'appeal' }
    | { readonly act: 'close' }
  );

interface CaseActBase {
  readonly case: string;
  /** Milliseconds since 1970 UTC. */
  readonly atMs: number;
  /** The account that did it; null for the keeper, or the rules. */
  readonly by: string | null;
  readonly text: string;
}
