import { quantityToMg } from '../../units/index.ts';
import { INVOICES_2012, REGULATIONS_2024 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import { kilograms } from '../kilograms.ts';
import type { Rule, RuleFacts } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'invoice.mass',
  title: { zh: '发票数量与发货数量不符', en: 'Invoiced and shipped kilograms differ' },
  articles: [INVOICES_2012, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '事件所载发票（ree:invoices）的数量之和，与所发运批次的净重之差，超过称量不确定度的若干倍。',
    en: 'The quantities of the invoices that a shipment states (ree:invoices) add up to something else than the net mass of its lots, by more than so many standard deviations of weighing.',
  },
  statistic: { zh: '发票减发货（kg）', en: 'invoiced less shipped (kg)' },
  next: { zh: '请税务机关核验发票；复称。', en: 'Have the tax office verify the invoices; weigh again.' },
};

/** Papers that tell another mass than the scale. */
export const invoicedMass: Rule = eventRule(facts, (event, _, world) => {
  const { invoices } = event.ree;
  if (event.matter.move !== 'ship' || invoices === undefined || invoices.length === 0) return [];
  const masses = invoices.map(({ quantity, uom }) => quantityToMg(quantity, uom));
  if (masses.some((mg) => typeof mg !== 'bigint')) return [];
  const invoiced = masses.reduce<number>((sum, mg) => sum + kilograms(mg as bigint), 0);
  const amounts = event.matter.inputs.flatMap(({ netMg }) => netMg ?? []);
  if (amounts.length < event.matter.inputs.length || amounts.length === 0) return [];
  const shipped = amounts.reduce((sum, mg) => sum + kilograms(mg), 0);
  const sd = Math.max(event.matter.weighingSd, world.parameters.at(facts.name, 'weighing-sd-least', event.timeMs)) * shipped;
  const threshold = world.parameters.at(facts.name, 'standard-deviations', event.timeMs) * sd;
  if (Math.abs(invoiced - shipped) <= threshold) return [];
  return [
    {
      key: '',
      severity: facts.severity,
      subject: subjectOf(event, world, event.matter.inputs[0]?.lot ?? null),
      element: null,
      statistic: invoiced - shipped,
      threshold,
      evidence: [
        { name: 'invoiced', value: invoiced, unit: 'kg', event: event.hash },
        { name: 'shipped', value: shipped, unit: 'kg', event: event.hash },
      ],
      ...atEvent(event),
    },
  ];
});
