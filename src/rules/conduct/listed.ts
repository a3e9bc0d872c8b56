import { OPINIONS_2011, REGULATIONS_2024 } from '../articles.ts';
import { holdsAt } from '../rights/permits.ts';
import type { Rule, RuleFacts, RuleWorld } from '../rule.ts';
import { ownerOf } from '../subject.ts';
import { tallyRule, type Share } from '../tally-rule.ts';

const facts: RuleFacts = {
  name: 'list.black',
  title: { zh: '黑名单企业仍在经营', en: 'A black-listed enterprise goes on dealing' },
  articles: [OPINIONS_2011, REGULATIONS_2024],
  severity: 'violation',
  criteria: {
    zh: '企业在列入黑名单期间发货、出口、收货或生产。',
    en: 'An enterprise ships, exports, receives or makes something on a day on which it stands on the black list.',
  },
  statistic: { zh: '列名期间的事件数；阈值 0', en: 'events while listed; the threshold is 0' },
  next: { zh: '核对名单与信用修复；冻结许可。', en: 'Check the listing and its repair; freeze its rights.' },
};

const DEALINGS: ReadonlySet<string> = new Set(['ship', 'receive', 'transform', 'source']);

/** Who stands on the black list at an instant, with the ground. */
function groundOf(organisation: string, atMs: number, { registry }: RuleWorld): string | null {
  const listing = registry.registry.lists.find(
    (entry) => entry.colour === 'black' && entry.organisation === organisation && holdsAt(entry, atMs),
  );
  return listing?.ground ?? null;
}

/** A listed enterprise deals. */
export const blackListed: Rule = tallyRule(facts, {
  shares: (event, entry, world): Share[] => {
    if (!DEALINGS.has(event.matter.move) || entry.legs.length === 0) return [];
    const owner = ownerOf(event.site, world);
    const ground = owner === null ? null : groundOf(owner, event.timeMs, world);
    return ground === null ? [] : [{ key: JSON.stringify([owner, event.site, ground]), amounts: [] }];
  },
  judge: ({ key, events, firstMs, lastMs, lastEvent }) => {
    const [organisation, site, ground] = JSON.parse(key) as [string, string, string];
    return [
      {
        key: '',
        severity: facts.severity,
        subject: { organisation, site, lot: null, event: lastEvent },
        element: null,
        window: { fromMs: firstMs, toMs: lastMs },
        statistic: events,
        threshold: 0,
        evidence: [{ name: 'ground', value: ground }],
        raisedMs: lastMs,
      },
    ];
  },
});
