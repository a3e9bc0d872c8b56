import { RARE_EARTHS } from '../../elements/index.ts';
import type { Leg } from '../../ledger/index.ts';
import { CONSERVATION, REGULATIONS_2024 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { kilograms, squareKilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Finding, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'assay.disagreement',
  title: { zh: '复验与原化验不符', en: 'A later assay contradicts the earlier' },
  articles: [CONSERVATION, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '同一批的后一次化验使账上某元素（占全部改变量的一定份额以上）改变，改变量超过两次化验标准差合成的若干倍。',
    en: 'A later assay of the same lot changes an element on the book, one that makes up more than a stated share of all that changes, by more than so many standard deviations of both assays.',
  },
  statistic: { zh: '改变量除以其标准差', en: 'the change divided by its standard deviation' },
  next: {
    zh: '留样仲裁；核查出具原化验的化验室。',
    en: 'Have the retained sample judged by a third laboratory; examine the laboratory of the first assay.',
  },
};

/** Two laboratories cannot both be right. */
export const assayDisagreement: Rule = eventRule(facts, (event, { legs }, world) => {
  const byLot = Map.groupBy(
    legs.filter(({ account, lot }) => account.kind === 'assay-adjustment' && lot !== null),
    ({ lot }) => lot!,
  );
  return [...byLot].flatMap(([lot, changed]) => worst(lot, changed, event, world));
});

/** The element that changed most, in standard deviations. */
function worst(lot: string, changed: readonly Leg[], event: RuleEvent, world: RuleWorld): Finding[] {
  const threshold = world.parameters.at(facts.name, 'standard-deviations', event.timeMs);
  const share = world.parameters.at(facts.name, 'share-least', event.timeMs);
  const scores = RARE_EARTHS.map((element, column) => {
    const kg = changed.reduce((sum, leg) => sum + kilograms(leg.masses[column]!), 0);
    const sd = Math.sqrt(changed.reduce((sum, leg) => sum + squareKilograms(leg.flowVariance[column]!), 0));
    return { element, kg, sd, score: sd > 0 ? Math.abs(kg) / sd : 0 };
  });
  const all = scores.reduce((sum, { kg }) => sum + Math.abs(kg), 0);
  const [most] = scores.filter(({ kg }) => Math.abs(kg) >= share * all).toSorted((a, b) => b.score - a.score);
  if (most === undefined || most.score <= threshold) return [];
  return [
    {
      key: lot,
      severity: facts.severity,
      subject: subjectOf(event, world, lot),
      element: most.element,
      statistic: most.score,
      threshold,
      evidence: [
        { name: 'change-on-the-book', value: most.kg, unit: `kg ${most.element}`, event: event.hash },
        { name: 'standard-deviation', value: most.sd, unit: `kg ${most.element}` },
      ],
      ...atEvent(event),
    },
  ];
}
