import { RARE_EARTH_FACTS } from '../../elements/index.ts';
import type { Deposit } from '../../registry/index.ts';
import { OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { assaysOf } from '../assay/assay-values.ts';
import { eventRule } from '../event-rule.ts';
import type { Rule, RuleFacts } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';
import { distributionOf, type Distribution } from './distribution.ts';

const facts: RuleFacts = {
  name: 'scrap.looks-like-ore',
  title: { zh: '“废料”的配分像矿', en: 'Scrap that looks like ore' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '废料批次中不用于磁体的稀土（La、Ce、Sm、Y 等）以某一矿床的比例出现：至少两种在该矿床中占一定份额以上的元素，各自推算的掺矿比例彼此相差不超过所定倍数，其几何平均超过阈值。镍含量高的（镍氢电池）不判。',
    en: 'In a lot of scrap the rare earths that magnets do not use (La, Ce, Sm, Y …) stand in the ratio of a deposit: at least two that make up more than a stated share of the deposit tell shares of ore that differ by no more than a stated factor, and their geometric mean passes the threshold. Scrap rich in nickel (batteries) is not judged.',
  },
  statistic: { zh: '推算的矿占稀土的比例', en: 'the share of ore in the rare earth of the lot' },
  next: {
    zh: '查废料来源凭证；复验；与所像矿床周边的无证开采线索比对。',
    en: 'Examine where the scrap came from; assay again; compare with leads on unlicensed mining around the deposit.',
  },
};

/** What magnets are made of and hold as additions. */
const OF_MAGNETS: ReadonlySet<string> = new Set(['Nd2O3', 'Pr6O11', 'Dy2O3', 'Tb4O7', 'Gd2O3', 'Ho2O3']);
const NICKEL_PERCENT = 15;

interface Likeness {
  readonly deposit: string;
  readonly share: number;
  readonly tracers: readonly { readonly oxide: string; readonly lotPercent: number; readonly depositPercent: number }[];
}

/** Ore sold as scrap, to escape the quota. */
export const oreAsScrap: Rule = eventRule(facts, (event, _, world) => {
  const at = (name: string): number => world.parameters.at(facts.name, name, event.timeMs);
  return assaysOf(event).flatMap(({ lot, percent, sd }) => {
    if (world.productKind(lot) !== 'scrap' || (percent['Ni'] ?? 0) > NICKEL_PERCENT) return [];
    const distribution = distributionOf(percent, sd);
    if (distribution === null) return [];
    const [most] = world.registry.registry.deposits
      .flatMap((deposit) => likenessTo(deposit, distribution, at('tracer-percent-least'), at('factor-most')) ?? [])
      .toSorted((a, b) => b.share - a.share);
    const threshold = at('ore-share');
    if (most === undefined || most.share <= threshold) return [];
    return [
      {
        key: lot,
        severity: facts.severity,
        subject: subjectOf(event, world, lot),
        element: null,
        statistic: most.share,
        threshold,
        evidence: [
          { name: 'deposit', value: most.deposit, event: event.hash },
          ...most.tracers.flatMap(({ oxide, lotPercent, depositPercent }) => [
            { name: `lot ${oxide}`, value: lotPercent, unit: '%' },
            { name: `deposit ${oxide}`, value: depositPercent, unit: '%' },
          ]),
        ],
        ...atEvent(event),
      },
    ];
  });
});

function likenessTo(deposit: Deposit, lot: Distribution, percentLeast: number, factorMost: number): Likeness | null {
  const tracers = RARE_EARTH_FACTS.flatMap(({ oxide }, index) => {
    const depositPercent = deposit.reoPercent[oxide] ?? 0;
    if (OF_MAGNETS.has(oxide) || depositPercent < percentLeast) return [];
    return [{ oxide, depositPercent, lotPercent: lot.percent[index] ?? 0 }];
  });
  const shares = tracers.map(({ lotPercent, depositPercent }) => lotPercent / depositPercent);
  if (shares.length < 2 || shares.some((share) => share <= 0)) return null;
  if (Math.max(...shares) > factorMost * Math.min(...shares)) return null;
  const share = Math.exp(shares.reduce((sum, one) => sum + Math.log(one), 0) / shares.length);
  return { deposit: deposit.name, share, tracers };
}
