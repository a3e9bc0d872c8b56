import { OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import type { Rule, RuleFacts } from '../rule.ts';
import { tallyRule, type Share } from '../tally-rule.ts';

const facts: RuleFacts = {
  name: 'site.unregistered',
  title: { zh: '未登记的场所', en: 'A site that is not registered' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '在登记册（非空）之外的场所开采、加工、发货或收货。登记之后自动解除。',
    en: 'Matter is mined, made, shipped or received at a site that the registry, where there is one, does not know. Cleared when the site is registered.',
  },
  statistic: { zh: '事件数；阈值 0', en: 'events; the threshold is 0' },
  next: { zh: '查明场所与企业；登记，或取缔。', en: 'Find the place and its owner; register it, or close it.' },
};

/** Work at a place that nobody registered. */
export const siteUnregistered: Rule = tallyRule(facts, {
  shares: ({ site }, { legs }, { registry }): Share[] => {
    if (site === null || legs.length === 0 || registry.registry.sites.length === 0) return [];
    return registry.site(site) === undefined ? [{ key: site, amounts: [] }] : [];
  },
  judge: ({ key, events, firstMs, lastMs, lastEvent }) => [
    {
      key: '',
      severity: facts.severity,
      subject: { organisation: null, site: key, lot: null, event: lastEvent },
      element: null,
      window: { fromMs: firstMs, toMs: lastMs },
      statistic: events,
      threshold: 0,
      evidence: [],
      raisedMs: lastMs,
    },
  ],
});
