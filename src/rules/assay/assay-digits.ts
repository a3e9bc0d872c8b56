import { rareEarthContent } from '../../elements/index.ts';
import { chiSquareQuantile } from '../../numerics/index.ts';
import { TRACEABILITY_2015 } from '../articles.ts';
import type { Rule, RuleFacts } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import { tallyRule, type Share } from '../tally-rule.ts';
import { assaysOf, decimalsOf, type StatedAssay } from './assay-values.ts';

const facts: RuleFacts = {
  name: 'assay.digits',
  title: { zh: '化验末位数字分布异常', en: 'Last digits that no instrument writes' },
  articles: [TRACEABILITY_2015],
  severity: 'notice',
  criteria: {
    zh: '同一化验者所报稀土含量的末位数字（按每份化验的最多小数位，有效数字不少于三位）偏离均匀分布，χ²（9 个自由度）超过按误报率定出的分位数。只作提示：四舍五入的习惯也会如此。',
    en: 'The last digits of the rare-earth contents that one laboratory states (at the most decimals of each assay, three significant digits at least) depart from a uniform distribution by more than the χ² quantile (9 degrees of freedom) of the false-alarm rate. A notice only: habits of rounding do so too.',
  },
  statistic: { zh: 'χ²', en: 'χ²' },
  next: { zh: '调取原始记录。', en: 'Ask for the raw data.' },
};

const DIGITS = 10;

/** Last digits at the most decimals that an assay has; a value of fewer has zeros that are not written. */
function lastDigits({ percent }: StatedAssay): number[] {
  const values = Object.entries(percent).flatMap(([formula, value]) => (rareEarthContent(formula) === null ? [] : [value]));
  const decimals = Math.max(...values.map(decimalsOf));
  if (decimals < 2 || decimals > 6) return [];
  const scaled = values.map((value) => Math.round(value * 10 ** decimals));
  return scaled.filter((digits) => digits >= 100).map((digits) => digits % DIGITS);
}

/** Digits that somebody thought up. */
export const assayDigits: Rule = tallyRule(facts, {
  shares: (event) =>
    assaysOf(event).flatMap((assay): Share[] => {
      const digits = lastDigits(assay);
      if (assay.by === null || digits.length === 0) return [];
      return [
        { key: assay.by, amounts: Array.from({ length: DIGITS }, (_, digit) => digits.filter((one) => one === digit).length) },
      ];
    }),
  judge: ({ key, sums, firstMs, lastMs, lastEvent }, world) => {
    const total = sums.reduce((a, b) => a + b, 0);
    if (total < world.parameters.at(facts.name, 'digits-least', lastMs)) return [];
    const expected = total / DIGITS;
    const chiSquare = sums.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
    const threshold = limitAt(world.parameters.at(facts.name, 'false-alarm-rate', lastMs));
    if (chiSquare <= threshold) return [];
    const site = world.registry.site(key) === undefined ? null : key;
    return [
      {
        key: '',
        severity: facts.severity,
        subject: { organisation: site === null ? key : ownerOf(site, world), site, lot: null, event: lastEvent },
        element: null,
        window: { fromMs: firstMs, toMs: lastMs },
        statistic: chiSquare,
        threshold,
        evidence: sums.map((count, digit) => ({ name: `digit ${digit}`, value: count })),
        raisedMs: lastMs,
      },
    ];
  },
});

const limits = new Map<number, number>();

/** Quantiles are found by bisection: those asked for are kept. */
function limitAt(falseAlarmRate: number): number {
  const known = limits.get(falseAlarmRate) ?? chiSquareQuantile(1 - falseAlarmRate, DIGITS - 1);
  limits.set(falseAlarmRate, known);
  return known;
}
