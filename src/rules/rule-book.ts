import { startOfDate } from '../ledger/index.ts';
import type { Entry } from '../ledger/index.ts';
import { LineSeries } from './balance/line-series.ts';
import { ProcessDays } from './balance/process-days.ts';
import { isNews, type Flag, type FlagChange } from './flag.ts';
import type { Change, Finding, Judged, Rule, RuleWorld, Watch } from './rule.ts';
import type { RuleEvent } from './rule-event.ts';

/** A revision of what an event means, with the place in the record of the event that caused it. */
export interface SeenRevision {
  readonly event: RuleEvent;
  readonly revision: number;
  /** Null where the event is void. */
  readonly now: Entry | null;
  readonly before: Entry | null;
}

interface AtWork {
  readonly rule: Rule;
  readonly watch: Watch;
  readonly holdsFromMs: number;
}

/** What a rule book keeps, as JSON. */
export interface SavedBook {
  readonly seq: number;
  readonly clockMs: number;
  readonly flags: readonly Flag[];
  readonly processDays: unknown;
  readonly watches: Readonly<Record<string, unknown>>;
}

/** A place in the record, and when it was recorded. */
interface Place {
  readonly seq: number;
  readonly recordedMs: number;
}

/**
 * All rules at work over one record. It is given every revision in the order of the record and tells which flags are raised, changed and
 * cleared. What stands at a place in the record follows from the events up to there: it does not depend on how they came in pages.
 */
export class RuleBook {
  readonly #atWork: readonly AtWork[];
  readonly #processDays: ProcessDays;
  readonly #lineSeries: LineSeries;
  /** Flags by rule and group. */
  readonly #flags = new Map<string, Map<string, Flag>>();
  #seq = 0;
  #clockMs = Number.NEGATIVE_INFINITY;

  constructor(rules: readonly Rule[], world: RuleWorld) {
    this.#processDays = new ProcessDays(world);
    this.#lineSeries = new LineSeries(this.#processDays, world.parameters);
    const gathered = { processDays: this.#processDays, lineSeries: this.#lineSeries };
    this.#atWork = rules.map((rule) => ({
      rule,
      watch: rule.begin(world, gathered),
      holdsFromMs: startOfDate(rule.facts.articles[0]!.from),
    }));
  }

  /** The place in the record up to which it has seen everything. */
  get seq(): number {
    return this.#seq;
  }

  /** The record's clock: the latest time of an event, or of its recording where that is earlier; milliseconds since 1970 UTC. */
  get clockMs(): number {
    return this.#clockMs;
  }

  /**
   * Takes the next page of the record.
   * @param revisions in the order of the record
   * @param upTo the place of the page's last event, and when it was recorded
   * @param settles whether lines of processes are judged at its end. It costs as much as they have days; what stands at last does not depend on it
   */
  take(revisions: readonly SeenRevision[], upTo: Place, settles = true): FlagChange[] {
    const changes: FlagChange[] = [];
    for (const { event, revision, now, before } of revisions) {
      const at = { seq: revision, recordedMs: Math.max(event.recordedMs, 0) };
      if (now !== null) this.#clockMs = Math.max(this.#clockMs, Math.min(event.timeMs, event.recordedMs));
      const line = this.#processDays.see(event, now, before);
      if (line !== null) this.#lineSeries.note(line);
      this.#see({ event, now, before, line }, revision === event.seq ? at : upTo, changes);
    }
    if (settles) this.#lineSeries.settle();
    else this.#lineSeries.rest();
    for (const { rule, watch } of this.#atWork)
      for (const judged of watch.tick?.(this.#clockMs) ?? []) this.#settle(rule, judged, upTo, changes);
    this.#seq = upTo.seq;
    return changes;
  }

  /** Rights changed: what depends on them is judged anew with the next page. */
  refresh(): void {
    for (const { watch } of this.#atWork) watch.refresh?.();
  }

  #see(change: Change, at: { seq: number; recordedMs: number }, changes: FlagChange[]): void {
    for (const { rule, watch, holdsFromMs } of this.#atWork) {
      if (change.event.timeMs < holdsFromMs) continue;
      for (const judged of watch.see(change)) this.#settle(rule, judged, at, changes);
    }
  }

  #settle(rule: Rule, [group, findings]: Judged, at: { seq: number; recordedMs: number }, changes: FlagChange[]): void {
    const place = `${rule.facts.name}|${group}`;
    const standing = this.#flags.get(place);
    if (findings.length === 0 && standing === undefined) return;
    const now = new Map<string, Flag>();
    for (const finding of findings) {
      const before = standing?.get(finding.key);
      const flag = flagOf(rule, group, finding, before);
      now.set(finding.key, flag);
      if (before === undefined) changes.push({ kind: 'raised', ...at, flag });
      else if (isNews(before, flag)) changes.push({ kind: 'changed', ...at, flag });
    }
    for (const [key, flag] of standing ?? []) if (!now.has(key)) changes.push({ kind: 'cleared', ...at, flag });
    if (now.size === 0) this.#flags.delete(place);
    else this.#flags.set(place, now);
  }

  /** Flags that stand, by rule in the order of the catalogue, then by when they were raised. */
  flags(): Flag[] {
    const order = new Map(this.#atWork.map(({ rule }, place) => [rule.facts.name, place]));
    return [...this.#flags.values()]
      .flatMap((group) => [...group.values()])
      .sort((a, b) => order.get(a.rule)! - order.get(b.rule)! || a.raisedMs - b.raisedMs || (a.id < b.id ? -1 : 1));
  }

  save(): SavedBook {
    const watches = Object.fromEntries(this.#atWork.map(({ rule, watch }) => [rule.facts.name, watch.save()]));
    return { seq: this.#seq, clockMs: this.#clockMs, flags: this.flags(), processDays: this.#processDays.save(), watches };
  }

  /** Takes up what another book of the same rules saved. */
  load({ seq, clockMs, flags, processDays, watches }: SavedBook): void {
    this.#processDays.load(processDays);
    this.#lineSeries.rebuild();
    this.#seq = seq;
    this.#clockMs = clockMs;
    for (const { rule, watch } of this.#atWork) watch.load(watches[rule.facts.name]);
    for (const flag of flags) {
      const place = `${flag.rule}|${flag.group}`;
      this.#flags.set(place, (this.#flags.get(place) ?? new Map<string, Flag>()).set(flag.key, flag));
    }
  }
}

/** A finding that goes on keeps the moment at which it was first made, and the event that showed it then. */
function flagOf(rule: Rule, group: string, finding: Finding, before: Flag | undefined): Flag {
  const { name } = rule.facts;
  const subject = { ...finding.subject, event: finding.subject.event ?? before?.subject.event ?? null };
  return {
    ...finding,
    subject,
    raisedMs: before?.raisedMs ?? finding.raisedMs,
    rule: name,
    group,
    id: `${name}|${group}|${finding.key}`,
  };
}
