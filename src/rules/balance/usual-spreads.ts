import { median } from '../../numerics/index.ts';
import type { LossPrior, ProcessPeriod } from '../../accountancy/index.ts';
import { TREO_COLUMN, type ProcessDay, type ProcessDays } from './process-days.ts';

/** Fewer days of a line, or fewer lines, tell nothing of how peers vary. */
const DAYS_LEAST = 5;
const PEERS_LEAST = 4;
/** A prior is worth two days of each peer, and no more than this. */
const WORTH_MAX = 20;
/** A median of absolute differences of two normal numbers is so much of their deviation: 0.6745 √2. */
const MEDIAN_OF_DIFFERENCE = 0.6745 * Math.SQRT2;
/** Priors go in steps of a fifth, so that lines are judged anew only when peers really changed. */
const STEP = Math.log(1.2);
const SPREAD_LEAST = 0.001;
/** What a line is held against goes in finer steps, so that what was said of its earlier days mostly still holds. */
const PRIOR_STEP = Math.log(1.02);
/** However large the errors of measurement are said to be, so much of what varies is the process. */
const LEFT_LEAST = 0.25;

/** How much the share lost varies from day to day in lines of one kind: what a line is held against before it has a past of its own. */
export class UsualSpreads {
  readonly #days: ProcessDays;
  readonly #spreads = new Map<string, Map<string, number>>();
  readonly #steps = new Map<string, number | null>();

  constructor(days: ProcessDays) {
    this.#days = days;
  }

  /** Takes note of lines that changed. @returns these and, where what is usual among their peers changed, the peers */
  renew(lines: Iterable<string>): Set<string> {
    const toJudge = new Set(lines);
    const touched = new Set([...toJudge].map((line) => this.#note(line)));
    for (const peers of touched) {
      const step = this.#stepOf(peers);
      if (step === this.#steps.get(peers)) continue;
      this.#steps.set(peers, step);
      for (const line of this.#days.lines()) if (this.#days.peersOf(line) === peers) toJudge.add(line);
    }
    return toJudge;
  }

  #note(line: string): string {
    const peers = this.#days.peersOf(line);
    const spreads = this.#spreads.get(peers) ?? new Map<string, number>();
    this.#spreads.set(peers, spreads);
    const spread = spreadOf(this.#days.daysOf(line));
    if (spread === null) spreads.delete(line);
    else spreads.set(line, spread);
    return peers;
  }

  #stepOf(peers: string): number | null {
    const spreads = [...(this.#spreads.get(peers)?.values() ?? [])];
    return spreads.length < PEERS_LEAST ? null : Math.round(Math.log(Math.max(SPREAD_LEAST, median(spreads))) / STEP);
  }

  /**
   * What is usual for a line, beside the errors of measurement of some periods; what the parameters suppose where it has too few peers. What peers
   * show holds their errors too, which are taken off it.
   */
  priorOf(line: string, supposed: LossPrior, periods: readonly ProcessPeriod[]): LossPrior {
    const peers = this.#days.peersOf(line);
    const step = this.#steps.get(peers) ?? null;
    if (step === null) return supposed;
    const whole = Math.exp(step * STEP) ** 2;
    const beyond = Math.max(LEFT_LEAST * whole, whole - measuredVariance(periods));
    return {
      spread: Math.exp(Math.round(Math.log(Math.sqrt(beyond)) / PRIOR_STEP) * PRIOR_STEP),
      worth: Math.min(WORTH_MAX, 2 * this.#spreads.get(peers)!.size),
    };
  }

  /** Makes what it keeps anew from the days. */
  rebuild(): void {
    this.renew(this.#days.lines());
  }
}

/** The mean variance of the share lost, by measurement. */
function measuredVariance(periods: readonly ProcessPeriod[]): number {
  const told = periods.filter(({ inputKg }) => inputKg > 0);
  return told.reduce((sum, { inputKg, variance }) => sum + variance / inputKg ** 2, 0) / Math.max(1, told.length);
}

/** From differences of successive days, so that a step does not widen it; null where there are too few. */
function spreadOf(days: readonly ProcessDay[]): number | null {
  const shares = days.flatMap(({ inputKg, unmeasuredKg, measuredKg }) => {
    const input = inputKg[TREO_COLUMN]!;
    return input > 0 ? [(unmeasuredKg[TREO_COLUMN]! + measuredKg[TREO_COLUMN]!) / input] : [];
  });
  if (shares.length < DAYS_LEAST) return null;
  return median(shares.slice(1).map((share, at) => Math.abs(share - shares[at]!))) / MEDIAN_OF_DIFFERENCE;
}
