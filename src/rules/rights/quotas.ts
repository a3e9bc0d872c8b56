import { startOfDate } from '../../ledger/index.ts';
import {
  drawOfEntry,
  figuresOfYear,
  withDraws,
  type DrawAmount,
  type DrawSurroundings,
  type DrawTotal,
  type Line,
  type QuotaFigures,
} from '../../rights/index.ts';
import { OPINIONS_2011, REGULATIONS_2024, TOTAL_CONTROL_2025 } from '../articles.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Subject, Watch } from '../rule.ts';

const MG_PER_TONNE = 1e9;
const ARTICLES = [OPINIONS_2011, REGULATIONS_2024, TOTAL_CONTROL_2025];

/** A draw of the page that is being taken. */
interface FreshDraw {
  readonly draw: DrawAmount;
  readonly event: RuleEvent;
}

/** What was drawn under one line, to the milligram, and the latest event by which. */
interface LineTotal {
  readonly line: Line;
  mg: bigint;
  lastMs: number;
  lastEvent: string;
}

/** What is judged: the draws of a year, the latest of them, and those of the page that is being taken. */
interface DrawnYear {
  readonly year: number;
  readonly draws: readonly DrawTotal[];
  readonly last: LineTotal;
  readonly fresh: readonly FreshDraw[];
}

type Judge = (world: RuleWorld, drawn: DrawnYear) => Finding[];

/** Adds up what is drawn on quotas, to the milligram. */
class QuotaWatch implements Watch {
  readonly #world: RuleWorld;
  readonly #surroundings: DrawSurroundings;
  readonly #judge: Judge;
  readonly #totals = new Map<string, LineTotal>();
  #fresh: FreshDraw[] = [];
  readonly #years = new Set<number>();

  constructor(world: RuleWorld, judge: Judge) {
    this.#world = world;
    this.#surroundings = { site: (id) => world.registry.site(id), productKind: (lot) => world.productKind(lot) };
    this.#judge = judge;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    const drawn = now === null ? null : drawOfEntry(now, this.#surroundings);
    const undone = before === null ? null : drawOfEntry(before, this.#surroundings);
    if (undone !== null) this.#add(undone, -1n, event);
    if (drawn !== null) {
      this.#add(drawn, 1n, event);
      this.#fresh.push({ draw: drawn, event });
    }
    return [];
  }

  #add({ holder, year, stage, ore, amountMg }: DrawAmount, sign: bigint, { timeMs, hash }: RuleEvent): void {
    const key = JSON.stringify([year, stage, ore, holder]);
    const total = this.#totals.get(key) ?? { line: { holder, year, stage, ore }, mg: 0n, lastMs: timeMs, lastEvent: hash };
    total.mg += sign * amountMg;
    if (timeMs >= total.lastMs) [total.lastMs, total.lastEvent] = [timeMs, hash];
    this.#totals.set(key, total);
    this.#years.add(year);
  }

