import { CONSERVATION } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import type { Rule, RuleFacts } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';
import { assaysOf } from './assay-values.ts';

const facts: RuleFacts = {
  name: 'assay.sum',
  title: { zh: '化验合计超过 100 %', en: 'An assay sums to more than 100 %' },
  articles: [CONSERVATION],
  severity: 'warning',
  criteria: {
    zh: '一份化验各组分之和超过 100 %，超出部分大于各组分标准差合成的若干倍。合计超过 101 % 的在采集时即拒收。',
    en: 'The constituents of an assay sum to more than 100 % by more than so many standard deviations of the sum. Sums above 101 % are refused when they are captured.',
  },
  statistic: { zh: '各组分之和（%）', en: 'the sum of the constituents (%)' },
  next: {
    zh: '请化验室核对结果与基准（氧化物或元素）。',
    en: 'Have the laboratory check the result and its basis (oxide or element).',
  },
};

/** More is in it than it is. */
export const assaySum: Rule = eventRule(facts, (event, _, world) =>
  assaysOf(event).flatMap(({ lot, percent, sd }) => {
    const sum = Object.values(percent).reduce((a, b) => a + b, 0);
    const deviation = Math.hypot(...Object.values(sd));
    const threshold = 100 + world.parameters.at(facts.name, 'standard-deviations', event.timeMs) * deviation;
    if (sum <= threshold) return [];
    const evidence = [{ name: 'sum', value: sum, unit: '%', event: event.hash }];
    const { severity } = facts;
    return [
      {
        key: lot,
        severity,
        subject: subjectOf(event, world, lot),
        element: null,
        statistic: sum,
        threshold,
        evidence,
        ...atEvent(event),
      },
    ];
  }),
);
