import { NET, type Leg, chinaYear } from '../../ledger/index.ts';
import { CONSERVATION, REGULATIONS_2024 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { kilograms, netKg, squareKilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Finding, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { atEvent, ownerOf, subjectOf } from '../subject.ts';
import { tallyRule, type Share } from '../tally-rule.ts';

const single: RuleFacts = {
  name: 'stock.difference',
  title: { zh: '盘点差异', en: 'A stock-take differs from the book' },
  articles: [CONSERVATION, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '某批盘点净重与账面之差，超过账面与盘点称量不确定度的若干倍。',
    en: 'A lot as counted differs from the book by more than so many standard deviations of the book and the count.',
  },
  statistic: { zh: '差额（账面减盘点）除以其标准差', en: 'the difference (book less count) divided by its standard deviation' },
  next: { zh: '复盘；查未记的领用与发运。', en: 'Count again; look for use and shipments that were not recorded.' },
};

/** A single lot's count is off. */
export const stockDifference: Rule = eventRule(single, (event, { legs }, world) =>
  legs.flatMap((leg) => (leg.account.kind === 'count-difference' && leg.lot !== null ? foundIn(leg, leg.lot, event, world) : [])),
);

function foundIn(leg: Leg, lot: string, event: RuleEvent, world: RuleWorld): Finding[] {
  const kg = netKg(leg);
  const counted = kilograms(event.matter.inputs.find((amount) => amount.lot === lot)?.netMg ?? 0n);
  const least = world.parameters.at(single.name, 'weighing-sd-least', event.timeMs) * Math.max(counted, Math.abs(kg));
  const sd = Math.max(Math.sqrt(Math.max(0, squareKilograms(leg.flowVariance[NET]!))), least);
  const threshold = world.parameters.at(single.name, 'standard-deviations', event.timeMs);
  if (sd === 0 || Math.abs(kg) <= threshold * sd) return [];
  return [
    {
      key: lot,
      severity: single.severity,
      subject: subjectOf(event, world, lot),
      element: null,
      statistic: kg / sd,
      threshold,
      evidence: [
        { name: 'book-less-count', value: kg, unit: 'kg', event: event.hash },
        { name: 'counted', value: counted, unit: 'kg', event: event.hash },
        { name: 'standard-deviation', value: sd, unit: 'kg' },
      ],
      ...atEvent(event),
    },
  ];
}

const drift: RuleFacts = {
  name: 'stock.drift',
  title: { zh: '历次盘点累计亏盈', en: 'Stock-takes add up to a loss or a gain' },
  articles: [CONSERVATION, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '同一场所一年内各次盘点差额之和，超过其标准差的若干倍：每批只少一点，合起来不是偶然。',
    en: 'The differences of all stock-takes of a site in a calendar year add up to more than so many standard deviations: a little missing in each lot is together no chance.',
  },
  statistic: { zh: '年累计盘点差除以其标准差', en: 'the sum of the differences of the year divided by its standard deviation' },
  next: {
    zh: '逐批核对领用与发运；查长期、小量的流失。',
    en: 'Compare use and shipments lot by lot; look for a protracted small loss.',
  },
};

/** Counts are off a little, always the same way. */
export const stockDrift: Rule = tallyRule(drift, {
  shares: (event, { legs }) =>
    legs.flatMap((leg): Share[] => {
      const { kind, site } = leg.account;
      if (kind !== 'count-difference' || site === null) return [];
      const year = chinaYear(event.timeMs);
      return [{ key: JSON.stringify([site, year]), amounts: [netKg(leg), squareKilograms(leg.flowVariance[NET]!)] }];
    }),
  judge: ({ key, sums, events, firstMs, lastMs, lastEvent }, world) => {
    const [site] = JSON.parse(key) as [string];
    const [kg, variance] = sums as [number, number];
    const threshold = world.parameters.at(drift.name, 'standard-deviations', lastMs);
    if (!(variance > 0) || Math.abs(kg) <= threshold * Math.sqrt(variance)) return [];
    return [
      {
        key: '',
        severity: drift.severity,
        subject: { organisation: ownerOf(site, world), site, lot: null, event: lastEvent },
        element: null,
        window: { fromMs: firstMs, toMs: lastMs },
        statistic: kg / Math.sqrt(variance),
        threshold,
        evidence: [
          { name: 'book-less-count', value: kg, unit: 'kg' },
          { name: 'stock-takes', value: events },
        ],
        raisedMs: lastMs,
      },
    ];
  },
});
