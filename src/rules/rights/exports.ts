import { NET, type Entry } from '../../ledger/index.ts';
import type { Permit } from '../../registry/index.ts';
import { OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { kilograms } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Evidence, Finding, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { atEvent, ownerOf, subjectOf } from '../subject.ts';
import { tallyRule, type Share } from '../tally-rule.ts';
import { holdsAt, limitKg, ROUNDING_KG } from './permits.ts';

const licence: RuleFacts = {
  name: 'export.licence',
  title: { zh: '无有效许可证出口', en: 'Export without a valid licence' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '运往境外而事件未载许可证，或所载许可证不在登记册、不属发货企业、当日无效、或不含产品的税则号（permits[].hs；登记册载有出口许可时）。',
    en: 'Matter is shipped abroad under no licence, or under one that the registry, where it has export licences, does not know, that is another’s, that is not in force on the day, or whose customs codes (permits[].hs) have none for the product.',
  },
  statistic: { zh: '出口净重（kg）；阈值 0', en: 'net mass exported (kg); the threshold is 0' },
  next: { zh: '通报海关；核对许可证；立案。', en: 'Tell customs; check the licence; open a case.' },
};

/** Export without a licence. */
export const exportLicence: Rule = eventRule(licence, (event, entry, world): Finding[] => {
  const kg = exportedKg(event, entry);
  if (kg <= 0) return [];
  const fault = faultOf(event, world);
  if (fault === null) return [];
  return [
    {
      key: '',
      severity: licence.severity,
      subject: subjectOf(event, world, event.matter.inputs[0]?.lot ?? null),
      element: null,
      statistic: kg,
      threshold: 0,
      evidence: [fault, { name: 'destination', value: event.matter.counterpart ?? '', event: event.hash }],
      ...atEvent(event),
    },
  ];
});

function faultOf(event: RuleEvent, world: RuleWorld): Evidence | null {
  const licences = world.registry.registry.permits.filter(({ kind }) => kind === 'export');
  if (licences.length === 0) return null;
  const stated = event.ree.licence;
  if (stated === undefined) return { name: 'licence-missing', value: '' };
  const permit = licences.find(({ id }) => id === stated);
  if (permit === undefined) return { name: 'licence-unknown', value: stated };
  if (permit.holder !== ownerOf(event.site, world) && permit.holder !== event.seller)
    return { name: 'licence-of-another', value: stated };
  if (!holdsAt(permit, event.timeMs)) return { name: 'licence-not-in-force', value: stated };
  const other = event.matter.inputs
    .map(({ lot }) => world.registry.productOfLot(lot)?.hs ?? null)
    .find((hs) => !covers(permit, hs));
  return other === undefined ? null : { name: 'licence-of-other-goods', value: `${stated} ${other ?? ''}`.trim() };
}

/** Whether a licence has a line for a customs code; one without lines covers all, and what has no code is not judged. */
function covers({ hs: lines }: Permit, hs: string | null): boolean {
  return lines === undefined || hs === null || lines.some((line) => hs.startsWith(line) || line.startsWith(hs));
}

const overdrawn: RuleFacts = {
  name: 'export.licence-overdrawn',
  title: { zh: '出口超许可证数量', en: 'An export licence is overdrawn' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '在一张出口许可证下累计出口的净重超过许可数量。',
    en: 'What was exported under a licence adds up to more than the licence allows, net.',
  },
  statistic: { zh: '累计出口净重（kg）；阈值为许可数量', en: 'net mass exported under it (kg); the threshold is its limit' },
  next: { zh: '通报海关；停止签发；立案。', en: 'Tell customs; issue no more; open a case.' },
};

/** More leaves than a licence allows. */
export const exportOverdrawn: Rule = tallyRule(overdrawn, {
  shares: (event, entry, world): Share[] => {
    const kg = exportedKg(event, entry);
    const id = event.ree.licence;
    if (kg <= 0 || id === undefined || (licenceOf(id, world)?.limit ?? null) === null) return [];
    return [{ key: id, amounts: [kg] }];
  },
  judge: ({ key, sums, firstMs, lastMs, lastEvent }, world) => {
    const permit = licenceOf(key, world);
    const limit = permit === undefined ? null : limitKg(permit);
    if (permit === undefined || limit === null || sums[0]! <= limit + ROUNDING_KG) return [];
    return [
      {
        key: '',
        severity: overdrawn.severity,
        subject: { organisation: permit.holder, site: permit.site, lot: null, event: lastEvent },
        element: null,
        window: { fromMs: firstMs, toMs: lastMs },
        statistic: sums[0]!,
        threshold: limit,
        evidence: [{ name: 'licence', value: key, event: lastEvent }],
        raisedMs: lastMs,
      },
    ];
  },
});

function licenceOf(id: string, { registry }: RuleWorld): Permit | undefined {
  return registry.registry.permits.find((permit) => permit.kind === 'export' && permit.id === id);
}

/** Kilograms that an event brought abroad, by the site that sent it: net. */
function exportedKg(event: RuleEvent, { legs }: Entry): number {
  if (event.matter.move !== 'ship') return 0;
  const exported = legs.filter(({ account, lot }) => account.kind === 'exported' && lot !== null);
  return kilograms(exported.reduce((sum, { masses }) => sum + masses[NET]!, 0n));
}
