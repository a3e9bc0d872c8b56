import type { ConductAct, ConductActName } from './conduct-act.ts';
import { examine, conditionsOn, type Evidence, type Examined, type NormCondition } from './norm-conditions.ts';

/** What a dossier is about. */
export type DossierKind = 'conditions' | 'black-list' | 'report';

/** Where it stands. */
export type DossierStatus =
  | 'applied'
  | 'reviewed'
  | 'publicised'
  | 'announced'
  | 'rectifying'
  | 'revoked'
  | 'refused'
  | 'proposed'
  | 'heard'
  | 'dismissed'
  | 'listed'
  | 'repairing'
  | 'delisted'
  | 'submitted'
  | 'published';

/** A dossier as its acts made it. */
export interface Dossier {
  readonly id: string;
  readonly kind: DossierKind;
  readonly organisation: string;
  readonly status: DossierStatus;
  /** Black list: why. Report: its year. Conditions: the kind of applicant. */
  readonly subject: string;
  /** What the enterprise states, the latest of each item. */
  readonly evidence: Evidence;
  /** The conditions of the day, held against that. Empty for a black list. */
  readonly examined: readonly Examined[];
  /** From when to when it stands on a public list; null where it never did. */
  readonly listed: { readonly from: string; readonly to: string | null } | null;
  readonly acts: readonly ConductAct[];
}

/** What the rules of the registers are made of. */
export interface ConductRules {
  /** Of the norm conditions, and the mandatory indicators of a report (applicant `exporter-report`). */
  readonly conditions: readonly NormCondition[];
  readonly authorities: readonly { readonly key: string; readonly days: number }[];
}

/** The kind of applicant under which a report's mandatory indicators stand. */
export const REPORT = 'exporter-report';

/** Why an act is refused; of several reasons the one that stands first here is given. */
export type ConductRefusal =
  | 'no-such-dossier'
  | 'dossier-exists'
  | 'unknown-applicant'
  | 'out-of-order'
  | 'evidence-missing'
  | 'condition-failed'
  | 'notice-running'
  | 'no-such-notice'
  | 'acknowledged-already';

/** In words, for people. */
export const CONDUCT_REFUSAL_WORDS: Readonly<Record<ConductRefusal, string>> = {
  'no-such-dossier': 'there is no such dossier',
  'dossier-exists': 'there is a dossier of that number',
  'unknown-applicant': 'no conditions are known for that kind of applicant on that day',
  'out-of-order': 'this cannot be done as the dossier stands',
  'evidence-missing': 'conditions or mandatory indicators are not stated',
  'condition-failed': 'a condition is not met: refuse, or order rectification',
  'notice-running': 'the public notice is not over on that day',
  'no-such-notice': 'that act tells the authorities nothing, or there is no such authority',
  'acknowledged-already': 'that authority has acknowledged it',
};

/** Which acts may follow which, and what a dossier then is. `null` leaves it as it is. */
const STEPS: Readonly<
  Record<
    Exclude<ConductActName, 'apply' | 'propose' | 'submit-report'>,
    readonly [readonly DossierStatus[], DossierStatus | null]
  >
> = {
  review: [['applied'], 'reviewed'],
  refuse: [['applied', 'reviewed', 'publicised'], 'refused'],
  publicise: [['reviewed'], 'publicised'],
  announce: [['publicised'], 'announced'],
  'self-check': [['announced', 'rectifying'], null],
  'order-rectification': [['announced'], 'rectifying'],
  'confirm-rectification': [['rectifying'], 'announced'],
  revoke: [['announced', 'rectifying'], 'revoked'],
  hear: [['proposed'], 'heard'],
  dismiss: [['proposed', 'heard'], 'dismissed'],
  list: [['heard'], 'listed'],
  'ask-repair': [['listed'], 'repairing'],
  'deny-repair': [['repairing'], 'listed'],
  delist: [['listed', 'repairing'], 'delisted'],
  'amend-report': [['submitted'], null],
  'publish-report': [['submitted'], 'published'],
  deliver: [['announced', 'rectifying', 'revoked', 'listed', 'repairing', 'delisted'], null],
  acknowledge: [['announced', 'rectifying', 'revoked', 'listed', 'repairing', 'delisted'], null],
};

/** Acts that authorities are told of. */
export const TOLD: ReadonlySet<ConductActName> = new Set<ConductActName>(['announce', 'revoke', 'list', 'delist']);

/** Dossiers by number, in the order in which they were opened. */
export type Dossiers = ReadonlyMap<string, Dossier>;

