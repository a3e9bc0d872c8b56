import type { Entry } from '../ledger/index.ts';
import type { RegistryView } from '../registry/index.ts';
import type { QuotaState } from '../rights/index.ts';
import type { LineSeries } from './balance/line-series.ts';
import type { ProcessDays } from './balance/process-days.ts';
import type { RuleEvent } from './rule-event.ts';
import type { Parameters } from './parameters.ts';

/** How grave a finding is: against the law or against nature; to be looked into; to be known. */
export type Severity = 'violation' | 'warning' | 'notice';

/** A text in Chinese and in English. */
export interface Bilingual {
  readonly zh: string;
  readonly en: string;
}

/** What a rule rests on from a day on. */
export interface Article extends Bilingual {
  /** The first day, `2024-10-01`. */
  readonly from: string;
}

/** What is said of a rule beside its test: the source of `docs/rules.md` and of what a flag's page tells. */
export interface RuleFacts {
  /** Never changes its meaning. */
  readonly name: string;
  readonly title: Bilingual;
  /** Ascending by day; the rule holds for events from the first day on. */
  readonly articles: readonly Article[];
  readonly severity: Severity;
  /** When the flag is raised, in full. */
  readonly criteria: Bilingual;
  /** What the statistic of a flag is, with its unit, and what the threshold. */
  readonly statistic: Bilingual;
  /** What to do about it. */
  readonly next: Bilingual;
}

/** Whom and what a finding concerns. */
export interface Subject {
  readonly organisation: string | null;
  readonly site: string | null;
  readonly lot: string | null;
  /** The hash of the event that shows it. */
  readonly event: string | null;
}

/** A piece of what a finding rests on: a named figure or text, and the event that it stands in. */
export interface Evidence {
  readonly name: string;
  readonly value: number | string;
  readonly unit?: string;
  readonly event?: string;
}

/** Something that a rule found, as the record now stands. */
export interface Finding {
  /** Tells it apart from others of the same rule and group. */
  readonly key: string;
  readonly severity: Severity;
  readonly subject: Subject;
  /** Symbol of a rare earth, where the finding is about one. */
  readonly element: string | null;
  /** Milliseconds since 1970 UTC. */
  readonly window: { readonly fromMs: number; readonly toMs: number };
  readonly statistic: number | null;
  readonly threshold: number | null;
  readonly evidence: readonly Evidence[];
  /** When, in the time of the events, the criteria came to be fulfilled. */
  readonly raisedMs: number;
}

/** What an event means from now on. */
export interface Change {
  readonly event: RuleEvent;
  /** Its entry; null where it is void. */
  readonly now: Entry | null;
  /** What it meant until now; null where it is new or was void. */
  readonly before: Entry | null;
  /** The line of processes whose days it changed; null where it is no process that can be balanced. */
  readonly line: string | null;
}

/** What rules know beside the events. */
export interface RuleWorld {
  readonly registry: RegistryView;
  siteKind(site: string): string | null;
  productKind(lot: string): string | null;
  /** The rights of the record, without draws. */
  rights(): QuotaState;
  readonly parameters: Parameters;
}

/** What is gathered once for all rules of a book. */
export interface Gathered {
  readonly processDays: ProcessDays;
  readonly lineSeries: LineSeries;
}

/** What is found in a group of findings now; what was found in it before and is not in it any more is cleared. */
export type Judged = readonly [group: string, findings: readonly Finding[]];

/** A rule at work over a record. What it keeps follows from the changes that it saw, in their order, and from nothing else. */
export interface Watch {
  /** Takes a change. @returns what can be judged at once */
  see(change: Change): readonly Judged[];
  /**
   * Judges what waits for the end of a page of changes, or for time to pass.
   * @param clockMs the record's clock: the latest time of an event that it has seen
   */
  tick?(clockMs: number): readonly Judged[];
  /** Rights changed: what depends on them is to be judged anew. */
  refresh?(): void;
  /** What it keeps, as JSON. */
  save(): unknown;
  /** Takes up what was saved. */
  load(saved: unknown): void;
}

/** A rule: what is said of it, and its test. */
export interface Rule {
  readonly facts: RuleFacts;
  /** The rule whose parameters it takes, where these are not its own. */
  readonly parametersOf?: string;
  begin(world: RuleWorld, gathered: Gathered): Watch;
}
