import { treoOf, chinaMonth, chinaYear } from '../../ledger/index.ts';
import { OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { kilograms } from '../kilograms.ts';
import type { Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { tallyFinding } from '../tally-finding.ts';
import { tallyRule, type Share } from '../tally-rule.ts';
import { ROUNDING_KG } from './permits.ts';

const facts: RuleFacts = {
  name: 'mine.month-plan',
  title: { zh: '超月度计划开采', en: 'More mined than the plan of the month' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'warning',
  criteria: {
    zh: '矿山一个月采出的 REO 超过登记册中该矿山当月的计划（sites[].monthPlans）加上参数所许的余量。',
    en: 'A mine brings out more REO in a month than the registry has of its plan (sites[].monthPlans), with the margin that the parameter allows.',
  },
  statistic: {
    zh: '当月采出（kg REO）；阈值为计划加余量',
    en: 'mined in the month (kg REO); the threshold is the plan with its margin',
  },
  next: { zh: '核实产量与当年剩余指标。', en: 'Verify the output and what is left of the year’s quota.' },
};

const KG_PER_TONNE = 1000;

function planKg(site: string, month: string, { registry }: RuleWorld): number | null {
  const plan = registry.site(site)?.monthPlans?.find((one) => one.month === month);
  return plan === undefined ? null : plan.reoTonnes * KG_PER_TONNE;
}

/** A mine ahead of its plan. */
export const monthPlan: Rule = tallyRule(facts, {
  shares: ({ site, matter, timeMs }, { flows }, world): Share[] => {
    if (site === null || matter.move !== 'source' || world.siteKind(site) !== 'mine') return [];
    const month = `${chinaYear(timeMs)}-${String(chinaMonth(timeMs) + 1).padStart(2, '0')}`;
    if (planKg(site, month, world) === null) return [];
    const mg = flows.reduce((sum, { role, masses }) => (role === 'source' ? sum + treoOf(masses) : sum), 0n);
    return [{ key: JSON.stringify([site, month]), amounts: [kilograms(mg)] }];
  },
  judge: (tally, world) => {
    const { key, sums } = tally;
    const [site, month] = JSON.parse(key) as [string, string];
    const threshold = (planKg(site, month, world) ?? 0) * (1 + world.parameters.at(facts.name, 'margin', tally.lastMs));
    if (sums[0]! <= threshold + ROUNDING_KG) return [];
    return [
      tallyFinding(facts, tally, world, site, { statistic: sums[0]!, threshold, evidence: [{ name: 'month', value: month }] }),
    ];
  },
});
