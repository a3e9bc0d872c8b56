import type { Entry } from '../../ledger/index.ts';
import { CONSERVATION, OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { netKg } from '../kilograms.ts';
import type { RuleEvent } from '../rule-event.ts';
import type { Finding, Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

/** What an event took of a lot, in kilograms net: all of it, and the part that the record did not hold. */
interface Draw {
  readonly lot: string;
  readonly takenKg: number;
  readonly missingKg: number;
}

/** The lots of which an event took more than there was. */
function drawsOf(entry: Entry): Draw[] {
  const draws = new Map<string, { takenKg: number; missingKg: number }>();
  for (const leg of entry.legs) {
    const kg = netKg(leg);
    if (leg.lot === null || kg >= 0) continue;
    const draw = draws.get(leg.lot) ?? { takenKg: 0, missingKg: 0 };
    draw.takenKg -= kg;
    if (leg.account.kind === 'unexplained-gain') draw.missingKg -= kg;
    draws.set(leg.lot, draw);
  }
  return [...draws].flatMap(([lot, draw]) => (draw.missingKg > 0 ? [{ lot, ...draw }] : []));
}

/** A lot leaves as weighed anew: what was booked and what leaves are two weighings, which may differ by chance. */
function thresholdKg(rule: string, draw: Draw, event: RuleEvent, world: RuleWorld): number {
  const sds = world.parameters.at(rule, 'standard-deviations', event.timeMs);
  const sd = Math.max(event.matter.weighingSd, world.parameters.at(rule, 'weighing-sd-least', event.timeMs));
  return sds * Math.SQRT2 * sd * draw.takenKg;
}

function drawnRule(facts: RuleFacts, applies: (event: RuleEvent, world: RuleWorld) => boolean): Rule {
  return eventRule(facts, (event, entry, world) =>
    applies(event, world) ? drawsOf(entry).flatMap((draw) => findingOf(facts, draw, event, world)) : [],
  );
}

function findingOf(facts: RuleFacts, draw: Draw, event: RuleEvent, world: RuleWorld): Finding[] {
  const threshold = thresholdKg(facts.name, draw, event, world);
  if (draw.missingKg <= threshold) return [];
  return [
    {
      key: draw.lot,
      severity: facts.severity,
      subject: subjectOf(event, world, draw.lot),
      element: null,
      statistic: draw.missingKg,
      threshold,
      evidence: [
        { name: 'taken', value: draw.takenKg, unit: 'kg', event: event.hash },
        { name: 'held', value: draw.takenKg - draw.missingKg, unit: 'kg' },
      ],
      ...atEvent(event),
    },
  ];
}

const STATISTIC = {
  zh: '账上没有的净重（kg）；阈值为所取净重两次称量之差的若干标准差',
  en: 'net mass that was not there (kg); the threshold is so many standard deviations of the difference of two weighings of what was taken',
};

/** More leaves a site than lies there: also a lot that was sold already. */
export const lotOversold = drawnRule(
  {
    name: 'lot.oversold',
    title: { zh: '发货多于库存（含一批两卖）', en: 'More shipped than held (also a lot sold twice)' },
    articles: [CONSERVATION, REGULATIONS_2024],
    severity: 'violation',
    criteria: {
      zh: '发运的净重超过该批在发货地的账面库存，差额大于称量不确定度。来源补记后自动解除。',
      en: 'A shipment takes more of a lot than the shipping site holds, by more than weighing can explain. Cleared when the origin is recorded.',
    },
    statistic: STATISTIC,
    next: {
      zh: '核对该批的全部发运单与发票；盘点发货地库存；缺来源的补记，或立案。',
      en: 'Compare all waybills and invoices of the lot; count the stock; record the missing origin, or open a case.',
    },
  },
  ({ matter }) => matter.move === 'ship',
);

/** A lot is used before it exists, or after it is used up. */
export const lotNotHeld = drawnRule(
  {
    name: 'lot.not-held',
    title: { zh: '投用的批次无来源或已用尽', en: 'A lot used before it exists or after it is used up' },
    articles: [CONSERVATION, REGULATIONS_2024],
    severity: 'violation',
    criteria: {
      zh: '投料、入储、出储或销毁的净重超过该批在该地的账面库存，差额大于称量不确定度。来源补记后自动解除。',
      en: 'A process, a reserve or a destruction takes more of a lot than the site holds, by more than weighing can explain. Cleared when the origin is recorded.',
    },
    statistic: STATISTIC,
    next: {
      zh: '查该批由何处来：漏记的到货、错写的批号，或账外原料。',
      en: 'Find where the lot came from: a receipt not recorded, a wrong lot number, or matter off the book.',
    },
  },
  ({ matter }) => matter.move === 'transform' || matter.move === 'store' || matter.move === 'remove' || matter.move === 'consume',
);

/** Something arrives that nobody sent. */
export const receiptUnannounced = drawnRule(
  {
    name: 'receipt.unannounced',
    title: { zh: '到货无发运记录', en: 'A receipt that nobody shipped' },
    articles: [CONSERVATION, OPINIONS_2011, REGULATIONS_2024],
    severity: 'violation',
    criteria: {
      zh: '收到的批次没有与之相符的发运事件（同一单据，或同一目的地）。发运补记后自动解除。来自境外的不判。',
      en: 'A lot is received for which no shipment with the same papers or to this place is on record. Cleared when the shipment is recorded. Imports are not judged: nobody abroad need record.',
    },
    statistic: STATISTIC,
    next: { zh: '请供货方补记发运，或查明来源。', en: 'Have the supplier record the shipment, or find the source.' },
  },
  ({ matter, senderSite }, world) =>
    matter.move === 'receive' && (senderSite === null || world.siteKind(senderSite) !== 'foreign'),
);
