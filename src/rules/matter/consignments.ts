import { NET, chinaYear } from '../../ledger/index.ts';
import { CONSERVATION, REGULATIONS_2024 } from '../articles.ts';
import { kilograms, netKg, squareKilograms } from '../kilograms.ts';
import type { Rule, RuleFacts } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import { tallyRule, type Share } from '../tally-rule.ts';

const difference: RuleFacts = {
  name: 'shipment.difference',
  title: { zh: '发出与收到不符', en: 'Sent and received differ' },
  articles: [CONSERVATION, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '同一批在两地之间发出与收到的净重之差，超过双方称量不确定度的若干倍。分次到货合并计算。',
    en: 'What was sent of a lot from one site to another and what arrived differ by more than so many standard deviations of both weighings. Parts that arrive one after the other are added up.',
  },
  statistic: { zh: '差额除以其标准差', en: 'the difference divided by its standard deviation' },
  next: {
    zh: '双方复称；查运输途中；改正错误的重量。',
    en: 'Both weigh again; look at the transport; correct the wrong weighing.',
  },
};

/** Differences below this many standard deviations are not kept: nothing that comes later makes them a finding. */
const KEPT_FROM = 2;

/** Sent and received differ beyond weighing. */
export const shipmentDifference: Rule = tallyRule(difference, {
  shares: (event, { legs }) =>
    legs.flatMap((leg): Share[] => {
      if (leg.account.kind !== 'transit-difference' || leg.lot === null) return [];
      const { site, counterpart } = leg.account;
      const key = JSON.stringify([leg.lot, site, counterpart]);
      const moved = kilograms(event.matter.outputs.find(({ lot }) => lot === leg.lot)?.netMg ?? 0n);
      return [{ key, amounts: [netKg(leg), squareKilograms(leg.flowVariance[NET]!), moved] }];
    }),
  isIdle: ({ sums: [kg, variance] }) => Math.abs(kg!) <= KEPT_FROM * Math.sqrt(variance!),
  judge: ({ key, sums, firstMs, lastMs, lastEvent }, world) => {
    const [lot, from, to] = JSON.parse(key) as [string, string | null, string | null];
    const [kg, variance, arrived] = sums as [number, number, number];
    const least = world.parameters.at(difference.name, 'weighing-sd-least', lastMs) * Math.max(arrived, Math.abs(kg));
    const sd = Math.max(Math.sqrt(Math.max(0, variance)), least);
    const threshold = world.parameters.at(difference.name, 'standard-deviations', lastMs);
    if (sd === 0 || Math.abs(kg) <= threshold * sd) return [];
    const site = to ?? from;
    return [
      {
        key: '',
        severity: difference.severity,
        subject: { organisation: ownerOf(site, world), site, lot, event: lastEvent },
        element: null,
        window: { fromMs: firstMs, toMs: lastMs },
        statistic: kg / sd,
        threshold,
        evidence: [
          { name: 'sent-less-received', value: kg, unit: 'kg', event: lastEvent },
          { name: 'standard-deviation', value: sd, unit: 'kg' },
          { name: 'sender', value: from ?? '' },
          { name: 'receiver', value: to ?? '' },
        ],
        raisedMs: lastMs,
      },
    ];
  },
});

const bias: RuleFacts = {
  name: 'shipment.bias',
  title: { zh: '收发双方长期偏差', en: 'Shipper and receiver differ in the long run' },
  articles: [CONSERVATION, REGULATIONS_2024],
  severity: 'warning',
  criteria: {
    zh: '同一收发双方一年内所有到货的收发差之和，超过其标准差的若干倍，且到货不少于若干次：一方的秤有偏差，或每次少发一点。超过更高的界限即为违规。',
    en: 'The shipper–receiver differences of one pair of sites over a calendar year add up to more than so many standard deviations, over at least so many receipts: a biased scale, or a little missing each time. A violation beyond a higher limit.',
  },
  statistic: { zh: '年累计收发差除以其标准差', en: 'the sum of the differences of the year divided by its standard deviation' },
  next: { zh: '检定双方的秤；比对第三方称量。', en: 'Verify both scales; compare with a third weighing.' },
};

/** Sent and received differ a little, always the same way. */
export const shipmentBias: Rule = tallyRule(bias, {
  shares: (event, { legs }) =>
    legs.flatMap((leg): Share[] => {
      const { kind, site, counterpart } = leg.account;
      if (kind !== 'transit-difference' || site === null || counterpart === null) return [];
      const year = chinaYear(event.timeMs);
      return [{ key: JSON.stringify([site, counterpart, year]), amounts: [netKg(leg), squareKilograms(leg.flowVariance[NET]!)] }];
    }),
  judge: ({ key, sums, events, firstMs, lastMs, lastEvent }, world) => {
    const [from, to] = JSON.parse(key) as [string, string];
    const [kg, variance] = sums as [number, number];
    const threshold = world.parameters.at(bias.name, 'standard-deviations', lastMs);
    if (events < world.parameters.at(bias.name, 'receipts-least', lastMs)) return [];
    if (!(variance > 0) || Math.abs(kg) <= threshold * Math.sqrt(variance)) return [];
    return [
      {
        key: '',
        severity:
          Math.abs(kg) > world.parameters.at(bias.name, 'violation-from', lastMs) * Math.sqrt(variance) ? 'violation' : 'warning',
        subject: { organisation: ownerOf(to, world), site: to, lot: null, event: lastEvent },
        element: null,
        window: { fromMs: firstMs, toMs: lastMs },
        statistic: kg / Math.sqrt(variance),
        threshold,
        evidence: [
          { name: 'sent-less-received', value: kg, unit: 'kg' },
          { name: 'receipts', value: events },
          { name: 'sender', value: from },
          { name: 'receiver', value: to },
        ],
        raisedMs: lastMs,
      },
    ];
  },
});
