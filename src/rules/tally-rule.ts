import type { Entry } from '../ledger/index.ts';
import type { RuleEvent } from './rule-event.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Watch } from './rule.ts';

/** What an event adds to a tally. */
export interface Share {
  readonly key: string;
  readonly amounts: readonly number[];
}

/** What events have added up to under one key. */
export interface Tally {
  readonly key: string;
  readonly sums: number[];
  /** How many events have a share in it. */
  events: number;
  firstMs: number;
  lastMs: number;
  /** The event that last changed it. */
  lastEvent: string;
}

/** How a rule adds up and judges. */
export interface TallyTest {
  /** What an event adds. */
  readonly shares: (event: RuleEvent, entry: Entry, world: RuleWorld) => readonly Share[];
  /** Judged whenever an event changes the tally, so that the moment of a flag is that of the event which raised it. */
  readonly judge: (tally: Tally, world: RuleWorld) => readonly Finding[];
  /** Whether a tally tells so little that it need not be kept. */
  readonly isIdle?: (tally: Tally) => boolean;
}

/** A rule over sums of what events add, each under a key. */
export function tallyRule(facts: RuleFacts, test: TallyTest): Rule {
  return { facts, begin: (world) => new TallyWatch(test, world) };
}

class TallyWatch implements Watch {
  readonly #test: TallyTest;
  readonly #world: RuleWorld;
  readonly #tallies = new Map<string, Tally>();

  constructor(test: TallyTest, world: RuleWorld) {
    this.#test = test;
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    const touched = new Set<string>();
    if (before !== null)
      for (const share of this.#test.shares(event, before, this.#world)) touched.add(this.#add(event, share, -1));
    if (now !== null) for (const share of this.#test.shares(event, now, this.#world)) touched.add(this.#add(event, share, 1));
    return [...touched].map((key) => [key, this.#judge(key)]);
  }

  #add(event: RuleEvent, { key, amounts }: Share, sign: 1 | -1): string {
    let tally = this.#tallies.get(key);
    if (tally === undefined) {
      tally = { key, sums: amounts.map(() => 0), events: 0, firstMs: event.timeMs, lastMs: event.timeMs, lastEvent: event.hash };
      this.#tallies.set(key, tally);
    }
    amounts.forEach((amount, at) => (tally.sums[at]! += sign * amount));
    tally.events += sign;
    tally.firstMs = Math.min(tally.firstMs, event.timeMs);
    tally.lastMs = Math.max(tally.lastMs, event.timeMs);
    tally.lastEvent = event.hash;
    return key;
  }

  #judge(key: string): readonly Finding[] {
    const tally = this.#tallies.get(key)!;
    if (tally.events <= 0 || this.#test.isIdle?.(tally) === true) {
      this.#tallies.delete(key);
      return [];
    }
    return this.#test.judge(tally, this.#world);
  }

  save(): unknown {
    return [...this.#tallies.values()];
  }

  load(saved: unknown): void {
    for (const tally of saved as Tally[]) this.#tallies.set(tally.key, tally);
  }
}