/** Why an act may not be done now; null when it may. */
export function conductRefusal(dossiers: Dossiers, act: ConductAct, rules: ConductRules): ConductRefusal | null {
  const known = dossiers.get(act.dossier);
  if (act.act === 'apply' || act.act === 'propose' || act.act === 'submit-report') {
    if (known !== undefined) return 'dossier-exists';
    return act.act === 'apply' && conditionsOn(rules.conditions, act.applicant, act.day).length === 0
      ? 'unknown-applicant'
      : null;
  }
  if (known === undefined) return 'no-such-dossier';
  if (!STEPS[act.act][0].includes(known.status)) return 'out-of-order';
  return contentRefusal(known, act, rules);
}

function contentRefusal(dossier: Dossier, act: ConductAct, rules: ConductRules): ConductRefusal | null {
  switch (act.act) {
    case 'review':
    case 'confirm-rectification':
    case 'publish-report':
      return evidenceRefusal(dossier, act.act !== 'publish-report');
    case 'announce':
      return dossier.acts.some((one) => one.act === 'publicise' && one.to >= act.day) ? 'notice-running' : null;
    case 'acknowledge':
      return noticeRefusal(dossier, act, rules);
    default:
      return null;
  }
}

function evidenceRefusal({ examined }: Dossier, mustMeet: boolean): ConductRefusal | null {
  if (examined.some(({ outcome }) => outcome === 'not-stated')) return 'evidence-missing';
  return mustMeet && examined.some(({ outcome }) => outcome === 'failed') ? 'condition-failed' : null;
}

function noticeRefusal(
  { acts }: Dossier,
  { notice, authority }: Extract<ConductAct, { act: 'acknowledge' }>,
  { authorities }: ConductRules,
): ConductRefusal | null {
  const told = acts[notice];
  if (told === undefined || !TOLD.has(told.act) || !authorities.some(({ key }) => key === authority)) return 'no-such-notice';
  const isDone = acts.some((one) => one.act === 'acknowledge' && one.notice === notice && one.authority === authority);
  return isDone ? 'acknowledged-already' : null;
}

/** The dossiers that acts make, in their order; an act that may not be done is passed over. */
export function dossiersOf(acts: Iterable<ConductAct>, rules: ConductRules): Map<string, Dossier> {
  const dossiers = new Map<string, Dossier>();
  for (const act of acts)
    if (conductRefusal(dossiers, act, rules) === null) dossiers.set(act.dossier, after(dossiers.get(act.dossier), act, rules));
  return dossiers;
}

function after(before: Dossier | undefined, act: ConductAct, rules: ConductRules): Dossier {
  if (act.act === 'apply' || act.act === 'propose' || act.act === 'submit-report') return opened(act, rules);
  const dossier = before!;
  const next = STEPS[act.act][1] ?? dossier.status;
  const evidence = 'evidence' in act ? { ...dossier.evidence, ...act.evidence } : dossier.evidence;
  return {
    ...dossier,
    status: next,
    evidence,
    examined:
      'evidence' in act
        ? examine(
            dossier.examined.map(({ condition }) => condition),
            evidence,
          )
        : dossier.examined,
    listed: listedAfter(dossier, act),
    acts: [...dossier.acts, act],
  };
}

function opened(act: Extract<ConductAct, { act: 'apply' | 'propose' | 'submit-report' }>, rules: ConductRules): Dossier {
  const base = { id: act.dossier, organisation: act.organisation, listed: null, acts: [act] };
  if (act.act === 'propose')
    return { ...base, kind: 'black-list', status: 'proposed', subject: act.ground, evidence: {}, examined: [] };
  const { evidence } = act;
  if (act.act === 'apply') {
    const examined = examine(conditionsOn(rules.conditions, act.applicant, act.day), evidence);
    return { ...base, kind: 'conditions', status: 'applied', subject: act.applicant, evidence, examined };
  }
  const examined = examine(conditionsOn(rules.conditions, REPORT, `${act.year}-12-31`), evidence);
  return { ...base, kind: 'report', status: 'submitted', subject: String(act.year), evidence, examined };
}

/** When it is on a public list. What ends on a day is not on it on that day, but a listing of one day stays one. */
function listedAfter({ listed }: Dossier, act: ConductAct): Dossier['listed'] {
  if (act.act === 'announce') return { from: act.day, to: null };
  if (act.act === 'list') return { from: act.from, to: act.to };
  if ((act.act !== 'revoke' && act.act !== 'delist') || listed === null) return listed;
  const last = dayBefore(act.day);
  return { from: listed.from, to: last < listed.from ? listed.from : last };
}

const DAY_MS = 86_400_000;

function dayBefore(day: string): string {
  return new Date(Date.parse(day) - DAY_MS).toISOString().slice(0, 10);
}