  tick(): readonly Judged[] {
    const judged = [...this.#years].map((year): Judged => {
      const totals = [...this.#totals.values()].filter(({ line }) => line.year === year);
      const last = totals.reduce((latest, total) => (total.lastMs > latest.lastMs ? total : latest));
      const fresh = this.#fresh.filter(({ draw }) => draw.year === year);
      const draws = totals.map(({ line, mg }) => ({ ...line, drawnMg: mg }));
      return [String(year), this.#judge(this.#world, { year, draws, last, fresh })];
    });
    this.#years.clear();
    this.#fresh = [];
    return judged;
  }

  refresh(): void {
    for (const { line } of this.#totals.values()) this.#years.add(line.year);
  }

  save(): unknown {
    return [...this.#totals.values()].map((total) => ({ ...total, mg: total.mg.toString() }));
  }

  load(saved: unknown): void {
    for (const total of saved as (Omit<LineTotal, 'mg'> & { mg: string })[]) {
      const { holder, year, stage, ore } = total.line;
      this.#totals.set(JSON.stringify([year, stage, ore, holder]), { ...total, mg: BigInt(total.mg) });
    }
  }
}

function windowOf(year: number): Finding['window'] {
  return { fromMs: startOfDate(`${year}-01-01`), toMs: startOfDate(`${year + 1}-01-01`) - 1 };
}

/** The draw by which the last of an excess came: counted back from the latest of the page. */
function crossing(fresh: readonly FreshDraw[], excessMg: bigint, isTheirs: (draw: DrawAmount) => boolean): RuleEvent | undefined {
  let [rest, event]: [bigint, RuleEvent | undefined] = [excessMg, undefined];
  for (const one of fresh.toReversed()) {
    if (!isTheirs(one.draw)) continue;
    event = one.event;
    rest -= one.draw.amountMg;
    if (rest <= 0n) break;
  }
  return event;
}

const overdraw: RuleFacts = {
  name: 'quota.overdraw',
  title: { zh: '超总量控制指标生产', en: 'More produced than the quota allows' },
  articles: ARTICLES,
  severity: 'violation',
  criteria: {
    zh: '某一指标（持有者、年度、环节、矿种）的用量超过其可用量（下达减去分解、预留、扣减）。恰好用完不算。未分解的成员企业用量计入其集团。',
    en: 'What is drawn on a quota (holder, year, stage, ore) passes what it may be used for: granted less allotted, reserved and cut. Using it up exactly is no excess. Draws of members without a quota of their own count with their group.',
  },
  statistic: { zh: '用量（t REO）；阈值为可用量', en: 'drawn (t REO); the threshold is what may be drawn' },
  next: {
    zh: '核实产量；责令停产；立案，扣减次年指标。',
    en: 'Verify the output; stop production; open a case; cut next year’s quota.',
  },
};

/** More is made than granted. */
export const quotaOverdraw: Rule = {
  facts: overdraw,
  begin: (world) => new QuotaWatch(world, judgeOverdraws),
};

function judgeOverdraws(world: RuleWorld, drawn: DrawnYear): Finding[] {
  const { draws, year } = drawn;
  const { quotas } = figuresOfYear(withDraws(world.rights(), draws), year);
  return quotas.filter(({ overdrawnMg }) => overdrawnMg > 0n).map((figures) => overdrawn(figures, drawn, world));
}

function overdrawn(
  { quota, drawnMg, overdrawnMg, availableMg }: QuotaFigures,
  { draws, year, fresh }: DrawnYear,
  world: RuleWorld,
): Finding {
  const members = new Set([quota.holder, ...world.registry.membersOf(quota.holder).map(({ id }) => id)]);
  const isTheirs = (draw: { holder: string; stage: string }): boolean => draw.stage === quota.stage && members.has(draw.holder);
  const event = crossing(fresh, overdrawnMg, isTheirs);
  const theirs = draws.filter((draw) => isTheirs(draw) && draw.drawnMg > 0n).toSorted((a, b) => Number(b.drawnMg - a.drawnMg));
  return {
    key: quota.id,
    severity: overdraw.severity,
    subject: {
      organisation: quota.holder,
      site: siteFor(quota.holder, quota.stage, world),
      lot: null,
      event: event?.hash ?? null,
    },
    element: null,
    window: windowOf(year),
    statistic: tonnes(drawnMg),
    threshold: tonnes(drawnMg + availableMg),
    evidence: [
      { name: 'quota', value: quota.id },
      { name: 'excess', value: tonnes(overdrawnMg), unit: 't REO' },
      ...theirs.slice(0, 20).map((draw) => ({ name: `drawn by ${draw.holder}`, value: tonnes(draw.drawnMg), unit: 't REO' })),
    ],
    raisedMs: event?.timeMs ?? windowOf(year).toMs,
  };
}

/** The one site at which a holder works at a stage; null where there are several. */
function siteFor(holder: string, stage: string, { registry }: RuleWorld): Subject['site'] {
  const sites = registry
    .sitesOf(holder)
    .filter(({ kind }) => (stage === 'mining' ? kind === 'mine' : kind === 'separation-plant' || kind === 'recycler'));
  return sites.length === 1 ? sites[0]!.id : null;
}

function tonnes(mg: bigint): number {
  return Number(mg) / MG_PER_TONNE;
}

const pace: RuleFacts = {
  name: 'quota.pace',
  title: { zh: '指标使用快于进度', en: 'A quota is used up ahead of the year' },
  articles: ARTICLES,
  severity: 'notice',
  criteria: {
    zh: '全年指标（批次合计）中已用份额超过已过去的年份份额加裕量，而尚未超用。',
    en: 'The share of a year’s quota (its batches together) that is used passes the share of the year that has gone by plus a margin, and is no excess yet.',
  },
  statistic: {
    zh: '已用份额；阈值为进度加裕量',
    en: 'the share used; the threshold is that of the year gone by plus the margin',
  },
  next: { zh: '提醒企业；核对月度计划。', en: 'Remind the enterprise; compare with its monthly plan.' },
};

/** Production ahead of the plan. */
export const quotaPace: Rule = { facts: pace, begin: (world) => new QuotaWatch(world, judgePace) };

function judgePace(world: RuleWorld, { draws, year, last }: DrawnYear): Finding[] {
  const { fromMs, toMs } = windowOf(year);
  const elapsed = Math.min(1, (last.lastMs - fromMs) / (toMs - fromMs));
  const threshold = elapsed + world.parameters.at(pace.name, 'margin', last.lastMs);
  if (elapsed < world.parameters.at(pace.name, 'elapsed-least', last.lastMs)) return [];
  const { quotas } = figuresOfYear(withDraws(world.rights(), draws), year);
  const lines = Map.groupBy(quotas, ({ quota: { holder, stage, ore } }) => JSON.stringify([holder, stage, ore]));
  return [...lines].flatMap(([key, figures]) => {
    const [holder, stage] = JSON.parse(key) as [string, string];
    const years = figures.filter(({ quota }) => quota.batch === 'year');
    const counted = years.length > 0 ? years : figures;
    const drawn = counted.reduce((sum, { drawnMg }) => sum + drawnMg, 0n);
    const left = counted.reduce((sum, { availableMg }) => sum + availableMg, 0n);
    const share = drawn + left > 0n ? Number(drawn) / Number(drawn + left) : 0;
    if (share <= threshold || left < 0n) return [];
    return [
      {
        key,
        severity: pace.severity,
        subject: { organisation: holder, site: siteFor(holder, stage, world), lot: null, event: last.lastEvent },
        element: null,
        window: { fromMs, toMs: last.lastMs },
        statistic: share,
        threshold,
        evidence: [
          { name: 'drawn', value: tonnes(drawn), unit: 't REO' },
          { name: 'left', value: tonnes(left), unit: 't REO' },
        ],
        raisedMs: last.lastMs,
      },
    ];
  });
}

const notHeld: RuleFacts = {
  name: 'quota.not-held',
  title: { zh: '无指标生产', en: 'Production without a quota' },
  articles: ARTICLES,
  severity: 'violation',
  criteria: {
    zh: '该年度该环节已下达指标，而生产者及其集团都没有；或只有另一矿种的指标（以轻代重、以重代轻）。仅有回收场所的企业，只在该年度有回收企业持有指标时才判。',
    en: 'Quotas of the year and stage are issued, and neither the producer nor a group above it holds one; or it holds one for another ore only. Enterprises that only recycle are judged where a recycler holds a quota of that year.',
  },
  statistic: { zh: '无指标的产量（t REO）；阈值 0', en: 'produced without a quota (t REO); the threshold is 0' },
  next: { zh: '责令停产；查来料；立案。', en: 'Stop production; find the feed; open a case.' },
};

/** Whether all that an enterprise has are recycling works. */
function isRecycler(holder: string, { registry }: RuleWorld): boolean {
  const sites = registry.sitesOf(holder);
  return sites.length > 0 && sites.every(({ kind }) => kind === 'recycler');
}

/** Something is made by who may not make it. */
export const quotaNotHeld: Rule = {
  facts: notHeld,
  begin: (world) => new QuotaWatch(world, judgeUnheld),
};

function judgeUnheld(world: RuleWorld, { draws, year, fresh }: DrawnYear): Finding[] {
  const { quotas, unheld } = figuresOfYear(withDraws(world.rights(), draws), year);
  const issued = new Set(quotas.map(({ quota }) => quota.stage));
  const recyclersHold = quotas.some(({ quota }) => isRecycler(quota.holder, world));
  return unheld
    .filter(({ stage, holder }) => issued.has(stage) && (recyclersHold || !isRecycler(holder, world)))
    .map(({ holder, stage, ore, drawnMg }) => {
      const event = fresh.find(({ draw }) => draw.holder === holder && draw.stage === stage && draw.ore === ore)?.event;
      const other = quotas.filter(({ quota }) => quota.holder === holder && quota.stage === stage).map(({ quota }) => quota);
      return {
        key: JSON.stringify([stage, ore, holder]),
        severity: notHeld.severity,
        subject: { organisation: holder, site: siteFor(holder, stage, world), lot: null, event: event?.hash ?? null },
        element: null,
        window: windowOf(year),
        statistic: tonnes(drawnMg),
        threshold: 0,
        evidence: [
          { name: 'stage', value: stage },
          { name: 'ore', value: ore },
          ...other.map(({ id, ore: held }) => ({ name: `quota for ${held}`, value: id })),
        ],
        raisedMs: event?.timeMs ?? windowOf(year).toMs,
      };
    });
}
