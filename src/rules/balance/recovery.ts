import { median, robustDeviation } from '../../numerics/index.ts';
import { NORM_2016, CONSERVATION } from '../articles.ts';
import type { Finding, Gathered, Judged, Rule, RuleFacts, RuleWorld, Watch } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import type { LineSeries } from './line-series.ts';
import { TREO_COLUMN, type ProcessDay, type ProcessDays } from './process-days.ts';

const facts: RuleFacts = {
  name: 'recovery.outlier',
  title: { zh: '收率与同类场所相差过大', en: 'Recovery far from that of its peers' },
  articles: [CONSERVATION, NORM_2016],
  severity: 'warning',
  criteria: {
    zh: '某场所一类加工累计的总损失率（TREO），与同类场所（场所类型与主要投入相同、不少于若干家）的中位数之差，超过其稳健标准差（MAD）与测量不确定度合成的若干倍。工艺路线不同也会如此，故只作警示。',
    en: 'The share of TREO that one kind of process at a site lost in all differs from the median of its peers (same kind of site and of main input, at least so many) by more than so many robust standard deviations (MAD) together with the error of measurement. Other routes do so too: a warning only.',
  },
  statistic: {
    zh: '与中位数之差除以其标准差；正为损失偏大',
    en: 'the difference from the median over its standard deviation; above zero where more is lost',
  },
  next: {
    zh: '核查工艺、计量与产品去向（偏低）或账外投料（偏高）。',
    en: 'Examine process and measurement, where products went (too low) or feed off the book (too high).',
  },
};

interface Total {
  readonly line: string;
  readonly site: string;
  readonly share: number;
  readonly sd: number;
  readonly days: readonly ProcessDay[];
}

const NOTHING: readonly Judged[] = [];

class Recoveries implements Watch {
  readonly #world: RuleWorld;
  readonly #days: ProcessDays;
  readonly #lines: LineSeries;

  constructor(world: RuleWorld, { processDays, lineSeries }: Gathered) {
    [this.#world, this.#days, this.#lines] = [world, processDays, lineSeries];
  }

  see(): readonly Judged[] {
    return NOTHING;
  }

  tick(): readonly Judged[] {
    const touched = new Set([...this.#lines.changed].map((line) => this.#days.peersOf(line)));
    return [...touched].map((peers): Judged => [peers, this.#judge(peers)]);
  }

  #judge(peers: string): Finding[] {
    const totals = [...this.#days.lines()]
      .filter((line) => this.#days.peersOf(line) === peers)
      .flatMap((line) => this.#totalOf(line));
    const atMs = Math.max(...totals.map(({ days }) => days.at(-1)!.lastMs));
    const at = (parameter: string): number => this.#world.parameters.at(facts.name, parameter, atMs);
    const settled = totals.filter(({ days }) => days.length >= at('days-least'));
    if (settled.length < at('peers-least')) return [];
    const shares = settled.map(({ share }) => share);
    const spread = Math.max(at('spread-least'), robustDeviation(shares));
    return settled.flatMap((total) =>
      this.#outlier(total, median(shares), Math.hypot(spread, total.sd), at('standard-deviations')),
    );
  }

  #totalOf(line: string): Total[] {
    const days = this.#days.daysOf(line);
    const sum = (of: (day: ProcessDay) => number): number => days.reduce((all, day) => all + of(day), 0);
    const input = sum(({ inputKg }) => inputKg[TREO_COLUMN]!);
    if (!(input > 0)) return [];
    const lost = sum(({ unmeasuredKg, measuredKg }) => unmeasuredKg[TREO_COLUMN]! + measuredKg[TREO_COLUMN]!);
    const sd =
      Math.sqrt(
        Math.max(
          0,
          sum(({ variance }) => variance[TREO_COLUMN]!),
        ),
      ) / input;
    const [site] = JSON.parse(line) as [string];
    return [{ line, site, share: lost / input, sd, days }];
  }

  #outlier({ line, site, share, days }: Total, usual: number, sd: number, threshold: number): Finding[] {
    const statistic = (share - usual) / sd;
    if (Math.abs(statistic) <= threshold) return [];
    const last = days.at(-1)!;
    return [
      {
        key: line,
        severity: facts.severity,
        subject: { organisation: ownerOf(site, this.#world), site, lot: null, event: last.lastEvent },
        element: null,
        window: { fromMs: days[0]!.lastMs, toMs: last.lastMs },
        statistic,
        threshold,
        evidence: [
          { name: 'recovery', value: (1 - share) * 100, unit: '%' },
          { name: 'median-of-peers', value: (1 - usual) * 100, unit: '%' },
          { name: 'standard-deviation', value: sd * 100, unit: '%' },
        ],
        raisedMs: last.lastMs,
      },
    ];
  }

  save(): unknown {
    return null;
  }

  load(): void {
    // What it rests on is gathered for all rules.
  }
}

/** A process that its peers cannot follow, or that falls behind them. */
export const recoveryOutlier: Rule = { facts, begin: (world, gathered) => new Recoveries(world, gathered) };
