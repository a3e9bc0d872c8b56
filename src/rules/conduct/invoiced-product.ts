import { RARE_EARTH_FACTS } from '../../elements/index.ts';
import { INVOICES_2012 } from '../articles.ts';
import { eventRule } from '../event-rule.ts';
import type { Rule, RuleFacts } from '../rule.ts';
import { atEvent, subjectOf } from '../subject.ts';

const facts: RuleFacts = {
  name: 'invoice.product',
  title: { zh: '发票品名不是稀土产品', en: 'The invoice names no rare-earth product' },
  articles: [INVOICES_2012],
  severity: 'warning',
  criteria: {
    zh: '发运稀土批次的事件所载发票（ree:invoices）写明品名，而品名里既没有“稀土”，也没有任何稀土元素的名称。《增值税稀土产品目录》的品名都有其一；目录全文未录入，故不逐条比对。',
    en: 'An invoice (ree:invoices) of a shipment of rare earths states a product whose name has neither 稀土 nor the name of a rare earth in it. Every name of the VAT catalogue has one of them; as the catalogue was not read in full, names are not held against it one by one.',
  },
  statistic: { zh: '这样的发票数；阈值 0', en: 'such invoices; the threshold is 0' },
  next: {
    zh: '请税务机关核验发票；核对实物与品名。',
    en: 'Have the tax office verify the invoice; hold the goods against the name.',
  },
};

/** Words of which the name of every product in the VAT catalogue has one. */
const WORDS: readonly string[] = ['稀土', ...RARE_EARTH_FACTS.map(({ name }) => name.zh)];

function isRareEarth(product: string): boolean {
  const name = product.toLowerCase();
  const english = ['rare earth', 'rare-earth', ...RARE_EARTH_FACTS.map((element) => element.name.en.toLowerCase())];
  return WORDS.some((word) => product.includes(word)) || english.some((word) => name.includes(word));
}

/** Rare earths that are sold under another name. */
export const invoicedProduct: Rule = eventRule(facts, (event, _, world) => {
  if (event.matter.move !== 'ship') return [];
  const strange = (event.ree.invoices ?? []).filter(({ product }) => product !== undefined && !isRareEarth(product));
  if (strange.length === 0) return [];
  return [
    {
      key: '',
      severity: facts.severity,
      subject: subjectOf(event, world, event.matter.inputs[0]?.lot ?? null),
      element: null,
      statistic: strange.length,
      threshold: 0,
      evidence: strange.map(({ id, product }) => ({ name: 'invoice', value: `${id} ${product ?? ''}`, event: event.hash })),
      ...atEvent(event),
    },
  ];
});
