import { canonicalUri } from '../../epcis/index.ts';
import { chiSquareQuantile } from '../../numerics/index.ts';
import { OPINIONS_2011, REGULATIONS_2024, TRACEABILITY_2015 } from '../articles.ts';
import { assaysOf, type StatedAssay } from '../assay/assay-values.ts';
import { eventRule } from '../event-rule.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Finding, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';
import { compare, distributionOf, type Comparison } from './distribution.ts';

const facts: RuleFacts = {
  name: 'origin.distribution',
  title: { zh: '配分与申报的产地不符', en: 'The distribution is not that of the declared origin' },
  articles: [OPINIONS_2011, TRACEABILITY_2015, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '矿石、精矿或混合化合物的稀土配分与申报产地（未申报者为所在矿山）矿床的配分之间的化学计量学距离，超过按所定误报率的 χ² 分位数乘以裕量。单一元素分离之后图谱消失，不再适用。',
    en: 'The chemometric distance between the distribution of an ore, a concentrate or a mixed compound and that of the deposit of its declared origin (else of the mine where it appears) passes the χ² quantile of the stated false-alarm rate times a margin. Separation destroys the pattern: separated products are not judged.',
  },
  statistic: { zh: '距离 Σ((p−d)/σ)²', en: 'the distance Σ((p−d)/σ)²' },
  next: {
    zh: '复验配分；查运输与采矿记录；与最相近的矿床比对。',
    en: 'Assay again; examine transport and mining records; compare with the deposit that fits best.',
  },
};

const PATTERNED: ReadonlySet<string> = new Set(['ore', 'concentrate', 'mixed-compound']);

/** Ore that comes from elsewhere. */
export const originDistribution: Rule = eventRule(facts, (event, _, world) => {
  const mine = mineOf(event, world);
  const deposit = mine === null ? undefined : world.registry.depositOf(mine);
  if (mine === null || deposit === undefined) return [];
  return assaysOf(event).flatMap((assay) => {
    if (!PATTERNED.has(world.productKind(assay.lot) ?? '')) return [];
    return judge(assay, mine, event, world);
  });
});

function mineOf(event: RuleEvent, world: RuleWorld): string | null {
  if (event.ree.declaredOrigin !== undefined) return canonicalUri(event.ree.declaredOrigin);
  const isMined = event.matter.move === 'source' && event.site !== null && world.siteKind(event.site) === 'mine';
  return isMined ? event.site : null;
}

function judge(assay: StatedAssay, mine: string, event: RuleEvent, world: RuleWorld): Finding[] {
  const at = (name: string): number => world.parameters.at(facts.name, name, event.timeMs);
  const lot = distributionOf(assay.percent, assay.sd);
  if (lot === null) return [];
  const spread = { unstated: at('spread-unstated'), least: at('spread-least') };
  const declared = compare(lot, world.registry.depositOf(mine)!, spread);
  if (declared === null) return [];
  const threshold = at('margin') * quantile(1 - at('false-alarm-rate'), declared.degrees);
  if (declared.chiSquare <= threshold) return [];
  const others = world.registry.registry.deposits.flatMap((deposit) => compare(lot, deposit, spread) ?? []);
  return [finding(assay, declared, bestOf(others), threshold, event, world)];
}

const quantiles = new Map<string, number>();

/** χ² quantiles are found by bisection: those asked for are kept. */
function quantile(probability: number, degrees: number): number {
  const key = `${probability} ${degrees}`;
  const known = quantiles.get(key) ?? chiSquareQuantile(probability, degrees);
  quantiles.set(key, known);
  return known;
}

function bestOf(comparisons: readonly Comparison[]): Comparison | undefined {
  return comparisons.toSorted((a, b) => a.chiSquare / a.degrees - b.chiSquare / b.degrees)[0];
}

function finding(
  { lot }: StatedAssay,
  { chiSquare, degrees, deposit, worst }: Comparison,
  best: Comparison | undefined,
  threshold: number,
  event: RuleEvent,
  world: RuleWorld,
): Finding {
  return {
    key: lot,
    severity: facts.severity,
    subject: subjectOf(event, world, lot),
    element: null,
    statistic: chiSquare,
    threshold,
    evidence: [
      { name: 'declared-deposit', value: deposit, event: event.hash },
      { name: 'degrees-of-freedom', value: degrees },
      { name: `lot ${worst.oxide}`, value: worst.lotPercent, unit: '%' },
      { name: `deposit ${worst.oxide}`, value: worst.depositPercent, unit: '%' },
      ...(best === undefined
        ? []
        : [
            { name: 'nearest-deposit', value: best.deposit },
            { name: 'its-distance', value: best.chiSquare },
          ]),
    ],
    ...atEvent(event),
  };
}
