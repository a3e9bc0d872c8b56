import { CONSERVATION, OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { kilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Change, Finding, Judged, Rule, RuleFacts, RuleWorld, Severity, Watch } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'lot.appeared',
  title: { zh: '非矿山、非回收地凭空出现的批次', en: 'A lot that appears where nothing is mined or returned' },
  articles: [CONSERVATION, OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '在矿山、回收企业与境外之外的场所以 ADD/commissioning 新增一批。该场所首日申报的期初库存只作提示。',
    en: 'A lot is commissioned at a site that is neither a mine, a recycler nor abroad. What a site declares on the first day of its record is an opening stock, and a notice only.',
  },
  statistic: { zh: '新增净重（kg）；阈值 0', en: 'net mass that appeared (kg); the threshold is 0' },
  next: {
    zh: '查明来源：加工应记为 TransformationEvent，购入应记为 receiving。',
    en: 'Find the source: what was made is a TransformationEvent, what was bought is received.',
  },
};

const DAY_MS = 86_400_000;

/** Knows when each site's record begins. */
class Appearances implements Watch {
  readonly #world: RuleWorld;
  readonly #firstMs = new Map<string, number>();

  constructor(world: RuleWorld) {
    this.#world = world;
  }

  see({ event, now, before }: Change): readonly Judged[] {
    const { site } = event;
    if (site !== null && !this.#firstMs.has(site)) this.#firstMs.set(site, event.timeMs);
    if (event.matter.move !== 'source') return [];
    const found =
      now === null
        ? []
        : this.#found(
            event,
            now.legs.some(({ account }) => account.kind === 'unexplained-gain'),
          );
    return found.length === 0 && before === null ? [] : [[String(event.seq), found]];
  }

  #found(event: RuleEvent, isUnexplained: boolean): Finding[] {
    if (!isUnexplained) return [];
    const firstMs = event.site === null ? event.timeMs : (this.#firstMs.get(event.site) ?? event.timeMs);
    const severity: Severity = event.timeMs < firstMs + DAY_MS ? 'notice' : 'violation';
    return event.matter.outputs.map(({ lot, netMg }) => ({
      key: lot,
      severity,
      subject: subjectOf(event, this.#world, lot),
      element: null,
      statistic: kilograms(netMg ?? 0n),
      threshold: 0,
      evidence: [{ name: 'commissioned', value: kilograms(netMg ?? 0n), unit: 'kg', event: event.hash }],
      ...atEvent(event),
    }));
  }

  save(): unknown {
    return [...this.#firstMs];
  }

  load(saved: unknown): void {
    for (const [site, ms] of saved as [string, number][]) this.#firstMs.set(site, ms);
  }
}

/** A lot comes from nowhere. */
export const lotAppeared: Rule = { facts, begin: (world) => new Appearances(world) };
